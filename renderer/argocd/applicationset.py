"""An ApplicationSet: one Application for each app in each of its environments.

Argo CD reads the specs itself, so that a new app or environment needs no new ApplicationSet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from renderer.app import SPECS, environments
from renderer.argocd.application import (
    CREATE_NAMESPACE,
    GROUP,
    MANIFEST_PATHS,
    PLUGIN,
    plugin_name,
)
from renderer.argocd.generators import KIND
from renderer.argocd.parameters import ENVIRONMENT
from renderer.errors import Problem, RenderError

if TYPE_CHECKING:
    from collections.abc import Sequence

PLUGGED, OVERLAYS, HYDRATOR = "plugin", "overlays", "hydrator"
# Of the file's spec, and the environment beside it: what Argo CD's templates say. A spec without
# environments has its base.
APP, NAME = "{{ .metadata.name }}", "{{ .name }}"
NONE = f'(list (dict "name" "{environments.BASE}"))'
LISTED = f'{{{{ dig "spec" "environments" {NONE} . | toJson }}}}'
NAMESPACE = (
    '{{ dig "namespace" (dig "metadata" "namespace" (printf "%s-%s" .metadata.name .name) .) . }}'
)
FOLDER = "{{ .path.path }}"
ENVIRONMENT_LABEL, APP_LABEL = "environment", "app"


@dataclass(frozen=True)
class Wanted:
    """What an ApplicationSet is to be like.

    Args:
        name: its own.
        repository: the URL.
        revision: of the repository.
        form: plugin, overlays or hydrator.
        cluster: that of environments that name none.
        project: the AppProject.
        output: where the overlays are, from the root of the repository; empty is the root.
    """

    name: str
    repository: str
    revision: str = "main"
    form: str = PLUGGED
    cluster: str = "in-cluster"
    project: str = "default"
    output: str = ""


def applicationset(specs: Sequence[tuple[str, Any]], wanted: Wanted) -> dict[str, Any]:
    """Return the ApplicationSet.

    Args:
        specs: (path from the root of the repository, document) of every app.
        wanted: what it is to be like.

    Raises:
        RenderError: a spec has a name that Argo CD would not find (SR709).
    """
    strategy = _strategy(specs)
    files = [{"path": pattern} for pattern in _patterns([path for path, _ in specs])]
    git = {"repoURL": wanted.repository, "revision": wanted.revision, "files": files}
    generators = [{"git": git}, {"list": {"elements": [], "elementsYaml": LISTED}}]
    return {
        "apiVersion": f"{GROUP}/v1alpha1",
        "kind": KIND,
        "metadata": {"name": wanted.name, "namespace": "argocd"},
        "spec": {
            "goTemplate": True,
            "goTemplateOptions": ["missingkey=error"],
            # Nothing that this goes through deletes an app, and so none of its claims.
            "syncPolicy": {
                "applicationsSync": "create-update",
                "preserveResourcesOnDeletion": True,
            },
            **({"strategy": strategy} if strategy else {}),
            "generators": [{"matrix": {"generators": generators}}],
            "template": _template(wanted),
        },
    }


def _template(wanted: Wanted) -> dict[str, Any]:
    return {
        "metadata": {
            "name": f"{APP}-{NAME}",
            "labels": {APP_LABEL: APP, ENVIRONMENT_LABEL: NAME},
            "annotations": {MANIFEST_PATHS: _paths(wanted)},
        },
        "spec": {
            "project": wanted.project,
            **_source(wanted),
            "destination": {
                "name": f'{{{{ dig "cluster" "{wanted.cluster}" . }}}}',
                "namespace": NAMESPACE,
            },
            "syncPolicy": {"syncOptions": [CREATE_NAMESPACE]},
        },
    }


def _paths(wanted: Wanted) -> str:
    """Return the folders whose commits concern an app: an overlay is built on its base."""
    return "." if wanted.form == PLUGGED else f".;/{FOLDER}"


def _source(wanted: Wanted) -> dict[str, Any]:
    git = {"repoURL": wanted.repository, "targetRevision": wanted.revision}
    if wanted.form == PLUGGED:
        parameters = [{"name": ENVIRONMENT.name, "string": NAME}]
        return {
            "source": {
                **git,
                "path": FOLDER,
                "plugin": {"name": plugin_name(PLUGIN), "parameters": parameters},
            }
        }
    folder = "/".join(filter(None, [wanted.output.strip("/"), f"overlays/{APP}/{NAME}"]))
    path = f'{{{{ if eq .name "{environments.BASE}" }}}}{FOLDER}{{{{ else }}}}{folder}{{{{ end }}}}'
    if wanted.form == OVERLAYS:
        return {"source": {**git, "path": path}}
    branch = f"environments/{NAME}"
    return {
        "sourceHydrator": {
            "drySource": {**git, "path": path},
            "syncSource": {"targetBranch": branch, "path": APP},
            "hydrateTo": {"targetBranch": f"{branch}-next"},
        }
    }


def _patterns(paths: list[str]) -> list[str]:
    """Return what finds the specs: each beside others of its kind, which may come."""
    wrong = [path for path in paths if path.rpartition("/")[2] not in SPECS]
    if wrong:
        message = f"must be called {SPECS[0]}, as Argo CD looks for it"
        raise RenderError([Problem("SR709", (), message, file=path) for path in wrong])
    return sorted({_pattern(path) for path in paths})


def _pattern(path: str) -> str:
    folder, _, name = path.rpartition("/")
    above = folder.rpartition("/")[0]
    return "/".join(filter(None, [above, "*", name])) if folder else name


def _strategy(specs: Sequence[tuple[str, Any]]) -> dict[str, Any] | None:
    """Return a rollout from environment to environment, in the order of the specs.

    An Application that is in no step is never synced: whatever is unknown today is in the last.
    """
    known = _in_order([environments.names(data) for _, data in specs])
    if len(known) < 2:  # noqa: PLR2004 - one after the other takes two
        return None
    steps = [_step("In", [name]) for name in known[:-1]]
    return {
        "type": "RollingSync",
        "rollingSync": {"steps": [*steps, _step("NotIn", known[:-1])]},
    }


def _in_order(lists: list[list[str]]) -> list[str]:
    """Return all names, each before those that stand behind it in a list, as far as lists agree."""
    order: list[str] = []
    for names in lists:
        for index, name in enumerate(names):
            if name not in order:
                behind = [order.index(later) for later in names[index + 1 :] if later in order]
                order.insert(min(behind, default=len(order)), name)
    return order


def _step(operator: str, names: list[str]) -> dict[str, Any]:
    return {"matchExpressions": [{"key": ENVIRONMENT_LABEL, "operator": operator, "values": names}]}
