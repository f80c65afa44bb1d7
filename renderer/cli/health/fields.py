"""Fields of a kustomization that reach only a part of an app, without a word.

kustomize applies its own fields before the transformers: to a StatefulApp among the resources, of
which it knows little. To what generators have made it applies them afterwards, and follows
references, but looks into no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app.load import Document
from renderer.app.peers import POD
from renderer.cli.health.calls import is_app, named
from renderer.cli.health.finding import Finding, listed, warning
from renderer.cli.health.trial import changed_images, renamed_references
from renderer.cli.kustomize_build import kustomization_in, objects_in
from renderer.errors import RenderError
from renderer.guard.objects import Placed, all_containers, at, items, mapping, pod
from renderer.guard.together import rendered
from renderer.krm.apps import identity
from renderer.resources.metadata import is_rendered

if TYPE_CHECKING:
    from renderer.cli.health.programs import Build

CODE = "SR994"
RENAMING = ("namePrefix", "nameSuffix")
PARTIAL = ("images", "labels", "commonLabels", *RENAMING)
ON_PODS = ("includeSelectors", "includeTemplates")
SELECTED = ("spec", "selector", "matchLabels", "app.kubernetes.io/name")
TELL = "write it in the spec, or tell kustomize the place: docs/krm-function.md"
IN_NAMES = "write their names in the spec"
IN_OTHERS = "write the new names there"
NEW_NAME = (
    "write the name in the spec, or let a StatefulEnvironment expand the StatefulApp beside the"
    " prefix: docs/krm-function.md"
)


def beside_apps(folder: Path, build: Build) -> Iterator[Finding]:
    """Yield the fields of a kustomization that miss a part of the StatefulApps beside them."""
    kustomization = kustomization_in(folder)
    if not any(kustomization.get(each) for each in PARTIAL):
        return
    try:
        printed = objects_in(build.without_programs()(folder).stdout)
    except RenderError:  # what it prints is looked at elsewhere
        return
    for app in filter(is_app, printed):
        for message, hint in _missed(kustomization, app, build):
            yield warning(CODE, str(folder), f"{message} of {named(app)}", hint)
        if naming := _naming_the_former(kustomization, app, printed, build):
            message = f"namePrefix and nameSuffix miss what names objects of {named(app)}"
            yield warning(CODE, str(folder), f"{message}: {listed(naming)}", IN_OTHERS)


def _missed(
    kustomization: dict[str, Any], app: dict[str, Any], build: Build
) -> Iterator[tuple[str, str]]:
    images = sorted({*_images(app)})
    if missed := changed_images(images, kustomization.get("images") or [], build):
        yield f"images misses {listed(missed)}", TELL
    if not _for_pods(kustomization).items() <= mapping(at(app, "spec", "podLabels")).items():
        yield "labels miss the pods and selectors", TELL
    if missed := _not_renamed(kustomization, app):
        yield f"namePrefix and nameSuffix miss extra resources: {listed(missed)}", IN_NAMES


def _not_renamed(kustomization: dict[str, Any], app: dict[str, Any]) -> list[str]:
    """Return the names of extraResources that lack what is put around all others."""
    prefix, suffix = (str(kustomization.get(each) or "") for each in RENAMING)
    extra = (each for _, each in items(at(app, "spec", "extraResources")))
    names = (str(at(each, "resource", "metadata", "name")) for each in extra)
    return [name for name in names if not (name.startswith(prefix) and name.endswith(suffix))]


def _naming_the_former(
    kustomization: dict[str, Any], app: dict[str, Any], printed: list[dict[str, Any]], build: Build
) -> list[str]:
    """Return the objects that name the app's by their former names, and kustomize cannot know."""
    around = {each: str(kustomization.get(each) or "") for each in RENAMING}
    others = [each for each in printed if not is_app(each)]
    if not others or not any(around.values()):
        return []
    prefix, suffix = around.values()
    name = str(at(app, "metadata", "name")).removeprefix(prefix).removesuffix(suffix)
    former = {**app, "metadata": {**app["metadata"], "name": name}}
    try:
        before, after = _objects(former), _objects(app)
    except RenderError:
        return []  # said where it is built
    gone = [each for key, each in before.items() if key not in after]
    return renamed_references(gone, others, around, build)


def _objects(app: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    """Return what an app renders to, in any of its environments."""
    builds = rendered(Document(app, file=named(app))).values()
    return {identity(each.data): each.data for build in builds for each in build}


def _images(value: Any) -> Iterator[str]:
    """Yield the images anywhere in a StatefulApp: its own, its sidecars', its environments'."""
    if isinstance(value, list):
        for each in value:
            yield from _images(each)
    for key, each in mapping(value).items():
        if key == "image" and isinstance(each, str):
            yield each
        else:
            yield from _images(each)


def _for_pods(kustomization: dict[str, Any]) -> dict[str, Any]:
    """Return the labels that a kustomization wants on pods."""
    found = dict(mapping(kustomization.get("commonLabels")))
    for _, entry in items(kustomization.get("labels")):
        if any(entry.get(key) is True for key in ON_PODS):
            found |= mapping(entry.get("pairs"))
    return found


def after_renaming(folder: Path, printed: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield the StatefulSets of ours whose texts name their pods as they were called before."""
    services = [each for each in printed if at(each, "kind") == "Service"]
    for each in map(Placed, printed):
        if each.kind == "StatefulSet" and is_rendered(each.data, services):
            former = _former(each)
            texts = [name for name, text in _texts(each, printed) if former.search(text)]
            if texts:
                message = f"{each.label} was renamed, but not its pods in {listed(texts)}"
                yield warning(CODE, str(folder), message, NEW_NAME)


def _former(one: Placed) -> re.Pattern[str]:
    """Return what former names of a StatefulSet's pods and hosts look like.

    Its selector cannot change, so it holds the name that the app had when it was rendered.
    """
    name, service = (str(at(one.data, *path)) for path in (SELECTED, ("spec", "serviceName")))
    prefix, _, suffix = one.name.partition(name) if name in one.name else ("", "", "")
    host = service.removeprefix(prefix).removesuffix(suffix)
    found = [rf"{re.escape(name)}-\d+"] if name != one.name else []
    if host not in (service, ""):
        found.append(rf"({re.escape(one.name)}-\d+|\$\({POD}\))\.{re.escape(host)}")
    return re.compile(rf"(?<![\w-])({'|'.join(found) or '(?!)'})(?![\w-])")


def _texts(one: Placed, printed: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield names and texts of a StatefulSet's variables, and of the files that it mounts."""
    for _, container in all_containers(one):
        for _, variable in items(container.get("env")):
            yield str(variable.get("name")), str(variable.get("value"))
    mounted = [at(each, "configMap", "name") for _, each in items(pod(one).get("volumes"))]
    for each in map(Placed, printed):
        if each.kind == "ConfigMap" and each.name in mounted:
            yield from ((key, str(text)) for key, text in mapping(each.data.get("data")).items())
