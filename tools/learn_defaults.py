"""Write renderer/kubernetes/defaults.py: what a real API server fills in.

Usage: python tools/learn_defaults.py                      (needs `make server`)
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path += [str(ROOT / "tests/cluster"), str(ROOT / "tests")]

FILE = ROOT / "renderer/kubernetes/defaults.py"


def main() -> None:
    """Ask the newest server; a test holds the file against all."""
    import corpus
    import defaults
    from plane import Plane

    with Plane() as plane:
        plane.api.namespace(corpus.NAMESPACE)
        defaults.know_types(plane.api)
        FILE.write_text(defaults.text_of(defaults.learn(corpus.taken(plane.api))), "utf-8")


if __name__ == "__main__":
    main()
