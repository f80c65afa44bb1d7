"""The programs of a cluster, or a test that did not run."""

from __future__ import annotations

import os
from pathlib import Path

from build_programs import SETS, build
from not_run import NOT_RUN, missing


def needed(name: str) -> dict[str, Path]:
    """Return the programs of a set, which CI builds if need be."""
    if os.environ.get("CI") == "true":
        for program in SETS[name]:
            assert build(program), f"{program.name} could not be built"
    for program in SETS[name]:
        if not program.path.exists():
            remedy = "make cluster" if name == "server" else f"make {name}"
            missing(f"a real cluster {NOT_RUN} what it says: no {program.path}", remedy)
    return {program.name: program.path for program in SETS[name]}
