"""The proof as text for people and JSON for programs; the worst comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.adopt.proof import CLASSES, EQUAL, FINE, METADATA, Proof, Verdict, counted
from renderer.errors import shown
from renderer.kubernetes.names import number_of
from renderer.reports.json_text import json_text
from renderer.reports.wrapping import aligned

if TYPE_CHECKING:
    from typing import Any

    from renderer.adopt.adoption import Adopted
    from renderer.adopt.belongings import Left

    Lefts = dict[str, list[Left]]

# From so many apps on, those that are fine are lines of a table.
MANY = 6
HEAD = ("APP", "ENVIRONMENT", "OUTCOME", "OBJECTS")


def text(apps: list[Adopted], left: Lefts) -> str:
    """Return what becomes of every app, and what is left where it is."""
    apps = in_order(apps)
    lines = _table(apps) if len(apps) >= MANY else []
    for app in apps:
        if len(apps) < MANY or not is_fine(app):
            lines += ([""] if lines else []) + _app(app)
    lines += _hands(apps) + _left(_all(apps, left))
    return "".join(f"{shown(line)}\n" for line in lines)


def as_json(apps: list[Adopted], left: Lefts) -> str:
    """Return the same as data."""
    found = {
        "apps": [_record(app) for app in in_order(apps)],
        "left": [
            {
                "environment": environment,
                **belonging.resource.identity.record(),
                "why": belonging.why,
            }
            for environment, lefts in _all(apps, left).items()
            for belonging in lefts
        ],
    }
    return json_text(found) + "\n"


FORMATS = {"text": text, "json": as_json}


def _all(apps: list[Adopted], left: Lefts) -> Lefts:
    """Return what is left of all apps, and what belongs to none, for each environment."""
    return {
        environment: [
            *lefts,
            *(belonging for app in apps for belonging in app.left.get(environment, ())),
        ]
        for environment, lefts in left.items()
    }


def outcome(app: Adopted) -> str:
    """Return the worst class of an app."""
    return max((proof.outcome for proof in app.proofs), key=CLASSES.index, default=EQUAL)


def is_fine(app: Adopted) -> bool:
    """Tell whether taking an app over changes nothing but labels of its objects."""
    return outcome(app) in FINE


def in_order(apps: list[Adopted]) -> list[Adopted]:
    """Return the apps, the worst first."""
    return sorted(apps, key=lambda app: (-CLASSES.index(outcome(app)), app.name))


def _table(apps: list[Adopted]) -> list[str]:
    rows = [HEAD] + [
        (app.name, proof.environment or "-", proof.outcome, str(len(proof.verdicts)))
        for app in apps
        for proof in app.proofs
    ]
    return aligned(rows)


def _app(app: Adopted) -> list[str]:
    lines: list[str] = []
    for proof in app.proofs:
        lines += _proof(app.name, proof)
    for proof in app.improved:
        where = f" in {proof.environment}" if proof.environment else ""
        lines.append(f"{app.name}{where}, improved as asked for:")
        lines += [f"  {line}" for verdict in proof.verdicts for line in _told(verdict)]
        lines += [f"  {identity.label} is new" for identity in proof.made]
    return lines + [f"  note: {line}" for line in app.remarks]


def _told(verdict: Verdict) -> list[str]:
    return [f"{verdict.identity.label} {line}" for line in verdict.fields]


def _proof(name: str, proof: Proof) -> list[str]:
    where = f" in {proof.environment}" if proof.environment else ""
    lines = [f"{name}{where}: {_headline(proof)}"]
    labels = [verdict.identity.label for verdict in proof.verdicts]
    metadata = _metadata(proof.verdicts)
    width = max(map(len, [*labels, *metadata]), default=0)
    for label, verdict in zip(labels, proof.verdicts, strict=True):
        said = EQUAL if verdict.outcome == METADATA else verdict.outcome
        lines.append(f"  {label.ljust(width)}  {said}")
        lines += [f"    {line}" for line in verdict.fields]
    for identity in proof.made:
        lines.append(f"  {identity.label.ljust(width)}  new")
    lines += [f"  {what.ljust(width)}  {said}" for what, said in metadata.items()]
    return lines + [f"  {line}" for line in proof.refused]


def _metadata(verdicts: list[Verdict]) -> dict[str, str]:
    """Return what becomes of labels, annotations and namespaces, which no pod depends on."""
    added = counted(name for verdict in verdicts for name in verdict.added)
    removed = counted(name for verdict in verdicts for name in verdict.removed)
    unplaced = sum(not verdict.is_placed for verdict in verdicts)
    said = {
        "labels added": f"{added}; no pod is touched" if added else "",
        "labels removed": f"{removed}; no pod is touched" if removed else "",
        "namespace": f"left to whoever applies it, on {unplaced}" if unplaced else "",
    }
    return {what: line for what, line in said.items() if line}


def _headline(proof: Proof) -> str:
    if proof.refused:
        return "cannot be taken over"
    if proof.outcome in FINE:
        return "taken over in place, no restart"
    count = sum(len(verdict.fields) for verdict in proof.verdicts)
    return f"{number_of(count, 'difference')}, {proof.outcome}"


def _hands(apps: list[Adopted]) -> list[str]:
    lines = list(dict.fromkeys(line for app in apps for line in app.hands))
    return ["", "by hand:", *(f"  {line}" for line in lines)] if lines else []


def _left(left: Lefts) -> list[str]:
    lines = []
    for environment, lefts in left.items():
        where = f" in {environment}" if environment else ""
        lines += [f"  {belonging}{where}" for belonging in lefts]
    return ["", "not taken over:", *lines] if lines else []


def _record(app: Adopted) -> dict[str, Any]:
    return {
        "name": app.name,
        "file": app.path,
        "outcome": outcome(app),
        "environments": [_proof_record(proof) for proof in app.proofs],
        "improved": [_proof_record(proof) for proof in app.improved],
        "notes": app.remarks,
        "byHand": app.hands,
        "spec": app.text,
    }


def _proof_record(proof: Proof) -> dict[str, Any]:
    return {
        "name": proof.environment,
        "outcome": proof.outcome,
        "objects": [
            {
                **verdict.identity.record(),
                "outcome": verdict.outcome,
                "differences": list(verdict.fields),
                "metadata": [*verdict.added, *verdict.removed],
            }
            for verdict in proof.verdicts
        ],
        "new": [identity.record() for identity in proof.made],
        "refused": proof.refused,
    }
