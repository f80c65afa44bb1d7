"""What `stateful-fn` does, as text to text: kustomize calls it as a generator.

The specification: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
What callers really do, and so why this is as it is: kustomize never shows `results` nor which
config failed, so the first line of stderr says everything; it cannot read a stdout that is not a
ResourceList, so there always is one; and it hands a generator its own config as the only item.
"""

from __future__ import annotations

from renderer.app.load import Document
from renderer.errors import Problem, RenderError, dotted
from renderer.resources import resources_of
from renderer.yaml import dump, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

API_VERSION = "config.kubernetes.io/v1"
KIND = "ResourceList"
PATH_ANNOTATIONS = ("internal.config.kubernetes.io/path", "config.kubernetes.io/path")


def run(text: str | bytes) -> tuple[str, list[Problem]]:
    """Answer one call.

    Args:
        text: the ResourceList from stdin.

    Returns:
        The ResourceList for stdout, and what is wrong: with any problem the call has failed, and
        the items are those that came in.
    """
    items: list[Any] = []
    config: Any = None
    try:
        resource_list = _resource_list(text)
        items = resource_list.get("items") or []
        config = resource_list.get("functionConfig")
        items = _generate(config, items)
    except RenderError as error:
        results = [_result(problem, config) for problem in error.problems]
        return _answer(items, results), error.problems
    return _answer(items, []), []


def failed(message: str) -> str:
    """Return the ResourceList for a call that ended in a bug of ours."""
    return _answer([], [_result(Problem("SR999", (), message), None)])


def _generate(config: Any, items: list[Any]) -> list[Any]:
    """Return the app's objects, without the config: kustomize would take it for one of them."""
    problems = _wrong_call(config, items)
    if problems:
        raise RenderError(problems)
    return list(resources_of(Document(config, file=_file_of(config))))


def _resource_list(text: str | bytes) -> dict[str, Any]:
    documents = _documents(text)
    if len(documents) == 1 and isinstance(documents[0], dict) and documents[0].get("kind") == KIND:
        resource_list: dict[str, Any] = documents[0]
        if isinstance(resource_list.get("items") or [], list):
            return resource_list
    message = f"must be one {KIND} ({API_VERSION}), as kustomize and kpt send it"
    hint = "people use `stateful render`; see `stateful-fn --help`"
    raise RenderError([Problem("SR601", (), message, hint=hint, file="stdin")])


def _documents(text: str | bytes) -> list[Any]:
    """Read the config as strictly as any spec, and other people's items as kubectl does."""
    try:
        return read(text, file="stdin", max_bytes=MAX_BYTES)
    except RenderError as error:
        if all(problem.path[:1] == ("items",) for problem in error.problems):
            return read(text, file="stdin", dialect="manifest")
        raise


MAX_BYTES = 256 * 1024 * 1024


def _wrong_call(config: Any, items: list[Any]) -> list[Problem]:
    if config is None:
        message = "must hold a StatefulApp: the function was called without a configuration"
        return [Problem("SR602", ("functionConfig",), message)]
    others = [item for item in items if not _is_config(item, config)]
    if others:
        message = (
            f"must be called as a kustomize generator, got {len(others)} items besides the config"
        )
        hint = "list the StatefulApp under `generators:`"
        return [Problem("SR603", ("items",), message, hint=hint)]
    return []


def _is_config(item: Any, config: Any) -> bool:
    """Tell whether an item is the config that kustomize hands over a second time.

    An item with a path is a file of a kpt package: leaving it out of the answer would delete it.
    """
    return _address(item) == _address(config) and _path(item) is None


def _address(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return (item.get("apiVersion"), item.get("kind"), _metadata(item).get("name"))


def _file_of(config: Any) -> str:
    """Return what an error calls the config: its path where the caller gave one, else kind/name."""
    if path := _path(config):
        return path
    kind = config.get("kind") if isinstance(config, dict) else None
    return f"{kind or 'functionConfig'}/{_metadata(config).get('name', '?')}"


def _path(item: Any) -> str | None:
    annotations = _metadata(item).get("annotations")
    found = annotations if isinstance(annotations, dict) else {}
    return next((str(found[key]) for key in PATH_ANNOTATIONS if key in found), None)


def _metadata(item: Any) -> dict[str, Any]:
    metadata = item.get("metadata") if isinstance(item, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def _answer(items: list[Any], results: list[dict[str, Any]]) -> str:
    answer: dict[str, Any] = {"apiVersion": API_VERSION, "kind": KIND, "items": items}
    return dump({**answer, "results": results} if results else answer)


def _result(problem: Problem, config: Any) -> dict[str, Any]:
    """Return a problem as the specification's result, about the config it was found in."""
    hint = f" ({problem.hint})" if problem.hint else ""
    result: dict[str, Any] = {
        "message": f"{problem.message}{hint}",
        "severity": problem.severity,
        "tags": {"code": problem.code},
    }
    api_version, kind, name = _address(config) if isinstance(config, dict) else (None, None, None)
    if all(isinstance(each, str) for each in (api_version, kind, name)):
        result["resourceRef"] = {"apiVersion": api_version, "kind": kind, "name": name}
    if problem.path:
        result["field"] = {"path": dotted(problem.path)}
    if problem.file:
        result["file"] = {"path": problem.file}
    return result
