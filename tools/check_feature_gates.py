"""Hold the table of `renderer.kubernetes.gates` against Kubernetes' own source.

Usage: python tools/check_feature_gates.py           (needs Go, which fetches the source)

For each supported minor version, the newest release says by itself which gates are on by default
in it. Exits 1 and names the gates that the table has otherwise.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from renderer.kubernetes.gates import GATES
from renderer.kubernetes.versions import NEVER, NEWEST, OLDEST, written

MODULE = "k8s.io/kubernetes"
FEATURES = ("pkg/features/kube_features.go", "pkg/features/versioned_kube_features.go")
GATE = re.compile(r"^\t(\w+): \{\n((?:\t\t\{Version.*\n)+)", re.MULTILINE)
STAGE = re.compile(r'MustParse\("1\.(\d+)"\), Default: (true|false)')


def main() -> int:
    """Compare every gate in every version."""
    first: dict[str, int] = {}
    for minor in range(OLDEST, NEWEST + 1):
        for gate, is_on in gates_in(minor).items():
            if is_on:
                first.setdefault(gate, minor)
            else:
                first.pop(gate, None)  # on by default once, and taken back
    wrong = {
        gate: (since, first.get(gate, NEVER))
        for gate, (since, _) in GATES.items()
        if first.get(gate, NEVER) != since
    }
    for gate, (said, found) in wrong.items():
        sys.stdout.write(f"{gate}: the table says {shown(said)}, Kubernetes {shown(found)}\n")
    return int(bool(wrong))


def gates_in(minor: int) -> dict[str, bool]:
    """Return which of its gates the newest release of a minor version has on by default."""
    found = go("mod", "download", "-json", f"{MODULE}@{newest_release(minor)}")
    folder = Path(json.loads(found)["Dir"])
    text = "".join(
        (folder / file).read_text("utf-8") for file in FEATURES if (folder / file).is_file()
    )
    return {
        gate: is_on([(int(at), on == "true") for at, on in STAGE.findall(stages)], minor)
        for gate, stages in GATE.findall(text)
    }


def is_on(stages: list[tuple[int, bool]], minor: int) -> bool:
    """Return the default of the last stage that has begun."""
    begun = [default for since, default in stages if since <= minor]
    return bool(begun) and begun[-1]


def newest_release(minor: int) -> str:
    """Return a version such as v1.34.4, no release candidate."""
    versions = go("list", "-m", "-versions", MODULE).split()
    patches = [
        int(version.rpartition(".")[2]) for version in versions if is_release(version, minor)
    ]
    return f"v{written(minor)}.{max(patches)}"


def is_release(version: str, minor: int) -> bool:
    """Tell whether a version is a final release of a minor version."""
    return re.fullmatch(rf"v1\.{minor}\.\d+", version) is not None


def shown(minor: int) -> str:
    """Return a first version in words."""
    return "never" if minor == NEVER else f"{written(minor)} and later"


def go(*arguments: str) -> str:
    """Return what a Go command prints, run where no module of ours can play a part."""
    command = ["go", *arguments]
    return subprocess.run(command, cwd="/", check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
