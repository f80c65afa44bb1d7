"""The last resort: patches on the objects that were built.

They are applied here and never reach kustomize, so an overlay stays the difference of two builds. A
patch that does nothing is an error, and so is one that changes what can never change.
"""

from __future__ import annotations

from renderer.app.defaults import container_name
from renderer.errors import Problem, RenderError, dotted
from renderer.kubernetes.merge import merged
from renderer.kubernetes.names import one_of
from renderer.objects.reading import at, is_same, items, mapping
from renderer.yaml import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Patch, PatchTarget
    from renderer.errors import Path
    from renderer.resources.files import Files
    from renderer.resources.files import Object as Resource

    Problems = list[Problem]


def patched(app: StatefulApp, files: Files) -> Files:
    """Return the objects as the app's patches leave them.

    Raises:
        RenderError: with what is wrong with each patch, at its path in spec.
    """
    problems: Problems = []
    for index, patch in enumerate(app.spec.patches):
        try:
            files = _patched(patch, files, container_name(app))
        except Refused as refused:
            path: Path = ("spec", "patches", index, refused.field)
            problems.append(Problem(refused.code, path, refused.message, hint=refused.hint))
    if problems:
        raise RenderError(problems)
    return files


def changed_by(app: StatefulApp, files: Files, file: str, path: Path) -> Path:
    """Return where in the spec the patch is that made a field what it is; empty where none did.

    Args:
        app: an app whose patches can be applied.
        files: its objects without them.
        file: one of these.
        path: a field of it; of one that is not there, what it would be in counts.
    """
    by: Path = ()
    for index, patch in enumerate(app.spec.patches):
        after = _patched(patch, files, container_name(app))
        while path and at(after[file], *path) is None and at(files[file], *path) is None:
            path = path[:-1]
        if path and at(after[file], *path) != at(files[file], *path):
            by = ("spec", "patches", index, "patch")
        files = after
    return by


class Refused(Exception):  # noqa: N818  # no error of its own: it becomes a Problem
    """Why a patch cannot be applied, and which of its fields says so."""

    def __init__(self, code: str, message: str, hint: str = "", *, field: str = "patch") -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.field = code, message, hint, field


def _patched(patch: Patch, files: Files, main: str) -> Files:
    change = _read(patch.patch)
    targets = _targets(patch, change, files)
    after = {file: _apply(change, files[file]) for file in targets}
    if all(is_same(after[file], files[file]) for file in targets):
        raise Refused("SR342", "must change something: everything is already as it says")
    for file, resource in after.items():
        _keeps_identity(files[file], resource)
        if not file.startswith(EXTRA):
            _keeps_what_spec_says(files[file], resource, main)
        after[file] = _valid(resource)
    return {**files, **after}


def _read(text: str) -> Any:
    """Return the patch that a text holds: a map to merge, or a list of operations."""
    try:
        documents = read(text, max_bytes=None)
    except RenderError as error:
        first = error.problems[0]
        where = f"line {first.line} of the patch: " if first.line else ""
        raise Refused("SR340", f"{where}{first.message}", first.hint) from None
    if len(documents) != 1 or not isinstance(documents[0], (dict, list)) or not documents[0]:
        message = "must be one strategic merge patch (a map) or JSON 6902 operations (a list)"
        raise Refused("SR340", message)
    return documents[0]


def _targets(patch: Patch, change: Any, files: Files) -> list[str]:
    """Return the files of the objects that a patch is for."""
    named = _named_in(change)
    if patch.target is None and not named.get("kind"):
        message = "must be set, unless the patch itself names the kind of its object"
        raise Refused("SR341", message, "write target: {kind: StatefulSet}", field="target")
    found = [
        file
        for file, resource in files.items()
        if _is_meant(patch.target, resource)
        and all(_field(resource, field) == value for field, value in named.items())
    ]
    if not found:
        known = [f"{data['kind']} {data['metadata']['name']}" for data in files.values()]
        field = "patch" if patch.target is None else "target"
        raise Refused("SR341", "must be for an object of the app", one_of(known), field=field)
    return found


def _named_in(change: Any) -> dict[str, str]:
    """Return how a merge patch names its object by itself."""
    if not isinstance(change, dict):
        return {}
    metadata = change.get("metadata")
    name = metadata.get("name") if isinstance(metadata, dict) else None
    named = {"apiVersion": change.get("apiVersion"), "kind": change.get("kind"), "name": name}
    return {field: value for field, value in named.items() if isinstance(value, str)}


def _field(resource: Resource, field: str) -> Any:
    return resource["metadata"]["name"] if field == "name" else resource[field]


def _is_meant(target: PatchTarget | None, resource: Resource) -> bool:
    if target is None:
        return True
    group, _, version = resource["apiVersion"].rpartition("/")
    wanted = {"group": target.group, "version": target.version, "kind": target.kind}
    found = {"group": group, "version": version, "kind": resource["kind"]}
    found["name"], wanted["name"] = resource["metadata"]["name"], target.name
    return all(found[field] == value for field, value in wanted.items() if value is not None)


def _apply(change: Any, resource: Resource) -> Resource:
    if isinstance(change, list):
        for number, operation in enumerate(change, 1):
            resource = _operate(operation, resource, number)
        return resource
    try:
        return merged(resource, change)
    except ValueError as error:
        message, *hint = error.args
        raise Refused("SR343", message, "".join(hint)) from None


