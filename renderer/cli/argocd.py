"""`stateful argocd`: what `plugin.yaml` calls inside Argo CD."""

from __future__ import annotations

import os

import typer

from renderer.argocd.generate import environment, told_version
from renderer.cli.options import KubeVersion
from renderer.cli.streams import write_result
from renderer.inputs.sources import DEFAULT, collected
from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import build_of
from renderer.yaml import dump_all

app = typer.Typer(
    no_args_is_help=True,
    help="Called by Argo CD as a config management plugin.",
    rich_markup_mode=None,
)


@app.callback()
def root() -> None:
    """Commands that `plugin.yaml` calls; people rarely do."""


@app.command()
def generate(kube_version: KubeVersion = None) -> None:
    """Print the manifests of ./statefulapp.yaml for the Application's environment.

    The environment is the Application's parameter `environment`, else its plugin variable
    ENVIRONMENT, else spec.environment; without any, the base is rendered. The cluster's version
    is KUBE_VERSION, as Argo CD sets it, unless the option says another.

    \b
    Examples:
      stateful argocd generate
      ARGOCD_ENV_ENVIRONMENT=prod stateful argocd generate
    """
    asked = environment(os.environ)
    documents = read_specs([DEFAULT], kube_version or told_version(os.environ))
    built = collected(documents, lambda document: build_of(document, asked).objects)
    write_result(dump_all([resource for resources in built for resource in resources]))
