"""Send all that is rendered to a server, and count what it refuses and warns of, by kind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from api import API, Reply

HERE = Path(__file__).parent
# Others: STATEFUL_SEED=1000 make test-cluster
SEED = int(os.environ.get("STATEFUL_SEED", "1"))
# What the server is known to refuse: see there.
LIST = HERE / "refusals.yaml"
KNOWN = yaml.safe_load(LIST.read_text()) or []
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
    """What a server said about all that was sent."""

    api: API
    kubernetes: str
    seeds: int
    sent: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    refused: dict[str, list[str]] = field(default_factory=dict)
    warned: dict[str, list[str]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    namespaces: set[str] = field(default_factory=set)

    def send(self) -> Tally:
        """Send the examples and goldens, and the random apps of every seed."""
        seeds = range(SEED, SEED + self.seeds)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self._send, ("examples", *map(str, seeds))))
        return self

    def _send(self, what: str) -> None:
        for line in self._lines(what):
            for resource in line["objects"]:
                self._judge(line, resource)

    def _lines(self, what: str) -> Iterator[dict[str, Any]]:
        """Yield what is rendered meanwhile, in another process: coverage is not about it."""
        paths = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parent.parent)))
        with subprocess.Popen(
            [sys.executable, HERE / "rendered.py", what],
            env={**os.environ, "PYTHONPATH": paths, "STATEFUL_KUBERNETES": self.kubernetes},
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            yield from map(json.loads, process.stdout)
        assert process.returncode == 0

    def _judge(self, line: dict[str, Any], resource: dict[str, Any]) -> None:
        if not self.api.serves(resource["apiVersion"], resource["kind"]):
            self.unknown[resource["kind"]] += 1
            return
        namespace = resource["metadata"].get("namespace", "rendered")
        self._ensure(namespace)
        reply = self.api.apply(resource, namespace, dry_run=True)
        about = f"{line['name']}: {resource['kind']}: {json.dumps(line['spec'])[:2000]}"
        with self.lock:
            self.sent += 1
            for why in reasons(reply):
                self.refused.setdefault(why, []).append(f"{about}\n    {reply.message[:500]}")
            for warning in reply.warnings:
                self.warned.setdefault(kind_of("", warning), []).append(line["name"])

    def _ensure(self, namespace: str) -> None:
        with self.lock:
            if namespace not in self.namespaces:
                self.namespaces.add(namespace)
                if self.api("GET", f"/api/v1/namespaces/{namespace}").is_refused:
                    self.api.namespace(namespace)

    def new(self) -> str:
        """Return the refusals that nobody knows of yet, with an example of each."""
        known = {each["refusal"] for each in KNOWN}
        found = {why: names for why, names in self.refused.items() if why not in known}
        return "\n".join(f"{len(names)}: {why}\n    {names[0]}" for why, names in found.items())

    def summary(self) -> str:
        return (
            f"{self.sent} rendered objects (seeds {SEED} to {SEED + self.seeds - 1}), "
            f"{sum(map(len, self.refused.values()))} refusals in {len(self.refused)} ways, "
            f"{sum(map(len, self.warned.values()))} warnings in {len(self.warned)} ways"
        )


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
