"""The fields of Argo CD's own files, and what in a file does not fit into them.

A table says of a field what its value is; tests hold the tables against Argo CD's own types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from renderer.errors import Problem
from renderer.kubernetes.names import nearest, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.errors import Path

# What stands in a table for a value: a type with its name, a list of one thing, a map of names to
# one thing, or the words that are allowed.
TEXT, FLAG = ((str,), "a string"), ((bool,), "true or false")
COUNT = ((int, str), "a number")
ANYTHING = ((object,), "")  # of others
EVERY = "*"
WRONG = "SR710"
NAMES = {EVERY: TEXT}

PARAMETER = {"name": TEXT, "string": TEXT, "array": [TEXT], "map": NAMES}
SOURCE: dict[str, Any] = {
    "repoURL": TEXT,
    "targetRevision": TEXT,
    "path": TEXT,
    "name": TEXT,
    "ref": TEXT,
    "chart": TEXT,
    "helm": ANYTHING,
    "directory": {"recurse": FLAG, "include": TEXT, "exclude": TEXT, "jsonnet": ANYTHING},
    "plugin": {
        "name": TEXT,
        "env": [{"name": TEXT, "value": TEXT}],
        "parameters": [PARAMETER],
    },
    "kustomize": {
        "namePrefix": TEXT,
        "nameSuffix": TEXT,
        "namespace": TEXT,
        "images": [TEXT],
        "replicas": [{"name": TEXT, "count": COUNT}],
        "commonLabels": NAMES,
        "commonAnnotations": NAMES,
        "commonAnnotationsEnvsubst": FLAG,
        "forceCommonLabels": FLAG,
        "forceCommonAnnotations": FLAG,
        "labelWithoutSelector": FLAG,
        "labelIncludeTemplates": FLAG,
        "components": [TEXT],
        "ignoreMissingComponents": FLAG,
        "patches": [ANYTHING],
        "version": TEXT,
        "kubeVersion": TEXT,
        "apiVersions": [TEXT],
    },
}
DRY = ("repoURL", "targetRevision", "path", "helm", "directory", "plugin", "kustomize")
METADATA = {
    "name": TEXT,
    "namespace": TEXT,
    "labels": NAMES,
    "annotations": NAMES,
    "finalizers": [TEXT],
}
SPEC = {
    "project": TEXT,
    "source": SOURCE,
    "sources": [SOURCE],
    "sourceHydrator": {
        "drySource": {field: SOURCE[field] for field in DRY},
        "syncSource": {"targetBranch": TEXT, "path": TEXT},
        "hydrateTo": {"targetBranch": TEXT},
    },
    "destination": {"name": TEXT, "namespace": TEXT, "server": TEXT},
    "syncPolicy": {
        "automated": {"prune": FLAG, "selfHeal": FLAG, "allowEmpty": FLAG, "enabled": FLAG},
        "syncOptions": [TEXT],
        "retry": ANYTHING,
        "managedNamespaceMetadata": ANYTHING,
    },
    "ignoreDifferences": ANYTHING,
    "info": ANYTHING,
    "revisionHistoryLimit": COUNT,
}
# The API server says itself what is wrong with the metadata of an object.
APPLICATION = {"metadata": {**METADATA, EVERY: ANYTHING}, "spec": SPEC, EVERY: ANYTHING}
PATHS = [{"path": TEXT, "exclude": FLAG}]
APPLICATION_SET = {
    "spec": {
        "goTemplate": FLAG,
        "goTemplateOptions": [TEXT],
        "generators": [ANYTHING],
        "template": {"metadata": METADATA, "spec": SPEC},
        "templatePatch": TEXT,
        "syncPolicy": {"preserveResourcesOnDeletion": FLAG, "applicationsSync": TEXT},
        "strategy": ANYTHING,
        "preservedFields": ANYTHING,
        "ignoreApplicationDifferences": ANYTHING,
        "applyNestedSelectors": FLAG,
    },
    EVERY: ANYTHING,
}
GENERATOR = {
    "list": {"elements": [{EVERY: ANYTHING}], "elementsYaml": TEXT, "template": ANYTHING},
    "git": {
        "repoURL": TEXT,
        "revision": TEXT,
        "directories": PATHS,
        "files": PATHS,
        "pathParamPrefix": TEXT,
        "values": NAMES,
        "requeueAfterSeconds": COUNT,
        "template": ANYTHING,
    },
    "matrix": {"generators": [ANYTHING], "template": ANYTHING},
    **dict.fromkeys(
        (
            *("clusterDecisionResource", "clusters", "merge", "plugin", "pullRequest"),
            *("scmProvider", "selector"),
        ),
        ANYTHING,
    ),
}


class Misfit(NamedTuple):
    """What does not fit into a table.

    Args:
        path: where.
        message: what must hold, without the path.
        hint: the way out.
        is_unknown: whether it is a field that the table does not have.
    """

    path: Path
    message: str
    hint: str
    is_unknown: bool = False

    def problem(self, above: Path = ()) -> Problem:
        """Return the problem that it is, below a path."""
        return Problem(WRONG, (*above, *self.path), self.message, hint=self.hint)


def misfits(value: Any, wanted: Any, path: Path = ()) -> Iterator[Misfit]:
    """Yield what does not fit into a table, down to the last value; null is as good as none."""
    if value is None:
        return
    if isinstance(wanted, list):
        yield from _in_list(value, wanted[0], path)
    elif isinstance(wanted, dict):
        yield from _in_map(value, wanted, path)
    elif isinstance(wanted[0], str):
        if value not in wanted:
            hint = nearest(str(value), wanted) or "correct it"
            yield Misfit(path, f"must be one of {', '.join(wanted)}, is {_what(value)}", hint)
    elif not isinstance(value, wanted[0]) or (wanted is COUNT and isinstance(value, bool)):
        hint = "write it in quotes" if wanted is TEXT else "correct it"
        yield Misfit(path, f"must be {wanted[1]}, is {_what(value)}", hint)


def _in_list(value: Any, wanted: Any, path: Path) -> Iterator[Misfit]:
    if not isinstance(value, list):
        yield Misfit(path, f"must be a list, is {_what(value)}", "write it as [...]")
        return
    for index, item in enumerate(value):
        yield from misfits(item, wanted, (*path, index))


def _in_map(value: Any, wanted: dict[str, Any], path: Path) -> Iterator[Misfit]:
    if not isinstance(value, dict):
        yield Misfit(path, f"must be an object, is {_what(value)}", "correct it")
        return
    for key, item in value.items():
        at = (*path, str(key))
        if key in wanted or EVERY in wanted:
            yield from misfits(item, wanted.get(key, wanted.get(EVERY)), at)
        else:
            hint = nearest(str(key), list(wanted)) or "remove it"
            yield Misfit(at, "is no field", hint, is_unknown=True)


def _what(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return quoted(value) if isinstance(value, str) else str(value)


def unfit(value: Any, wanted: Any) -> list[Problem]:
    """Return the values that are of another type than Argo CD's, so that nobody can read them."""
    return [misfit.problem() for misfit in misfits(value, wanted) if not misfit.is_unknown]
