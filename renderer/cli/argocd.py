"""`stateful argocd`: what `plugin.yaml` calls inside Argo CD, and what people ask about it."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from renderer.app.extra_rules import CLUSTER_SCOPED
from renderer.argocd.report import shown
from renderer.argocd.request import PATH
from renderer.cli.options import Filename, KubeVersion, Specs, Tracking, given
from renderer.cli.preview import PluginConfig, document
from renderer.cli.streams import say, write_result
from renderer.errors import Problem, RenderError
from renderer.inputs.application import announced, generated
from renderer.inputs.project import output_dir as output_of
from renderer.inputs.repository import root_of
from renderer.inputs.sources import collected
from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import builds_of
from renderer.yaml import dump, dump_all

app = typer.Typer(
    no_args_is_help=True,
    help="What Argo CD calls as a config management plugin.",
    rich_markup_mode=None,
)


@app.callback()
def root() -> None:
    """Commands that `plugin.yaml` calls; people rarely do."""


@app.command(short_help="Print an app as Argo CD is to apply it.")
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


@app.command(short_help="Print what an Application may set.")
def parameters() -> None:
    """Print what an Application of the app in this folder may set, and what holds if it does not.

    Argo CD asks when somebody opens the Application in its UI. What cannot be read has none.

    \b
    Examples:
      stateful argocd parameters
    """
    write_result(announced(os.environ))


@app.command(short_help="Print what Argo CD would make of an Application.")
def emulate(
    path: Annotated[
        Path | None, typer.Argument(metavar="PATH", show_default=False, help="The Application.")
    ] = None,
    filename: Annotated[
        Path | None, typer.Option("-f", "--filename", metavar="PATH", help="The same as PATH.")
    ] = None,
    repository: Annotated[
        Path,
        typer.Option("--repository", metavar="FOLDER", help="The root of the sources' repository."),
    ] = Path(),
    plugin_config: PluginConfig = None,
    kube_version: Annotated[
        str, typer.Option("--kube-version", metavar="VERSION", help="That of the destination.")
    ] = "",
    api_versions: Annotated[
        str,
        typer.Option("--api-versions", metavar="LIST", help="What it serves: v1/Service,.."),
    ] = "",
    tracking: Annotated[
        Tracking, typer.Option("--tracking", help="How Argo CD tracks.")
    ] = Tracking.annotation,
) -> None:
    """Print what Argo CD would make of an Application, from the files of this folder.

    The files that Git would check out are copied without their modes, Argo CD's variables are set,
    and the command of plugin.yaml runs in the source's folder; a kustomization is edited and built
    as Argo CD does, a plain folder is read. What is printed is what would be applied: with the
    namespace of the destination, and with what Argo CD tracks by. Traps in the Application's own
    fields are warnings. Helm charts, and what only Argo CD knows, are refused.

    Exit codes: 0 done, 2 Argo CD would say what is on stderr, or this cannot be emulated.

    \b
    Examples:
      stateful argocd emulate -f argocd/nginx-prod.yaml
      stateful argocd emulate -f app.yaml --repository ../apps --kube-version 1.36.1
      stateful argocd emulate -f app.yaml | stateful validate -
      stateful argocd emulate -f app.yaml > now.yaml    and `stateful diff before.yaml now.yaml`
    """
    from renderer.argocd.application import in_namespace, sources_of, traps
    from renderer.inputs.emulation import Emulation, Failed

    file = path or filename
    if not file or (path and filename):
        raise typer.BadParameter("must be the PATH of one Application")
    application = document(file)
    plugin = document(plugin_config) if plugin_config else None
    argo_cd = Emulation(
        repository,
        plugin,
        version=kube_version,
        api_versions=api_versions,
        tracking=tracking.value,
    )
    found: list[dict[str, Any]] = []
    warned: list[Problem] = []
    try:
        for source in sources_of(application, str(file)):
            objects = argo_cd.run(source)[1]
            warned += traps(source, objects, tracking.value)
            found += [in_namespace(made, source.namespace, CLUSTER_SCOPED) for made in objects]
    except Failed as failed:
        say(str(failed))
        raise typer.Exit(2) from None
    for problem in warned:
        say(f"warning: {problem.at(str(file))}")
    write_result(dump_all(found))


class Form(StrEnum):
    """Where an Application's manifests come from."""

    plugin = "plugin"
    overlays = "overlays"
    hydrator = "hydrator"


@app.command(short_help="Print an ApplicationSet of all apps.")
def applicationset(
    repo_url: Annotated[
        str,
        typer.Option(
            "--repo-url", metavar="URL", help="The repository of the specs.", callback=given
        ),
    ],
    paths: Specs = None,
    filename: Filename = None,
    repository: Annotated[
        Path | None,
        typer.Option(
            "--repository",
            metavar="FOLDER",
            help="The root of the repository. Default: that of Git, else this folder.",
        ),
    ] = None,
    form: Annotated[
        Form, typer.Option("--form", help="By the plugin, of overlays, or hydrated from these.")
    ] = Form.plugin,
    revision: Annotated[
        str, typer.Option("--revision", metavar="NAME", help="Of the repository.")
    ] = "main",
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="Of the ApplicationSet.")
    ] = "stateful-apps",
    project: Annotated[
        str, typer.Option("--project", metavar="NAME", help="The AppProject.")
    ] = "default",
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="NAME", help="That of environments that name none.")
    ] = "in-cluster",
    output_dir: Annotated[
        str | None,
        typer.Option(
            "-O",
            "--output-dir",
            metavar="FOLDER",
            help="That of `render -O`, in the repository. Default: what stateful.toml says.",
        ),
    ] = None,
) -> None:
    """Print an ApplicationSet: one Application for each app in each of its environments.

    Argo CD reads the specs itself, so a new app or environment needs no new ApplicationSet.
    An environment says its namespace and cluster; without, it is <app>-<environment> in --cluster.
    Environments are synced one after the other, in the order of the specs (RollingSync, which must
    be enabled in Argo CD), and nothing that is removed here deletes an app or its claims.

    \b
    Examples:
      stateful argocd applicationset bases --repo-url https://git.example/apps.git
      stateful argocd applicationset -f bases --repo-url URL --form overlays
      stateful argocd applicationset -f bases --repo-url URL --form hydrator --cluster prod-1
    """
    from renderer.argocd.applicationset import Wanted
    from renderer.argocd.applicationset import applicationset as made

    documents = read_specs([*(paths or []), *(filename or [])])
    if any(document.asked for document in documents):
        raise typer.BadParameter("must be whole apps: the set has all of their environments")
    collected(documents, builds_of)
    root = (repository or root_of(Path())).resolve()
    specs = [
        (Path(os.path.relpath(Path(document.file).resolve(), root)).as_posix(), document.data)
        for document in documents
    ]
    wanted = Wanted(
        name,
        repo_url,
        revision=revision,
        form=form.value,
        cluster=cluster,
        project=project,
        output=output_of(root) if output_dir is None else output_dir,
    )
    write_result(dump(made(specs, wanted)))
