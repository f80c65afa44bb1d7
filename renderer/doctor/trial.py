"""Small kustomizations of our own, for what only the real program can say."""

from __future__ import annotations

import json
import shlex
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from renderer.doctor.calls import FUNCTION_ANNOTATIONS, Call
from renderer.errors import RenderError
from renderer.inputs.kustomize_build import objects_in
from renderer.objects.identity import Identity
from renderer.objects.reading import annotations_of, at, mapping
from renderer.objects.resource import Resource
from renderer.yaml import dump

if TYPE_CHECKING:
    from renderer.doctor.programs import Build

PROGRAM = "function"


def made_alone(call: Call, build: Build) -> list[dict[str, Any]] | None:
    """Return what a configuration under generators makes by itself; None where nobody can say.

    Whatever the kustomization renames or removes afterwards, somebody wants so.
    """
    return _made(json.dumps(call.config), call.folder, build)


@cache
def _made(text: str, folder: Path, build: Build) -> list[dict[str, Any]] | None:
    """Try a call once, though each overlay of a base makes it."""
    config, script = _called_from_anywhere(Call(json.loads(text), folder, "generators"))
    kustomization = {"generators": ["config.yaml"]}
    return _built(build, kustomization, {"config.yaml": config}, script)


forget = _made.cache_clear


def changed_images(images: list[str], entries: list[Any], build: Build) -> list[str]:
    """Return the images that the field `images` of a kustomization would change.

    A suffix would change every image once more, also those that have it.
    """
    entries = [entry for entry in entries if not at(entry, "tagSuffix")]
    containers = [{"name": f"c{index}", "image": image} for index, image in enumerate(images)]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "images"}}
    files = {"pod.yaml": {**pod, "spec": {"containers": containers}}}
    printed = _built(build, {"resources": ["pod.yaml"], "images": entries}, files)
    after = [at(container, "image") for container in (at(printed, 0, "spec", "containers") or [])]
    return [old for old, new in zip(images, after, strict=False) if old != new]


def renamed_references(
    named: list[dict[str, Any]], others: list[dict[str, Any]], around: dict[str, str], build: Build
) -> list[str]:
    """Return the objects whose references kustomize would rename with what they name.

    Args:
        named: what they may name.
        others: the objects that may name them.
        around: namePrefix and nameSuffix.
        build: how to ask kustomize.
    """
    files = {"resources.yaml": {"apiVersion": "v1", "kind": "List", "items": [*named, *others]}}
    kustomization = {"resources": ["resources.yaml"]}
    before = _built(build, kustomization, files) or []
    after = _built(build, {**kustomization, **around}, files) or []
    names = {str(at(data, "metadata", "name")) for data in named}
    own = [*map(Identity.of, named)]
    return [
        Resource(old).label
        for old, new in zip(before, after, strict=False)
        if Identity.of(old) not in own and _renamed(old, new) & names
    ]


def _renamed(old: Any, new: Any) -> set[str]:
    """Return the texts of an object, but for its metadata, that are other ones in the new one."""
    if isinstance(old, dict) and isinstance(new, dict):
        pairs = [(value, new.get(key)) for key, value in old.items() if key != "metadata"]
    elif isinstance(old, list) and isinstance(new, list):
        pairs = list(zip(old, new, strict=False))
    else:
        return {old} if isinstance(old, str) and old != new else set()
    return {text for pair in pairs for text in _renamed(*pair)}


def _built(
    build: Build, kustomization: dict[str, Any], files: dict[str, Any], script: str = ""
) -> list[dict[str, Any]] | None:
    """Return what a kustomization gives; None where it cannot be written, built or read."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / PROGRAM).write_text(script, encoding="utf-8")
        (folder / PROGRAM).chmod(0o700)
        try:
            for file, data in {"kustomization.yaml": kustomization, **files}.items():
                (folder / file).write_text(dump(data), encoding="utf-8")
            result = build(folder)
            return None if result.code else objects_in(result.stdout)
        except (ValueError, RenderError):
            return None


def _called_from_anywhere(call: Call) -> tuple[dict[str, Any], str]:
    """Return a configuration whose program is called in the folder where it belongs."""
    function = call.function or {}
    program = at(function, "exec", "path")
    if not program:
        return call.config, ""
    folder, quoted = (shlex.quote(str(path)) for path in (call.folder.resolve(), program))
    script = f'#!/bin/sh\ncd {folder}\nexec {quoted} "$@"\n'
    run = {**function, "exec": {**mapping(function["exec"]), "path": f"./{PROGRAM}"}}
    key = next(key for key in FUNCTION_ANNOTATIONS if key in annotations_of(call.config))
    metadata = mapping(call.config["metadata"])
    annotations = {**annotations_of(call.config), key: json.dumps(run)}
    return {**call.config, "metadata": {**metadata, "annotations": annotations}}, script
