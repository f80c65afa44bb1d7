"""The role of a StatefulGuard: judge what is handed over, and give it back as it came.

```yaml
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulGuard
metadata: {name: guard}
spec:
  failOn: warning
  allow:
  - {rule: SR971, object: PodDisruptionBudget/cache, reason: drained by hand}
```
"""

from __future__ import annotations

from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.guard.allowances import NEVER
from renderer.guard.finding import LEVELS, SEVERITIES
from renderer.guard.judge import judge
from renderer.guard.objects import Finding, Placed, at, is_patch, mapping
from renderer.krm.call import Answer, collected
from renderer.krm.items import label, path_of, unreadable, without_callers_notes
from renderer.kubernetes.names import nearest, quoted
from renderer.resources import resources_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.krm.call import Call, Found

API_VERSION = "stateful-renderer.dev/v1alpha1"
TOP = ("apiVersion", "kind", "metadata", "spec")
FIELDS = ("failOn", "show", "allow")
ALLOWANCE = ("rule", "object", "reason")


def judge_items(call: Call) -> Answer:
    """Return all items untouched, and what was found in them.

    Raises:
        RenderError: the StatefulGuard itself is wrong (SR613, SR908).
    """
    if problems := list(_wrong(call.config)):
        raise RenderError(problem.at(label(call.config)) for problem in problems)
    spec = mapping(call.config.get("spec"))
    found = unreadable(call.items)
    findings = [each for group in _groups(call, found) for each in judge(group)]
    allowed = {(each["rule"], each["object"]) for each in spec.get("allow") or ()}
    rest = [each for each in findings if not each.allowed and _key(each) not in allowed]
    found += _said(rest, spec)
    unused = allowed - {_key(each) for each in findings}
    found += [(_unused(each, call.config), call.config) for each in sorted(unused)]
    return Answer(call.items, [*_verdict(rest, spec, call.config), *found])


def _key(finding: Finding) -> tuple[str, str]:
    return finding.problem.code, finding.about.label


def _groups(call: Call, found: Found) -> Iterator[list[Placed]]:
    """Yield what goes to one place together: all objects, and what each StatefulApp renders to."""
    objects = []
    for data in (item.data for item in call.items):
        if at(data, "kind") == "StatefulApp":
            try:
                document = Document(data, file=label(data))
                yield [Placed(each, label(data)) for each in resources_of(document)]
            except RenderError as error:
                collected(found, error, data)
        elif not is_patch(data):
            objects.append(Placed(data, path_of(data) or ""))
    yield objects


def _said(findings: list[Finding], spec: dict[str, Any]) -> Found:
    """Return the findings from spec.show on; what fails the call is never hidden."""
    fail_on = spec.get("failOn", "error")
    least = min(_level(spec.get("show", "warning")), _level(fail_on))
    return [
        (_shown(_softened(each.problem.at(_file(each)), fail_on)), each.about.data)
        for each in findings
        if _level(each.problem.severity) >= least
    ]


def _file(finding: Finding) -> str:
    return finding.about.file or label(finding.about.data)


def _shown(problem: Problem) -> Problem:
    """Return a problem whose object is as in its file, without what its caller noted there."""
    is_map = isinstance(problem.instead, dict)
    problem.instead = without_callers_notes(problem.instead) if is_map else None
    return problem


def _softened(problem: Problem, fail_on: str) -> Problem:
    """Return an error as a warning where nothing is to fail: to callers, an error does."""
    if fail_on != "never" or problem.severity != "error":
        return problem
    return Problem(
        problem.code,
        problem.path,
        problem.message,
        hint=problem.hint,
        file=problem.file,
        severity="warning",
        instead=problem.instead,
    )


def _level(word: str) -> int:
    return LEVELS.index(word) if word in LEVELS else len(LEVELS)


def _verdict(findings: list[Finding], spec: dict[str, Any], config: Any) -> Found:
    """Return the error that fails the call where the findings alone would not."""
    fail_on = spec.get("failOn", "error")
    levels = [each.problem.severity for each in findings]
    failing = [each for each in levels if _level(each) >= _level(fail_on)]
    if not failing or "error" in failing:
        return []
    message = f"lets nothing through from {fail_on} on, found: {len(failing)}"
    hint = "mend it, or allow it with a reason in spec.allow"
    problem = Problem("SR614", ("spec", "failOn"), message, hint=hint, file=label(config))
    return [(problem, config)]


def _unused(allowance: tuple[str, str], config: Any) -> Problem:
    code, name = allowance
    message = f"allows {code} of {name}, which is not found: remove it"
    return Problem("SR909", ("spec", "allow"), message, file=label(config), severity="info")


def _wrong(config: Any) -> Iterator[Problem]:
    """Yield what is wrong with the StatefulGuard."""
    if config.get("apiVersion") != API_VERSION:
        message = f'must be "{API_VERSION}", got {quoted(config.get("apiVersion"))}'
        yield Problem("SR613", ("apiVersion",), message)
    for key in config:
        if key not in TOP:
            yield _unknown(key, TOP, (str(key),))
    spec = config.get("spec")
    if spec is not None and not isinstance(spec, dict):
        yield Problem("SR613", ("spec",), f"must be a map, got {quoted(spec)}")
    for key, value in mapping(spec).items():
        if key not in FIELDS:
            yield _unknown(key, FIELDS, ("spec", str(key)))
        elif key == "allow":
            yield from _wrong_allowances(value)
        else:
            yield from _wrong_level(key, value)


def _unknown(key: Any, known: tuple[str, ...], path: tuple[str | int, ...]) -> Problem:
    hint = nearest(str(key), known) or f"known: {', '.join(known)}"
    if len(path) == 1 and key in FIELDS:
        hint = f"move it to spec.{key}"
    return Problem("SR613", path, "is not a field of a StatefulGuard", hint=hint)


def _wrong_level(key: str, value: Any) -> Iterator[Problem]:
    words = ("error", "warning", "info", *(("never",) if key == "failOn" else ()))
    if value not in words:
        message = f"must be {', '.join(words[:-1])} or {words[-1]}, got {quoted(value)}"
        yield Problem("SR613", ("spec", key), message, hint=nearest(str(value), words))


def _wrong_allowances(value: Any) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem("SR613", ("spec", "allow"), f"must be a list, got {quoted(value)}")
        return
    for index, each in enumerate(value):
        yield from _wrong_allowance(each, ("spec", "allow", index))


def _wrong_allowance(value: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem("SR613", path, f"must be a map, got {quoted(value)}")
        return
    for key in value:
        if key not in ALLOWANCE:
            yield _unknown(key, ALLOWANCE, (*path, str(key)))
    for key in ALLOWANCE:
        if not isinstance(value.get(key), str) or not value[key].strip():
            hint = 'write {rule: SR940, object: StatefulSet/cache, reason: "..."}'
            yield Problem("SR908", (*path, key), "must be a text", hint=hint)
            return
    if value["rule"] not in SEVERITIES or value["rule"] in NEVER:
        message = f"must be the code of a rule, got {quoted(value['rule'])}"
        hint = nearest(value["rule"], SEVERITIES)
        yield Problem("SR908", (*path, "rule"), message, hint=hint)
    kind, slash, name = value["object"].partition("/")
    if not (kind and slash and name):
        message = f"must be kind/name, got {quoted(value['object'])}"
        yield Problem("SR908", (*path, "object"), message, hint="such as StatefulSet/cache")
