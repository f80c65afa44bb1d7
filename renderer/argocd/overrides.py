"""What an Application changes in its app: the spec with it, and what its values are called."""

from __future__ import annotations

from renderer.app import environments
from renderer.argocd.parameters import IMAGE_TAG, REPLICAS, SAID_BY, SIZE
from renderer.errors import Problem, RenderError
from renderer.kubernetes.images import joined, split
from renderer.kubernetes.names import quoted
from renderer.objects.reading import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.load import Document

# Which field of spec a parameter sets.
FIELDS = {"replicas": REPLICAS.name, "image": IMAGE_TAG.name, "storage": SIZE.name}


def explained(problem: Problem, override: dict[str, Any]) -> Problem:
    """Return a problem; one of a field that the Application sets says so."""
    field = next((step for step in problem.path if step in override), None)
    if field is None:
        return problem
    return problem.saying(f"{SAID_BY} {FIELDS[str(field)]}: {problem.message}")


def overridden(
    document: Document, environment: str | None, values: dict[str, Any]
) -> tuple[Document, dict[str, Any]]:
    """Return the document with what the Application's parameters say, and the fields that they set.

    They win over the environment, so they are written into it.

    Raises:
        RenderError: a value is none (SR701), or it names a storage that is not there.
    """
    names = {REPLICAS.name, IMAGE_TAG.name, SIZE.name} & values.keys()
    data = effective(document, environment) if names else None
    if data is None:
        return document, {}
    override = _override(data["spec"], values)
    return document.saying(_with(document.data, environment, override)), override


def effective(document: Document, environment: str | None) -> Any:
    """Return what a document says in an environment; None where the main path says why not."""
    if not environments.is_mergeable(document.data):
        return None
    try:
        return environments.effective(document.data, environment)
    except RenderError:
        return None


def _override(spec: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    override: dict[str, Any] = {}
    problems = []
    if REPLICAS.name in values:
        number = values[REPLICAS.name]
        if number.isascii() and number.isdecimal():
            override["replicas"] = int(number)
        else:
            problems.append(_wrong(REPLICAS.name, f"must be an integer, got {quoted(number)}"))
    if IMAGE_TAG.name in values:
        override["image"] = joined(split(text(spec.get("image")))[0], values[IMAGE_TAG.name], "")
    if sizes := values.get(SIZE.name):
        known = [text(item.get("name")) for _, item in items(spec.get("storage"))]
        unknown = sorted(sizes.keys() - {*known})
        problems += [_wrong(SIZE.name, _unknown(name, known)) for name in unknown]
        override["storage"] = [{"name": name, "size": sizes[name]} for name in sorted(sizes)]
    if problems:
        raise RenderError(problems)
    return override


def _unknown(name: str, known: list[str]) -> str:
    wanted = f"one of {', '.join(known)}" if known else "none: the app has no storage"
    return f"must name {wanted}, got {quoted(name)}"


def _with(data: Any, environment: str | None, override: dict[str, Any]) -> Any:
    """Return the document with an override in an environment, or in the base."""
    spec = data["spec"]
    if environment is None:
        return {**data, "spec": merged(spec, override)}
    index = environments.index_of(data, environment)
    listed = [*spec["environments"]]
    listed[index] = merged(listed[index], override)
    return {**data, "spec": {**spec, "environments": listed}}


def merged(spec: dict[str, Any], override: dict[str, Any]) -> dict[str, Any]:
    """Return a partial spec with an override; storage merges by its name."""
    result = {**spec, **override}
    if "storage" in override:
        written = spec.get("storage") or []
        sizes = {item["name"]: item for item in override["storage"]}
        result["storage"] = [{**item, **sizes.pop(text(at(item, "name")), {})} for item in written]
        result["storage"] += sizes.values()
    return result


def _wrong(name: str, message: str) -> Problem:
    return Problem("SR701", (name,), message, file=SAID_BY)
