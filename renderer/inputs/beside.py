"""The files beside a spec that its config names."""

from __future__ import annotations

from pathlib import Path

# No ConfigMap can hold more.
LARGEST_BESIDE = 1024 * 1024


def read_beside(folder: Path, path: str) -> bytes:
    """Return what a file below a folder holds, wherever links lead to, but never outside of it.

    Raises:
        ValueError: with a message and perhaps a hint; there is no such file, it is no file, it lies
            outside, or it is larger than a ConfigMap.
    """
    home = folder.resolve()
    try:
        target = (home / path).resolve()
    except RuntimeError:  # what Python before 3.13 says of a link that leads to itself
        target = home / path
    if not target.is_relative_to(home):
        raise ValueError(f'must not lead out of the spec\'s folder, "{path}" does')
    try:
        if not target.is_file():
            message = "must be a file" if target.exists() else "must be there"
            raise ValueError(f'{message}, beside the spec, got "{path}"')
        with target.open("rb") as file:
            content = file.read(LARGEST_BESIDE + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ValueError(f'must be readable, "{path}": {reason}') from None
    if len(content) > LARGEST_BESIDE:
        raise ValueError(f'must be at most {LARGEST_BESIDE} bytes, "{path}" has more')
    return content
