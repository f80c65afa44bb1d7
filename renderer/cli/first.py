"""What `stateful init` does: a spec that renders, written or printed, and what to know of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import typer

from renderer.app.load import Document
from renderer.cli import files
from renderer.cli.streams import say, write_result
from renderer.errors import RenderError
from renderer.guard.judge import judge
from renderer.init.like import like as made_like
from renderer.init.spec import SCHEMA_FILE, document_of, page_of
from renderer.init.wishes import OPTIONS, Wishes, missing, readable, worded
from renderer.inputs import gallery
from renderer.inputs.project import root_of_new
from renderer.kustomize.tree import spec_file
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

# What is asked on a terminal, in this order: {field of the wishes: question}.
QUESTIONS = {
    "name": "Name of the app",
    "image": "Image, such as postgres:17",
    "ports": "Port, such as 5432 (empty: none)",
    "storage": "Volume of each pod, such as data:/var/lib/db:10Gi (empty: none)",
    "environments": "Environments, such as dev,prod (empty: none)",
}
NEEDED = ("name", "image")


def begin(
    name: str,
    image: str,
    ports: list[str],
    storage: list[str],
    environments: str,
    replicas: int | None,
    *,
    like: str | None,
    folder: Path | None,
    stdout: bool,
) -> None:
    """Write a first spec, or print it; the arguments are the options.

    Raises:
        RenderError: with all that is missing or wrong, or a spec is there already.
    """
    wishes = Wishes(name, image, tuple(ports), tuple(storage), _words(environments), replicas)
    if not like and missing(wishes) and sys.stdin.isatty():
        wishes = _asked(wishes)
    page, notes = _page(wishes, like)
    if stdout:
        write_result(page)
    else:
        _write(folder or root_of_new().folder, _path(wishes), page)
    for line in notes:
        say(line)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for part in text.split(",") if (word := part.strip()))


def _path(wishes: Wishes) -> str:
    return spec_file(wishes.name)


def _page(wishes: Wishes, like: str | None) -> tuple[str, list[str]]:
    """Return the text of the spec, and what people should know of it.

    Raises:
        RenderError: with all that is missing, cannot be read, or does not render.
    """
    wishes, problems = readable(wishes)
    problems += [] if like else missing(wishes)
    notes: list[str] = []
    page = ""
    try:
        if like:
            page, found = made_like(gallery.example(like), wishes)
            notes = [f"{_path(wishes)}{line}" for line in found]
        else:
            page = page_of(document_of(wishes))
            notes = [
                f"an example says more of it: --like {example}"
                for example in gallery.of(wishes.image)
            ]
        notes += _warnings(_objects(page, wishes))
    except RenderError as error:
        named = {problem.file for problem in problems}
        problems += [problem for problem in error.problems if problem.file not in named]
    if problems:
        raise RenderError(problems)
    return page, notes


def _asked(wishes: Wishes) -> Wishes:
    """Ask for what was not given, on stderr, again where an answer will not do."""
    try:
        for field, question in QUESTIONS.items():
            if not getattr(wishes, field):
                check = partial(_answered, wishes, field)
                default = None if field in NEEDED else ""
                wishes = typer.prompt(
                    question, default=default, show_default=False, value_proc=check, err=True
                )
    except typer.Abort:
        say("\nnothing was written")
        raise SystemExit(128 + 2) from None
    return wishes


def _answered(wishes: Wishes, field: str, answer: str) -> Wishes:
    """Return the wishes with an answer in them.

    Raises:
        BadParameter: no spec could have it.
    """
    value: Any = answer.strip() if field in NEEDED else _words(answer)
    wishes = replace(wishes, **{field: value})
    try:
        _page(wishes, None)
    except RenderError as error:
        own = [
            problem.message for problem in error.problems if problem.file.startswith(OPTIONS[field])
        ]
        if own:
            raise typer.BadParameter("; ".join(own)) from None
    return wishes


def _objects(page: str, wishes: Wishes) -> list[Resource]:
    """Return what a spec renders to, in its base and every environment.

    Raises:
        RenderError: it does not, because of these options.
    """
    try:
        (data,) = read(page)
        builds = builds_of(Document(data))
    except RenderError as error:
        found = [worded(problem, wishes) for problem in error.problems]
        given = [problem for problem in found if problem.file]  # others follow from these
        raise RenderError({str(problem): problem for problem in given or found}.values()) from None
    return [Resource(data) for build in builds.values() for data in build.objects]


def _warnings(objects: list[Resource]) -> list[str]:
    """Return what `stateful validate` would warn of: it should be known before the first pod."""
    found = [finding.problem for finding in judge(objects) if finding.problem.severity != "info"]
    return list(dict.fromkeys(f"{problem.severity}: {problem}" for problem in found))


def _write(folder: Path, path: str, page: str) -> None:
    files.create(folder, {path: page}, report=lambda _: say(f"wrote {folder / path}"))
    if not (folder / SCHEMA_FILE).exists():
        say(f"for your editor: stateful schema > {folder / SCHEMA_FILE}")
    say(f"next: stateful render {folder / path}")
