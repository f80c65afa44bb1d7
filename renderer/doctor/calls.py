"""Which calls of ours a kustomization makes, and which StatefulApps stand among its resources."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app import GROUP, KIND
from renderer.doctor.programs import FUNCTION
from renderer.errors import RenderError
from renderer.inputs.kustomize_build import (
    CALLERS,
    PARTS,
    documents_in,
    entries,
    has_kustomization,
    kustomization_or_why,
    objects_in,
    path_of,
    paths_in,
)
from renderer.krm.roles import VALIDATE
from renderer.objects.reading import annotations_of, at, items, mapping
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    from renderer.doctor.programs import Build

FUNCTION_ANNOTATIONS = ("config.kubernetes.io/function", "config.k8s.io/function")
JUDGES = "StatefulGuard"

# What cannot be read is tried as a function, the kind of call that is skipped in silence.
UNREADABLE = {"apiVersion": GROUP, "kind": "file"}


@dataclass(frozen=True)
class Call:
    """A configuration that a kustomization lists, and that is ours.

    Args:
        config: the configuration.
        folder: of the kustomization, where its function is run.
        caller: the field that lists it.
    """

    config: dict[str, Any]
    folder: Path
    caller: str

    @property
    def name(self) -> str:
        """Return what messages call it."""
        return named(self.config)

    @property
    def makes(self) -> bool:
        """Tell whether it is there to make objects, and not to change or to judge them."""
        return self.caller == "generators" and self.config.get("kind") == KIND

    @property
    def expands(self) -> bool:
        """Tell whether it may expand StatefulApps."""
        return self.caller == "transformers" and self.config.get("kind") != JUDGES

    @property
    def selects(self) -> bool:
        """Tell whether it expands StatefulApps in one environment."""
        return self.expands and bool(self.environment)

    @property
    def environment(self) -> str:
        """Return the environment that it says: an app of itself, a transformer of those it gets."""
        field = "data" if self.config.get("kind") == "ConfigMap" else "spec"
        return str(at(self.config, field, "environment") or "")

    @property
    def environments(self) -> list[str]:
        """Return the names of those that an app has."""
        return [
            str(at(environment, "name"))
            for _, environment in items(at(self.config, "spec", "environments"))
        ]

    @property
    def function(self) -> dict[str, Any] | None:
        """Return what the annotation says, an empty map where it cannot be read; None: a plugin."""
        annotations = annotations_of(self.config)
        texts = [str(annotations[key]) for key in FUNCTION_ANNOTATIONS if key in annotations]
        return next(iter(documents_in(texts[0])), {}) if texts else None

    @property
    def is_program(self) -> bool:
        """Tell whether kustomize skips it without --enable-exec: it does not skip containers."""
        return self.function is not None and "container" not in self.function

    @property
    def only_validates(self) -> bool:
        """Tell whether it says that it gives nothing back."""
        said = mapping(self.config.get("data")) if self.config.get("kind") == "ConfigMap" else {}
        return "true" in (annotations_of(self.config).get(VALIDATE), said.get("validate"))


@dataclass
class Calls:
    """The calls of a kustomization and of those it is built on.

    Args:
        calls: each of them.
        apps: whether StatefulApps stand among the resources.
        unknown: what could not be built to see the calls in it, and why.
        selecting: of a component, the transformers that select an environment, also for others.
        missed: apps of generators, each with a transformer behind them that selects another one of
            their environments: they are expanded already.
    """

    calls: list[Call] = field(default_factory=list)
    apps: bool = False
    unknown: list[str] = field(default_factory=list)
    selecting: list[Call] = field(default_factory=list)
    missed: list[tuple[Call, Call]] = field(default_factory=list)

    @property
    def programs(self) -> list[str]:
        """Return the names of those that kustomize skips without --enable-exec."""
        return sorted({call.name for call in self.calls if call.is_program})


def calls_of(folder: Path, build: Build, above: tuple[Path, ...] = ()) -> Calls:
    """Return what a kustomization calls; one that cannot be read calls nothing, and fails.

    Args:
        folder: a folder with a kustomization.
        build: how to build what is listed as a folder.
        above: the folders that are built on it; kustomize refuses a circle.

    Raises:
        OSError: what it names cannot be read.
    """
    kustomization, reason = kustomization_or_why(folder)
    found = Calls(unknown=[reason] if reason else [])
    for path in paths_in(folder, kustomization, PARTS):
        if not path.is_dir():
            found.apps = found.apps or _holds_app(path)
        elif has_kustomization(path) and path not in above:
            part = calls_of(path, build, (*above, folder.resolve()))
            found.calls += part.calls
            found.unknown += part.unknown
            found.selecting += part.selecting
            found.missed += part.missed
            found.apps = found.apps or part.apps
    for caller in CALLERS:
        for entry in entries(kustomization, caller):
            text, reason = _text(folder, entry, build)
            found.calls += [Call(config, folder, caller) for config in _configs(entry, text)]
            found.unknown += [f"{caller}: {reason}"] if reason else []
    found.selecting += [call for call in found.calls if call.folder == folder and call.selects]
    if kustomization.get("kind") != "Component":
        found.missed += _missed(found)
        found.selecting = []
    return found


def _missed(found: Calls) -> list[tuple[Call, Call]]:
    return [
        (app, transformer)
        for transformer in found.selecting
        for app in found.calls
        if app.makes and app.environment != transformer.environment in app.environments
    ]


def named(data: Any) -> str:
    """Return kind and name of an object."""
    return f"{data.get('kind')}/{at(data, 'metadata', 'name')}"


def _holds_app(file: Path) -> bool:
    """Tell whether a file may hold one, in a List or beside what only kustomize reads as well."""
    try:
        text = read_bytes(str(file))
    except RenderError:
        return False  # nothing of ours is as large
    return KIND.encode() in text and GROUP.encode() in text


def _text(folder: Path, entry: str, build: Build) -> tuple[bytes | str, str]:
    """Return what an entry names, a file, a folder to build, or itself; or why it cannot be."""
    path = path_of(folder, entry)
    if path and path.is_dir():
        result = build(path)
        reason = f"{build} {entry} fails: {result.reason}" if result.code else ""
        return result.stdout, reason
    try:
        return (read_bytes(str(path)) if path else entry), ""
    except RenderError as error:
        return "", f"{entry}: {error.problems[0].message}"


def _configs(entry: str, text: bytes | str) -> list[dict[str, Any]]:
    """Return the configurations that are ours."""
    try:
        documents = objects_in(text)
    except RenderError:  # kustomize reads more, and would skip such a function in silence too
        annotations = {FUNCTION_ANNOTATIONS[0]: ""}
        unreadable = UNREADABLE | {"metadata": {"name": entry, "annotations": annotations}}
        raw = text.decode(errors="replace") if isinstance(text, bytes) else text
        documents = [unreadable] if GROUP in raw or FUNCTION in raw else []
    return [config for config in documents if _is_call(config)]


def _is_call(config: dict[str, Any]) -> bool:
    """Tell whether it is a configuration of ours; a ConfigMap says so only by what it runs."""
    annotations = annotations_of(config)
    runs = [str(annotations.get(key)) for key in FUNCTION_ANNOTATIONS]
    return GROUP in str(config.get("apiVersion")) or any(FUNCTION in text for text in runs)
