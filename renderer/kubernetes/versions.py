"""The versions of Kubernetes: those that we know, and how people write one.

All versions here are minor ones: 34 is Kubernetes 1.34.
"""

from __future__ import annotations

from renderer.kubernetes.names import fullmatch, is_number, quoted

OLDEST = 31
DEFAULT = 34
NEWEST = 37
# On by default in no version that we know.
NEVER = 1_000

# A version as people, `kubectl version` and Argo CD write it: "1.34", "v1.33.2+k3s1", "1.31+".
FORM = r"v?(\d{1,3})\.(\d{1,3})(?:\+|(?:\.\d+)?(?:[-+][-+.0-9A-Za-z]+)?)"

# A Service is called as pods are from here on; before, a letter was in front.
SERVICE_NAMES = 36
# From here on addresses are read in one way: no zeros in front, no bits behind a range's prefix.
STRICT_ADDRESSES = 36


def written(minor: int) -> str:
    """Return a version as people write it."""
    return f"1.{minor}"


def of_cluster(text: str) -> int:
    """Return the version to check for, of a cluster as it says itself; newer ones as the newest.

    Raises:
        ValueError: it is no version, or one that nothing here is known about.
    """
    minor = _minor(text)
    if minor is None or minor < OLDEST:
        message = f'must be a version from {written(OLDEST)} on, such as "{written(DEFAULT)}.2"'
        raise ValueError(f"{message}, got {quoted(text)}")
    return min(minor, NEWEST)


def of_spec(value: object) -> str:
    """Check a version that a spec asks for; see `of_cluster` for what a cluster says itself."""
    allowed = f'from "{written(OLDEST)}" to "{written(NEWEST)}"'
    message = f"must be a string {allowed}, got {quoted(value)}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise ValueError(message, "write it in quotes: as a number, 1.40 is 1.4")  # noqa: TRY004
    minor = _minor(value) if isinstance(value, str) else None
    if minor is None or not OLDEST <= minor <= NEWEST:
        raise ValueError(message)
    return str(value)


def minor_of(text: str) -> int:
    """Return the minor version of a text that `of_spec` has let through."""
    return _minor(text) or DEFAULT


def _minor(text: str) -> int | None:
    minor, dot, patch = text[2:].partition(".")  # 1.34 or, as Argo CD says it, 1.34.2
    is_whole = is_number(minor) and (is_number(patch) or not dot)
    if text[:2] == "1." and len(minor) == len("34") and is_whole:
        return int(minor)
    found = fullmatch(f"(?a:{FORM})", text)
    return int(found[2]) if found and found[1] == "1" else None
