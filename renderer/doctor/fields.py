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

from renderer.app import is_app
from renderer.app.defaults import SELECTED
from renderer.app.load import Document
from renderer.app.peers import POD
from renderer.doctor.calls import named
from renderer.doctor.finding import Finding, error, listed, warning
from renderer.doctor.neighbours import hosts, naming
from renderer.doctor.trial import changed_images, renamed_references
from renderer.errors import RenderError, dotted
from renderer.inputs.kustomize_build import kustomization_in, objects_in
from renderer.objects.declared import KIND as PVC
from renderer.objects.declared import template_of
from renderer.objects.identity import Identity
from renderer.objects.reading import at, items, mapping, number, pairs_in, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import all_containers, ordinals, pod
from renderer.resources.metadata import is_rendered
from renderer.resources.pipeline import builds_of
from renderer.rules.declared_claims import all_pods_have_their_claim, claims_are_taken

if TYPE_CHECKING:
    from renderer.doctor.programs import Build

CODE = "SR994"
RENAMING = ("namePrefix", "nameSuffix")
PARTIAL = ("images", "labels", "commonLabels", *RENAMING)
ON_PODS = ("includeSelectors", "includeTemplates")
TELL = "write it in the spec, or tell kustomize the place: docs/krm-function.md"
IN_NAMES = "write their names in the spec"
NEW_NAMES = "write their new names there"
FEWER = "list as many pods there as there are"
NEW_NAME = (
    "write the name in the spec, or let a StatefulEnvironment expand the StatefulApp beside the"
    " prefix: docs/krm-function.md"
)


def beside_apps(folder: Path, build: Build) -> Iterator[Finding]:
    """Yield the fields of a kustomization that miss a part of the StatefulApps beside them."""
    kustomization = kustomization_in(folder)
    if not any(kustomization.get(field) for field in PARTIAL):
        return
    try:
        printed = objects_in(build.without_programs()(folder).stdout)
    except RenderError:  # what it prints is looked at elsewhere
        return
    for app in filter(is_app, printed):
        for message, hint in _missed(kustomization, app, build):
            yield warning(CODE, str(folder), f"{message} of {named(app)}", hint)
        missed = {
            "pods": _naming_before(kustomization, Resource(app), printed),
            "objects": _referring_to_before(kustomization, app, printed, build),
        }
        for what, others in missed.items():
            if others:
                message = f"namePrefix and nameSuffix miss {listed(others)}, naming {what}"
                yield warning(CODE, str(folder), f"{message} of {named(app)}", NEW_NAMES)


def _naming_before(
    kustomization: dict[str, Any], app: Resource, printed: list[dict[str, Any]]
) -> list[str]:
    """Return the other objects whose texts name an app's pods without what is put around it."""
    name = _name_before(kustomization, app)
    if name == app.name:
        return []
    service = str(at(app.data, "spec", "headlessService", "name") or name)
    return [*naming(hosts(name, service, app.namespace), app, app.name, printed)]


def _around(kustomization: dict[str, Any]) -> tuple[str, str]:
    """Return what a kustomization puts in front of names and behind them."""
    prefix, suffix = (str(kustomization.get(field) or "") for field in RENAMING)
    return prefix, suffix


def _name_before(kustomization: dict[str, Any], app: Resource) -> str:
    prefix, suffix = _around(kustomization)
    return app.name.removeprefix(prefix).removesuffix(suffix)


def _missed(
    kustomization: dict[str, Any], app: dict[str, Any], build: Build
) -> Iterator[tuple[str, str]]:
    # Its own, its sidecars', its environments'.
    images = sorted({said for key, said in pairs_in(app) if key == "image" and text(said)})
    if missed := changed_images(images, kustomization.get("images") or [], build):
        yield f"images misses {listed(missed)}", TELL
    if not _for_pods(kustomization).items() <= mapping(at(app, "spec", "podLabels")).items():
        yield "labels miss the pods and selectors", TELL
    if missed := _not_renamed(kustomization, app):
        yield f"namePrefix and nameSuffix miss extra resources: {listed(missed)}", IN_NAMES


def _not_renamed(kustomization: dict[str, Any], app: dict[str, Any]) -> list[str]:
    """Return the names of extraResources that lack what is put around all others."""
    prefix, suffix = _around(kustomization)
    extra = (entry for _, entry in items(at(app, "spec", "extraResources")))
    names = (str(at(entry, "resource", "metadata", "name")) for entry in extra)
    return [name for name in names if not (name.startswith(prefix) and name.endswith(suffix))]


def _referring_to_before(
    kustomization: dict[str, Any], app: dict[str, Any], printed: list[dict[str, Any]], build: Build
) -> list[str]:
    """Return the other objects that refer to an app's by names of which kustomize cannot know."""
    name = _name_before(kustomization, Resource(app))
    others = [data for data in printed if not is_app(data)]
    if not others or name == Resource(app).name:
        return []
    former = {**app, "metadata": {**app["metadata"], "name": name}}
    try:
        before, after = _objects(former), _objects(app)
    except RenderError:
        return []  # said where it is built
    gone = [data for key, data in before.items() if key not in after]
    around = {field: kustomization[field] for field in RENAMING if kustomization.get(field)}
    return renamed_references(gone, others, around, build)


