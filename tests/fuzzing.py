"""Texts made from the corpus by changing it at random, and how a call must end, whatever it reads.

Usage: fuzzing.py COUNT SEED

A call exits as it says, soon, without a traceback; all that it prints can be seen, and is short;
`stateful-fn` answers with a ResourceList or with nothing, and a command that fails prints nothing
on stdout, or its problems for a program. What is found is made small, and left in the corpus.
"""

from __future__ import annotations

import copy
import gc
import io
import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import yaml
from commands import run
from mutants import at, places

from renderer import fn
from renderer.errors import LONGEST_LINE, MOST_LINES, RenderError
from renderer.yaml import dump, read

CORPUS = Path(__file__).parent / "fuzz-corpus"
FILE = "changed.yaml"
SECONDS, MEMORY = 5, 2**30
TRIES = 2000  # to make a text smaller
PREFIXES = len("stateful-fn: warning: ")

# --- how a call ends ------------------------------------------------------------------------------


class TooLong(BaseException):
    """Not an Exception, which would be caught as a bug of ours."""


@contextmanager
def limited() -> Iterator[None]:
    """End what needs more CPU time than the smallness of a text can excuse."""

    def end(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def defect(program: str, text: bytes) -> str:
    """Say what is wrong with how a call ends that reads a text; nothing where all is right."""
    try:
        with limited():
            return PROGRAMS[program](text)
    except TooLong:
        return f"takes more than {SECONDS} s"
    except BaseException as error:  # noqa: BLE001  # a finding, like any other
        return f"raises {error!r}"


def of_function(text: bytes) -> str:
    """What is wrong with an answer of `stateful-fn`."""
    stdout, stderr = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(stdout), redirect_stderr(stderr):
        code = fn.answer(text)
    stdout.flush()
    stderr.flush()
    output, said = stdout.buffer.getvalue().decode(), stderr.buffer.getvalue().decode()
    if code not in (0, 1):
        return f"exits with {code}: {said[-300:]}"
    return of_lines(said, is_needed=code == 1) or of_list(text, output, code)


def of_list(text: bytes, output: str, code: int) -> str:
    """What is wrong with a ResourceList, in which items may come back as they were."""
    if not output or (code == 0 and not is_yaml(text)):
        return ""
    if not is_yaml(output):
        return "answers with what is no YAML"
    results = output.rpartition("\nresults:")[2] if "\nresults:" in output else "[]"
    if not output.startswith("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:"):
        return "answers with no ResourceList"
    found = yaml.load(results, yaml.CSafeLoader)
    if any(each["severity"] == "error" for each in found) != (code == 1):
        return f"exits with {code} in spite of its results"
    return "" if all(map(str.isprintable, results.split("\n"))) else "prints a result raw"


def is_yaml(text: str | bytes) -> bool:
    """Tell whether a text can be read, whatever its values may mean."""
    try:
        return len(list(yaml.compose_all(text, yaml.CSafeLoader))) == 1
    except (yaml.YAMLError, ValueError):
        return False


def of_lines(said: str, *, is_needed: bool) -> str:
    """What is wrong with lines for people."""
    lines = said.splitlines()
    if is_needed and not lines:
        return "says nothing of what is wrong"
    if "Traceback" in said or "SR999" in said:
        return "shows a traceback"
    if not all(map(str.isprintable, said.split("\n"))):
        return "prints raw what cannot be seen"
    if len(lines) > 2 * MOST_LINES + 2:
        return f"prints {len(lines)} lines"
    longest = max(map(len, lines), default=0)
    return f"prints a line of {longest} characters" if longest > LONGEST_LINE + PREFIXES else ""


def of_command(*arguments: str) -> Callable[[bytes], str]:
    """Return what tells how a command ends that finds the text in FILE."""

    def ended(text: bytes) -> str:
        Path(FILE).write_bytes(text)
        try:
            result = run(*arguments)
        finally:
            gc.enable()  # a command that is its process's only one needs none
        if result.code not in (0, 1, 2):
            return f"exits with {result.code}: {result.stderr[-300:]}"
        if result.code == 2 and result.stdout and not {"validate", "-o"} & {*arguments}:
            return "prints something in spite of an error"
        if any(not line.isprintable() for line in result.stdout.split("\n")):
            return "prints raw what cannot be seen"
        if result.stdout.startswith("{") and not is_json(result.stdout):
            return "prints what is no JSON"
        files = {each.name for each in Path().iterdir()} - {FILE, *(seed.name for seed in SEEDS)}
        return f"leaves {files}" if files else of_lines(result.stderr, is_needed=result.code == 2)

    return ended


def is_json(text: str) -> bool:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        json.loads(text, parse_constant=refuse)  # what Python alone writes: NaN, Infinity
    except ValueError:
        return False
    return True


SEEDS = sorted((CORPUS / "manifests").glob("[!f]*.yaml"))
PROGRAMS: dict[str, Callable[[bytes], str]] = {
    "stateful-fn": of_function,
    "validate": of_command("validate", FILE),
    "validate-json": of_command("validate", FILE, "-o", "json"),
    "validate-sarif": of_command("validate", FILE, "-o", "sarif", "--show", "info"),
    "diff": of_command("diff", "set.yaml", FILE),
    "diff-back": of_command("diff", FILE, "around.yaml", "-o", "json"),
    "diff-markdown": of_command("diff", "around.yaml", FILE, "-o", "markdown"),
    "adopt": of_command("adopt", "--check", FILE),
    "adopt-json": of_command("adopt", "--check", FILE, "-o", "json"),
    "facts": of_command("facts", FILE),
}
COMMANDS = [name for name in PROGRAMS if name != "stateful-fn"]


@contextmanager
def beside_seeds() -> Iterator[None]:
    """Work in a folder that holds the manifests of the corpus."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        for seed in SEEDS:
            Path(folder, seed.name).write_bytes(seed.read_bytes())
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def programs_for(kind: str) -> list[str]:
    """Return the programs that read one kind of the corpus's files."""
    return ["stateful-fn"] if kind == "stateful-fn" else COMMANDS


# --- texts ----------------------------------------------------------------------------------------

ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, 2**31, 2**63, 10**30, -0.0, float("inf")),
    *("", " ", "x", "y", "0", "1e3", "0755", "~", "100%", "a/b: c", "../../x", "{", "$(A)"),
    *("a\nb\n", "\x1b[31m", "\u202e", "\x00", "\u2028", "\ufeff", "\ud83d\ude00"),
    *("é" * 300, "a" * 70_000),
    *([], [None], [[]], ["x", "x"], {}, {"": None}, {"x": {"y": {}}}, [{}], [{"name": "a"}] * 2),
    *("StatefulSet", "StatefulApp", "1Gi", "1Ei", "nginx:1.27", "web", "data"),
]  # fmt: skip
KEYS = [
    *("", "x", "name", "$patch", "<<", "null", "apiVersion", "kind", "metadata", "spec", "items"),
    *("internal.config.kubernetes.io/path", "config.kubernetes.io/path", "config.k8s.io/id"),
    *("internal.config.kubernetes.io/index", "kustomize.config.k8s.io/id", "a\x1bb", "k" * 300),
    *("stateful-renderer.dev/validate", "stateful-renderer.dev/allow", "stateful-renderer.dev/x"),
]
BYTES = [b"\0", b"\t", b"\r", b"\x85", b"\xff", b"\xef\xbb\xbf", b"- ", b": ", b"? ", b"#",
         b"---\n", b"...\n", b"&a ", b"*a ", b"!!x ", b"%YAML 1.1\n", b"{", b"]", b'"', b"'",
         b"|\n", b">-\n", b"<<: ", b"[" * 300, b"  "]  # fmt: skip
