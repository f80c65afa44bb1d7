"""What a config management plugin is told, and by whom.

https://argo-cd.readthedocs.io/en/stable/operator-manual/config-management-plugins/
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from renderer.errors import Problem, RenderError

PARAMETERS = "ARGOCD_APP_PARAMETERS"
ENVIRONMENT_VARIABLE = "ARGOCD_ENV_ENVIRONMENT"
PARAMETER = "environment"


def environment(variables: Mapping[str, str]) -> str | None:
    """Return the environment that an Application asks for; None means spec.environment.

    A parameter of the Application wins over its plugin environment variable.

    Args:
        variables: the process environment that Argo CD set up.

    Raises:
        RenderError: the parameters are not what Argo CD sends (SR701).
    """
    return _parameter(variables) or variables.get(ENVIRONMENT_VARIABLE) or None


def _parameter(variables: Mapping[str, str]) -> str | None:
    text = variables.get(PARAMETERS, "null")
    try:
        # Argo CD sends the word null when the Application sets no parameter.
        found = _texts(json.loads(text) or [])
    except (ValueError, KeyError, TypeError):
        message = 'must be a list such as [{"name": "environment", "string": "prod"}]'
        raise RenderError(
            [Problem("SR701", (PARAMETERS,), f"{message}, got {text[:60]}")]
        ) from None
    return found[0] if found else None


def _texts(parameters: list[dict[str, str]]) -> list[str]:
    found = [each["string"] for each in parameters if each["name"] == PARAMETER]
    if not all(isinstance(each, str) for each in found):
        raise TypeError
    return found
