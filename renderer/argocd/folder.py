"""The folder of an Application: one app, and nothing beside it that would be lost in silence.

The plugin prints the app's objects and no other. So whatever else Argo CD would have applied from
the folder is refused; what we rendered from the spec ourselves may stand there.
"""

from __future__ import annotations

from renderer.app import GROUP, KIND, KUSTOMIZATIONS, MARK, SKIP, SPECS, is_app
from renderer.errors import Problem, RenderError
from renderer.objects.reading import at, pairs_in, text
from renderer.yaml import read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

MANIFESTS = (".yaml", ".yml", ".json")
# A file that does not mention us may be anything, a password file too: nobody quotes it.
MENTIONS = (KIND.encode(), GROUP.encode())
GENERATED = MARK.encode()
SMALL = 64
# What never may stand beside a spec, and the way out.
NEVER = {
    **dict.fromkeys(
        KUSTOMIZATIONS,
        (
            "must not stand beside the spec: the plugin would ignore all that it says",
            "leave out spec.source.plugin, so that Kustomize builds it, or move it",
        ),
    ),
    **dict.fromkeys(
        SPECS, ("must not stand beside another spec: one of them would be lost", "remove one")
    ),
}


class Folder:
    """The files of an Application's folder.

    Args:
        contents: {name: content} of what may be a spec or a manifest.
        folders: {name of a folder in it: names of the files there}.
        called: how messages call a file.
    """

    def __init__(
        self,
        contents: Mapping[str, bytes],
        folders: Mapping[str, list[str]],
        called: Callable[[str], str],
    ) -> None:
        self.contents = contents
        self.folders = folders
        self.called = called


class Spec:
    """The file of the folder's app.

    Args:
        file: how messages call it.
        content: what it holds.
        apps: its documents, which all are StatefulApps.
    """

    def __init__(self, file: str, content: bytes, apps: list[Any]) -> None:
        self.file = file
        self.content = content
        self.apps = apps


def spec_of(folder: Folder) -> Spec:
    """Return the one spec of a folder.

    Raises:
        RenderError: there is none (SR502), it cannot be read, or something would be lost (SR702).
    """
    names = [name for name in SPECS if name in folder.contents]
    if not names:
        raise RenderError([_without_spec(folder)])
    name = names[0]
    file, content = folder.called(name), folder.contents[name]
    spec = Spec(file, content, _apps(content, file))
    problems = list(_lost(folder, spec, name))
    if problems:
        raise RenderError(problems)
    return spec


def _apps(content: bytes, file: str) -> list[Any]:
    """Return the apps of a spec; without quoting a text that is none."""
    is_ours = any(word in content for word in MENTIONS)
    try:
        documents = read(content, file=file)
    except RenderError:
        if is_ours:
            raise
        documents = [None]
    if not documents:
        message = "must hold a StatefulApp, is empty"
        raise RenderError([Problem("SR502", (), message, file=file)])
    if not any(map(is_app, documents)):
        message = f"must hold a document of kind {KIND}, and holds none"
        raise RenderError([Problem("SR502", (), message, file=file)])
    foreign = [document for document in documents if not is_app(document)]
    if foreign:
        raise RenderError([_lost_document(document, file) for document in foreign])
    return documents


def _lost_document(document: Any, file: str) -> Problem:
    message = f"must hold StatefulApps alone, holds {_what(document)} too, which would be lost"
    hint = "write it into spec.extraResources, or give it an Application of its own"
    return Problem("SR702", (), message, hint=hint, file=file)


def _what(document: Any) -> str:
    kind, name = text(at(document, "kind"))[:SMALL], text(at(document, "metadata", "name"))[:SMALL]
    return f"{kind}/{name}" if kind and name else kind or "something else"


def _without_spec(folder: Folder) -> Problem:
    message = f"must hold the StatefulApp of this Application, as {SPECS[0]}"
    return Problem("SR502", (), message, hint=_way_out(folder), file=folder.called("").rstrip("/"))


def _way_out(folder: Folder) -> str:
    """Return what somebody may have meant by a folder without a spec."""
    for name, content in sorted(folder.contents.items()):
        if name in KUSTOMIZATIONS and content.startswith(GENERATED + b"overlays/"):
            return "this is a rendered overlay: Kustomize builds it, leave out spec.source.plugin"
        if not content.startswith(GENERATED) and _is_spec(name, content):
            return f"rename {name} to {SPECS[0]}"
    below = [name for name, files in sorted(folder.folders.items()) if {*SPECS} & {*files}]
    if below:
        return f"set spec.source.path to {folder.called(below[0])}"
    return "set spec.source.path to the folder of the app"


def _is_spec(name: str, content: bytes) -> bool:
    return name.endswith(MANIFESTS) and MENTIONS[0] in content and _kinds(content) == [KIND]


def _kinds(content: bytes) -> list[str]:
    """Return the kinds of the objects in a text; one without a name where nobody can read it."""
    try:
        documents = read(content, dialect="manifest")
    except RenderError:
        return [""] if b"apiVersion:" in content and b"kind:" in content else []
    return [
        document["kind"]
        for document in documents
        if all(isinstance(at(document, key), str) for key in ("apiVersion", "kind"))
    ]


def _lost(folder: Folder, spec: Spec, own: str) -> Iterator[Problem]:
    """Yield a problem for every file beside the spec that would be lost."""
    beside = {*_named_files(spec.apps)}
    for name, content in sorted(folder.contents.items()):
        if name in (own, *beside):
            continue
        lost = _lost_file(name, content, spec)
        if lost:
            yield Problem("SR702", (), lost[0], hint=lost[1], file=folder.called(name))


def _lost_file(name: str, content: bytes, spec: Spec) -> tuple[str, str] | None:
    """Return what to say of a file, and the way out; None where nothing is lost."""
    if content.startswith(GENERATED):
        return _lost_edit(name, content, spec)
    if name in NEVER:
        return NEVER[name]
    kinds = _kinds(content) if b"kind" in content else []
    if not kinds:
        return None
    if KIND in kinds:
        message = "must not stand beside another spec: an Application is one app"
        return message, "give it a folder and an Application of its own"
    if SKIP.encode() in content:
        return None
    message = f"must not stand beside the spec: the plugin prints no {kinds[0] or 'such file'}"
    hint = f"write it into spec.extraResources, move it, or mark it: # {SKIP}"
    return message, hint


def _lost_edit(name: str, content: bytes, spec: Spec) -> tuple[str, str] | None:
    """Look at a file of ours: it is one of this app's base, and nobody has changed it.

    Of an edit of another file than the kustomization, `stateful render --check` tells.
    """
    from renderer.kustomize.ownership import marked, state

    written = content.decode(errors="replace")
    path = (marked(written.partition("\n")[0]) or ("", ""))[0]
    apps = [text(at(app, "metadata", "name")) for app in spec.apps]
    if path.rpartition("/")[2] != name or path.split("/")[-2:-1] not in [[app] for app in apps]:
        return "must not stand beside the spec: it was rendered for another app", "move it"
    if name in KUSTOMIZATIONS and state(written, path) != "ours":
        message = "must be as it was rendered: the plugin would ignore what was changed in it"
        return message, "change the spec instead, and render again"
    return None


def _named_files(apps: list[Any]) -> Iterator[str]:
    """Yield the files that a spec reads by `fromFile`, in any of its environments."""
    for key, file in pairs_in(apps):
        if key == "fromFile" and isinstance(file, str):
            yield file.removeprefix("./")