def _operate(operation: Any, resource: Resource, number: int) -> Resource:
    """Apply one operation; https://www.rfc-editor.org/rfc/rfc6902."""
    from jsonpatch import JsonPatchException, JsonPointerException, apply_patch  # rarely needed

    shown = "operation"
    if isinstance(operation, dict):
        shown = f"{operation.get('op', '?')} {operation.get('path', '?')}"
    try:
        changed: Resource = apply_patch(resource, [operation])
    except (JsonPatchException, JsonPointerException, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:120]
        message = f"must be possible: operation {number}, {shown}, fails: {reason}"
        raise Refused("SR343", message) from None
    if not isinstance(changed, dict):
        raise Refused("SR344", f"must leave an object: operation {number}, {shown}, takes it away")
    return changed


# What follows from the app's name, and what a cluster can never change or would refuse.
FIXED: dict[str, tuple[str, ...]] = {
    "": ("apiVersion", "kind", "metadata.name", "metadata.namespace"),
    "StatefulSet": (
        "spec.selector",
        "spec.serviceName",
        "spec.template.spec.restartPolicy",
        "spec.template.spec.activeDeadlineSeconds",
    ),
    "Service": ("spec.selector", "spec.clusterIP"),
    "PodDisruptionBudget": ("spec.selector",),
}
# What a field of spec says, and what follows from that field elsewhere: lists of peers, Services of
# pods, budgets, checksums. A patch would leave those as they are.
SAID_BY_SPEC: dict[str, dict[str, str]] = {
    "StatefulSet": {"spec.ordinals": "ordinals"},
    "ConfigMap": {"data": "config or peers", "binaryData": "config"},
}
LABELS = "labels."
CLAIMS = "volumeClaimTemplates"
EXTRA = "extra-"
CLIENT = "clientService is for clients"


def _keeps_identity(before: Resource, after: Resource) -> None:
    selected = mapping(at(before, "spec", "selector", "matchLabels"))
    labels = [f"spec.template.metadata.labels.{key}" for key in selected]
    for field in (*FIXED[""], *FIXED.get(before["kind"], ()), *labels):
        if _at(before, field) != _at(after, field):
            message = f"must not change {field} of {before['kind']} {before['metadata']['name']}"
            raise Refused("SR344", message)
    if _claims(before) != _claims(after):
        message = "must not add, remove or rename claims, nor change their labels"
        raise Refused("SR344", message, "change spec.storage")


def _keeps_what_spec_says(before: Resource, after: Resource, main: str) -> None:
    for field, name in SAID_BY_SPEC.get(before["kind"], {}).items():
        if _at(before, field) != _at(after, field):
            message = f"must not change {field} of {before['kind']} {before['metadata']['name']}"
            raise Refused("SR344", message, f"change spec.{name}: other objects follow from it")
    if before["kind"] == "StatefulSet":
        _keeps_the_set(before, after, main)
    if _at(before, "spec.clusterIP") == "None" and _at(after, "spec.type") != "ClusterIP":
        raise Refused("SR344", "must not change spec.type of the headless Service", CLIENT)


def _keeps_the_set(before: Resource, after: Resource, main: str) -> None:
    """Refuse what loses pods or data: only taking the replicas out, for an autoscaler, is meant."""
    if _at(after, "spec.replicas") not in (None, _at(before, "spec.replicas")):
        message = "must not change spec.replicas, but for null, which leaves it to an autoscaler"
        raise Refused("SR344", message, "change spec.replicas: lists of peers follow from it")
    found = [_containers(data).get(main) for data in (before, after)]
    if not all(found):
        message = f"must leave {main}, the main container, and its name"
        raise Refused("SR344", message, "change spec.containerName")
    claims = {_at(claim, "metadata.name") for claim in before["spec"].get(CLAIMS, [])}
    mounts, patched = (list(mapping(container).get("volumeMounts") or ()) for container in found)
    if any(mount["name"] in claims and mount not in patched for mount in mounts):
        message = "must not change where the claims are mounted"
        raise Refused("SR344", message, "change spec.storage")


def _containers(resource: Resource) -> dict[Any, Resource]:
    containers = items(at(resource, "spec", "template", "spec", "containers"))
    return {container.get("name"): container for _, container in containers}


def _at(resource: Any, field: str) -> Any:
    head, labels, key = field.partition(LABELS)
    steps = [*head.strip(".").split("."), "labels", key] if labels else field.split(".")
    return at(resource, *steps)


def _claims(resource: Resource) -> list[Any]:
    claims = _at(resource, "spec.volumeClaimTemplates")
    listed = claims if isinstance(claims, list) else []
    return [_at(claim, "metadata") for claim in listed]


def _valid(resource: Resource) -> Resource:
    """Check an object of a kind that we know, and return it with its values in canonical form."""
    from renderer.app.objects import canonical, problems_of_object

    found = canonical(resource)
    if found is not None:
        return found
    problem = problems_of_object(resource)[0]
    where = f"{resource['kind']}"
    message = f"must leave a valid {where}: {dotted(problem.path)}: {problem.message}"
    raise Refused("SR345", message, problem.hint)
