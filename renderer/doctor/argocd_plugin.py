"""The plugin.yaml of Argo CD: whatever it does not know in it, Argo CD ignores in silence.

The table is Argo CD's cmpserver/plugin/config.go.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app.nearest import did_you_mean
from renderer.doctor.finding import Finding, error
from renderer.errors import RenderError, dotted
from renderer.inputs.kustomize_build import objects_in
from renderer.inputs.sources import NAMES
from renderer.objects.reading import at, mapping
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    from renderer.errors import Path as ProblemPath

KIND = "ConfigManagementPlugin"
NAME = "plugin.yaml"
BAKED = Path("/home/argocd/cmp-server/config", NAME)
GENERATE = ["stateful", "argocd", "generate"]
COMMAND = {"command": None, "args": None}
# None: whatever stands there. A list holds maps of one kind.
FIELDS: dict[str, Any] = {
    "apiVersion": None,
    "kind": None,
    "metadata": None,
    "spec": {
        "version": None,
        "init": COMMAND,
        "generate": COMMAND,
        "discover": {"fileName": None, "find": {"glob": None, **COMMAND}},
        "parameters": {"static": None, "dynamic": COMMAND},
        "preserveFileMode": None,
        "provideGitCreds": None,
    },
}


def findings(files: list[Path]) -> list[Finding]:
    """Look at every plugin.yaml that is there and is for Argo CD."""
    return [finding for file in files if file.is_file() for finding in _in_file(file)]


def _in_file(file: Path) -> list[Finding]:
    try:
        documents = objects_in(read_bytes(str(file)))
    except RenderError as broken:
        return [error("SR988", str(file), str(broken.problems[0]), "mend the YAML")]
    plugin = documents[0] if documents else {}
    if plugin.get("kind") != KIND:
        return []
    wrong = [*_unknown(plugin, FIELDS, ()), *_unusable(plugin)]
    found = [error("SR988", str(file), message, hint) for message, hint in wrong]
    return found or [Finding(str(file), "is as Argo CD needs it")]


def _unknown(data: dict[str, Any], fields: Any, path: ProblemPath) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        at = (*path, str(key))
        if key not in fields:
            hint = did_you_mean(str(key), list(fields)) or "remove it"
            yield f"{dotted(at)} is no field; Argo CD ignores it in silence", hint
        elif fields[key] and isinstance(value, dict):
            yield from _unknown(value, fields[key], at)


def _unusable(plugin: dict[str, Any]) -> Iterator[tuple[str, str]]:
    spec = mapping(plugin.get("spec"))
    if not at(plugin, "metadata", "name"):
        yield "metadata.name is missing", "it is what an Application names the plugin by"
    generate = mapping(spec.get("generate"))
    command = [*(generate.get("command") or []), *(generate.get("args") or [])]
    if command != GENERATE:
        yield f"spec.generate runs {command}", f"write command: [{', '.join(GENERATE)}]"
    elif shutil.which(command[0]) is None:
        yield f"spec.generate runs {command[0]}, which is not on PATH", "put it there"
    pattern = at(spec, "discover", "fileName")
    if pattern and not any(fnmatch(name, Path(str(pattern)).name) for name in NAMES):
        yield (
            f"spec.discover.fileName is {pattern}, and no spec is called so",
            f"write ./{NAMES[0]}",
        )
