from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.kubernetes import images

DIGEST = f"sha256:{'0a' * 32}"
EXAMPLE = 'must be a lower-case image such as "nginx:1.27" or "ghcr.io/owner/app:1.0", got '


def refused(image: str) -> tuple[str, list[str]]:
    """Return the message and the hints."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - every caller looks at the message
        images.check(image)
    message, *hints = caught.value.args
    return message, hints


@pytest.mark.parametrize(
    "image",
    [
        "nginx",
        "nginx:1.27",
        "library/nginx",
        "ghcr.io/owner/app:v1_2.3-x",
        "localhost/app",
        "localhost:5000/app:1",
        "localhost:5000",
        "Registry.Example.com/app",
        "my_host.com/app",
        "a__b/c--d/e.f_g",
        f"nginx@{DIGEST}",
        f"localhost:5000/app:1@{DIGEST}",
        f"nginx:{'t' * 128}",
        f"{'a' * 64}:1",
    ],
)
def test_accepts(image: str) -> None:
    assert images.check(image) == image


@pytest.mark.parametrize(
    ("image", "hint"),
    [
        ("", ""),
        ("Nginx:1.27", "nginx:1.27"),
        ("ghcr.io/Owner/App:V1", "ghcr.io/owner/app:V1"),
        ("Owner/app", "owner/app"),
        (" nginx\n", "nginx"),
        ("nginx : 1.27", "nginx:1.27"),
        ("nginx latest", ""),
        ("https://ghcr.io/owner/app", "ghcr.io/owner/app"),
        ("/nginx", "nginx"),
        ("nginx/", "nginx"),
        ("a//b", ""),
        ("a___b", ""),
        ("-a", ""),
        ("host_name:5000/app", ""),
        ("host:/app", ""),
        ("[::1]:5000/app", ""),
        ("$(IMAGE)", ""),
        ("a" * 64, ""),
        ("a" * 256, ""),
    ],
)
def test_refuses_names(image: str, hint: str) -> None:
    message, hints = refused(image)
    assert message.startswith(EXAMPLE)
    assert hints == ([f'did you mean "{hint}"?'] if hint else [])


@pytest.mark.parametrize(
    ("image", "must"),
    [
        ("nginx:", 'an image with a tag behind ":" and a digest behind "@"'),
        ("nginx@", 'an image with a tag behind ":" and a digest behind "@"'),
        (f"nginx:@{DIGEST}", 'an image with a tag behind ":" and a digest behind "@"'),
        ("nginx:1:2", "an image whose tag has at most 128 letters"),
        ("nginx:-1", "an image whose tag has at most 128 letters"),
        (f"nginx:{'t' * 129}", "an image whose tag has at most 128 letters"),
        ("nginx@sha256:12", "an image whose digest is sha256: and 64 digits"),
        (f"nginx@{DIGEST.upper()}", "an image whose digest is sha256: and 64 digits"),
        (f"nginx@sha512:{'a' * 128}", "an image whose digest is sha256: and 64 digits"),
    ],
)
def test_refuses_tags_and_digests(image: str, must: str) -> None:
    assert refused(image)[0].startswith(f"must be {must}")


@pytest.mark.parametrize(
    ("image", "parts"),
    [
        ("nginx", ("nginx", "", "")),
        ("nginx:1", ("nginx", "1", "")),
        (f"nginx@{DIGEST}", ("nginx", "", DIGEST)),
        (f"nginx:1@{DIGEST}", ("nginx", "1", DIGEST)),
        ("localhost:5000", ("localhost", "5000", "")),
        ("localhost:5000/app", ("localhost:5000/app", "", "")),
        (f"localhost:5000/a/b:1@{DIGEST}", ("localhost:5000/a/b", "1", DIGEST)),
        ("/a:1", ("/a", "1", "")),
        ("a@b/c@d", ("a@b/c", "", "d")),
    ],
)
def test_splits(image: str, parts: tuple[str, str, str]) -> None:
    assert images.split(image) == parts
    assert images.joined(*parts) == image


@given(st.text(alphabet="aB1:/@._- ") | st.text())
def test_hints_are_always_valid(image: str) -> None:
    try:
        assert images.check(image) == image
    except ValueError as error:
        for hint in error.args[1:]:
            images.check(hint.removeprefix('did you mean "').removesuffix('"?'))
