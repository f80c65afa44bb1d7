"""What `stateful-fn` does, as text to text: a ResourceList in, a ResourceList out.

The specification: https://github.com/kubernetes-sigs/kustomize/blob/master/cmd/config/docs/api-conventions/functions-spec.md
What callers really do, and so why this is as it is: kustomize never shows `results` nor which
config failed, so the first line of stderr says everything; no caller can read a stdout that is not
a ResourceList, so there always is one; and the caller deletes what a function leaves out.
"""

from __future__ import annotations

from renderer.errors import Problem, RenderError, dotted, in_order
from renderer.krm.call import Answer, Call, Failed
from renderer.krm.items import file_of, index_of, label, unreadable
from renderer.krm.roles import answer
from renderer.krm.text import call_in, is_yaml
from renderer.objects.reading import at
from renderer.yaml import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.krm.items import Item

API_VERSION = "config.kubernetes.io/v1"
KIND = "ResourceList"


def run(text: str | bytes) -> tuple[str, list[Problem]]:
    """Answer one call.

    Args:
        text: the ResourceList from stdin.

    Returns:
        The ResourceList for stdout, and the problems to report. With an error among them the call
        has failed, and the items are those that came in.
    """
    call = Call([], None)
    try:
        call = call_in(text, call)
        answered = answer(call)
        if torn := _torn(answered.items, call):
            answered = Answer(_returned(call), torn)
    except Failed as failure:
        answered = Answer(_returned(call), failure.results)
    except RenderError as error:
        results = [(problem, call.config) for problem in error.problems]
        answered = Answer(_returned(call), results)
    return _written(answered, call), in_order(problem for problem, _ in answered.results)


def _returned(call: Call) -> list[Item]:
    """Return the items that came in, unless they would make the answer unreadable."""
    return call.items if is_yaml(_listed(call.items, call)) else []


def _torn(items: list[Item], call: Call) -> list[tuple[Problem, Any]]:
    """Return a problem for every item that is an alias of one which goes, as a spec does."""
    kept = set(map(id, items))
    if not any("&" in item.text and id(item) not in kept for item in call.items):
        return []
    aliases = [item for item in items if "*" in item.text]
    return unreadable(aliases) if aliases and not is_yaml(_listed(items, call)) else []


def failed(message: str) -> str:
    """Return the ResourceList for a call that ended in a bug of ours."""
    return _written(Answer([], [(Problem("SR999", (), message), None)]), Call([], None))


def _written(answered: Answer, call: Call) -> str:
    head = f"apiVersion: {API_VERSION}\nkind: {KIND}\n"
    results = [_result(problem, resource) for problem, resource in answered.results]
    tail = dump({"results": results}) if results else ""
    return f"{head}{_listed(answered.items, call)}{tail}"


def _listed(items: list[Item], call: Call) -> str:
    lines = "".join(item.listed(call.pad) for item in items)
    return f"items:\n{lines}" if lines else "items: []\n"


def _result(problem: Problem, resource: Any) -> dict[str, Any]:
    """Return a problem as the specification's result, about the object it was found in."""
    result: dict[str, Any] = {
        "message": problem.said,
        "severity": problem.severity,
        "tags": {"code": problem.code},
    }
    if reference := _reference(resource):
        result["resourceRef"] = reference
    if problem.path:
        result["field"] = {
            "path": dotted(problem.path),
            **({"proposedValue": problem.instead} if problem.instead else {}),
        }
    if problem.file and problem.file != _named(resource):
        index = index_of(resource) or ""
        result["file"] = {
            "path": problem.file,
            **({"index": int(index)} if index.isdecimal() and index.isascii() else {}),
        }
    return result


def _named(resource: Any) -> str | None:
    """Return what an error calls an object that is no file."""
    return None if file_of(resource) else label(resource)


def _reference(resource: Any) -> dict[str, str]:
    head = {field: at(resource, field) for field in ("apiVersion", "kind")}
    fields = head | {field: at(resource, "metadata", field) for field in ("name", "namespace")}
    texts = {field: value for field, value in fields.items() if isinstance(value, str)}
    return texts if {"apiVersion", "kind", "name"} <= texts.keys() else {}
