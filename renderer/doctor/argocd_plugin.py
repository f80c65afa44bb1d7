"""The plugin.yaml of Argo CD: what it does not know in it, it ignores, and a wrong type ends it.

The table is Argo CD's cmpserver/plugin/config.go; tests hold it against that code itself.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from renderer.app import SPECS
from renderer.argocd.application import GENERATE, plugin_name
from renderer.argocd.fields import FLAG, NAMES, TEXT, misfits
from renderer.doctor.finding import Finding, error
from renderer.errors import RenderError, dotted
from renderer.inputs.kustomize_build import objects_in
from renderer.objects.reading import at, mapping, text, texts
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    # What is wrong, and the way out.
    Wrong = Iterator[tuple[str, str]]

KIND = "ConfigManagementPlugin"
NAME = "plugin.yaml"
BAKED = Path("/home/argocd/cmp-server/config", NAME)
PARAMETERS = ["stateful", "argocd", "parameters"]

TYPES = ("string", "array", "map")
COMMAND = {"command": [TEXT], "args": [TEXT]}
ANNOUNCEMENT = {
    "name": TEXT,
    "title": TEXT,
    "tooltip": TEXT,
    "required": FLAG,
    "itemType": TEXT,
    "collectionType": TYPES,
    "string": TEXT,
    "array": [TEXT],
    "map": NAMES,
}
FIELDS: dict[str, Any] = {
    "apiVersion": TEXT,
    "kind": TEXT,
    "metadata": {
        "name": TEXT,
        "namespace": TEXT,
        "labels": NAMES,
        "annotations": NAMES,
    },
    "spec": {
        "version": TEXT,
        "init": COMMAND,
        "generate": COMMAND,
        "discover": {"fileName": TEXT, "find": {"glob": TEXT, **COMMAND}},
        "parameters": {"static": [ANNOUNCEMENT], "dynamic": COMMAND},
        "preserveFileMode": FLAG,
        "provideGitCreds": FLAG,
    },
}
# Both become the name of a socket, which Linux limits to 108 bytes with its folder.
SOCKET = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
LONGEST = 70


def findings(files: list[Path]) -> list[Finding]:
    """Look at every plugin.yaml that is there and is for Argo CD."""
    return [finding for file in files if file.is_file() for finding in _in_file(file)]


def wrong_with(plugin: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what Argo CD would not understand, or take for something else, with the way out."""
    return [*_misfits(plugin), *_unusable(plugin)]


def _in_file(file: Path) -> list[Finding]:
    try:
        documents = objects_in(read_bytes(str(file)))
    except RenderError as broken:
        return [error("SR988", str(file), str(broken.problems[0]), "mend the YAML")]
    plugin = documents[0] if documents else {}
    if plugin.get("kind") != KIND:
        return []
    found = [error("SR988", str(file), message, hint) for message, hint in wrong_with(plugin)]
    return found or [
        Finding(str(file), f"is as Argo CD needs it, and is named {plugin_name(plugin)}")
    ]


def _misfits(plugin: Any) -> Wrong:
    for misfit in misfits(plugin, FIELDS):
        ends = "must be one of" not in misfit.message
        what = "Argo CD's sidecar ends at its start" if ends else ""
        what = "Argo CD ignores it in silence" if misfit.is_unknown else what
        said = f"{dotted(misfit.path)} {misfit.message}"
        yield "; ".join(filter(None, [said, what])), misfit.hint


def _unusable(plugin: dict[str, Any]) -> Wrong:
    spec = mapping(plugin.get("spec"))
    yield from _unaddressable(plugin)
    yield from _commands(spec)
    pattern = at(spec, "discover", "fileName")
    if pattern and not any(fnmatch(name, Path(str(pattern)).name) for name in SPECS):
        yield (
            f"spec.discover.fileName is {pattern}, and no spec is called so",
            f"write ./{SPECS[0]}",
        )


def _unaddressable(plugin: dict[str, Any]) -> Wrong:
    if not at(plugin, "metadata", "name"):
        yield "metadata.name is missing", "it is what an Application names the plugin by"
        return
    for path in (("metadata", "name"), ("spec", "version")):
        value = text(at(plugin, *path))
        if value and not SOCKET.fullmatch(value):
            message = f"{dotted(path)} must be fit for the name of a socket, is {value}"
            yield message, "use lower-case letters, digits, - and ."
    if len(plugin_name(plugin)) > LONGEST:
        message = f"metadata.name and spec.version have more than {LONGEST} characters together"
        yield message, "shorten them: a path of a socket has at most 108 bytes"


def _commands(spec: dict[str, Any]) -> Wrong:
    command = _words(spec.get("generate"))
    if command != GENERATE:
        yield f"spec.generate runs {command}", f"write command: [{', '.join(GENERATE)}]"
    elif shutil.which(command[0]) is None:
        yield f"spec.generate runs {command[0]}, which is not on PATH", "put it there"
    dynamic = at(spec, "parameters", "dynamic")
    if dynamic and _words(dynamic) != PARAMETERS:
        what = f"spec.parameters.dynamic runs {_words(dynamic)}"
        yield what, f"write command: [{', '.join(PARAMETERS)}]"


def _words(command: Any) -> list[str]:
    return [*texts(at(command, "command")), *texts(at(command, "args"))]
