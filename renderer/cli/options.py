"""The options that several commands have, each said once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from renderer.app.load import cluster_version
from renderer.cli import completion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from renderer.app.load import Document

Given = TypeVar("Given", bound=str | list[str] | None)


def given(value: Given) -> Given:
    """Refuse an empty value: a variable of the shell that is not set must not choose for people."""
    if value == "" or (isinstance(value, list) and "" in value):
        raise typer.BadParameter("must not be empty; is a variable of the shell not set?")
    return value


def holding_paths(metavar: str, said: str) -> Any:
    """Return the argument of paths, of which a shell completes the environments too."""
    return typer.Argument(
        metavar=metavar,
        show_default=False,
        help=said,
        callback=given,
        autocompletion=completion.paths,
    )


def naming_files(said: str) -> Any:
    """Return -f, which names what is read as kubectl has it."""
    return typer.Option(
        "-f",
        "--filename",
        metavar="PATH",
        help=said,
        callback=given,
        autocompletion=completion.paths,
    )


Specs = Annotated[
    list[str] | None,
    holding_paths(
        "[PATH]...", "StatefulApps, as with -f: files, folders, - for stdin, or PATH@ENVIRONMENT."
    ),
]
Inputs = Annotated[
    list[str] | None,
    holding_paths(
        "[PATH]...", "Manifests and StatefulApps: files, folders, - for stdin, or PATH@ENVIRONMENT."
    ),
]
Filename = Annotated[
    list[str] | None,
    naming_files(
        "A StatefulApp: file, folder, or - for stdin. May be repeated."
        " Default: ./statefulapp.yaml, else what stateful.toml says, else bases."
    ),
]
SameAsPath = Annotated[
    list[str] | None,
    naming_files("The same as PATH, as kubectl has it. May be repeated."),
]
Environment = Annotated[
    str | None,
    typer.Option(
        "-e",
        "--environment",
        "--env",
        metavar="NAME",
        help="One of spec.environments, or base.",
        callback=given,
        autocompletion=completion.environments,
    ),
]


def check_one_environment(environment: str | None, documents: Iterable[Document]) -> None:
    """Refuse a call that names an environment in two ways."""
    if environment and any(document.asked for document in documents):
        raise typer.BadParameter("-e and PATH@ENVIRONMENT both name an environment: leave out one")


Context = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="With --live: a context of kubectl.", callback=given),
]
Namespace = Annotated[
    str | None,
    typer.Option(
        "-n",
        "--namespace",
        metavar="NAME",
        help="With --live: of objects that say none.",
        callback=given,
    ),
]


def output_folder(said: str) -> Any:
    """Return the option that names the folder where files are written."""
    return typer.Option(
        "-O",
        "--output-dir",
        metavar="FOLDER",
        parser=lambda value: Path(given(value)),
        help=said,
    )


def naming_revision(said: str) -> Any:
    """Return the option that names a git revision to compare with."""
    return typer.Option(metavar="REVISION", help=said, callback=given)


def _kube_version(value: str | None) -> int | None:
    return cluster_version(given(value), "--kube-version")


KubeVersion = Annotated[
    int | None,
    typer.Option(
        "--kube-version",
        metavar="VERSION",
        help="Version of the cluster, such as 1.34.2, instead of spec.kubernetesVersion: what it"
        " would drop or refuse is an error.",
        parser=_kube_version,
    ),
]


Allow = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="What is accepted, and why: a list in YAML. May be repeated.",
        callback=given,
    ),
]


HasPlans = Annotated[bool, typer.Option("--plan/--no-plan", help="Say what to do, step by step.")]


class Format(StrEnum):
    """How to print a result."""

    text = "text"
    json = "json"


Output = Annotated[Format, typer.Option("-o", "--output", help="For people or programs.")]


class ReportFormat(StrEnum):
    """How to print what was found."""

    text = "text"
    json = "json"
    github = "github"
    junit = "junit"
    markdown = "markdown"
    sarif = "sarif"


ReportOutput = Annotated[
    ReportFormat,
    typer.Option("-o", "--output", help="For people, programs, CI or a pull request."),
]


class Tracking(StrEnum):
    """How Argo CD finds an Application's objects again."""

    annotation = "annotation"
    label = "label"
    both = "annotation+label"
