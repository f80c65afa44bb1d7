"""What a terminal shows of problems, and that nothing of it reaches a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from commands import run, shown_on
from rich.console import Console
from rich.text import Text

from renderer.cli.excerpt import excerpt, lines_of
from renderer.errors import Problem

STATEFUL = Path(sys.executable).with_name("stateful")
# Choices, and lines that are broken where they should be.
BY_HAND = re.compile(r"\||Exit codes|  4 a difference")
NARROW = Console(width=40)
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
  image: db:1
  replicaz: 3
  args: [--port, 5432]
  env: [{name: A, value: "%s"}, {name: B, value: true}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines_of.cache_clear()


def terminal(*arguments: str, width: int = 80, stdin: str = "", **variables: str) -> list[str]:
    """What a terminal on stdout and stderr gets to see, line by line."""
    end, other = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": str(width), **variables}
    environ = {key: value for key, value in environ.items() if value}
    command = [STATEFUL, *arguments]
    subprocess.run(
        command, input=stdin, stdout=other, stderr=other, env=environ, text=True, check=False
    )
    os.close(other)
    return shown_on(end).splitlines()


def test_the_line_with_a_caret_under_the_value_and_a_count() -> None:
    Path("app.yaml").write_text(SPEC % "x")
    assert terminal("render", "app.yaml", NO_COLOR="1") == [
        "app.yaml:6:3: spec.replicaz: is not a field here  [SR201]",
        "  6 |   replicaz: 3",
        '    |   ^^^^^^^^ did you mean "replicas"?',
        "app.yaml:7:18: spec.args[1]: must be a string, got 5432  [SR202]",
        "  7 |   args: [--port, 5432]",
        '    |                  ^^^^ write "5432"',
        "app.yaml:8:49: spec.env[1].value: must be a string, got true  [SR202]",
        '  8 |   env: [{name: A, value: "x"}, {name: B, value: true}]',
        '    |                                                 ^^^^ write "true"',
        "3 errors in 1 file",
        "the way out of 2 is sure: `stateful render --fix` writes it into the spec",
    ]


def test_whose_way_out_is_not_put_in_no_word_of_it() -> None:
    Path("app.yaml").write_text(SPEC % "x")
    assert terminal("validate", "app.yaml", NO_COLOR="1")[-2:].count("--fix") == 0
    assert terminal("render", "-", stdin=SPEC % "x", NO_COLOR="1")[-1] == "3 errors in 1 file"
    assert terminal("render", "app.yaml", "--fix", NO_COLOR="1")[-1] == "1 error in 1 file"


def test_stdin_has_lines_too() -> None:
    lines = terminal("render", "-", stdin=SPEC % "x", NO_COLOR="1")
    assert lines[0].startswith("stdin:6:3: ")
    assert lines[1] == "  6 |   replicaz: 3"


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_long_line_is_shown_around_the_place(width: int) -> None:
    Path("app.yaml").write_text(SPEC % ("x" * 300))
    lines = terminal("render", "app.yaml", width=width, NO_COLOR="1")
    (line,) = [line for line in lines if line.startswith("  8 |")]
    (caret,) = [below for above, below in pairwise(lines) if above == line]
    assert len(line) <= width
    start = caret.index("^")
    assert line[start : start + caret.count("^")] == "true"


def test_colour_is_for_those_who_want_it() -> None:
    Path("app.yaml").write_text(SPEC % "x")
    assert "\x1b[" in "".join(terminal("render", "app.yaml", NO_COLOR=""))
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in "".join(terminal("render", "app.yaml", **variables))


def test_a_dumb_terminal_and_a_pipe_get_one_line_for_each_problem() -> None:
    Path("app.yaml").write_text(SPEC % "x")
    plain = run("render", "app.yaml").stderr.splitlines()
    assert len(plain) == 3
    assert terminal("render", "app.yaml", TERM="dumb") == plain


def test_a_dumb_terminal_gets_no_bar_of_progress() -> None:
    for number in range(60):
        Path(f"bases/app-{number}").mkdir(parents=True)
        spec = SPEC[: SPEC.index("  replicaz")].replace("db}", f"app-{number}}}")
        Path(f"bases/app-{number}/statefulapp.yaml").write_text(spec)
    bar = terminal("render", "--check", "-f", "bases", TERM="xterm")
    assert any("reading" in line for line in bar)
    plain = terminal("render", "--check", "-f", "bases", TERM="dumb")
    assert plain[0].startswith("would write ")
    assert [line for line in plain if not line.strip() or "reading" in line] == []


def test_findings_have_their_lines_too() -> None:
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {clusterIp: None}\n"
    Path("service.yaml").write_text(service)
    lines = terminal("validate", "service.yaml", width=200, NO_COLOR="1")
    assert lines[1:3] == ["  4 | spec: {clusterIp: None}", "    |        ^^^^^^^^^"]


def shown(line: str, column: int, number: int = 1, hint: str = "") -> list[str]:
    Path("text.yaml").write_bytes(line.encode("utf-8", "surrogateescape"))
    problem = Problem("SR201", (), "is wrong", file="text.yaml", hint=hint)
    found: list[Text] = excerpt(problem.at("text.yaml", number, column), NARROW)
    return [text.plain for text in found]


@pytest.mark.parametrize(
    ("line", "column", "carets"),
    [
        ('a: "b, c" # d', 4, "   ^^^^^^"),
        ("a: 'it''s' x", 4, "   ^^^^^^^"),
        ("a: [1, 22, 3]", 8, "       ^^"),
        ("image: db:1", 8, "       ^^^^"),
        ("a: {b: 1}", 4, "   ^"),
        ("\ta: 1", 2, " ^"),
        ("日本: 値段", 5, "      ^^^^"),
        ("a:", 3, "  ^"),
        ("a\x1b: b", 5, "    ^"),
    ],
)
def test_what_the_caret_is_under(line: str, column: int, carets: str) -> None:
    source, caret = shown(line, column)
    assert caret == f"    | {carets}".replace("    |", " " * (source.index("|")) + "|")
    assert "\x1b" not in source


def test_where_there_is_no_such_line_there_is_no_excerpt() -> None:
    assert shown("a: 1", 1, number=3) == []
    lines_of.cache_clear()
    assert shown("a: 1", 9) == []
    assert excerpt(Problem("SR201", (), "x").at("nowhere.yaml", 1, 1), NARROW) == []
    assert excerpt(Problem("SR201", (), "x").at("nul\0.yaml", 1, 1), NARROW) == []
    assert excerpt(Problem("SR201", (), "x").at("text.yaml"), NARROW) == []


def test_a_long_hint_stands_on_a_line_of_its_own() -> None:
    assert shown("a: 1", 1, hint="x" * 40)[2] == f"    = {'x' * 40}"


@pytest.mark.parametrize("width", [40, 60, 80])
def test_what_is_said_goes_on_in_the_next_line_between_two_words(width: int) -> None:
    Path("app.yaml").write_text(SPEC.replace("image: db:1", "config: {a.conf: x}") % "x")
    wide = terminal("render", "app.yaml", width=500, NO_COLOR="1")
    lines = terminal("render", "app.yaml", width=width, NO_COLOR="1")
    said = [line for line in lines if " | " not in line]
    too_wide = [line for line in said if len(line) > width]
    assert [line for line in too_wide if len(line.split()) > 1] == []
    assert "5 errors in 1 file the way out of" in " ".join(said)
    known = set(" ".join(wide).split())
    assert [word for line in said for word in line.split() if word not in {*known, "="}] == []


def test_a_file_that_was_too_large_to_read_is_not_read_for_this() -> None:
    Path("text.yaml").write_text("a: 1\n" * 2_000_000)
    assert excerpt(Problem("SR201", (), "x").at("text.yaml", 1, 1), NARROW) == []


@pytest.mark.parametrize("width", [60, 80, 200])
def test_help_is_as_wide_as_the_terminal(width: int) -> None:
    for command in ("render", "diff", "facts", "validate"):
        lines = terminal(command, "--help", width=width)
        is_words = re.compile(r"  \w|  -|[A-Z]").match
        words = [line for line in lines if is_words(line) and not BY_HAND.search(line)]
        assert max(map(len, words)) <= width
    assert (max(map(len, words)) > 80) == (width > 80)


def test_a_call_that_cannot_be_understood_is_told_between_two_words() -> None:
    assert terminal("graph", "app.yaml", "--out", "a.png", width=60)[-2:] == [
        "Error: Invalid value for --out: must end with one of .htm,",
        "    .html, .mermaid, .mmd, .svg, or say -o",
    ]
