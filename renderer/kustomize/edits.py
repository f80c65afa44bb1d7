"""What somebody has changed in a rendered file, and which line of the spec says it instead.

People and `kustomize edit` change overlays. Their edit would be lost in the next render, so it is
shown beside the value of the spec, at the line that takes it.
"""

from __future__ import annotations

from renderer.app import KUSTOMIZATIONS, environments
from renderer.errors import Problem, dotted
from renderer.kubernetes.images import joined, split
from renderer.objects.reading import at, items, text
from renderer.objects.workload import POD
from renderer.resources.kinds import place
from renderer.yaml.edit import inline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.resources.pipeline import Build, Builds

    # A field of an object, what it holds in the file, and what the spec gives it.
    Difference = tuple[Path, Any, Any]

SET = "StatefulSet"
# So many are shown; the rest, `stateful diff` shows.
MOST = 3
LONGEST = 100
CONTAINERS = ("containers", "initContainers")


def edits(path: str, found: Any, wanted: Any, builds: Builds, environment: str | None) -> str:
    """Return in words what a rendered file has that its spec does not say; empty for nothing.

    Args:
        path: the file, below the output folder.
        found: the document in it.
        wanted: the document that the spec renders to now.
        builds: what was built of the spec.
        environment: that of the overlay that the file is in; None in the base.
    """
    if not isinstance(found, dict):
        return ""
    file = path.rpartition("/")[2]
    build = builds[environment]
    if file in KUSTOMIZATIONS:
        of_set = next((name for name, data in build.files.items() if data["kind"] == SET), "")
        differences = list(_in_kustomization(found, wanted, builds[None], build, of_set))
        file = of_set
    else:
        differences = list(_in_object(found, wanted, ()))
    parts = [_said(build, file, *difference) for difference in differences[:MOST]]
    more = len(differences) - len(parts)
    return "; ".join([*parts, *([f"and {more} more"] if more else [])])


def _in_kustomization(
    found: dict[Any, Any], wanted: Any, base: Build, build: Build, of_set: str
) -> Iterator[Difference]:
    """Yield what differs; fields that `kustomize edit` writes are said of the StatefulSet."""
    data = build.files.get(of_set)
    in_set: dict[str, list[tuple[Path, Any]]] = {
        "namespace": [(("metadata", "namespace"), found.get("namespace"))],
        "replicas": list(_replicas(found, data)),
        "images": list(_images(found, base.files.get(of_set))),
    }
    for field, said in in_set.items():
        held, before = found.get(field), at(wanted, field)
        known = {path: at(data, *path) for path, _ in said} if field != "namespace" else {}
        changed = [
            (path, value, known.get(path, before))
            for path, value in said
            if value != known.get(path, before)
        ]
        if held != before:
            yield from changed or [((field,), held, before)]
    rest, other = ({**one, **dict.fromkeys(in_set)} for one in (found, wanted))
    yield from _in_object(rest, other, ())


def _replicas(kustomization: Any, data: Any) -> Iterator[tuple[Path, Any]]:
    for _, entry in items(at(kustomization, "replicas")):
        if entry.get("name") == at(data, "metadata", "name"):
            yield ("spec", "replicas"), entry.get("count")


def _images(kustomization: Any, base: Any) -> Iterator[tuple[Path, Any]]:
    for _, entry in items(at(kustomization, "images")):
        name = text(entry.get("name"))
        parts = [str(entry.get(field) or "") for field in ("newTag", "digest")]
        image = joined(text(entry.get("newName")) or name, *parts)
        yield from ((path, image) for path in _with_image(base, name))


def _with_image(data: Any, name: str) -> list[Path]:
    """Return where containers have an image of a name."""
    return [
        (*POD, field, index, "image")
        for field in CONTAINERS
        for index, container in items(at(data, *POD, field))
        if split(text(container.get("image")))[0] == name
    ]


def _in_object(found: Any, wanted: Any, path: Path) -> Iterator[Difference]:
    """Yield what differs, as deep as both are alike."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        for key in {**wanted, **found}:
            yield from _in_object(found.get(key), wanted.get(key), (*path, str(key)))
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
            yield from _in_object(one, other, (*path, index))
    elif found != wanted or type(found) is not type(wanted):  # to Python, true is 1
        yield path, found, wanted


def _said(build: Build, file: str, path: Path, found: Any, wanted: Any) -> str:
    """Return a difference in words: the field of the spec, both values, the line that takes it."""
    source = place(build.app, file, path) if file else ()
    if not source:
        rendered = "" if wanted is None else f", and {_short(wanted)} as it is rendered"
        return f"{dotted(path)} is {_short(found)}{rendered}"
    placed = build.document.place(Problem("", source, ""), build.environment)
    field = dotted(source[1:] if source[0] == "spec" else source)
    line = f" in line {placed.line} of the spec" if placed.line else " in the spec"
    return f"{field} is {_short(found)}, and {_short(wanted)}{line}{_for_itself(build, placed)}"


def _for_itself(build: Build, placed: Problem) -> str:
    """Return where an environment alone would say what the base says for all."""
    if build.environment is None or placed.path[:2] == ("spec", "environments"):
        return ""
    index = environments.index_of(build.document.data, build.environment)
    line = build.document.place(Problem("", ("spec", "environments", index), "")).line
    where = f"in line {line}" if line else f"in spec.environments[{index}]"
    return f" (for {build.environment} alone, write it {where})"


def _short(value: Any) -> str:
    """Return a value in one line; what is long, `stateful diff` shows."""
    if value is None:
        return "not set"
    written = value if isinstance(value, str) and "\n" not in value else inline(value)
    return written if len(written) <= LONGEST else "another one"
