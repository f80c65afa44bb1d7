"""Help in terminals of any width: no word is broken, and no line is wider than the terminal."""

from __future__ import annotations

import subprocess

import pytest
from commands import run

from renderer.cli.main import ALIASES, COMMANDS

CALLS = [(), *((name,) for name in (*COMMANDS, *ALIASES, "version", "argocd"))]
CALLS += [("argocd", name) for name in ("generate", "parameters", "emulate", "applicationset")]


def words(text: str) -> list[str]:
    """The words of a page, wherever its lines end: choices and commands go on in the next line."""
    return text.replace(" \\\n", " ").replace("|\n      ", "|").split()


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_help_fits_and_breaks_no_word(
    call: tuple[str, ...], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    wide = run(*call, "--help").stdout
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = run(*call, "--help").stdout
    assert [line for line in shown.splitlines() if len(line) > columns] == []
    assert [word for word in words(shown) if word not in set(words(wide))] == []


def test_an_example_that_is_folded_is_one_command_of_a_shell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("diff", "--help").stdout.splitlines()
    first = next(number for number, line in enumerate(lines) if line.endswith(" \\"))
    script = "stateful() { printf '%s ' \"$@\"; }\n" + "\n".join(lines[first : first + 2])
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["--fail-on", "rejected"]
