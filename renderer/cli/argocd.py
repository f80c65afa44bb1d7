"""`stateful argocd`: what `plugin.yaml` calls inside Argo CD."""

from __future__ import annotations

import os

import typer

from renderer.app.load import app_in, selected_environment
from renderer.argocd.generate import environment
from renderer.cli.specs import DEFAULT, read_specs
from renderer.cli.streams import write_result
from renderer.resources import build_resources
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
def generate() -> None:
    """Print the manifests of ./statefulapp.yaml for the Application's environment.

    The environment is the Application's parameter `environment`, else its plugin variable
    ENVIRONMENT, else spec.environment; without any, the base is rendered.

    \b
    Examples:
      stateful argocd generate
      ARGOCD_ENV_ENVIRONMENT=prod stateful argocd generate
    """
    asked = environment(os.environ)
    resources = [
        resource
        for document in read_specs([DEFAULT])
        for resource in build_resources(app_in(document, selected_environment(document, asked)))
    ]
    write_result(dump_all(resources))
