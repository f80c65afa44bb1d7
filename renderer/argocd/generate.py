"""What a config management plugin is told, and by whom.

https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from renderer.app.nearest import did_you_mean
from renderer.app.version_rules import cluster_version
from renderer.errors import Problem, RenderError

PARAMETERS = "ARGOCD_APP_PARAMETERS"
ENVIRONMENT_VARIABLE = "ARGOCD_ENV_ENVIRONMENT"
PARAMETER = "environment"
VERSION_VARIABLE = "KUBE_VERSION"


def environment(variables: Mapping[str, str]) -> str | None:
    """Return the environment that an Application asks for; None means spec.environment.

    A parameter of the Application wins over its plugin environment variable.

    Args:
        variables: the process environment that Argo CD set up.

    Raises:
        RenderError: the parameters are not what Argo CD sends, or are none of ours (SR701).
    """
    return _parameter(variables) or variables.get(ENVIRONMENT_VARIABLE) or None


def told_version(variables: Mapping[str, str]) -> int | None:
    """Return the minor version of the destination cluster; None where Argo CD does not say it.

    It is empty where manifests are made for no cluster yet, as by the source hydrator.

    Raises:
        RenderError: it is no version that can be checked for (SR208).
    """
    return cluster_version(variables.get(VERSION_VARIABLE), VERSION_VARIABLE)


def _parameter(variables: Mapping[str, str]) -> str | None:
    text = variables.get(PARAMETERS, "null")
    try:
        # Argo CD sends the word null when the Application sets no parameter.
        parameters = json.loads(text) or []
        unknown = [str(each["name"]) for each in parameters if each["name"] != PARAMETER]
        found = [] if unknown else [_text(each["string"]) for each in parameters]
    except (ValueError, KeyError, TypeError):
        message = 'must be a list such as [{"name": "environment", "string": "prod"}]'
        raise RenderError(
            [Problem("SR701", (PARAMETERS,), f"{message}, got {text[:60]}")]
        ) from None
    if unknown:
        raise RenderError([_unknown(name) for name in unknown])
    return found[0] if found else None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _unknown(name: str) -> Problem:
    """Refuse a parameter that nobody reads: the base would be rendered in silence."""
    hint = did_you_mean(name, [PARAMETER])
    message = f'must be the parameter {PARAMETER} alone, got "{name}"'
    return Problem("SR701", (PARAMETERS,), message, hint=hint)
