"""Objects of any kind that belong to an app, as written, with its namespace and labels."""

from __future__ import annotations

from renderer.app.extra_rules import CLUSTER_SCOPED, wrong_with
from renderer.app.objects import canonical, problems_of_object
from renderer.errors import Problem, RenderError
from renderer.objects.identity import Identity
from renderer.objects.reading import at
from renderer.resources.metadata import (
    for_cluster,
    in_key_order,
    place_of_metadata,
    shared_labels,
    without_nothing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files, Object

# What a reader looks for first; other keys follow by the alphabet, for no order may depend on how a
# document was written.
FIRST = ("apiVersion", "kind", "metadata", "name", "namespace")


def build(app: StatefulApp, own: Files) -> Files:
    """Return {file: object} of every extra resource.

    Raises:
        RenderError: one has the name of an object that the app makes itself, or is not valid.
    """
    files = {}
    problems: list[Problem] = []
    taken = [Identity.of(data).without_namespace() for data in own.values()]
    for index, entry in enumerate(app.spec.extra_resources):
        path: Path = ("spec", "extraResources", index, "resource")
        if list(wrong_with(entry.resource, path)):
            continue  # said by the rules about our own fields
        if Identity.of(entry.resource).without_namespace() in taken:
            message = f"must be an object of its own, the app makes this {entry.resource['kind']}"
            hint = "change it by fields of spec or patches"
            problems.append(Problem("SR346", (*path, "metadata", "name"), message, hint=hint))
            continue
        built = resource(app, entry.resource)
        problems += _problems(built, path)
        files[file_of(entry.name)] = built
    if problems:
        raise RenderError(problems)
    return {file: canonical(data) or data for file, data in files.items()}


def place(app: StatefulApp, path: Path, file: str) -> Path:
    """Return where in the spec a field of an extra resource comes from."""
    names = [file_of(extra.name) for extra in app.spec.extra_resources]
    own: Path = ("spec", "extraResources", names.index(file), "resource")
    written = app.spec.extra_resources[names.index(file)].resource
    if path[:1] == ("metadata",) and path[1:2] and not at(written, *path):
        return place_of_metadata(app, path[1:], name=(*own, "metadata", "name"))
    return (*own, *path)


def file_of(name: str) -> str:
    """Return the file of an extra resource."""
    return f"extra-{name}.yaml"


def _problems(built: Object, path: Path) -> list[Problem]:
    if canonical(built) is not None:
        return []
    return [
        Problem("SR347", (*path, *problem.path), problem.message, hint=problem.hint)
        for problem in problems_of_object(built)
    ]


def resource(app: StatefulApp, written: Object) -> Object:
    """Return an extra resource as one of the app's objects."""
    metadata = written["metadata"]
    namespace = None if written["kind"] in CLUSTER_SCOPED else app.metadata.namespace
    own = {
        "name": metadata["name"],
        "namespace": namespace,
        "labels": in_key_order({**shared_labels(app), **metadata.get("labels", {})}),
        "annotations": in_key_order(
            {**for_cluster(app.metadata.annotations), **metadata.get("annotations", {})}
        ),
    }
    whole = {**written, "metadata": {**without_nothing(own), **_others(metadata, own)}}
    if app.metadata.namespace and "subjects" in written:
        whole["subjects"] = [
            subject(given, app.metadata.namespace) for given in written["subjects"]
        ]
    return {key: ordered(whole[key]) for key in in_order(whole)}


def _others(metadata: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in own}


def subject(given: Any, namespace: str) -> Any:
    """Return who a RoleBinding is for; a ServiceAccount without a namespace is one of the app's."""
    is_account = isinstance(given, dict) and given.get("kind") == "ServiceAccount"
    return {"namespace": namespace, **given} if is_account else given


def ordered(value: Any) -> Any:
    """Return the value with all its maps in one order."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in in_order(value)}
    return [ordered(item) for item in value] if isinstance(value, list) else value


def in_order(keys: dict[str, Any]) -> list[str]:
    """Return the keys of a map, those first that say what it is."""
    return sorted(keys, key=lambda key: (FIRST.index(key) if key in FIRST else len(FIRST), key))
