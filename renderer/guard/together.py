"""Judge objects and StatefulApps that go to one place, in environments that nobody has said yet.

Which of its environments an app is rendered for, only a later step knows. So it must be right in
all of them, beside all that is written by hand: one budget too many is one wherever it is found,
and a Service that selects the app's pods in one environment does not select nothing.
"""

from __future__ import annotations

from renderer.app.environments import BASE
from renderer.app.load import apps_in
from renderer.guard.judge import judge
from renderer.guard.objects import Finding, Placed
from renderer.resources import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.load import Document

    # {environment: what the app renders to there}, its base first.
    App = dict[str, list[Placed]]
    Found = dict[Any, Finding]


def rendered(document: Document) -> App:
    """Return what a StatefulApp renders to, in its base and in every environment.

    Raises:
        RenderError: with all that is wrong with it.
    """
    return {
        name or BASE: [
            Placed(each, document.file, environment=name or BASE)
            for each in files_of(document, app, name).values()
        ]
        for name, app in apps_in(document).items()
    }


def judge_together(objects: list[Placed], apps: list[App]) -> list[Finding]:
    """Return what is wrong with objects and apps, each once, with the environments it is found in.

    What is written needs none where it is wrong in all.

    Args:
        objects: what is written. What an app renders to replaces what is generated from it there.
        apps: what they render to. Where one lacks another's environment, its base stands for it.
    """
    alone = _keyed(judge(objects))
    of_apps = {identity(each) for app in apps for build in app.values() for each in build}
    written = [each for each in objects if identity(each) not in of_apps]
    together = [
        (name, _keyed(judge([*written, *_build(apps, name)]))) for name in environments_of(apps)
    ]
    kept = {
        key: each
        for key, each in alone.items()
        if identity(each.about) in of_apps or all(key in found for _, found in together)
    }
    return [*kept.values(), *_merged(together, without=alone)]


def environments_of(apps: list[App]) -> tuple[str, ...]:
    """Return the environments of all apps, in their order."""
    return tuple(dict.fromkeys(name for app in apps for name in app))


def _build(apps: list[App], environment: str) -> Iterator[Placed]:
    """Yield what all apps render to in an environment."""
    for app in apps:
        base = next(iter(app))
        yield from app.get(environment, app[base])


def _merged(together: list[tuple[str, Found]], *, without: Found) -> Iterable[Finding]:
    """Return findings once, each with all environments in which it is found."""
    merged: Found = {}
    for name, found in together:
        for key, each in found.items():
            if each.about.environment or key not in without:
                before = merged[key].environments if key in merged else ()
                here = each.about.environment or name
                environments = tuple(dict.fromkeys((*before, here)))
                merged[key] = Finding(each.problem, each.about, each.allowed, environments)
    everywhere = tuple(name for name, _ in together)
    for each in merged.values():
        if not each.about.environment and each.environments == everywhere:
            each.environments = ()
    return merged.values()


def _keyed(findings: list[Finding]) -> Found:
    """Return the findings by what tells one from another, in whatever environment."""
    found: Found = {}
    for each in findings:
        about, problem = each.about, each.problem
        where = (about.file, about.document, about.prefix, bool(about.environment))
        key = (*where, identity(about), problem.code, problem.path, problem.message)
        found.setdefault(key, each)
    return found


def identity(one: Placed) -> tuple[str, str, str]:
    """Return what tells an object from others."""
    return one.kind, one.namespace, one.name
