"""What we render is taken by the server, by a strict server-side apply."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from api import API, Reply
from corpus import NAMESPACE
from verdicts import SPEC, flow, rendered

from renderer.errors import RenderError

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
HERE = Path(__file__).parent
LIST = HERE / "refusals.yaml"
KNOWN = yaml.safe_load(LIST.read_text()) or []
# Others, and more of them: STATEFUL_SEED=1000 STATEFUL_OBJECTS=50000 make test-cluster
SEED = int(os.environ.get("STATEFUL_SEED", "1"))
OBJECTS = int(os.environ.get("STATEFUL_OBJECTS", "5000"))
# Kinds that a server without their CRDs does not know: others' own, and made-up ones.
OTHERS = {"Backup", "ServiceMonitor", "Thing"}
# What makes two refusals one of a kind: the same rule, wherever in a pod, whatever the value.
PLACES = (
    (r"\[[^]]*\]", "[]"),
    (r"^spec\.template\.spec\.", ""),
    (r"^(initContainers|containers)\[\]\.", ""),
    (r"(liveness|readiness|startup)Probe", "probe"),
    (r"pod(Anti)?Affinity\.\w+\[\](\.podAffinityTerm)?", "podAffinity[]"),
    (r"(preferred|required)DuringSchedulingIgnoredDuringExecution(\[\])?", "terms"),
)
VALUES = (
    (r'Invalid value: (?:"(?:[^"\\]|\\.)*"|[^:]*): ', ""),
    (r'"[^"]*"', "..."),
    (r"\{[^}]*\}|(?<=version: ).*|(?<= limit of ).*", "..."),
    (r"\[\d+\]", "[]"),
    (r"must be one of the names in .*", "must be one of resourceClaims"),
)


@dataclass
class Tally:
    """What the server said about all that was sent."""

    sent: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[str]] = field(default_factory=dict)
    warned: dict[str, list[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    namespaces: set[str] = field(default_factory=set)


def test_the_server_takes_what_we_render(server: Plane, figures: Figures) -> None:
    """The examples, the goldens, and as many random apps as it takes to have enough objects."""
    tally, began = Tally(), time.monotonic()
    seeds = itertools.count(SEED)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda words: send(server.api, tally, words, seeds), (["examples"], [])))
    seconds = time.monotonic() - began
    refused = sum(map(len, tally.refused.values()))
    figures.say(
        f"{tally.sent} rendered objects (seeds {SEED} to {next(seeds) - 1}) in {seconds:.0f} s: "
        f"{refused} refusals in {len(tally.refused)} ways, {len(KNOWN)} ways are known; "
        f"{sum(map(len, tally.warned.values()))} warnings in {len(tally.warned)} ways"
    )
    for why, names in tally.warned.items():
        figures.say(f"the server warns: {why} ({names[0]})")
    assert tally.sent >= OBJECTS
    assert set(tally.unknown) <= OTHERS
    known = {each["refusal"] for each in KNOWN}
    new = {why: names for why, names in tally.refused.items() if why not in known}
    assert not new, "\n".join(f"{len(names)}: {why}\n    {names[0]}" for why, names in new.items())


def test_known_defects_are_still_there(server: Plane, pytestconfig: pytest.Config) -> None:
    """Once one is mended, it must leave refusals.yaml: the list can only shrink."""
    kept = [each for each in KNOWN if each["refusal"] in refused_in(server.api, each["spec"])]
    mended = [each["refusal"] for each in KNOWN if each not in kept]
    if pytestconfig.getoption("--update-golden"):
        head = "".join(line for line in LIST.read_text().splitlines(True) if line[0] == "#")
        lines = [f"- refusal: {flow(e['refusal'])}\n  spec: {flow(e['spec'])}\n" for e in kept]
        LIST.write_text(head + "".join(lines))
    assert not mended, "mended, so take them out of refusals.yaml: " + "; ".join(mended)


def refused_in(api: API, spec: dict[str, Any]) -> list[str]:
    """Return in which ways the server refuses what is rendered; none if nothing is rendered."""
    with suppress(RenderError):
        return [
            why
            for each in rendered({**SPEC, **spec})
            for why in reasons(api.apply(each, NAMESPACE, dry_run=True))
        ]
    return []


def send(api: API, tally: Tally, words: list[str], seeds: Iterator[int]) -> None:
    """Send what is rendered meanwhile, seed by seed, until there is enough."""
    while words or tally.sent < OBJECTS:
        for line in lines_of(words or [str(next(seeds))]):
            for resource in line["objects"]:
                judge(api, tally, line, resource)
        words = []


def lines_of(words: list[str]) -> Iterator[dict[str, Any]]:
    paths = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parent.parent)))
    without = {key: text for key, text in os.environ.items() if not key.startswith("COVERAGE_")}
    with subprocess.Popen(
        [sys.executable, HERE / "rendered.py", *words],
        env={**without, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        yield from map(json.loads, process.stdout)
    assert process.returncode == 0


def judge(api: API, tally: Tally, line: dict[str, Any], resource: dict[str, Any]) -> None:
    if not api.serves(resource["apiVersion"], resource["kind"]):
        tally.unknown[resource["kind"]] += 1
        return
    namespace = resource["metadata"].get("namespace", "rendered")
    ensure(api, tally, namespace)
    reply = api.apply(resource, namespace, dry_run=True)
    about = f"{line['name']}: {resource['kind']}: {json.dumps(line['spec'])[:2000]}"
    with tally.lock:
        tally.sent += 1
        for why in reasons(reply):
            tally.refused.setdefault(why, []).append(f"{about}\n    {reply.message[:500]}")
        for warning in reply.warnings:
            tally.warned.setdefault(kind_of("", warning), []).append(line["name"])


def ensure(api: API, tally: Tally, namespace: str) -> None:
    with tally.lock:
        if namespace not in tally.namespaces:
            tally.namespaces.add(namespace)
            if api("GET", f"/api/v1/namespaces/{namespace}").is_refused:
                api.namespace(namespace)


def reasons(reply: Reply) -> list[str]:
    """Return the kinds of what is refused: without the names and values of this object."""
    if not reply.is_refused:
        return []
    causes = reply.body.get("details", {}).get("causes") or []
    found = [kind_of(each.get("field", ""), each.get("message", "")) for each in causes]
    return list(dict.fromkeys(found)) or [kind_of("", reply.message)]


def kind_of(where: str, message: str) -> str:
    """Return a refusal or warning as one of a kind.

    >>> kind_of("spec.template.spec.containers[0].ports[1].name", 'Invalid value: "A": is large')
    'ports[].name: is large'
    """
    for pattern, instead in PLACES:
        where = re.sub(pattern, instead, where)
    for pattern, instead in VALUES:
        message = re.sub(pattern, instead, message)
    return " ".join(f"{where}: {message}".removeprefix(": ").split())[:120].strip()
