"""What a call that failed says: to people on stderr, and to programs in the format they asked for.

A program that reads JSON or SARIF must not have to read words beside it, so a call that has come to
nothing still prints one report: no objects, and every problem as a finding.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from renderer.cli.streams import say_all, write_result
from renderer.kubernetes.names import number_of

if TYPE_CHECKING:
    from renderer.errors import Problem

# What `-o` may say; the other formats, such as YAML, have no place for what is wrong.
REPORTS = ("json", "github", "junit", "markdown", "sarif")
OUTPUT = ("-o", "--output")


def tell(problems: list[Problem]) -> None:
    """Say what is wrong to people, and to programs in the format that the call asked for."""
    say_all(problems)
    report(problems)


def report(problems: list[Problem], arguments: list[str] | None = None) -> None:
    """Print problems in the format that the call asked for; nothing where it asked for none."""
    arguments = sys.argv[1:] if arguments is None else arguments
    output = asked_for(arguments)
    if output:
        with suppress(OSError):  # the exit code says it all
            write_result(written(problems, output, command(arguments)))


def asked_for(arguments: list[str]) -> str:
    """Return the format of reports that the arguments of a call ask for; empty where none.

    The command line may be what is wrong, so this does not rely on it being understood.
    """
    wanted = ""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if argument in OUTPUT:
            wanted = following
        elif equals and name == OUTPUT[1]:
            wanted = value
        elif argument[:2] == OUTPUT[0]:
            wanted = argument[2:]
    return wanted if wanted in REPORTS else ""


def command(arguments: list[str]) -> str:
    """Return the command of a call, as reports name it."""
    names = [argument for argument in arguments[:1] if argument.isalpha()]
    return " ".join(["stateful", *names])


def written(problems: list[Problem], output: str, command: str, summary: str = "") -> str:
    """Return problems in a format of reports."""
    from renderer.guard.report import in_json, problem_entry, problem_record

    if output == "json":
        return in_json(problem_record(problem, {}) for problem in problems)
    from renderer.reports.formats import WRITERS
    from renderer.reports.record import Report

    entries = tuple(problem_entry(problem, problem.file or command) for problem in problems)
    return WRITERS[output](Report(command, entries, summary or counted(problems)))


def counted(problems: list[Problem]) -> str:
    """Return how many problems there are, and in how many files: `2 errors in 1 file`."""
    files = len({problem.file for problem in problems if problem.line})
    severities = {problem.severity for problem in problems}
    noun = severities.pop() if len(severities) == 1 and "info" not in severities else "problem"
    where = f" in {number_of(files, 'file')}" if files else ""
    return f"{number_of(len(problems), noun)}{where}"
