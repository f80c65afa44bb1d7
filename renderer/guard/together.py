"""Judge objects and StatefulApps that go to one place, in environments that nobody has said yet.

Which of its environments an app is rendered for, mostly a later step knows. So it must be right in
all of them, also beside what is written by hand. That may be for some environments only: what is
wrong beside an app in some of them is one degree less grave.
"""

from __future__ import annotations

from renderer.app.environments import BASE
from renderer.app.load import selected_environment
from renderer.errors import LEVELS
from renderer.guard.finding import Finding
from renderer.guard.judge import judge
from renderer.objects.resource import Resource
from renderer.resources.pipeline import asked_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from renderer.app.load import Document

    Found = dict[Any, Finding]


class App:
    """What a StatefulApp renders to.

    Args:
        builds: {environment: its objects there}, its base first.
        selected: the environment that it selects itself, None where it leaves that to others.
    """

    def __init__(self, builds: dict[str, list[Resource]], selected: str | None = None) -> None:
        self.builds = builds
        self.selected = selected

    def objects(self) -> list[Resource]:
        """Return all of them, in all environments."""
        return [resource for build in self.builds.values() for resource in build]

    def deployed(self) -> list[str]:
        """Return the environments that something else may be beside.

        Where only the base has no namespace, it is there for the others alone.
        """
        base, *others = self.builds
        has_namespaces = [
            all(resource.namespace for resource in self.builds[name]) for name in others
        ]
        if self.selected:
            return [self.selected]
        is_abstract = others and all(has_namespaces) and not self.builds[base][0].namespace
        return others if is_abstract else [base, *others]


def rendered(document: Document) -> App:
    """Return what a StatefulApp renders to: in all environments, or in the one asked for.

    Raises:
        RenderError: with all that is wrong with it, in any of them.
    """
    builds = {
        name or BASE: [
            Resource(data, document.file, environment=name or BASE) for data in build.objects
        ]
        for name, build in asked_of(document).items()
    }
    return App(builds, selected_environment(document))


def judge_together(
    objects: list[Resource], apps: list[App], minor: int | None = None
) -> list[Finding]:
    """Return what is wrong with objects and apps, each once, with the environments it is found in.

    What is written needs none where it is wrong beside all.

    Args:
        objects: what is written. What an app renders to replaces what is generated from it there.
        apps: what they render to. Two that would be one object to a cluster are for two places.
        minor: the version of the cluster, 36 for 1.36; None where nobody says.
    """
    of_apps = {resource.identity for app in apps for resource in app.objects()}
    written = [resource for resource in objects if resource.identity not in of_apps]
    runs = _runs(_for_one_place(apps)) if written else []
    found = [_keyed(judge([*written, *_build(run)], minor)) for run in runs]
    own: Found = {}
    for app in apps:
        for name, build in app.builds.items():
            beside = [
                findings for run, findings in zip(runs, found, strict=True) if (app, name) in run
            ]
            _add(own, _alone(build, beside, minor))
    alone = _keyed(judge(written, minor))
    beside_apps = _beside(runs, found, own, alone) if runs else alone.values()
    return [*_generated(objects, of_apps, minor), *beside_apps, *own.values()]


def _generated(objects: list[Resource], of_apps: set[Any], minor: int | None) -> list[Finding]:
    """Return what is wrong with what was generated from the apps, as it is."""
    if not any(resource.identity in of_apps for resource in objects):
        return []
    return [finding for finding in judge(objects, minor) if finding.about.identity in of_apps]


def _alone(build: list[Resource], beside: list[Found], minor: int | None) -> list[Finding]:
    """Return what is wrong with an app by itself, unless what is written there mends it."""
    return [
        finding
        for key, finding in _keyed(judge(build, minor)).items()
        if not beside or any(key in found for found in beside)
    ]


def _beside(
    runs: list[list[tuple[App, str]]], found: list[Found], own: Found, alone: Found
) -> Iterable[Finding]:
    """Return what is found in no app by itself.

    It is less grave where apps are needed for it, and not all of their environments have it.
    """
    merged: Found = {}
    counts: dict[Any, int] = {}
    for run, findings in zip(runs, found, strict=True):
        names = dict.fromkeys(name for _, name in run)
        for key, finding in findings.items():
            if key not in own:
                counts[key] = counts.get(key, 0) + 1
                here = [finding.about.environment] if finding.about.environment else [*names]
                _add(merged, [finding.within(*here)])
    for key, finding in merged.items():
        is_everywhere = counts[key] == len(runs)
        if is_everywhere and not finding.about.environment:
            finding.environments = ()
        elif not is_everywhere and key not in alone:
            lower = LEVELS[max(0, LEVELS.index(finding.problem.severity) - 1)]
            finding.problem = finding.problem.graded(lower)
    return merged.values()


def _add(merged: Found, findings: Iterable[Finding]) -> None:
    """Add findings to those of other environments."""
    for finding in findings:
        key = _key(finding)
        here = finding.environments or (finding.about.environment,)
        before = merged[key].environments if key in merged else ()
        merged[key] = finding.within(*dict.fromkeys((*before, *here)))


def _for_one_place(apps: list[App]) -> list[App]:
    """Return the apps without those that would be the same object as one before."""
    taken: set[Any] = set()
    found = []
    for app in apps:
        own = {resource.identity for resource in app.objects()}
        if not own & taken:
            found.append(app)
        taken |= own
    return found


def _runs(apps: list[App]) -> list[list[tuple[App, str]]]:
    """Return which apps in which environments are judged together: in each of theirs once."""
    deployed = [(app, app.deployed()) for app in apps]
    count = max((len(names) for _, names in deployed), default=0)
    return [
        [(app, names[number] if number < len(names) else names[0]) for app, names in deployed]
        for number in range(count)
    ]


def _build(run: list[tuple[App, str]]) -> list[Resource]:
    return [resource for app, name in run for resource in app.builds[name]]


def _keyed(findings: list[Finding]) -> Found:
    found: Found = {}
    for finding in findings:
        found.setdefault(_key(finding), finding)
    return found


def _key(finding: Finding) -> Any:
    """Return what tells a finding from others, in whatever environment."""
    about, problem = finding.about, finding.problem
    where = (about.file, about.document, about.prefix, bool(about.environment), about.identity)
    return (*where, *problem.claim, bool(finding.allowed))
