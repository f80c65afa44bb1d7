"""`images.split` is held against the real kustomize, which cuts images with code of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from renderer.kubernetes import images

pytestmark = pytest.mark.e2e

DIGEST = f"sha256:{'0a' * 32}"
IMAGES = [
    "nginx",
    "nginx:1.27",
    f"nginx@{DIGEST}",
    f"nginx:1.27@{DIGEST}",
    "library/nginx:1",
    "localhost:5000",
    "localhost:5000/app",
    "localhost:5000/app:1",
    f"localhost:5000/a/b:1@{DIGEST}",
    "Registry.example.com:443/a.b/c_d:v1",
]


def built(kustomize: Path, folder: Path, image: str, name: str, *fields: str) -> str:
    """Return the image that kustomize makes of one, with an entry of `images:` for a name."""
    (folder / "pod.yaml").write_text(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
        f"spec:\n  containers:\n  - image: {image}\n"
    )
    entry = "\n  ".join([f"- name: {name}", *fields])
    (folder / "kustomization.yaml").write_text(f"resources: [pod.yaml]\nimages:\n{entry}\n")
    run = subprocess.run(
        [kustomize, "build", folder], capture_output=True, text=True, check=True, timeout=60
    )
    return run.stdout.rpartition("image: ")[2].strip()


@pytest.mark.parametrize("image", IMAGES)
def test_kustomize_finds_the_same_name(kustomize: Path, tmp_path: Path, image: str) -> None:
    name, tag, digest = images.split(image)
    expected = images.joined("new/name", tag, digest)
    assert built(kustomize, tmp_path, image, name, "newName: new/name") == expected


@pytest.mark.parametrize("image", IMAGES)
def test_a_new_tag_drops_tag_and_digest(kustomize: Path, tmp_path: Path, image: str) -> None:
    name, _, _ = images.split(image)
    assert built(kustomize, tmp_path, image, name, 'newTag: "2"') == f"{name}:2"


@pytest.mark.parametrize("image", IMAGES)
def test_a_new_digest_drops_tag_and_digest(kustomize: Path, tmp_path: Path, image: str) -> None:
    name, _, _ = images.split(image)
    digest = f"sha256:{'b' * 64}"
    assert built(kustomize, tmp_path, image, name, f"digest: {digest}") == f"{name}@{digest}"


@pytest.mark.parametrize("image", IMAGES)
def test_a_new_tag_and_digest_are_both_kept(kustomize: Path, tmp_path: Path, image: str) -> None:
    name, _, _ = images.split(image)
    fields = ('newTag: "2"', f"digest: {DIGEST}")
    assert built(kustomize, tmp_path, image, name, *fields) == f"{name}:2@{DIGEST}"


def test_kustomize_reads_a_name_as_a_regular_expression(kustomize: Path, tmp_path: Path) -> None:
    """Not what we want, but what holds: `a.b/c` in an overlay also changes `axb/c`."""
    assert built(kustomize, tmp_path, "axb/c:1", "a.b/c", 'newTag: "2"') == "axb/c:2"
