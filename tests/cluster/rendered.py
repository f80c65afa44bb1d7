"""Everything that there is to render, as JSON lines: {"name": ..., "spec": ..., "objects": [...]}.

Usage: rendered.py examples              the examples and the golden trees, in every environment
       rendered.py SEED                  random apps of the tests' own generator, 100 per seed

The tests run this beside them: it takes its time, and is not what coverage is about.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from specs import beside, documents

from renderer.app.load import Document
from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import builds_of

ROOT = Path(__file__).parent.parent.parent
PER_SEED = 100
# The release that random apps are for; by default the one that `make cluster` builds.
KUBERNETES = os.environ.get("STATEFUL_KUBERNETES", "1.36")


def main() -> None:
    (what,) = sys.argv[1:]
    if what != "examples":
        write_random(int(what))
        return
    for pattern in ("bases/*/statefulapp.yaml", "tests/golden/trees/*/statefulapp.yaml"):
        for file in sorted(ROOT.glob(pattern)):
            for document in read_specs([str(file)]):
                write(str(file.parent.relative_to(ROOT)), document)


def write_random(number: int) -> None:
    count = iter(range(1, 10**9))

    @seed(number)
    @settings(
        max_examples=PER_SEED,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(documents(KUBERNETES))
    def each(document: dict[str, Any]) -> None:
        write(f"seed {number}, app {next(count)}", beside(document))

    each()


def write(name: str, document: Document) -> None:
    for environment, build in builds_of(document).items():
        line = {
            "name": f"{name}, {environment or 'base'}",
            "spec": document.data,
            "objects": build.objects,
        }
        sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
