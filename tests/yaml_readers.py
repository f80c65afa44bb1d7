"""What we read, held against what other programs read: PyYAML, and Go's readers in one program.

Whatever we accept must mean the same to all of them. In other people's manifests it must mean what
kubectl reads; there the others may take a scalar for another one, but never refuse the text.
What only we refuse is no defect.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from build_programs import PROGRAMS
from yaml_texts import texts

from renderer.errors import RenderError
from renderer.krm.call import Call
from renderer.krm.text import call_in
from renderer.yaml import dump
from renderer.yaml.plain import Odd, read_plain
from renderer.yaml.reader import read_composed

DIALECTS = ("spec", "manifest")
GO_READERS = ("kubectl", "kustomize", "v3")
REFUSED = None
NOT_WRITTEN = ""
BATCH = 5000
# kustomize has read the text, but cannot write it; in a manifest nobody asks it to.
AFTER_READING = "after reading: "
# kubectl tries JSON where a text begins with a brace, and behind it needs four bytes, or none.
NOT_JSON = r"json: offset \d+: invalid character '[#.]' looking for beginning of value"
# PyYAML's composer has no anchors defined twice, as kpt sends them; the others take the last.
DUPLICATE_ANCHOR = "found duplicate anchor"


Readings = dict[str, Any]


class Refusal(str):
    """Why a text is refused."""

    __slots__ = ()


class Defect(NamedTuple):
    """What a reader makes of a text that we accept, or write."""

    reader: str
    text: str
    ours: Any
    theirs: Any


class Loader(yaml.CSafeLoader):
    """PyYAML, without what it makes of texts that kustomize writes as such, but without quotes."""


# `=` and `<<`; what only PyYAML takes for a number: `.5_`, and what is longer than 64 bits; times
# without a zone. Of other times yaml.v3 sees to it that we do not accept them.
NO_NUMBER = r"\.[0-9]+_[0-9_]*|[-+]?0x(?:_*|[0-9a-fA-F_]{17,})|[-+]?0b(?:_*|[01_]{65,})"
TEXT, TIME = "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"
Loader.yaml_implicit_resolvers = {
    first: [
        (TEXT, re.compile(rf"(?:{NO_NUMBER})\Z")),
        *(known for known in all_known if known[0] != TIME),
    ]
    for first, all_known in Loader.yaml_implicit_resolvers.items()
}
Loader.add_constructor("tag:yaml.org,2002:value", Loader.construct_scalar)
Loader.add_constructor("tag:yaml.org,2002:merge", Loader.construct_scalar)


def defects(program: Path, sources: Iterable[str]) -> Iterator[Defect]:
    """What is wrong with how we read the texts, and write what we have read."""
    accepted: dict[str, Readings] = {}
    for text in sources:
        ours = {dialect: by_composer(text, dialect) for dialect in DIALECTS}
        for dialect, composed in ours.items():
            plain = by_plain(text, dialect)
            if plain is not REFUSED and not same(plain, composed):
                yield Defect(f"composer, {dialect}", text, plain, composed)
        accepted[text] = ours
    yield from misread(program, accepted)
    written = {
        dumped(document): document
        for ours in accepted.values()
        if ours["manifest"] is not REFUSED
        for document in ours["manifest"]
    }
    written.pop(NOT_WRITTEN, None)
    readings = {}
    for text, document in written.items():
        readings[text] = {"written": [document], "spec": by_us(text, "spec")}
        manifest = by_us(text, "manifest")
        if not equal(manifest, [document]):
            yield Defect("our own, of what we wrote", text, document, manifest)
    yield from misread(program, readings)


def dumped(document: Any) -> str:
    """The document, written by us; some cannot be, which is told."""
    try:
        return dump(document)
    except ValueError:
        return NOT_WRITTEN


def misread(program: Path, readings: dict[str, Readings]) -> Iterator[Defect]:
    """What other readers take for something else, or refuse."""
    accepted = {
        text: taken
        for text, ours in readings.items()
        if (taken := {name: value for name, value in ours.items() if value is not REFUSED})
    }
    go_says = go_readings(program, list(accepted))
    for (text, ours), go in zip(accepted.items(), go_says, strict=True):
        theirs = {name: of_go(go[name]) for name in GO_READERS} | {"pyyaml": by_pyyaml(text)}
        for dialect, documents in ours.items():
            for name, value in theirs.items():
                if not agrees(dialect, documents, name, value):
                    yield Defect(f"{name}, {dialect}", text, documents, value)
        for document, given in zip(ours.get("spec", []), go["handed"] or [], strict=False):
            config = by_function(given) if given else document
            if not equal(document, config) and "[SR107]" not in str(config):
                yield Defect("function", text, document, given)


def agrees(dialect: str, ours: list[Any], name: str, theirs: Any) -> bool:
    """Whether another reader's value is right; kubectl alone says what is in a manifest."""
    if isinstance(theirs, Refusal):
        return (
            DUPLICATE_ANCHOR in theirs
            or (dialect == "manifest" and theirs.startswith(AFTER_READING))
            or re.fullmatch(NOT_JSON, theirs) is not None
        )
    if dialect != "manifest" or name == "kubectl":
        return equal(ours, theirs)
    return name != "v3" or shape(ours) == shape(theirs)


