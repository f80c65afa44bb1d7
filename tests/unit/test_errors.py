"""Problems: how they read, how they are sorted, and what falls together."""

from __future__ import annotations

import pytest

from renderer import fn
from renderer.errors import Problem, RenderError, dotted, in_order
from renderer.yaml import read


def test_a_problem_is_one_line_that_says_where_what_how_and_its_code() -> None:
    problem = Problem(
        "SR206",
        ("spec", "size"),
        "must be a quantity",
        hint='did you mean "1Gi"?',
        file="a.yaml",
        line=3,
        column=7,
    )
    assert str(problem) == (
        'a.yaml:3:7: spec.size: must be a quantity (did you mean "1Gi"?)  [SR206]'
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "message  [SR999]"),
        ({"hint": "way out"}, "message (way out)  [SR999]"),
        ({"file": "a.yaml"}, "a.yaml: message  [SR999]"),
        ({"file": "a.yaml", "line": 3}, "a.yaml:3: message  [SR999]"),
        ({"line": 3, "column": 7}, "message  [SR999]"),
    ],
    ids=["bare", "hint", "file", "line", "no-file"],
)
def test_what_is_not_known_is_left_out(fields: dict[str, object], line: str) -> None:
    assert str(Problem("SR999", (), "message", **fields)) == line


def test_a_problem_shows_its_line() -> None:
    assert repr(Problem("SR999", (), "message")) == "Problem('message  [SR999]')"


def test_a_placed_problem_keeps_all_the_rest() -> None:
    causes = (("spec", "replicas"),)
    problem = Problem("SR311", ("a",), "message", hint="h", causes=causes, severity="warning")
    placed = problem.at("a.yaml", 1, 2)
    assert str(placed) == "a.yaml:1:2: a: message (h)  [SR311]"
    assert (placed.causes, placed.severity) == (causes, "warning")
    assert problem.file == ""


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("spec",), "spec"),
        (("spec", "storage", 0, "size"), "spec.storage[0].size"),
        (("metadata", "labels", "a/b"), 'metadata.labels["a/b"]'),
        (("a.b", "c"), '["a.b"].c'),
        (("spec", "a-b_c1"), "spec.a-b_c1"),
        (("spec", "$patch"), 'spec["$patch"]'),
        (("spec", ""), 'spec[""]'),
        ((0, 1), "[0][1]"),
    ],
    ids=lambda each: each if isinstance(each, str) else None,
)
def test_paths_are_written_as_kubernetes_does(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text


def test_problems_are_sorted_by_file_line_and_column_as_numbers() -> None:
    places = [("b", 1, 1), ("a", 10, 1), ("a", 9, 1), ("a", 9, 10), ("a", 9, 2), ("", 0, 0)]
    problems = [Problem("SR999", (), "message").at(*place) for place in places]
    assert [each.place() for each in in_order(problems)] == [
        "",
        "a:9:1",
        "a:9:2",
        "a:9:10",
        "a:10:1",
        "b:1:1",
    ]


def test_a_problem_that_shows_up_in_every_environment_is_said_once() -> None:
    problem = Problem("SR999", (), "message", file="a", line=1)
    assert len(in_order([problem, problem.at("a", 1), problem.at("a", 2)])) == 2


def test_an_error_holds_its_problems_in_order_and_one_per_line() -> None:
    error = RenderError(iter([Problem("SR202", (), "two"), Problem("SR201", (), "one")] * 2))
    assert str(error) == "one  [SR201]\ntwo  [SR202]"
    assert [each.code for each in error.problems] == ["SR201", "SR202"]


def test_a_bug_of_ours_in_the_function_is_still_a_resource_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """kustomize cannot read a stdout that is not one, and would hide what went wrong."""
    monkeypatch.setattr("renderer.krm.resource_list.run", lambda _: 1 / 0)
    assert fn.answer(b"") == 3
    stdout, stderr = capsys.readouterr()
    (answer,) = read(stdout)
    (result,) = answer["results"]
    assert (answer["kind"], answer["items"]) == ("ResourceList", [])
    assert (result["severity"], result["tags"]) == ("error", {"code": "SR999"})
    assert result["message"] == stderr
    first = "stateful-fn: bug, please report it: ZeroDivisionError('division by zero')"
    assert stderr.splitlines()[:2] == [first, "Traceback (most recent call last):"]
