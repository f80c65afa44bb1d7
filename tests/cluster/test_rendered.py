"""What we render is taken by the server, by a strict server-side apply."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from api import API
from corpus import NAMESPACE
from rendered import KUBERNETES
from sending import KNOWN, LIST, OTHERS, Tally, reasons
from verdicts import SPEC, flow, rendered

from renderer.errors import RenderError

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
OBJECTS = 5_000
# More of them: STATEFUL_SEEDS=100 make test-cluster
SEEDS = int(os.environ.get("STATEFUL_SEEDS", "14"))


def test_the_server_takes_what_we_render(server: Plane, figures: Figures) -> None:
    """The examples, the goldens, and random apps."""
    began = time.monotonic()
    tally = Tally(server.api, KUBERNETES, SEEDS).send()
    figures.say(
        f"{tally.summary()}, in {time.monotonic() - began:.0f} s; "
        f"{len(KNOWN)} ways of refusals are known"
    )
    for why, names in tally.warned.items():
        figures.say(f"the server warns: {why} ({names[0]})")
    assert tally.sent >= OBJECTS
    assert set(tally.unknown) <= OTHERS
    assert not tally.new()


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
