"""Whatever is read, a call ends soon, says in a few lines what is wrong, and leaves no trace."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import cases

from renderer import fn
from renderer.cli import main
from renderer.errors import LONGEST_LINE, MOST_LINES
from renderer.yaml import read

CASES = dict(cases())
FILE = "statefulapp.yaml"
SIDE = f"{FILE}@"
DOORS: dict[str, list[str]] = {
    "render": ["render", "-f", FILE],
    "one-environment": ["render", "-f", FILE, "-e", "base"],
    "stdin": ["render", "-f", "-", "-o", "yaml"],
    "validate": ["validate", FILE],
    "diff": ["diff", SIDE, SIDE],
    "facts": ["facts", "-f", FILE],
    "argocd": ["argocd", "generate"],
}
# Every input at one door, and at one more of them.
CALLS = [
    (case, door)
    for number, case in enumerate(CASES)
    for door in dict.fromkeys(["render", [*DOORS][number % len(DOORS)]])
]
LIBC = ctypes.CDLL(None)
MEMORY, SECONDS = 1_000 * 2**20, 20
pytestmark = pytest.mark.slow
CODE = re.compile(r"\[SR\d+\]$|^and \d+ more")


class Ended:
    """How a call ended, with what it has written."""

    def __init__(self, status: int) -> None:
        self.code = os.waitstatus_to_exitcode(status)
        self.stdout = Path("stdout").read_bytes()
        self.stderr = Path("stderr").read_text("utf-8", "strict")
        self.files = {path.name for path in Path().iterdir()} - {"stdin", "stdout", "stderr", FILE}


def called(program: Callable[[], int | None], *arguments: str) -> Ended:
    """Run a program of ours in a child of this process, which may use only so much."""
    child = os.fork()
    if child:
        return Ended(os.waitpid(child, 0)[1])
    try:
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate(("r", "w", "w"))
        )
        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        sys.argv = ["stateful", *arguments]
        code = program() or 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException as error:  # noqa: BLE001  # it must not go on as a second pytest
        os.write(2, f"Traceback {error!r}\n".encode())
        code = 99
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    LIBC._exit(code)  # past coverage, which would write a file for each of so many children
    raise AssertionError("an ended child goes on")


def assert_plain(text: str, most: int = MOST_LINES + 1) -> None:
    """Few lines, none of them long, and nothing in them that cannot be seen."""
    lines = text.splitlines()
    assert 0 < len(lines) <= most
    assert max(map(len, lines)) <= LONGEST_LINE + len("stateful-fn: warning: ")
    assert all(line.isprintable() for line in lines)
    assert "Traceback" not in text


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("case", "door"), CALLS)
def test_stateful(case: str, door: str) -> None:
    Path(FILE).write_bytes(CASES[case])
    Path("stdin").write_bytes(CASES[case])
    ended = called(main.main, *DOORS[door])
    assert (ended.code, ended.stdout, ended.files) == (2, b"", set()), ended.stderr[:500]
    assert_plain(ended.stderr)
    assert CODE.search(ended.stderr.splitlines()[0])


@pytest.mark.parametrize("case", CASES)
def test_stateful_fn(case: str) -> None:
    """The text stands where kustomize puts it, as the configuration of a call."""
    lines = CASES[case].splitlines(keepends=True)
    head = b"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nfunctionConfig:\n"
    Path("stdin").write_bytes(head + b"".join(b"  " + line for line in lines))
    ended = called(fn.main)
    assert (ended.code, ended.files) == (1, set()), ended.stderr[:500]
    assert_plain(ended.stderr)
    (answer,) = read(ended.stdout, dialect="manifest")
    assert answer["kind"] == "ResourceList"
    assert answer["items"] == []
    assert answer["results"]
