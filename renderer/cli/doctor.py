"""`stateful doctor`: find what would go wrong around us, before it costs data."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from renderer.cli.options import ReportFormat, ReportOutput
from renderer.cli.streams import has_colour, write_result
from renderer.errors import Problem, RenderError
from renderer.reports.formats import WRITERS
from renderer.reports.record import Report

if TYPE_CHECKING:
    from renderer.doctor.finding import Finding

OPTIONS = "--enable-alpha-plugins --enable-exec"


def doctor(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR ...]", help="Folders with kustomizations to build."),
    ] = None,
    build_options: Annotated[
        str, typer.Option("--build-options", help="What your CI or Argo CD gives to kustomize.")
    ] = OPTIONS,
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

    Each DIR is searched for kustomizations that list a StatefulApp, and each of them is really
    built, which runs the functions in it. Without DIR, nothing is built.

    Exit codes: 0 all is well, 1 something was found, 2 it could not look.

    \b
    Examples:
      stateful doctor                           programs and plugins on this machine
      stateful doctor .                         and every kustomization here that calls stateful-fn
      stateful doctor apps --build-options='--enable-alpha-plugins'
      stateful doctor -o json overlays/prod
      stateful doctor --install-plugin          for kubectl kustomize --enable-alpha-plugins
      stateful doctor --uninstall-plugin --plugin-home /etc/kustomize/plugin
    """
    from renderer.doctor import plugin_home  # no other command needs it

    _refuse_contradictions(folders, plugin_home_folder, install_plugin, uninstall_plugin)
    if install_plugin:
        write_result(plugin_home.install(plugin_home_folder, os.environ))
    elif uninstall_plugin:
        write_result(plugin_home.uninstall(plugin_home_folder, os.environ))
    else:
        _report(_findings(folders or [], _split(build_options)), output)


def _split(options: str) -> list[str]:
    try:
        return shlex.split(options)
    except ValueError as error:
        message = f"must be quoted as in a shell: {error}"
        raise typer.BadParameter(message, param_hint="--build-options") from None


def _refuse_contradictions(
    folders: list[Path] | None, home: Path | None, install: bool, uninstall: bool
) -> None:
    if install and uninstall:
        raise typer.BadParameter("must not be given together", param_hint="--uninstall-plugin")
    if home and not (install or uninstall):
        raise typer.BadParameter(
            "must stand beside --install-plugin or --uninstall-plugin", param_hint="--plugin-home"
        )
    if folders and (install or uninstall):
        raise typer.BadParameter("must not stand beside DIR", param_hint="--install-plugin")
    missing = [folder for folder in folders or [] if not folder.is_dir()]
    if missing:
        message = "must be a folder that is there"
        raise RenderError([Problem("SR501", (), message, file=str(folder)) for folder in missing])


def _findings(folders: list[Path], options: list[str]) -> list[Finding]:
    from renderer.doctor import argocd_plugin, builds, plugin_home, programs, python

    plugins = [folder / argocd_plugin.NAME for folder in folders or [Path()]]
    return [
        *python.findings(),
        programs.kustomize(),
        programs.kubectl(),
        programs.function(),
        *plugin_home.findings(os.environ),
        *argocd_plugin.findings([*plugins, argocd_plugin.BAKED]),
        *builds.findings(folders, options),
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
        write_result("".join(finding.line(colour=colour) for finding in found))
    if any(finding.code for finding in found):
        raise typer.Exit(1)
