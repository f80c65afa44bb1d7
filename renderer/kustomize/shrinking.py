"""Declared claims that a new rendering would make smaller than the files that it replaces."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from renderer.errors import Problem
from renderer.objects.declared import KIND, SIZE
from renderer.objects.reading import amount, at, items, mapping, text
from renderer.yaml import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Documents = dict[str, Any]
    # {kustomization: {claim: its size}}
    Sizes = dict[str, dict[str, Any]]

HINT = (
    "a volume never shrinks, and the API server refuses it: write the size that was there; where no"
    " volume has grown to it, remove the rendered files first"
)


def shrunk(before: Documents, after: Documents) -> Iterator[tuple[str, Problem]]:
    """Yield the kustomizations whose claims would ask for less than before, and what is wrong.

    Args:
        before: {path: document} of what is written.
        after: the same of what is rendered now.
    """
    old, new = _sizes(before), _sizes(after)
    for path, claims in old.items():
        smaller: dict[tuple[str, str], list[str]] = {}
        for name, size in claims.items():
            now = new.get(path, {}).get(name)
            had, has = amount(size), amount(now)
            if now is not None and had and has is not None and has < had:
                smaller.setdefault((str(size), str(now)), []).append(name)
        for (size, now), names in smaller.items():
            message = f"must not shrink {', '.join(names)} from {size} to {now}"
            yield path, Problem("SR509", (), message, hint=HINT, file=path)


def _sizes(documents: Documents) -> Sizes:
    """Return the sizes of all claims, as each kustomization leaves them.

    A base with overlays is applied by them alone.
    """
    listed = {
        path: document
        for path, document in documents.items()
        if at(document, "resources") is not None
    }
    own = {
        dirname(path): {
            at(claim, "metadata", "name"): at(claim, *SIZE)
            for entry in _resources(document)
            if at(claim := documents.get(join(dirname(path), entry)), "kind") == KIND
        }
        for path, document in listed.items()
    }
    bases = {
        path: [_folder(path, entry) for entry in _resources(document)]
        for path, document in listed.items()
    }
    overlaid = {folder for folders in bases.values() for folder in folders if folder in own}
    found: Sizes = {}
    for path, document in listed.items():
        if dirname(path) not in overlaid:
            inherited = [own.get(folder, {}) for folder in bases[path]]
            merged = {
                name: size
                for claims in (*inherited, own[dirname(path)])
                for name, size in claims.items()
            }
            found[path] = {**merged, **_patched(document, merged)}
    return found


def _resources(kustomization: Any) -> list[str]:
    entries = at(kustomization, "resources")
    return [text(entry) for entry in entries] if isinstance(entries, list) else []


def _folder(path: str, entry: str) -> str:
    """Return the folder that an entry of a kustomization leads to."""
    return normpath(join(dirname(path), entry))


def _patched(kustomization: Any, claims: dict[str, Any]) -> dict[str, Any]:
    """Return the sizes that patches of a kustomization of ours give to claims of its base."""
    sizes: dict[str, Any] = {}
    for _, entry in items(at(kustomization, "patches")):
        if KIND in text(entry.get("patch")):
            for patch in read(text(entry["patch"])):
                name, size = at(patch, "metadata", "name"), at(patch, *SIZE)
                if name in claims and mapping(patch).get("$patch") == "delete":
                    sizes[name] = None
                elif name in claims and size is not None:
                    sizes[name] = size
    return sizes
