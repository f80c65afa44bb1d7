"""The role of a StatefulGuard: judge what is handed over, and give it back as it came.

```yaml
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulGuard
metadata: {name: guard}
spec:
  failOn: warning
  kubernetesVersion: "1.34"
  allow:
  - {rule: SR971, object: PodDisruptionBudget/cache, reason: drained by hand}
```
"""

from __future__ import annotations

from renderer.app.configurations import configuration_in
from renderer.app.load import Document
from renderer.errors import LEVELS, Problem, RenderError
from renderer.guard.allowances import meant, refused
from renderer.guard.finding import Finding
from renderer.guard.together import judge_together, rendered
from renderer.krm import apps
from renderer.krm.call import Answer, collect
from renderer.krm.items import file_of, label, unreadable
from renderer.kubernetes import versions
from renderer.kubernetes.labels import without_notes
from renderer.kubernetes.names import quoted
from renderer.objects.allowance import Allowance
from renderer.objects.resource import Resource, is_patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.stateful_guard import Allowance as AllowanceInGuard
    from renderer.app.stateful_guard import GuardSpec, StatefulGuard
    from renderer.errors import Path
    from renderer.guard.together import App
    from renderer.krm.call import Call, Result


def judge_items(call: Call) -> Answer:
    """Return all items untouched, and what was found in them.

    Raises:
        RenderError: the StatefulGuard itself is wrong.
    """
    spec = _guard_in(call.config).spec
    asked = spec.kubernetes_version
    minor = versions.minor_of(asked) if asked else None
    results = unreadable(call.items)
    rendered_apps = list(_apps(call, minor, results))
    findings = judge_together(_objects(call), rendered_apps, minor)
    allowed = [(Allowance(entry.rule, entry.path or ""), entry.object) for entry in spec.allow]
    rest = [
        finding
        for finding in findings
        if not finding.allowed and not any(_covers(allowance, finding) for allowance in allowed)
    ]
    results += _shown_results(rest, spec, rendered_apps)
    unused = {
        f"{allowance} of {name}": None
        for allowance, name in allowed
        if not any(_covers((allowance, name), finding) for finding in findings)
    }
    results += [(_unused(said, call.config), call.config) for said in sorted(unused)]
    return Answer(call.items, [*_verdict(rest, spec, call.config), *results])


def _covers(allowed: tuple[Allowance, str], finding: Finding) -> bool:
    allowance, name = allowed
    return finding.about.label == name and allowance.covers(finding.problem)


def _objects(call: Call) -> list[Resource]:
    return [
        Resource(item.data, file_of(item.data))
        for item in call.items
        if not is_patch(item.data) and not apps.is_app(item)
    ]


def _apps(call: Call, minor: int | None, results: list[Result]) -> Iterator[App]:
    """Yield what each StatefulApp renders to, in its base and in every environment."""
    for item in filter(apps.is_app, call.items):
        try:
            yield rendered(apps.document_of(item).on(minor))
        except RenderError as error:
            collect(results, error, item.data)


def _shown_results(findings: list[Finding], spec: GuardSpec, apps: list[App]) -> list[Result]:
    """Return the findings from spec.show on; what fails the call is never hidden."""
    environments = {resource.file: tuple(app.builds) for app in apps for resource in app.objects()}
    least = min(_level(spec.show), _level(spec.fail_on))
    return [
        (_shown(_softened(_placed(finding, environments), spec.fail_on)), finding.about.data)
        for finding in findings
        if _level(finding.problem.severity) >= least
    ]


def _placed(finding: Finding, environments: dict[str, tuple[str, ...]]) -> Problem:
    """Return a problem at its file, with where it is found, unless it is in every environment."""
    problem = finding.problem.at(_file(finding)).beside(finding.problem.taken_by)
    if finding.environments in ((), environments.get(finding.about.file)):
        return problem
    return problem.saying(f"{problem.message}, in {' and '.join(finding.environments)}")


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
    return problem.graded("warning")


def _level(word: str) -> int:
    return LEVELS.index(word) if word in LEVELS else len(LEVELS)


def _verdict(findings: list[Finding], spec: GuardSpec, config: Any) -> list[Result]:
    """Return the error that fails the call where the findings alone would not."""
    levels = [finding.problem.severity for finding in findings]
    failing = [level for level in levels if _level(level) >= _level(spec.fail_on)]
    if not failing or "error" in failing:
        return []
    message = f"lets nothing through from {spec.fail_on} on, found: {len(failing)}"
    hint = "mend it, or allow it with a reason in spec.allow"
    problem = Problem("SR614", ("spec", "failOn"), message, hint=hint, file=label(config))
    return [(problem, config)]


def _unused(said: str, config: Any) -> Problem:
    message = f"allows {said}, which is not found: remove it"
    return Problem("SR909", ("spec", "allow"), message, file=label(config), severity="info")


def _guard_in(config: Any) -> StatefulGuard:
    """Return the StatefulGuard that the config is; it allows findings of rules, with a reason.

    Its metadata is its caller's business, and a spec that is commented out says nothing.
    """
    said = {key: value for key, value in config.items() if value is not None or key != "spec"}
    document = Document({**said, "metadata": {"name": "guard"}}, file=label(config))
    guard: StatefulGuard = configuration_in(document, "StatefulGuard")
    problems = [
        document.place(problem)
        for index, entry in enumerate(guard.spec.allow)
        for problem in _wrong(entry, ("spec", "allow", index))
    ]
    if problems:
        raise RenderError(problems)
    return guard


def _wrong(allowance: AllowanceInGuard, path: Path) -> Iterator[Problem]:
    if message := refused(allowance.rule):
        hint = meant(allowance.rule)
        yield Problem("SR908", (*path, "rule"), f"must be {message}", hint=hint)
    kind, slash, name = allowance.object.partition("/")
    if not (kind and slash and name):
        message = f"must be kind/name, got {quoted(allowance.object)}"
        yield Problem("SR908", (*path, "object"), message, hint="such as StatefulSet/cache")
    if not allowance.reason.strip():
        yield Problem("SR908", (*path, "reason"), "must say why it may be so")
