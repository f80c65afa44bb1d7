"""Image references: the grammar of the container runtimes, and how kustomize cuts them.

The API server checks next to nothing here: a wrong reference is accepted and every pod then waits
with `InvalidImageName`.

Source of the grammar: https://pkg.go.dev/github.com/distribution/reference
"""

from __future__ import annotations

from renderer.kubernetes.names import (
    LETTERS,
    LOWER,
    did_you_mean,
    fullmatch,
    is_made_of,
    is_number,
    is_subdomain,
    refusal,
    replaced,
)

_COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_HOST_PART = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
# Only a `.`, a `:` or the word localhost makes a registry of the first component. An IPv6
# registry (`[::1]:5000/x`) is left out: kustomize reads it as a regular expression, in vain.
_HOST = rf"(?:(?:localhost|{_HOST_PART}(?:\.{_HOST_PART})+)(?::[0-9]+)?|{_HOST_PART}:[0-9]+)"
_REGISTRY = f"{_HOST}/"
NAME = f"(?:{_REGISTRY})?{_COMPONENT}(?:/{_COMPONENT})*"
# The checks below do without these two: `_is_tag` and `_is_sha256` are exact.
TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
DIGEST = "sha256:[a-f0-9]{64}"
NAME_LIMIT = 255
TAG_LIMIT = 128
SHA256_DIGITS = 64
SEPARATORS = str.maketrans("-_", "..")


def check(image: str) -> str:
    """Refuse what no container runtime can pull; returns the reference as it was written."""
    allowed = _wanted(image)
    if not allowed:
        return image
    meant = _likely(image)
    raise refusal(allowed, image, "" if _wanted(meant) else did_you_mean(meant))


def split(image: str) -> tuple[str, str, str]:
    """Return name, tag and digest exactly as kustomize's `images:` field sees them.

    The first `:` behind the first `/` starts the tag, so that a registry's port is left alone;
    an absent part is empty. https://github.com/kubernetes-sigs/kustomize, `api/internal/image`.
    """
    path = max(image.find("/"), 0)
    at, colon = image.find("@", path), image.find(":", path)
    end = at if at >= 0 else len(image)
    if colon < 0 or end < colon:
        return image[:end], "", image[end + 1 :]
    return image[:colon], image[colon + 1 : end], image[end + 1 :]


def joined(name: str, tag: str, digest: str) -> str:
    """Put a reference together again; empty parts are left out."""
    return name + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")


def _wanted(image: str) -> str:
    """Say what the image must be where it is something else; empty when it is right."""
    name, tag, digest = split(image)
    # The runtimes take 64 hexadecimal digits for the id of an image that is already there.
    if not _is_name(name) or _is_sha256(image):
        return 'a lower-case image such as "nginx:1.27" or "ghcr.io/owner/app:1.0"'
    if joined(name, tag, digest) != image:
        return 'an image with a tag behind ":" and a digest behind "@"'
    if tag and not _is_tag(tag):
        return (
            'an image whose tag has at most 128 letters, digits, "_", "." and "-", '
            'with no "." or "-" in front'
        )
    if digest and not (digest.startswith("sha256:") and _is_sha256(digest[7:])):
        return "an image whose digest is sha256: and 64 digits from 0 to 9 and a to f"
    return ""


def _is_name(name: str) -> bool:
    return len(name) <= NAME_LIMIT and (_looks_right(name) or fullmatch(NAME, name) is not None)


def _looks_right(name: str) -> bool:
    """Take a quick look; where it says no, the pattern decides."""
    host, colon, rest = name.partition(":")
    if colon:
        port, slash, name = rest.partition("/")
        if not (slash and is_subdomain(host) and is_number(port)):
            return False
    return all(map(_is_component, name.split("/")))


def _is_component(text: str) -> bool:
    return is_made_of(text, LOWER + "-._") and ".." not in text.translate(SEPARATORS)


def _is_tag(text: str) -> bool:
    return len(text) <= TAG_LIMIT and text[0] not in ".-" and not text.strip(LETTERS + "_.-")


def _is_sha256(text: str) -> bool:
    return len(text) == SHA256_DIGITS and not text.strip("0123456789abcdef")


def _likely(image: str) -> str:
    """Guess what was meant by `Nginx:1.27`, ` nginx`, `nginx:`, `https://ghcr.io/owner/app`."""
    text = replaced(r"\s*([:/@])\s*", r"\1", image.strip())
    text = replaced("^(?:[A-Za-z][A-Za-z+.-]*:)?//", "", text).strip("/")
    name, tag, digest = split(text)
    return joined(name if _is_name(name) else name.lower(), tag, digest.lower())
