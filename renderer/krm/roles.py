"""Which role a call asks for: by the kind of its config and by who is calling.

A role takes the call and returns an Answer, or raises Failed or RenderError. Roles that are rare
are imported when they are played: kustomize starts a process for every config.
"""

from __future__ import annotations

from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.krm.call import Answer, Call, Failed, caller_of
from renderer.krm.items import Item, label
from renderer.kubernetes.labels import is_configuration
from renderer.kubernetes.names import nearest
from renderer.objects.reading import annotations_of, at
from renderer.resources.pipeline import build_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from renderer.krm.call import Caller

    Role = Callable[[Call], Answer]

VALIDATE = "stateful-renderer.dev/validate"


def generate(call: Call) -> Answer:
    """Return the app's objects; kustomize would take the config for one of them."""
    document = Document(call.config, file=label(call.config))
    return Answer([Item(data=made) for made in build_of(document).objects])


def expand(call: Call) -> Answer:
    """Replace every StatefulApp among the resources by its objects."""
    from renderer.krm import transform

    return transform.expand(call)


def change_resources(call: Call) -> Answer:
    """Expand the StatefulApps, and change StatefulSets as a StatefulEnvironment says."""
    from renderer.krm import transform

    return transform.change_resources(call)


def write_app(call: Call) -> Answer:
    """Write the files of the app that the config is into a package."""
    from renderer.krm import write

    return write.write_app(call)


def write_apps(call: Call) -> Answer:
    """Write the files of every StatefulApp of a package into it."""
    from renderer.krm import write

    return write.write_apps(call)


def change_package(call: Call) -> Answer:
    """Change StatefulSets of a package; with an environment, write the apps' files for it."""
    from renderer.krm import write

    return write.change_package(call)


def guard(call: Call) -> Answer:
    """Judge StatefulSets, Services and budgets, and leave them as they are."""
    from renderer.krm import guard as role

    return role.judge_items(call)


# Kind of the config -> caller -> role. A caller that is missing is refused with the hint.
ROLES: dict[str, dict[Caller, Role]] = {
    "StatefulApp": {"generator": generate, "package": write_app},
    "StatefulEnvironment": {"transformer": change_resources, "package": change_package},
    "StatefulGuard": {"transformer": guard, "package": guard},
    "ConfigMap": {"transformer": expand, "package": write_apps},
}
HINTS = {
    "StatefulApp": "list it under `generators:`, or among the resources",
    "StatefulEnvironment": "list it under `transformers:`, where there are resources to change",
    "StatefulGuard": (
        "list it under `transformers:`, or with the annotation "
        f'{VALIDATE}: "true" under `validators:`, where there are resources to judge'
    ),
    "ConfigMap": "list it under `transformers:`, and a StatefulApp among the resources",
}


def answer(call: Call) -> Answer:
    """Play the role that the call asks for.

    Raises:
        Failed: something is wrong with an object.
        RenderError: something is wrong with the config.
    """
    caller = caller_of(call)
    is_validator = _is_validator(call)
    answered = _role(call, caller)(call)
    if any(problem.severity == "error" for problem, _ in answered.results):
        raise Failed(answered.results)
    if not is_validator:
        return answered
    # kustomize wants nothing back from a validator; kpt deletes what is missing.
    return Answer(call.items if caller == "package" else [], answered.results)


def _is_validator(call: Call) -> bool:
    """Tell whether the config says that the call only validates: the call itself does not show."""
    annotations = annotations_of(call.config)
    ours = {key: value for key, value in annotations.items() if is_ours(key)}
    for key, value in ours.items():
        if key != VALIDATE or value not in ("true", "false"):
            path = ("metadata", "annotations", key)
            message = f'must be {VALIDATE}: "true" or "false", our only annotation here'
            raise RenderError([Problem("SR606", path, message, file=label(call.config))])
    option = at(call.config, "data", "validate") if at(call.config, "kind") == "ConfigMap" else None
    return "true" in (ours.get(VALIDATE), option)


def is_ours(key: str) -> bool:
    """Tell whether an annotation is one of ours, about the call and not about the workload."""
    return key.startswith("stateful-renderer.dev/") and is_configuration(key)


def _role(call: Call, caller: Caller) -> Role:
    kind = _kind(call)
    if caller in ROLES[kind]:
        return ROLES[kind][caller]
    message = f"must not be called as a kustomize {caller}"
    where = label(call.config)
    raise RenderError([Problem("SR603", ("kind",), message, hint=HINTS[kind], file=where)])


def _kind(call: Call) -> str:
    """Return the kind of the config; kpt sends none where nothing is configured."""
    config: Any = call.config
    if config is None and call.items:
        return "ConfigMap"
    if config is None:
        message = "must hold a StatefulApp: the function was called without a configuration"
        raise RenderError([Problem("SR602", ("functionConfig",), message)])
    kind = at(config, "kind")
    if not isinstance(kind, str):
        return "StatefulApp"  # whose errors say what is missing
    if kind not in ROLES:
        raise RenderError([_unknown_kind(kind, label(config))])
    return kind


def _unknown_kind(kind: str, file: str) -> Problem:
    *others, last = ROLES
    message = f'must be {", ".join(others)} or {last}, got "{kind}"'
    return Problem("SR604", ("kind",), message, hint=nearest(kind, ROLES), file=file)