def _objects(app: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    """Return what an app renders to, in any of its environments."""
    builds = builds_of(Document(app, file=named(app)))
    return {Identity.of(data): data for build in builds.values() for data in build.objects}


def _for_pods(kustomization: dict[str, Any]) -> dict[str, Any]:
    """Return the labels that a kustomization wants on pods."""
    found = dict(mapping(kustomization.get("commonLabels")))
    for _, entry in items(kustomization.get("labels")):
        if any(entry.get(key) is True for key in ON_PODS):
            found |= mapping(entry.get("pairs"))
    return found


def after_renaming(folder: Path, printed: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield the StatefulSets of ours whose pods somebody names as they were called before.

    Or names more of them than the field `replicas` has left.
    """
    yield from _claims_left_behind(folder, printed)
    services = [data for data in printed if at(data, "kind") == "Service"]
    has_replicas = bool(kustomization_in(folder).get("replicas"))
    for workload in map(Resource, printed):
        if workload.kind == "StatefulSet" and is_rendered(workload.data, services):
            former = _former(workload)
            texts = [name for name, text in _texts(workload, printed) if former.search(text)]
            if texts:
                message = f"{workload.label} was renamed, but not its pods in {listed(texts)}"
                yield warning(CODE, str(folder), message, NEW_NAME)
            if others := _naming_former(workload, printed):
                message = f"{workload.label} was renamed, but not its pods in {listed(others)}"
                yield warning(CODE, str(folder), message, NEW_NAMES)
            if has_replicas and (others := _naming_too_many(workload, printed)):
                message = f"{workload.label} has fewer pods than {listed(others)} names"
                yield warning(CODE, str(folder), message, FEWER)


def _claims_left_behind(folder: Path, printed: list[dict[str, Any]]) -> Iterator[Finding]:
    """Yield the declared claims that follow neither a new name nor the field `replicas`."""
    objects = Objects(list(map(Resource, printed)))
    if not any(template_of(claim) for claim in objects.of_kind(PVC)):
        return
    for claim in objects.of_kind(PVC):
        for rule in (claims_are_taken, all_pods_have_their_claim):
            for problem in rule.problems(claim, objects):
                message = f"{claim.label}: {dotted(problem.path)} {problem.message}"
                yield error(rule.code, str(folder), message, problem.hint)


def _naming_former(one: Resource, printed: list[dict[str, Any]]) -> list[str]:
    """Return the other objects whose texts name a set's pods as they were called before."""
    name, host, service = _names(one)
    there = {other.name for other in map(Resource, printed) if other.kind == "StatefulSet"}
    if (name, host) == (one.name, service) or name in there - {one.name}:
        return []
    return [*naming(hosts(name, host, one.namespace), one, name, printed)]


def _naming_too_many(one: Resource, printed: list[dict[str, Any]]) -> list[str]:
    """Return the other objects whose texts name pods that a set does not have."""
    count = at(one.data, "spec", "replicas")  # None: an autoscaler's
    if number(count) != count:
        return []
    name, _, service = _names(one)
    found = naming(hosts(one.name, service, one.namespace), one, name, printed)
    return [other for other in found if max(found[other]) >= ordinals(one).stop]


def _names(one: Resource) -> tuple[str, str, str]:
    """Return the names that a set and its Service had before, and that of its Service now.

    Its selector cannot change, so it holds the name that the app had when it was rendered, unless
    the app says its selector itself.
    """
    selected = mapping(at(one.data, "spec", "selector", "matchLabels"))
    named = {str(selected.get(key)) for key in SELECTED}
    name = named.pop() if len(named) == 1 and selected.keys() >= {*SELECTED} else one.name
    service = str(at(one.data, "spec", "serviceName"))
    prefix, _, suffix = one.name.partition(name) if name in one.name else ("", "", "")
    return name, service.removeprefix(prefix).removesuffix(suffix), service


def _former(one: Resource) -> re.Pattern[str]:
    """Return what former names of a StatefulSet's pods and hosts look like in its own texts."""
    name, host, service = _names(one)
    found = [rf"{re.escape(name)}-\d+"] if name != one.name else []
    if host not in (service, ""):
        found.append(rf"({re.escape(one.name)}-\d+|\$\({POD}\))\.{re.escape(host)}")
    return re.compile(rf"(?<![\w-])({'|'.join(found) or '(?!)'})(?![\w-])")


def _texts(one: Resource, printed: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield names and texts of a StatefulSet's variables, and of the files that it mounts."""
    for _, container in all_containers(one):
        for _, variable in items(container.get("env")):
            yield str(variable.get("name")), str(variable.get("value"))
    mounted = [at(volume, "configMap", "name") for _, volume in items(pod(one).get("volumes"))]
    for other in map(Resource, printed):
        if other.kind == "ConfigMap" and other.name in mounted:
            yield from ((key, str(text)) for key, text in mapping(other.data.get("data")).items())
