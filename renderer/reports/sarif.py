"""SARIF 2.1.0, which code hosts and editors show at the lines that caused it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from renderer import __version__
from renderer.reports.json_text import json_text
from renderer.reports.record import Entry, Report, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write(report: Report) -> str:
    """Return a log of one run."""
    indices = {rule.id: index for index, rule in enumerate(report.rules)}
    run = {
        "tool": {
            "driver": {
                "name": "stateful-renderer",
                "version": __version__,
                "rules": [_rule(rule) for rule in report.rules],
            }
        },
        "automationDetails": {"id": f"{report.command.replace(' ', '-')}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry, indices[entry.rule.id]) for entry in report.entries],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    texts = {"shortDescription": rule.title, "fullDescription": rule.text}
    described = {key: {"text": text} for key, text in texts.items() if text}
    uri = {"helpUri": rule.source} if rule.source.startswith("https://") else {}
    return {"id": rule.id, **described, **uri}


def _result(entry: Entry, index: int) -> dict[str, Any]:
    name = ": ".join(filter(None, (entry.about, entry.path)))
    logical = {"fullyQualifiedName": name, "kind": "object"}
    location = {"physicalLocation": _physical(entry)} if entry.file else {}
    suppressed = [{"kind": "inSource", "justification": entry.allowed}] if entry.allowed else []
    details = f"\n\n{entry.details}" if entry.details else ""
    return {
        "ruleId": entry.rule.id,
        "ruleIndex": index,
        "level": LEVELS[entry.level],
        "message": {"text": f"{name}: {entry.said}{details}"},
        "locations": [{**location, "logicalLocations": [logical]}],
        "partialFingerprints": {"statefulRenderer/v1": _fingerprint(entry)},
        "suppressions": suppressed,
        "properties": {"grade": entry.grade, "environments": list(entry.environments)},
    }


def _physical(entry: Entry) -> dict[str, Any]:
    numbers = {"startLine": entry.line, "startColumn": entry.column if entry.line else 0}
    region = {key: number for key, number in numbers.items() if number}
    uri = {"artifactLocation": {"uri": _uri(entry.file)}}
    return {**uri, "region": region} if region else uri


def _uri(file: str) -> str:
    """Return a file as a URI: one beside the repository's root stays relative to it."""
    path = file.encode(errors="surrogateescape")
    return f"file://{quote(path)}" if Path(file).is_absolute() else quote(path)


def _fingerprint(entry: Entry) -> str:
    """Return what stays the same while lines move, so that a finding is known again."""
    parts = (entry.rule.id, entry.about, entry.path, entry.file, *entry.environments)
    return sha256("\0".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]
