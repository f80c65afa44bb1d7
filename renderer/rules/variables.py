"""The variables of containers, and where they are used."""

from __future__ import annotations

from renderer.kubernetes.downward import MAP_FIELDS
from renderer.kubernetes.names import among, nearest, quoted
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.reading import at, items, mapping, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import all_containers, pod, volumes
from renderer.rules.probes import handlers
from renderer.rules.rule import found, one_of, rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.errors import Path, Problem, Severity
    from renderer.rules.rule import Problems

    # A text where it stands, the variables that it can use, and whether a shell reads it.
    Word = tuple[Path, str, list[str], bool]

ENV = tuple(OBJECTS["EnvVarSource"][0])
ENV_FROM = ("configMapRef", "secretRef")
SHELLS = ("sh", "ash", "bash", "dash", "ksh", "zsh")
# What the kubelet adds for each Service, such as DB_SERVICE_HOST and DB_PORT_5432_TCP_ADDR.
OF_A_SERVICE = ("_SERVICE_HOST_", "_SERVICE_PORT_", "_PORT_")
OF_THE_CLUSTER = "KUBERNETES_"


@rule("SR1021", "error", "StatefulSet", was=("SR965", "SR306"))
def variables_have_one_value(resource: Resource, _objects: Objects) -> Problems:
    """A variable with value and valueFrom

    They exclude each other, and the API server refuses both. A merge leaves both where an
    environment or a patch adds the second.

    Way out: keep one of them; in an environment or a patch, write `value: null` or
    `valueFrom: null` for the other.
    """
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            if variable.get("value") and variable.get("valueFrom") is not None:
                message = "must not be set together with value"
                hint = (
                    "keep one of them; in an environment or a patch, write value: null or "
                    "valueFrom: null"
                )
                where = (*path, "env", index)
                causes = ((*where, "value"),)
                yield found((*where, "valueFrom"), message, hint=hint, causes=causes)


@rule("SR1022", "error", "StatefulSet", was=("SR904", "SR307"))
def variables_have_one_source(resource: Resource, _objects: Objects) -> Problems:
    """A variable with no source, or with several

    A variable comes from one place, and so do all that come together by envFrom. The API server
    refuses anything else.

    Way out: keep one of the sources, or write two items.
    """
    for path, container in all_containers(resource):
        for index, source in items(container.get("envFrom")):
            yield from one_of(source, "EnvFromSource", ENV_FROM, (*path, "envFrom", index))
        for index, variable in items(container.get("env")):
            if isinstance(variable.get("valueFrom"), dict):
                where = (*path, "env", index, "valueFrom")
                yield from one_of(variable["valueFrom"], "EnvVarSource", ENV, where)


@rule("SR1023", "error", "StatefulSet", was=("SR301",))
def variables_are_set_once(resource: Resource, _objects: Objects) -> Problems:
    """A variable that stands twice

    The last value wins, in silence. Server-side apply refuses it, so that neither Argo CD nor
    anybody else can use that.

    Way out: remove one of the two.
    """
    for path, container in all_containers(resource):
        seen: dict[str, Path] = {}
        for index, variable in items(container.get("env")):
            name, where = text(variable.get("name")), (*path, "env", index, "name")
            if name and name in seen:
                message = f"must be a variable of its own, {quoted(name)} is taken: the last wins"
                yield found(where, message, hint="remove one of the two", taken_by=seen[name])
            seen.setdefault(name, where)


@rule("SR1024", "error", "StatefulSet", was=("SR314",))
def variables_hold_one_text(resource: Resource, _objects: Objects) -> Problems:
    """All labels or annotations in one variable

    Only a file can hold all of them. The API server refuses a variable that is to.

    Way out: name one key, such as metadata.labels['app'], or use a downwardAPI volume.
    """
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            field = at(variable, "valueFrom", "fieldRef", "fieldPath")
            if field in MAP_FIELDS:
                message = "must name one key: only a file can hold all of them"
                where = (*path, "env", index, "valueFrom", "fieldRef", "fieldPath")
                yield found(where, message, hint=f"write {field}['key']")


