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
from renderer.doctor.finding import Finding, error
from renderer.errors import RenderError, dotted
from renderer.inputs.kustomize_build import objects_in
from renderer.kubernetes.names import nearest
from renderer.objects.reading import at, mapping, text, texts
from renderer.yaml.reader import read_bytes

if TYPE_CHECKING:
    from renderer.errors import Path as ProblemPath

    # What is wrong, and the way out.
    Wrong = Iterator[tuple[str, str]]

KIND = "ConfigManagementPlugin"
NAME = "plugin.yaml"
BAKED = Path("/home/argocd/cmp-server/config", NAME)
GENERATE = ["stateful", "argocd", "generate"]
PARAMETERS = ["stateful", "argocd", "parameters"]

# What stands in the table for a value: a type with its name, a list of one thing, a map of names to
# one thing, or the words that are allowed.
TEXT, FLAG = (str, "a text"), (bool, "true or false")
TYPES = ("string", "array", "map")
COMMAND = {"command": [TEXT], "args": [TEXT]}
EVERY = "*"
ANNOUNCEMENT = {
    "name": TEXT,
    "title": TEXT,
    "tooltip": TEXT,
    "required": FLAG,
    "itemType": TEXT,
    "collectionType": TYPES,
    "string": TEXT,
    "array": [TEXT],
    "map": {EVERY: TEXT},
}
FIELDS: dict[str, Any] = {
    "apiVersion": TEXT,
    "kind": TEXT,
    "metadata": {
        "name": TEXT,
        "namespace": TEXT,
        "labels": {EVERY: TEXT},
        "annotations": {EVERY: TEXT},
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


def address(plugin: dict[str, Any]) -> str:
    """Return how an Application names a plugin: by its name, with the version if it has one."""
    version = text(at(plugin, "spec", "version"))
    return text(at(plugin, "metadata", "name")) + (f"-{version}" if version else "")


def wrong_with(plugin: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what Argo CD would not understand, or take for something else, with the way out."""
    return [*_misfits(plugin, FIELDS, ()), *_unusable(plugin)]


def _in_file(file: Path) -> list[Finding]:
    try:
        documents = objects_in(read_bytes(str(file)))
    except RenderError as broken:
        return [error("SR988", str(file), str(broken.problems[0]), "mend the YAML")]
    plugin = documents[0] if documents else {}
    if plugin.get("kind") != KIND:
        return []
    found = [error("SR988", str(file), message, hint) for message, hint in wrong_with(plugin)]
    return found or [Finding(str(file), f"is as Argo CD needs it, and is named {address(plugin)}")]


def _misfits(value: Any, wanted: Any, path: ProblemPath) -> Wrong:
    """Yield what does not fit into the table, down to the last value; null is as good as none."""
    if value is None:
        return
    if isinstance(wanted, list):
        yield from _in_list(value, wanted[0], path)
    elif isinstance(wanted, dict):
        yield from _in_map(value, wanted, path)
    elif wanted is TYPES:
        if value not in TYPES:
            message = f"{dotted(path)} must be one of {', '.join(TYPES)}, is {value}"
            yield message, nearest(str(value), TYPES) or "correct it"
    elif not isinstance(value, wanted[0]):
        hint = "write it in quotes" if wanted is TEXT else "correct it"
        yield _ends(path, wanted[1], value), hint


def _in_list(value: Any, wanted: Any, path: ProblemPath) -> Wrong:
    if not isinstance(value, list):
        yield _ends(path, "a list", value), "write it as [...]"
        return
    for index, item in enumerate(value):
        yield from _misfits(item, wanted, (*path, index))


def _in_map(value: Any, wanted: dict[str, Any], path: ProblemPath) -> Wrong:
    if not isinstance(value, dict):
        yield _ends(path, "a map", value), "correct it"
        return
    for key, item in value.items():
        at = (*path, str(key))
        if EVERY not in wanted and key not in wanted:
            hint = nearest(str(key), list(wanted)) or "remove it"
            yield f"{dotted(at)} is no field; Argo CD ignores it in silence", hint
        else:
            yield from _misfits(item, wanted.get(EVERY) or wanted[key], at)


def _ends(path: ProblemPath, wanted: str, value: Any) -> str:
    return f"{dotted(path)} must be {wanted}, is {value}; Argo CD's sidecar ends at its start"


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
    if len(address(plugin)) > LONGEST:
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
