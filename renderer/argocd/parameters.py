"""The table of what an Application may set: read from here, announced from here, documented so.

https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/
"""

from __future__ import annotations

from renderer.errors import Problem, RenderError
from renderer.kubernetes.names import nearest, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

PARAMETERS = "ARGOCD_APP_PARAMETERS"
VARIABLE = "ARGOCD_ENV_"
STRING, MAP = "string", "map"
# What messages call where a value comes from, whether it is a parameter or a variable.
SAID_BY = "plugin parameter"
# By its name, most people mean one of ours from so many letters on.
SHORTEST = 3


class Parameter:
    """Something that an Application may set.

    Args:
        name: in `spec.source.plugin.parameters`.
        variable: in `spec.source.plugin.env`; Argo CD puts ARGOCD_ENV_ in front. Maps have none.
        title: what Argo CD's UI calls it.
        tooltip: what it does.
        kind: `string` or `map`.
    """

    __slots__ = ("kind", "name", "title", "tooltip", "variable")

    def __init__(
        self, name: str, variable: str, title: str, tooltip: str, kind: str = STRING
    ) -> None:
        self.name = name
        self.variable = variable
        self.title = title
        self.tooltip = tooltip
        self.kind = kind


ENVIRONMENT = Parameter(
    "environment", "ENVIRONMENT", "Environment", "One of spec.environments, or base."
)
REPLICAS = Parameter("replicas", "REPLICAS", "Replicas", "How many pods, instead of the spec's.")
IMAGE_TAG = Parameter(
    "imageTag", "IMAGE_TAG", "Image tag", "The tag of spec.image, instead of the spec's."
)
SIZE = Parameter(
    "size", "", "Sizes of volumes", "The size of each storage, by its name: data: 20Gi.", MAP
)
KUBE_VERSION = Parameter(
    "kubeVersion",
    "KUBE_VERSION",
    "Kubernetes version",
    "What to check for, such as 1.34, instead of what Argo CD says of the destination.",
)
TABLE = (ENVIRONMENT, REPLICAS, IMAGE_TAG, SIZE, KUBE_VERSION)
BY_NAME = {parameter.name: parameter for parameter in TABLE}
BY_VARIABLE = {parameter.variable: parameter for parameter in TABLE if parameter.variable}


def values(variables: Mapping[str, str]) -> dict[str, Any]:
    """Return {name of a parameter: value} for all that an Application sets.

    A parameter wins over a variable; an empty value is none, for Argo CD's UI sends such.

    Args:
        variables: the process environment that Argo CD set up.

    Raises:
        RenderError: something is set that nobody reads, or that cannot be read (SR701).
    """
    problems: list[Problem] = []
    found = _from_variables(variables, problems)
    found |= _from_parameters(variables.get(PARAMETERS, "null"), problems)
    if problems:
        raise RenderError(problems)
    return found


def _from_variables(variables: Mapping[str, str], problems: list[Problem]) -> dict[str, Any]:
    found = {}
    for variable in sorted(variables):
        name = variable.removeprefix(VARIABLE)
        if name == variable:
            continue
        if name in BY_VARIABLE:
            if variables[variable]:
                found[BY_VARIABLE[name].name] = variables[variable]
        elif meant := _meant(name):
            message = "must be a name that somebody reads: this one would do nothing"
            hint = f"in spec.source.plugin.env, write name: {meant}"
            problems.append(Problem("SR701", (variable,), message, hint=hint))
    return found


def _meant(name: str) -> str:
    """Return the variable that somebody meant by another name, nothing where it is not ours."""
    upper = name.upper().replace("-", "_")
    for known in BY_VARIABLE:
        letters = known.replace("_", "")
        if upper.replace("_", "") == letters or (
            len(upper) >= SHORTEST and known.startswith(upper)
        ):
            return known
    from difflib import get_close_matches  # only where a name is not known

    return "".join(get_close_matches(upper, BY_VARIABLE, n=1, cutoff=0.8))


def _from_parameters(text: str, problems: list[Problem]) -> dict[str, Any]:
    """Read the list that Argo CD sends, the word `null` where the Application sets none."""
    if text in ("null", "[]"):
        return {}
    found: dict[str, Any] = {}
    for entry in _listed(text, problems):
        name = entry["name"]
        if name not in BY_NAME:
            problems.append(_unknown(name))
            continue
        kind = BY_NAME[name].kind
        value = entry.get(kind)
        if name in found:
            problems.append(_wrong(f'must set "{name}" once, sets it twice'))
        elif not _fits(value, kind):
            wanted = "string: VALUE" if kind == STRING else "map: {NAME: VALUE}"
            problems.append(_wrong(f"must be {{name: {name}, {wanted}}}", hint=f"it is a {kind}"))
        found[name] = value
    return {name: value for name, value in found.items() if value}


def _listed(text: str, problems: list[Problem]) -> list[dict[str, Any]]:
    try:
        listed = _from_json(text)
    except ValueError:
        listed = None
    if isinstance(listed, list) and all(
        isinstance(entry, dict) and isinstance(entry.get("name"), str) for entry in listed
    ):
        return listed
    message = 'must be a list such as [{"name": "environment", "string": "prod"}]'
    problems.append(_wrong(f"{message}, got {quoted(text[:60])}"))
    return []


def _from_json(text: str) -> Any:
    """Read JSON by what Python's library is made of: without the rest, it imports no `re`."""
    try:
        from _json import make_scanner
    except ImportError:
        from json import loads

        return loads(text)

    class Context:
        strict = True
        object_hook = object_pairs_hook = None
        parse_int, parse_float, parse_constant = int, float, str

    try:
        value, end = make_scanner(Context)(text.strip(), 0)  # type: ignore[arg-type]  # by its fields
    except (StopIteration, RecursionError):
        raise ValueError(text) from None
    if end != len(text.strip()):
        raise ValueError(text)
    return value


def _fits(value: Any, kind: str) -> bool:
    if kind == STRING:
        return isinstance(value, str)
    return isinstance(value, dict) and all(isinstance(held, str) for held in value.values())


def _unknown(name: str) -> Problem:
    """Refuse a parameter that nobody reads: what it was to change stays, in silence."""
    message = f"must be one of {', '.join(BY_NAME)}, got {quoted(name)}"
    return _wrong(message, hint=nearest(name, BY_NAME))


def _wrong(message: str, hint: str = "") -> Problem:
    return Problem("SR701", (PARAMETERS,), message, hint=hint)
