"""Every call ends as it must, whatever it reads: what was found once, and texts made at random."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fuzzing
import pytest

from renderer import fn
from renderer.krm import resource_list

KINDS = ("stateful-fn", "manifests")
# `make fuzz` tries others, and very many.
COUNT = 400
FILES = [
    pytest.param(program, path, id=f"{program}-{path.stem}")
    for kind in KINDS
    for path in sorted((fuzzing.CORPUS / kind).glob("*.yaml"))
    for program in fuzzing.programs_for(kind)
]


@pytest.fixture(autouse=True)
def _beside_seeds() -> Iterator[None]:
    with fuzzing.beside_seeds():
        yield


@pytest.mark.parametrize(("program", "path"), FILES)
def test_the_corpus(program: str, path: Path) -> None:
    assert fuzzing.defect(program, path.read_bytes()) == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_texts_made_at_random(kind: str) -> None:
    assert list(fuzzing.findings(kind, COUNT, "1")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_many_of_the_texts_get_through(kind: str) -> None:
    """What is refused at once, as no YAML, would not try much."""
    texts = [text for _, text in zip(range(300), fuzzing.Texts(kind, "1"), strict=False)]
    assert sum(map(bool, map(fuzzing.parsed, texts))) > len(texts) // 2
    assert len({*texts}) > len(texts) // 2


def fails(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object) -> None:
        raise error

    return fail


def endless(*_: object) -> None:
    while True:
        pass


def says(output: str, code: int = 0, said: str = "") -> Callable[[bytes], int]:
    def answer(_: bytes) -> int:
        sys.stderr.write(said)
        return fn.write(output, code)

    return answer


LIST = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n"
RESULTS = f"{LIST}results:\n- message: a\n  severity: error\n"
SEED = (fuzzing.CORPUS / "stateful-fn/generator.yaml").read_bytes()


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (says(LIST), "nothing"),
        (says(LIST, 2), "exits with 2"),
        (says(RESULTS, 1), "says nothing"),
        (says(RESULTS, 0, "a\n"), "exits with 0 in spite of its results"),
        (says(LIST, 1, "a\n"), "exits with 1 in spite of its results"),
        (says("kind: List\n"), "answers with no ResourceList"),
        (says("a: [\n"), "answers with what is no YAML"),
        (says(RESULTS.replace("a\n", "\u202e\n"), 1, "a\n"), "prints a result raw"),
        (says(RESULTS, 1, "a\x1b\n"), "prints raw"),
        (says(RESULTS, 1, "a\n" * 1000), "prints 1000 lines"),
        (says(RESULTS, 1, "a" * 1000), "prints a line of 1000 characters"),
        (says(RESULTS, 1, "Traceback\n"), "shows a traceback"),
        (fails(SystemExit(0)), "raises SystemExit(0)"),
        (endless, "takes more than"),
    ],
)
def test_a_defect_of_the_function_would_be_seen(
    answer: Callable[[bytes], int], wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fn, "answer", answer)
    monkeypatch.setattr(fuzzing, "SECONDS", 0.2)
    found = fuzzing.defect("stateful-fn", SEED)
    assert (found or "nothing").startswith(wrong)


def test_a_bug_is_found_once_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    real = resource_list.run

    def run(text: bytes) -> Any:
        return fails(KeyError())() if b"postgres" in text else real(text)

    monkeypatch.setattr(resource_list, "run", run)
    ((program, wrong, text),) = fuzzing.findings("stateful-fn", 30, "1")
    assert (program, text) == ("stateful-fn", b"postgres")
    assert wrong.startswith("exits with 3")


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("{}", "nothing"),
        ('{"a": NaN}', "prints what is no JSON"),
        ("\u202e", "prints raw"),
    ],
)
def test_a_defect_of_a_command_would_be_seen(
    printed: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("renderer.cli.validate.write_words", lambda _: sys.stdout.write(printed))
    found = fuzzing.defect("validate", fuzzing.SEEDS[-1].read_bytes())
    assert (found or "nothing").startswith(wrong)


def test_a_file_that_is_left_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(_: str) -> None:
        Path("left").touch()

    monkeypatch.setattr("renderer.cli.validate.write_result", leave)
    assert fuzzing.defect("validate", fuzzing.SEEDS[-1].read_bytes()) == "leaves {'left'}"
