"""`stateful doctor`: find what would go wrong around us, before it costs data."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.cli.options import ReportFormat, ReportOutput, Tracking
from renderer.cli.streams import has_colour, write_result, write_words
from renderer.errors import Problem, RenderError
from renderer.inputs.project import home
from renderer.reports.formats import WRITERS
from renderer.reports.record import Report

if TYPE_CHECKING:
    from renderer.doctor.finding import Finding

OPTIONS = "--enable-alpha-plugins --enable-exec"


def doctor(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH ...]",
            help="Folders with kustomizations to build, and files of Argo CD.",
        ),
    ] = None,
    build_options: Annotated[
        str,
        typer.Option(
            "--build-options",
            metavar="OPTIONS",
            help="What your CI or Argo CD gives to kustomize.",
        ),
    ] = OPTIONS,
    repository: Annotated[
        Path | None,
        typer.Option(
            "--repository",
            metavar="FOLDER",
            help="The root of the repository of Applications; else that of their files.",
        ),
    ] = None,
    tracking: Annotated[
        Tracking | None,
        typer.Option("--tracking", help="How Argo CD tracks; else what argocd-cm says."),
    ] = None,
    output: ReportOutput = ReportFormat.text,
    install_plugin: Annotated[
        bool, typer.Option("--install-plugin", help="Install the exec plugin that kubectl needs.")
    ] = False,
    uninstall_plugin: Annotated[
        bool, typer.Option("--uninstall-plugin", help="Remove it again.")
    ] = False,
    plugin_home_folder: Annotated[
        Path | None,
        typer.Option("--plugin-home", metavar="DIR", help="Where; else where kustomize looks."),
    ] = None,
) -> None:
    """Look at kustomize, kubectl, stateful-fn, Argo CD's plugin.yaml and the exec plugin.

    The stateful.toml of the project and its plugin.yaml are looked at from whichever folder.

    A folder is searched for kustomizations that list a StatefulApp, and each of them is really
    built, which runs the functions in it. Applications and ApplicationSets in it, or in a file that
    is named, are held against plugin.yaml and what they render. Without PATH, nothing is built.

    Exit codes: 0 all is well, 1 something was found, 2 it could not look.

    \b
    Examples:
      stateful doctor                           programs and plugins on this machine
      stateful doctor .                         and every kustomization here that calls stateful-fn
      stateful doctor argocd/nginx-prod.yaml    would Argo CD render it, and what does a sync do
      stateful doctor apps --build-options='--enable-alpha-plugins'
      stateful doctor -o json overlays/prod
      stateful doctor --install-plugin          for kubectl kustomize --enable-alpha-plugins
      stateful doctor --uninstall-plugin --plugin-home /etc/kustomize/plugin
    """
    from renderer.doctor import plugin_home  # no other command needs it

    _refuse_contradictions(paths, plugin_home_folder, install_plugin, uninstall_plugin)
    if install_plugin:
        write_result(plugin_home.install(plugin_home_folder, os.environ))
    elif uninstall_plugin:
        write_result(plugin_home.uninstall(plugin_home_folder, os.environ))
    else:
        argo_cd = (repository, tracking.value if tracking else "")
        _report(_findings(paths or [], _split(build_options), *argo_cd), output)


def _split(options: str) -> list[str]:
    try:
        return shlex.split(options)
    except ValueError as error:
        message = f"must be quoted as in a shell: {error}"
        raise typer.BadParameter(message, param_hint="--build-options") from None


def _refuse_contradictions(
    paths: list[Path] | None, home: Path | None, install: bool, uninstall: bool
) -> None:
    if install and uninstall:
        raise typer.BadParameter("must not be given together", param_hint="--uninstall-plugin")
    if home and not (install or uninstall):
        raise typer.BadParameter(
            "must stand beside --install-plugin or --uninstall-plugin", param_hint="--plugin-home"
        )
    if paths and (install or uninstall):
        raise typer.BadParameter("must not stand beside PATH", param_hint="--install-plugin")
    missing = [path for path in paths or [] if not (path.is_dir() or path.is_file())]
    if missing:
        message = "must be a file or folder that is there"
        raise RenderError([Problem("SR501", (), message, file=str(path)) for path in missing])


def _findings(
    paths: list[Path], options: list[str], repository: Path | None, tracking: str
) -> list[Finding]:
    from renderer.doctor import (
        applications,
        argocd_plugin,
        builds,
        plugin_home,
        programs,
        project_file,
        python,
    )

    folders = [path for path in paths if path.is_dir()]
    named = [path for path in paths if path not in folders]
    of_project = project_file.findings()
    root = Path() if any(finding.code for finding in of_project) else home()
    plugins = [folder / argocd_plugin.NAME for folder in ([] if named else folders or [root])]
    plugins = [*plugins, *(path for path in named if path.name == argocd_plugin.NAME)]
    return [
        *python.findings(),
        *of_project,
        programs.kustomize(),
        programs.kubectl(),
        programs.function(),
        *plugin_home.findings(os.environ),
        *argocd_plugin.findings([*plugins, argocd_plugin.BAKED]),
        *builds.findings(folders, options),
        *applications.findings(
            folders, named, argocd_plugin.BAKED, options, root=repository, tracking=tracking
        ),
    ]


def _report(found: list[Finding], output: ReportFormat) -> None:
    if output.value in WRITERS:
        wrong = tuple(finding.entry() for finding in found if finding.code)
        summary = f"{len(wrong)} of {len(found)} checks found something"
        write_result(WRITERS[output.value](Report("stateful doctor", wrong, summary)))
    elif output is ReportFormat.json:
        write_result(json.dumps([finding.data() for finding in found], indent=2) + "\n")
    else:
        colour = has_colour()
        write_words("".join(finding.line(colour=colour) for finding in found))
    if any(finding.fails for finding in found):
        raise typer.Exit(1)