def of_go(reading: Any) -> Any:
    return Refusal(reading["error"]) if "error" in reading else reading["documents"]


def go_readings(program: Path, sources: list[str]) -> list[Any]:
    """What Go's readers say, in the order of the texts."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in sources]
    stdin = b"".join(b"%d\n%b" % (len(text), text) for text in encoded)
    run = subprocess.run([program], input=stdin, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr[:1000]
    return [json.loads(line) for line in run.stdout.splitlines()]


def by_plain(text: str, dialect: Any) -> Any:
    try:
        return read_plain(text.removeprefix("\ufeff"), dialect)
    except Odd:
        return REFUSED


def by_composer(text: str, dialect: Any) -> Any:
    try:
        return read_composed(text.removeprefix("\ufeff"), "", dialect)
    except RenderError:
        return REFUSED


def by_us(text: str, dialect: Any) -> Any:
    plain = by_plain(text, dialect)
    return by_composer(text, dialect) if plain is REFUSED else plain


def by_pyyaml(text: str) -> Any:
    try:
        return [document for document in yaml.load_all(text, Loader) if document is not None]
    except (yaml.YAMLError, ValueError, TypeError) as error:
        return Refusal(error)


def by_function(stdin: str) -> Any:
    """What stateful-fn takes for its configuration."""
    call = Call([], None)
    try:
        call_in(stdin, call)
    except RenderError as error:
        return Refusal(error)
    return call.config


def same(one: Any, other: Any) -> bool:
    """Equal in types and in the order of keys too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def equal(one: Any, other: Any) -> bool:
    """Equal as JSON, in which 1.0 is 1, and true is not."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(equal(one[key], other[key]) for key in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str):
        return one is other or (type(one) is type(other) and one == other)
    if isinstance(one, float) and isinstance(other, int):
        return one == float(other)
    return bool(one == other)


def shape(value: Any) -> Any:
    """The maps and lists, whatever their keys and scalars mean."""
    if isinstance(value, dict):
        return ("map", sorted((shape(each) for each in value.values()), key=repr))
    if isinstance(value, list):
        return ("list", [shape(each) for each in value])
    return "scalar"


def main() -> int:
    """Print the defects that texts made from a seed show: `yaml_readers.py COUNT SEED`."""
    count, seed, program = int(sys.argv[1]), sys.argv[2], PROGRAMS["goyaml"].path
    found = 0
    for batch in range(0, count, BATCH):
        for defect in defects(program, texts(min(BATCH, count - batch), f"{seed} {batch}")):
            found += 1
            print(*map(ascii, defect), sep="\n    ")  # noqa: T201
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main())