@rule("SR1025", "error", "StatefulSet", refers=True, was=("SR308",))
def variables_come_from_known_volumes(resource: Resource, _objects: Objects) -> Problems:
    """A variable from a file of a volume that is not there, or is no emptyDir

    The kubelet reads the file from an emptyDir of the pod, and the API server refuses any other
    volume.

    Way out: write the name of an emptyDir that an init container writes the file to.
    """
    known = [name for _, volume, name in volumes(resource) if volume.get("emptyDir") is not None]
    for path, container in all_containers(resource):
        for index, variable in items(container.get("env")):
            name = text(at(variable, "valueFrom", "fileKeyRef", "volumeName"))
            if name and name not in known:
                message = f"must be the name of an emptyDir, got {quoted(name)}"
                where = (*path, "env", index, "valueFrom", "fileKeyRef", "volumeName")
                yield found(where, message, hint=among(name, known, "add it to volumes"))


@rule("SR1038", "error", "StatefulSet", refers=True)
def variables_are_there(resource: Resource, _objects: Objects) -> Problems:
    """A $(VARIABLE) that is never replaced

    Kubernetes replaces it by a variable of the same container: in env by one that stands before
    it, in command and args by any. The text stays as it is where there is none. Variables from
    envFrom may be any, and are not looked at.

    Way out: set the variable, and in env before it is used; `$$(VARIABLE)` is the text itself.
    """
    has_links = pod(resource).get("enableServiceLinks") is not False
    for path, container in all_containers(resource):
        if container.get("envFrom"):
            continue  # nobody knows what it has
        every = _variables(container)
        for where, word, known, is_script in _words(resource, path, container):
            for name in replaced(word):
                if name in known:
                    continue
                if name in every or _is_variable(name, is_script=is_script, has_links=has_links):
                    yield _unreplaced(resource, where, name, every)


def _unreplaced(resource: Resource, where: Path, name: str, every: list[str]) -> Problem:
    said = f"{quoted(f'$({name})')}: the text stays as it is"
    if name in every:
        return found(
            where, f"must use variables that stand before it, got {said}", hint="move it down"
        )
    hint = nearest(name, every) or f"set it in env, or write $$({name}) for this text"
    severity: Severity | None = None if name.isupper() or resource.environment else "warning"
    message = f"must use variables of this container, got {said}"
    return found(where, message, hint=hint, severity=severity)


def _variables(container: dict[Any, Any]) -> list[str]:
    return [text(variable.get("name")) for _, variable in items(container.get("env"))]


def _words(resource: Resource, path: Path, container: dict[Any, Any]) -> Iterator[Word]:
    """Yield where a container is told a $(VARIABLE): in env, its command, probes and hooks."""
    every = _variables(container)
    for index, variable in items(container.get("env")):
        if "$(" in text(variable.get("value")):
            yield (*path, "env", index, "value"), variable["value"], every[:index], False
    yield from _commands(path, container, ("command", "args"), every)
    for where, _, handler, own in handlers(resource):
        if own is container:
            yield from _commands(
                (*where, "exec"), mapping(handler.get("exec")), ("command",), every
            )


def _commands(
    path: Path, holder: dict[Any, Any], fields: tuple[str, ...], every: list[str]
) -> Iterator[Word]:
    is_script = False
    for field in fields:
        words: Any = holder.get(field)
        for index, word in enumerate(words if isinstance(words, list) else ()):
            if "$(" in text(word):
                yield (*path, field, index), word, every, is_script
            is_script = is_script or _begins_script(text(word))


def replaced(word: str) -> Iterable[str]:
    """Return the names in `$(...)`; a second dollar stands for the first."""
    if "$(" not in word:
        return ()
    parts = [part.partition(")") for part in word.replace("$$", "").split("$(")[1:]]
    return [name for name, end, _ in parts if end]


def _begins_script(word: str) -> bool:
    """Tell whether a shell reads what follows: it is named, or told so by `-c`, `-ec` or `-ecx`."""
    is_flag = word[:1] == "-" and "c" in word and word[1:].isalpha() and len(word) <= len("-eclx")
    return is_flag or word.rpartition("/")[2] in SHELLS


def _is_variable(name: str, *, is_script: bool, has_links: bool) -> bool:
    """Tell whether a name must be a variable's: a shell runs a command in `$(hostname)`."""
    is_name = name.replace("-", "_").replace(".", "_").isidentifier()
    may_be_given = has_links or name.startswith(OF_THE_CLUSTER)
    is_given = may_be_given and any(part in f"{name}_" for part in OF_A_SERVICE)
    return is_name and not is_given and (name.isupper() or not is_script)
