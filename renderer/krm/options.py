"""The options in a ConfigMap that is the config, as from `kpt fn eval -- key=value`."""

from __future__ import annotations

from renderer.errors import Problem, RenderError
from renderer.krm.items import label
from renderer.kubernetes.names import nearest, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ENVIRONMENT, FOLDER, OVERWRITE, VALIDATE = OPTIONS = (
    "environment",
    "outputFolder",
    "overwriteEdited",
    "validate",
)
FIELDS = ("apiVersion", "kind", "metadata", "data", "immutable")
FLAGS = (OVERWRITE, VALIDATE)
WITHOUT_FILES = (ENVIRONMENT, VALIDATE)


def options_in(config: Any, known: tuple[str, ...] = OPTIONS) -> dict[str, str]:
    """Return the options of a ConfigMap, none without a config.

    Args:
        config: the ConfigMap.
        known: the options that the role knows.

    Raises:
        RenderError: one is unknown or has a wrong value (SR606).
    """
    fields = config or {}
    problems = [_beside_data(config, key) for key in fields if key not in FIELDS]
    data = fields.get("data")
    if data is not None and not isinstance(data, dict):
        problems.append(_problem(config, ("data",), "must be an object of options"))
        data = None
    options: dict[str, Any] = data or {}
    problems += [problem for key in options for problem in _wrong(config, key, options[key], known)]
    if problems:
        raise RenderError(problems)
    return options


def _beside_data(config: Any, key: Any) -> Problem:
    """Return the problem of a field beside data: no ConfigMap has it, or it holds no options."""
    hint = f"move it to data.{key}" if key in OPTIONS else "write the options below data"
    message = "is not read by anybody"
    return _problem(config, (str(key),), message, hint)


def _wrong(config: Any, key: str, value: Any, known: tuple[str, ...]) -> list[Problem]:
    path = ("data", key)
    if key not in known:
        hint = nearest(key, known) or one_of(known)
        return [_problem(config, path, "is not an option here", hint)]
    if not isinstance(value, str) or not value:
        return [_problem(config, path, "must be a string", "a ConfigMap holds only strings")]
    if key in FLAGS and value not in ("true", "false"):
        return [_problem(config, path, f'must be "true" or "false", got "{value}"')]
    if key == FOLDER and not _is_inside(value):
        message = f'must be a folder inside the package, got "{value}"'
        return [_problem(config, path, message, "write it as some/folder")]
    return []


def _is_inside(folder: str) -> bool:
    steps = folder.removesuffix("/").split("/")
    return not any(step in ("", ".", "..") for step in steps) and folder.isprintable()


def _problem(config: Any, path: tuple[str, ...], message: str, hint: str = "") -> Problem:
    return Problem("SR606", path, message, hint=hint, file=label(config))
