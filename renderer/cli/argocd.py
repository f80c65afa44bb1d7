"""`stateful argocd`: what `plugin.yaml` calls inside Argo CD, and what people ask about it."""

from __future__ import annotations

import os

import typer

from renderer.argocd.report import shown
from renderer.argocd.request import PATH
from renderer.cli.options import KubeVersion
from renderer.cli.streams import say, write_result
from renderer.errors import RenderError
from renderer.inputs.application import announced, generated

app = typer.Typer(
    no_args_is_help=True,
    help="What Argo CD calls as a config management plugin.",
    rich_markup_mode=None,
)


@app.callback()
def root() -> None:
    """Commands that `plugin.yaml` calls; people rarely do."""


@app.command()
def generate(kube_version: KubeVersion = None) -> None:
    """Print the manifests of the app in this folder, as an Application wants them.

    What the Application sets is read from its plugin parameters (ARGOCD_APP_PARAMETERS), then from
    its plugin variables (ARGOCD_ENV_*). A spec that has environments must be asked for one of them,
    or for base. The folder may hold nothing beside the spec that Argo CD would lose.
    docs/argocd.md has all of it.

    \b
    Examples:
      stateful argocd generate
      ARGOCD_ENV_ENVIRONMENT=prod stateful argocd generate
      ARGOCD_ENV_ENVIRONMENT=base KUBE_VERSION=1.36.1 stateful argocd generate
    """
    try:
        text = generated(os.environ, kube_version)
    except RenderError as error:
        lines = [str(problem) for problem in error.problems]
        say(shown(lines, os.environ.get(PATH) or ".").rstrip("\n"))
        raise typer.Exit(2) from None
    write_result(text)


@app.command()
def parameters() -> None:
    """Print what an Application of the app in this folder may set, and what holds if it does not.

    Argo CD asks when somebody opens the Application in its UI. What cannot be read has none.

    \b
    Examples:
      stateful argocd parameters
    """
    write_result(announced(os.environ))
