"""What must hold for environment variables, and for files with the same sources."""

from __future__ import annotations

from renderer.app.pod_rules import containers, one_of, unknown, volume_names
from renderer.errors import Problem
from renderer.kubernetes.downward import MAP_FIELDS, PLACE_FIELDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path

    Problems = Iterator[Problem]

ENV_SOURCES = ("configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef")
ENV_FROM_SOURCES = ("configMapRef", "secretRef")


def env_has_one_source(app: StatefulApp) -> Problems:
    """`value` and `valueFrom` together, or two sources in one item, are refused by Kubernetes."""
    for path, container in containers(app):
        for index, variable in enumerate(container.get("env", [])):
            yield from _variable(variable, (*path, "env", index), volume_names(app))
        for index, source in enumerate(container.get("envFrom", [])):
            yield from one_of(source, ENV_FROM_SOURCES, (*path, "envFrom", index))


def _variable(variable: dict[str, Any], path: Path, volumes: list[str]) -> Problems:
    if "value" in variable and "valueFrom" in variable:
        message = "must not be set together with valueFrom"
        hint = "to replace it in an environment, also write value: null or valueFrom: null"
        yield Problem("SR306", (*path, "value"), message, hint=hint, causes=((*path, "valueFrom"),))
    if "valueFrom" in variable:
        yield from one_of(variable["valueFrom"], ENV_SOURCES, (*path, "valueFrom"))
        yield from _reference(variable["valueFrom"], (*path, "valueFrom"), volumes)


def _reference(source: dict[str, Any], path: Path, volumes: list[str]) -> Problems:
    field = source.get("fieldRef", {}).get("fieldPath")
    if field in MAP_FIELDS:
        message = f"must name one key, such as {field}['key']: only a file can hold all of them"
        yield Problem("SR314", (*path, "fieldRef", "fieldPath"), message)
    volume = source.get("fileKeyRef", {}).get("volumeName")
    if volume and volume not in volumes:
        at = (*path, "fileKeyRef", "volumeName")
        yield unknown(at, "must be the name of a volume in spec.volumes", volume, volumes)


def files_are_about_the_pod(app: StatefulApp) -> Problems:
    """A downwardAPI volume knows the pod's metadata; where it runs, only a variable can tell."""
    for path, item in _downward_files(app):
        field = item.get("fieldRef", {}).get("fieldPath")
        if field in PLACE_FIELDS:
            message = f"must be a field of metadata, got {field}"
            hint = "use an environment variable"
            yield Problem("SR314", (*path, "fieldRef", "fieldPath"), message, hint=hint)


def _downward_files(app: StatefulApp) -> Iterator[tuple[Path, dict[str, Any]]]:
    for index, volume in enumerate(app.spec.volumes):
        path: Path = ("spec", "volumes", index)
        sources: list[tuple[Path, Any]] = [(path, volume)]
        for number, source in enumerate(volume.get("projected", {}).get("sources", [])):
            sources.append(((*path, "projected", "sources", number), source))
        for at, source in sources:
            for number, item in enumerate(source.get("downwardAPI", {}).get("items", [])):
                yield (*at, "downwardAPI", "items", number), item


RULES = (env_has_one_source, files_are_about_the_pod)