Place = tuple[Any, ...]


class Texts:
    """Changed texts of one kind of the corpus, without an end, the same for the same seed."""

    def __init__(self, kind: str, seed: str) -> None:
        self.random = Random(seed)
        self.sources = [path.read_bytes() for path in sorted((CORPUS / kind).glob("*.yaml"))]
        self.trees = [tree for source in self.sources for tree in parsed(source)]
        self.values = [at(tree, place) for tree in self.trees for place in places(tree)]

    def __iter__(self) -> Iterator[bytes]:
        while True:
            text = self.by_value() if self.random.random() < 0.75 else self.one(self.sources)
            yield self.by_bytes(text) if self.random.random() < 0.4 else text

    def one(self, choices: list[Any]) -> Any:
        return self.random.choice(choices)

    def by_value(self) -> bytes:
        """A text of the corpus, some of whose values are others."""
        source = self.one(self.sources)
        with suppress(RecursionError):  # nests can be put into nests
            documents = parsed(source)
            for _ in range(self.one([1, 1, 1, 2, 3, 5])):
                self.change(documents)
            return self.written(documents)
        return source

    def change(self, documents: list[Any]) -> None:
        """Change one value, somewhere."""
        found = [place for place in places(documents) if place]
        if not found:
            return
        place = self.one(found)
        above, step = at(documents, place[:-1]), place[-1]
        act = self.random.randrange(8)
        if act == 0:
            del above[step]
        elif act == 1:
            above[step] = self.one(ODD)
        elif act == 2:
            above[step] = copy.deepcopy(self.one(self.values))
        elif act == 3 and isinstance(above, dict):
            above[self.one(KEYS)] = above.pop(step)
        elif act == 4 and isinstance(above, list):
            above[:] = above * self.one([2, 3, 60]) if len(above) < 60 else above
        elif act == 5:
            above[step] = self.nested(above[step])
        elif act == 6 and isinstance(above[step], str):
            above[step] = self.spelled(above[step])
        else:
            self.add(above[step], above)

    def add(self, value: Any, above: Any) -> None:
        target = value if isinstance(value, dict) else above
        if isinstance(target, dict):
            target[self.one(KEYS)] = self.one([*ODD, self.one(self.values)])
        else:
            target.append(self.one(ODD))

    def nested(self, value: Any) -> Any:
        for _ in range(self.one([1, 2, 40, 150])):
            value = [value] if self.random.random() < 0.5 else {"a": value}
        return value

    def spelled(self, text: str) -> str:
        spot = self.random.randint(0, len(text))
        odd = self.one([each for each in ODD if isinstance(each, str) and len(each) < 10])
        return self.one([text[:spot] + odd + text[spot:], text[:spot], text.upper(), text * 40])

    def written(self, documents: list[Any]) -> bytes:
        """The documents, as one program or another writes them."""
        with suppress(ValueError, yaml.YAMLError):
            way = self.random.randrange(4)
            if way == 0:
                texts = [json.dumps(each, indent=self.one([None, 1])) for each in documents]
                return "\n---\n".join([*texts, ""]).encode()
            if way == 1:
                return "---\n".join(map(dump, documents)).encode("utf-8", "surrogatepass")
            style = {"allow_unicode": True, "default_flow_style": self.one([None, False])}
            text = yaml.dump_all(documents, sort_keys=False, **style)
            return text.encode("utf-8", "surrogatepass")
        return self.one(self.sources)

    def by_bytes(self, text: bytes) -> bytes:
        """A text that was cut, or into which something came."""
        for _ in range(self.one([1, 1, 2, 8])):
            lines = text.splitlines(keepends=True) or [b""]
            spot, number = self.random.randint(0, len(text)), self.random.randrange(len(lines))
            act = self.random.randrange(6)
            if act == 0:
                text = text[:spot] + self.one(BYTES) + text[spot:]
            elif act == 1:
                text = text[:spot] + text[spot + self.one([1, 2, 30]) :]
            elif act == 2:
                text = text[:spot]
            elif act == 3:
                lines[number] = self.one([b"", lines[number] * 2, b" " + lines[number]])
                text = b"".join(lines)
            elif act == 4:
                lines[number] = self.one(lines)
                text = b"".join(lines)
            else:
                text = text[:spot] + bytes([self.random.randrange(256)]) + text[spot + 1 :]
        return text


