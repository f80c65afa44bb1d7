"""A server, `validate` and `render` on small inputs: the same verdict, or a reason."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import pytest
from corpus import asked
from verdicts import DEFECT, Case, cases, errors, refusals, words, write

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster


@dataclass
class Said:
    """What came of a case."""

    case: Case
    server: str
    validate: list[str]
    render: list[str] | None  # None: a spec cannot say it

    def unlike(self, ours: list[str] | None) -> str:
        """Return what we do, if it is not what the server does."""
        if ours is None or bool(ours) == bool(self.server):
            return ""
        return "refuses" if ours else "takes"

    def disagreement(self) -> str:
        """Return what is not as it is written; nothing if all is."""
        case, wrong = self.case, []
        if bool(case.server) != bool(self.server) or case.server not in self.server:
            wrong.append(f"the server is written to say {case.server or 'yes'!r}")
        differs = {"validate": self.unlike(self.validate), "render": self.unlike(self.render)}
        for who, found in differs.items():
            written = getattr(case, who)
            if written and not found:
                wrong.append(f"{who} agrees with the server now: take it out, and `why`")
            elif written != found:
                wrong.append(f"{who} {found}, unlike the server")
        if any(differs.values()) and not case.why:
            wrong.append("nobody says why they differ")
        said = {"server": self.server, "validate": self.validate, "render": self.render}
        lines = [f"{who}: {text or 'takes it'}" for who, text in said.items()]
        return "\n    ".join([case.name, "; ".join(wrong), *lines]) if wrong else ""

    def update(self) -> None:
        self.case.server = self.server
        self.case.validate = self.unlike(self.validate)
        self.case.render = self.unlike(self.render)
        if not self.case.validate and not self.case.render:
            self.case.why = ""


def test_server_and_validate_and_render_say_the_same(
    server: Plane, figures: Figures, pytestconfig: pytest.Config
) -> None:
    all_cases = cases()
    assert len(all_cases) >= 500
    began = time.monotonic()
    said = [words(asked(server.api, case)) for case in all_cases]
    seconds = time.monotonic() - began
    verdicts = [judged(case, server) for case, server in zip(all_cases, said, strict=True)]
    figures.say(summary(verdicts, seconds))
    wrong = [each for each in map(Said.disagreement, verdicts) if each]
    if pytestconfig.getoption("--update-golden"):
        for each in verdicts:
            each.update()
        for file, some in groupby(all_cases, lambda case: case.file):
            write(file, list(some))
    assert not wrong, f"{len(wrong)} cases:\n" + "\n".join(wrong)


def judged(case: Case, said: str) -> Said:
    spec = case.spec()
    return Said(case, said, errors(case.objects()), None if spec is None else refusals(spec))


def summary(verdicts: list[Said], seconds: float) -> str:
    rendered = sum(each.render is not None for each in verdicts)
    unlike = [each for each in verdicts if each.case.validate or each.case.render]
    defects = sum(each.case.why.startswith(DEFECT) for each in unlike)
    refused = sum(bool(each.server) for each in verdicts)
    return (
        f"{len(verdicts)} small inputs asked in {seconds:.1f} s, {rendered} of them as a spec too: "
        f"{refused} refused; server, validate and render agree on {len(verdicts) - len(unlike)}, "
        f"differ on purpose on {len(unlike) - defects}, by a defect of ours on {defects}"
    )
