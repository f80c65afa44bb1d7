"""The oldest version whose API server can be had: nothing that we say is right for new ones alone.

That old server does not look into a set's template of pods: it takes the set, and refuses each of
its pods. So it refuses less than a new one, and must not refuse anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from corpus import NAMESPACE, asked, taken
from defaults import FORGOTTEN, know_types, unexplained
from mutations import MUTATIONS, mutated
from needed import needed
from plane import Plane
from sending import OTHERS, Tally
from test_mutations import bases, judged, named, send
from verdicts import cases, words

from renderer.kubernetes.gates import GATES

if TYPE_CHECKING:
    from conftest import Figures

pytestmark = pytest.mark.oldest
SEEDS, CHANGES = 3, 200
# The fields that a gate guards somewhere, by the table which the spec's door goes by.
GUARDED = {
    re.split("[=~]", place.split(".")[1])[0] for _, places in GATES.values() for place in places
}


@pytest.fixture(scope="module")
def oldest(figures: Figures) -> Iterator[Plane]:
    needed("server")
    needed("oldest")
    with Plane("apiserver-oldest") as plane:
        figures.say(f"Kubernetes {plane.version} answers")
        plane.api.namespace(NAMESPACE)
        yield plane


def test_it_takes_what_we_render_for_it(oldest: Plane, figures: Figures) -> None:
    minor = ".".join(oldest.version.removeprefix("v").split(".")[:2])
    tally = Tally(oldest.api, minor, SEEDS).send()
    figures.say(f"{oldest.version}: {tally.summary()}")
    assert tally.sent >= 1_000
    assert set(tally.unknown) <= OTHERS
    assert not tally.new()


def test_what_it_refuses_and_newer_ones_take_is_guarded_by_a_gate(
    oldest: Plane, figures: Figures
) -> None:
    asked_for = [case for case in cases() if not case.server and "0web" not in case.name]
    refused = [case.name for case in asked_for if words(asked(oldest.api, case))]
    figures.say(f"{oldest.version}: refuses {len(refused)} of {len(asked_for)}, all by their gates")
    assert not list(filter(is_unexplained, refused))


def test_it_fills_in_the_same(oldest: Plane) -> None:
    know_types(oldest.api)
    wrong = [
        line
        for kind, sent, got in taken(oldest.api, is_right=True)
        for line in unexplained(kind, sent, got)
        if is_unexplained(line) and not any(each in line for each in FORGOTTEN)
    ]
    assert not wrong, "\n".join(wrong)


def is_unexplained(line: str) -> bool:
    return not GUARDED & set(re.findall(r"\w+", line))


def test_it_refuses_the_changes_of_sets_that_our_diff_says_it_does(
    oldest: Plane, figures: Figures
) -> None:
    namespace, minor = oldest.api.namespace("changes"), int(oldest.version.split(".")[1])
    cases = list(mutated(bases("StatefulSet"), MUTATIONS, CHANGES, seed=3))
    wrong, refused = [], 0
    for number, case in enumerate(cases):
        before, after = (named(each, f"m{number}", namespace) for each in (case.before, case.after))
        assert not send(oldest.api, before, namespace).is_refused, case.name
        reply, found = send(oldest.api, after, namespace), judged(before, after, minor)
        refused += reply.is_refused
        if bool(found and found.is_refused) != reply.is_refused:
            said = [verdict.id for verdict in found.verdicts] if found else []
            wrong.append(f"{case.name}: {said}, server: {reply.status} {reply.message[:300]}")
    figures.say(
        f"{oldest.version}: {CHANGES} changes of sets, {refused} refused:"
        f" {CHANGES - len(wrong)} judged as this server does"
    )
    assert not wrong, "\n".join(wrong)