def parsed(source: bytes) -> list[Any]:
    """The documents of a text; none where it is no YAML, as a text that was found may be."""
    with suppress(RenderError):
        return read(source, dialect="manifest")
    return []


# --- findings -------------------------------------------------------------------------------------


def findings(kind: str, count: int, seed: str) -> Iterator[tuple[str, str, bytes]]:
    """Call the programs of a kind with texts; yield what is wrong, once for what is wrong alike."""
    known: set[tuple[str, str]] = set()
    names = programs_for(kind)
    for number, text in zip(range(count), Texts(kind, f"{kind} {seed}"), strict=False):
        program = names[number % len(names)]
        wrong = defect(program, text)
        if wrong and (program, wrong[:40]) not in known:
            known.add((program, wrong[:40]))
            yield program, wrong, smallest(program, text, wrong[:40])


def smallest(program: str, text: bytes, wrong: str) -> bytes:
    """Leave lines out, then characters, for as long as what is wrong stays the same."""
    tries = iter(range(TRIES))
    for pieces in (text.splitlines(keepends=True), None):
        kept = pieces or [text[spot : spot + 1] for spot in range(len(text))]
        size = len(kept) // 2
        while size:
            spot = 0
            while spot < len(kept) and next(tries, None) is not None:
                fewer = kept[:spot] + kept[spot + size :]
                if defect(program, b"".join(fewer)).startswith(wrong):
                    kept = fewer
                else:
                    spot += size
            size //= 2
        text = b"".join(kept)
    return text


def main() -> int:
    """Look for defects, print them and leave their texts in the corpus."""
    count, seed = int(sys.argv[1]), sys.argv[2]
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    found = 0
    for kind in ("stateful-fn", "manifests"):
        began = time.process_time()
        with beside_seeds():
            for program, wrong, text in findings(kind, count, seed):
                found += 1
                name = f"found-{program}-{sha256(text).hexdigest()[:8]}.yaml"
                (CORPUS / kind / name).write_bytes(text)
                print(f"{kind}/{name}: {program} {wrong}", flush=True)  # noqa: T201
        print(f"{kind}: {count} texts, {time.process_time() - began:.0f} CPU s")  # noqa: T201
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
