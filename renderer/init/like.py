"""An example of the gallery with another name, image, ports and storage; its comments stay.

What the example says of its old values elsewhere, as in the text of a command, nobody can change
without knowing the program: these lines are named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from renderer.errors import Problem, RenderError
from renderer.init.spec import SCHEMA, environment
from renderer.init.wishes import CODE, ports_of, storage_of
from renderer.kubernetes.images import split
from renderer.objects.reading import pairs_in
from renderer.yaml import read
from renderer.yaml.comments import with_comments
from renderer.yaml.layout import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path
    from renderer.init.wishes import Wishes

    Object = dict[str, Any]
    Old = dict[str, str]

# A version as it stands at the beginning of an image's tag.
VERSION = re.compile(r"v?(\d[\w.]*)")
# Where a text of a spec holds the name of the app, or one that begins with it.
NAMED_AFTER = ("namespace", "secretName")


def like(text: str, wishes: Wishes) -> tuple[str, list[str]]:
    """Return an example as somebody wants it, and its lines that may have to follow by hand.

    Args:
        text: the example.
        wishes: what is to be put in; all else stays as it is.

    Raises:
        RenderError: there is no such port or claim in it (SR831).
    """
    (example,) = read(text)
    old: Old = {}
    document = _renamed(example, example["metadata"]["name"], wishes.name)
    spec = document["spec"]
    _put_image(spec, wishes.image)
    problems = [*_put_ports(spec, wishes, old), *_put_storage(spec, wishes, old)]
    if problems:
        raise RenderError(problems)
    if wishes.replicas is not None:
        spec["replicas"] = wishes.replicas
    if wishes.environments:
        known = {entry["name"]: entry for entry in spec["environments"]}
        spec["environments"] = [
            known.get(name) or environment(name, wishes) for name in wishes.environments
        ]
    new = laid_out(document)
    page = f"# {SCHEMA}\n{with_comments(text, new) or new}"
    needed = list(
        dict.fromkeys(
            f": refers to {reference}, which must be there" for reference in _needed(document)
        )
    )
    return page, [*_left_behind(page, old), *needed]


def _renamed(value: Any, old: str, new: str, path: Path = ()) -> Any:
    """Return a value in which all that is named after the app has its new name."""
    if isinstance(value, dict):
        return {key: _renamed(inner, old, new, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(item, old, new, path) for item in value]
    if not isinstance(value, str):
        return value
    is_named = path[-1] in NAMED_AFTER or path[-2:] in (
        ("metadata", "name"),
        ("secretKeyRef", "name"),
        ("env", "value"),
    )
    if is_named and (value == old or value.startswith(f"{old}-")):
        return new + value[len(old) :]
    # Pods are called by their numbers: `mongodb-0.`
    return re.sub(rf"\b{re.escape(old)}-(?=\d)", f"{new}-", value)


def _put_image(spec: Object, image: str) -> None:
    """Put an image to the main container and to all that run the same; the version follows it."""
    if not image:
        return
    before = spec["image"]
    for override in spec["environments"]:
        override.pop("image", None)
    for container in (spec, *spec.get("initContainers", []), *spec.get("sidecars", [])):
        if container["image"] == before:
            container["image"] = image
    version = VERSION.match(split(image)[1])
    spec.pop("version", None)
    if version:
        spec["version"] = version[1]


def _put_ports(spec: Object, wishes: Wishes, old: Old) -> Iterator[Problem]:
    known = {port["name"]: port for port in spec["ports"]}
    for port in ports_of(wishes):
        name = port.get("name", "" if len(known) > 1 else next(iter(known)))
        if name not in known:
            hint = ", ".join(f"{one}:{at['port']}" for one, at in known.items())
            message = f"must be one of the example's, NAME:PORT, got {name or port['port']!r}"
            yield Problem(CODE, (), message, hint=f"it has {hint}", file="--port")
            continue
        if known[name]["port"] != port["port"]:
            old[f"port {name}"] = str(known[name]["port"])
        for place in (spec, spec.get("clientService", {})):
            for own in place.get("ports", []):
                if own["name"] == name:
                    own["port"] = port["port"]


def _put_storage(spec: Object, wishes: Wishes, old: Old) -> Iterator[Problem]:
    """Put a claim's path and size everywhere; environments keep the rest that they say of it."""
    known = {claim["name"]: claim for claim in spec["storage"]}
    for claim in storage_of(wishes):
        if claim["name"] not in known:
            hint = ", ".join(f"{name}:{at['mountPath']}" for name, at in known.items())
            message = f"must be one of the example's claims, got {claim['name']!r}"
            yield Problem(CODE, (), message, hint=f"it has {hint}", file="--storage")
            continue
        if known[claim["name"]]["mountPath"] != claim["mountPath"]:
            old[f"path of {claim['name']}"] = known[claim["name"]]["mountPath"]
        known[claim["name"]].update(claim)
        for override in spec["environments"]:
            for own in override.get("storage", []):
                if own["name"] == claim["name"]:
                    own.pop("size", None)
                    own.pop("templateSize", None)


def _left_behind(page: str, old: Old) -> Iterator[str]:
    """Yield which line still says a value that was replaced."""
    for number, line in enumerate(page.splitlines(), 1):
        for what, value in old.items():
            if re.search(rf"(?<![\w./-]){re.escape(value)}(?![\w-])", line):
                yield f":{number}: still says {value}, the example's {what}: {line.strip()}"


def _needed(value: Any) -> Iterator[str]:
    """Yield the Secrets and storage classes that a spec refers to, and nobody makes."""
    for key, inner in pairs_in(value):
        if key == "secretKeyRef":
            yield f"Secret {inner['name']} (key {inner['key']})"
        elif key == "secretName":
            yield f"Secret {inner}"
        elif key == "storageClassName":
            yield f"StorageClass {inner}"
