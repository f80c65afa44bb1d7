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

from renderer.app.configurations import configuration_in
from renderer.app.load import Document, apps_in
from renderer.errors import Problem, RenderError
from renderer.guard.allowances import NEVER
from renderer.guard.finding import LEVELS, SEVERITIES
from renderer.guard.judge import judge
from renderer.guard.objects import Finding, Placed, at, is_patch
from renderer.krm.call import Answer, collected
from renderer.krm.items import file_of, label, unreadable
from renderer.kubernetes.labels import without_notes
from renderer.kubernetes.names import nearest, quoted
from renderer.resources import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.stateful_guard import Allowance, GuardSpec, StatefulGuard
    from renderer.errors import Path
    from renderer.krm.call import Call, Found


def judge_items(call: Call) -> Answer:
    """Return all items untouched, and what was found in them.

    Raises:
        RenderError: the StatefulGuard itself is wrong.
    """
    spec = _guard_in(call.config).spec
    found = unreadable(call.items)
    findings = _once(each for group in _groups(call, found) for each in judge(group))
    allowed = {(each.rule, each.object) for each in spec.allow}
    rest = [each for each in findings if not each.allowed and _key(each) not in allowed]
    found += _said(rest, spec)
    unused = allowed - {_key(each) for each in findings}
    found += [(_unused(each, call.config), call.config) for each in sorted(unused)]
    return Answer(call.items, [*_verdict(rest, spec, call.config), *found])


def _key(finding: Finding) -> tuple[str, str]:
    return finding.problem.code, finding.about.label


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once: most of an app's are the same in all of its environments."""
    found: dict[Any, Finding] = {}
    for each in findings:
        problem = each.problem
        found.setdefault((*_key(each), each.about.file, problem.path, problem.message), each)
    return list(found.values())


def _groups(call: Call, found: Found) -> Iterator[list[Placed]]:
    """Yield what goes to one place together: all objects, and each StatefulApp as it is somewhere.

    Which environment an app is rendered for later on nobody has said: it must be right in all.
    """
    objects = []
    for data in (item.data for item in call.items):
        if at(data, "kind") == "StatefulApp":
            try:
                document = Document(data, file=label(data))
                for name, app in apps_in(document).items():
                    files = files_of(document, app, name)
                    yield [Placed(each, label(data)) for each in files.values()]
            except RenderError as error:
                collected(found, error, data)
        elif not is_patch(data):
            objects.append(Placed(data, file_of(data)))
    yield objects


def _said(findings: list[Finding], spec: GuardSpec) -> Found:
    """Return the findings from spec.show on; what fails the call is never hidden."""
    least = min(_level(spec.show), _level(spec.fail_on))
    return [
        (_shown(_softened(each.problem.at(_file(each)), spec.fail_on)), each.about.data)
        for each in findings
        if _level(each.problem.severity) >= least
    ]


def _file(finding: Finding) -> str:
    return finding.about.file or label(finding.about.data)


def _shown(problem: Problem) -> Problem:
    """Return a problem whose object is as in its file, without what its caller noted there."""
    is_map = isinstance(problem.instead, dict)
    problem.instead = without_notes(problem.instead) if is_map else None
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


def _verdict(findings: list[Finding], spec: GuardSpec, config: Any) -> Found:
    """Return the error that fails the call where the findings alone would not."""
    levels = [each.problem.severity for each in findings]
    failing = [each for each in levels if _level(each) >= _level(spec.fail_on)]
    if not failing or "error" in failing:
        return []
    message = f"lets nothing through from {spec.fail_on} on, found: {len(failing)}"
    hint = "mend it, or allow it with a reason in spec.allow"
    problem = Problem("SR614", ("spec", "failOn"), message, hint=hint, file=label(config))
    return [(problem, config)]


def _unused(allowance: tuple[str, str], config: Any) -> Problem:
    code, name = allowance
    message = f"allows {code} of {name}, which is not found: remove it"
    return Problem("SR909", ("spec", "allow"), message, file=label(config), severity="info")


def _guard_in(config: Any) -> StatefulGuard:
    """Return the StatefulGuard that the config is; it allows findings of rules, with a reason.

    Its metadata is its caller's business, and a spec that is commented out says nothing.
    """
    said = {key: each for key, each in config.items() if each is not None or key != "spec"}
    document = Document({**said, "metadata": {"name": "guard"}}, file=label(config))
    found: StatefulGuard = configuration_in(document, "StatefulGuard")
    problems = [
        document.place(problem)
        for index, each in enumerate(found.spec.allow)
        for problem in _wrong(each, ("spec", "allow", index))
    ]
    if problems:
        raise RenderError(problems)
    return found


def _wrong(allowance: Allowance, path: Path) -> Iterator[Problem]:
    rules = [each for each in SEVERITIES if each not in NEVER]
    if allowance.rule not in rules:
        message = f"must be the code of a rule, got {quoted(allowance.rule)}"
        hint = nearest(allowance.rule, rules)
        yield Problem("SR908", (*path, "rule"), message, hint=hint)
    kind, slash, name = allowance.object.partition("/")
    if not (kind and slash and name):
        message = f"must be kind/name, got {quoted(allowance.object)}"
        yield Problem("SR908", (*path, "object"), message, hint="such as StatefulSet/cache")
    if not allowance.reason.strip():
        yield Problem("SR908", (*path, "reason"), "must say why it may be so")
