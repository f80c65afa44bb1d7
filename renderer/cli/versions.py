"""The versions that `stateful version -o json` prints: ours, and those of what we work with."""

from __future__ import annotations

import platform
from typing import Any

from renderer import __version__
from renderer.doctor.programs import NEWEST_TESTED, OLDEST, dotted
from renderer.kubernetes import versions as kubernetes


def versions() -> dict[str, Any]:
    """Return our version, and the oldest and newest of Kubernetes and of kustomize.

    A newer kustomize is not refused, and not tested with; of Kubernetes, a newer version counts as
    the newest that is known, and `default` is what holds where nobody says one.
    """
    return {
        "stateful": __version__,
        "python": platform.python_version(),
        "kubernetes": {
            "oldest": kubernetes.written(kubernetes.OLDEST),
            "newest": kubernetes.written(kubernetes.NEWEST),
            "default": kubernetes.written(kubernetes.DEFAULT),
        },
        "kustomize": {"oldest": dotted(OLDEST), "newest": dotted(NEWEST_TESTED)},
    }
