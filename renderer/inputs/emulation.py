"""What Argo CD makes of an Application, on this machine: the same files, variables and commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from renderer.app import KUSTOMIZATIONS, SKIP
from renderer.argocd.application import (
    PLUGIN,
    Source,
    plugin_name,
    substituted,
    tracked,
    variables_of,
)
from renderer.errors import Problem, RenderError
from renderer.objects.reading import at, mapping, text, texts
from renderer.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator

DIRECTORY, HELM, KUSTOMIZE, PLUGGED = "Directory", "Helm", "Kustomize", "Plugin"
# What Argo CD does with the folder before it builds it, in its order.
EDITS = ("namePrefix", "nameSuffix", "images", "replicas", "commonLabels", "commonAnnotations")
FLAGS = {
    "forceCommonLabels": ("commonLabels", "--force"),
    "labelWithoutSelector": ("commonLabels", "--without-selector"),
    "labelIncludeTemplates": ("commonLabels", "--include-templates"),
    "forceCommonAnnotations": ("commonAnnotations", "--force"),
}
KNOWN = {*EDITS, *FLAGS, "namespace"}
IN_SIDECAR = "error generating manifests in cmp: rpc error: code = Unknown desc = "


class Failed(Exception):  # noqa: N818 - no error of ours: what Argo CD would say
    """What an Application's condition would say."""


class Emulation:
    """How an Argo CD is set up.

    Args:
        root: of the repository.
        plugin: the plugin.yaml of its sidecar.
        version: of the destination cluster, empty where nobody says it.
        api_versions: what it serves.
        tracking: annotation, label or annotation+label.
    """

    def __init__(
        self,
        root: Path,
        plugin: dict[str, Any] | None = None,
        *,
        version: str = "",
        api_versions: str = "",
        tracking: str = "annotation",
    ) -> None:
        self.root = root
        self.plugin: dict[str, Any] = plugin or PLUGIN
        self.version = version
        self.api_versions = api_versions
        self.tracking = tracking

    def run(self, source: Source) -> tuple[str, list[dict[str, Any]]]:
        """Return the type of a source and its objects, as Argo CD would hand them on.

        Raises:
            Failed: with what Argo CD would say.
            RenderError: this cannot be emulated (SR707).
        """
        with TemporaryDirectory(prefix="stateful-argocd-") as folder:
            root = Path(folder, "repository")
            checked_out(self.root, root)
            what = type_of(source, root / source.path)
            if what == HELM:
                raise RenderError([_unknown((*source.at, "helm"), "a Helm chart")])
            if not (root / source.path).is_dir():
                raise Failed(f"{source.path}: app path does not exist")
            make = {PLUGGED: self._plugged, KUSTOMIZE: self._built, DIRECTORY: plain_manifests}[
                what
            ]
            made = make(source, root / source.path)
        objects = [member for data in made for member in members(data)]
        return what, [
            tracked(data, source.name, source.namespace, self.tracking) for data in objects
        ]

    def _plugged(self, source: Source, folder: Path) -> list[Any]:
        """Run the command of plugin.yaml: no shell, no stdin, in the folder."""
        wanted = text(at(source.data, "plugin", "name"))
        failed = f'CMP processing failed for application "{source.name}": '
        if wanted != plugin_name(self.plugin):
            reason = f'could not find cmp-server plugin with name "{wanted}"'
            raise Failed(f"{failed}{reason} supporting the given repository")
        generate = mapping(at(self.plugin, "spec", "generate"))
        command = [*texts(generate.get("command")), *texts(generate.get("args"))]
        variables = variables_of(source, self.version, self.api_versions)
        done = _ran(command, folder, variables)
        if done.returncode:
            said = (
                f"`{' '.join(command)}` failed exit status {done.returncode}: {done.stderr.strip()}"
            )
            raise Failed(f"{failed}{IN_SIDECAR}error generating manifests: {said}")
        return manifests(done.stdout)

    def _built(self, source: Source, folder: Path) -> list[Any]:
        """Edit the kustomization as Argo CD does, and build it."""
        fields = mapping(source.data.get("kustomize"))
        unknown = [field for field in fields if field not in KNOWN]
        if unknown:
            raise RenderError([_unknown((*source.at, "kustomize", unknown[0]), "this")])
        variables = variables_of(source, self.version, self.api_versions)
        for arguments in edits(fields, variables):
            done = _ran(["kustomize", "edit", *arguments], folder, variables)
            if done.returncode:
                raise Failed(
                    f"`kustomize edit {' '.join(arguments)}` failed: {done.stderr.strip()}"
                )
        done = _ran(["kustomize", "build", "."], folder, variables)
        if done.returncode:
            raise Failed(f"`kustomize build` failed: {done.stderr.strip()}")
        return manifests(done.stdout)


def type_of(source: Source, folder: Path) -> str:
    """Return which kind of source it says that it is, or its folder is.

    Raises:
        Failed: it says that it is two.
    """
    said = source.types()
    if len(said) > 1:
        many = ",".join(said)
        raise Failed(f"error getting app source type: multiple application sources defined: {many}")
    if said:
        return said[0]
    if (folder / "Chart.yaml").is_file():
        return HELM
    is_built = any((folder / name).is_file() for name in KUSTOMIZATIONS)
    return KUSTOMIZE if is_built else DIRECTORY


def edits(fields: dict[str, Any], variables: dict[str, str]) -> Iterator[list[str]]:
    """Yield what Argo CD tells `kustomize edit`, for each field that an Application sets."""
    for field, word in (("namePrefix", "nameprefix"), ("nameSuffix", "namesuffix")):
        if fields.get(field):
            yield ["set", word, "--", str(fields[field])]
    if images := fields.get("images"):
        yield ["set", "image", *(substituted(str(image), variables) for image in images)]
    if replicas := fields.get("replicas"):
        yield ["set", "replicas", *(f"{entry['name']}={entry['count']}" for entry in replicas)]
    for field, word in (("commonLabels", "label"), ("commonAnnotations", "annotation")):
        if mapping(fields.get(field)):
            yield _added(fields, field, word, variables if word == "label" else None)
    if fields.get("namespace"):
        yield ["set", "namespace", "--", str(fields["namespace"])]


def _added(
    fields: dict[str, Any], field: str, word: str, variables: dict[str, str] | None
) -> list[str]:
    flags = [flag for name, (about, flag) in FLAGS.items() if about == field and fields.get(name)]
    values = {key: str(value) for key, value in sorted(fields[field].items())}
    if variables is not None:
        values = {key: substituted(value, variables) for key, value in values.items()}
    return ["add", word, *flags, *(f"{key}:{value}" for key, value in values.items())]


def plain_manifests(source: Source, folder: Path) -> list[Any]:
    """Read every manifest of a folder, as Argo CD does where nothing else claims it."""
    options = mapping(source.data.get("directory"))
    if unknown := [field for field in options if field != "recurse"]:
        raise RenderError([_unknown((*source.at, "directory", unknown[0]), "this")])
    files = sorted(folder.rglob("*") if options.get("recurse") else folder.iterdir())
    found = []
    for file in files:
        if file.suffix in (".yaml", ".yml", ".json") and file.is_file():
            content = file.read_bytes()
            if SKIP.encode() not in content:
                found += manifests(content)
    return found


def manifests(output: str | bytes) -> list[Any]:
    """Return the objects that a command has printed.

    Raises:
        Failed: one of them is none.
    """
    try:
        documents = read(output, dialect="manifest")
    except RenderError as error:
        raise Failed(f"failed to unmarshal manifest: {error.problems[0]}") from None
    for data in documents:
        if not isinstance(data, dict) or not data.get("kind"):
            raise Failed("Object 'Kind' is missing in what was printed")
    return documents


def members(data: dict[str, Any]) -> list[Any]:
    """Return the objects of a List, or the object itself."""
    listed = data.get("items")
    return (
        listed if isinstance(listed, list) else [] if "items" in data and listed is None else [data]
    )


def checked_out(root: Path, target: Path) -> None:
    """Copy what Git would check out, without rights to execute; else all that is not hidden."""
    target.mkdir()
    for path in files_of(root):
        place = target / path.relative_to(root)
        if path.is_symlink() or path.is_file():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place, follow_symlinks=False)
        elif path.is_dir():
            place.mkdir(parents=True, exist_ok=True)


def files_of(root: Path) -> list[Path]:
    """Return the files of a repository that Git would check out; else all that are not hidden."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    with suppress(OSError):
        listed = subprocess.run(command, cwd=root, capture_output=True, check=False)
        if not listed.returncode:
            return [root / os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    found = root.rglob("*")
    return [path for path in found if not path.relative_to(root).parts[0].startswith(".")]


def _ran(
    command: list[str], folder: Path, variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    inherited = {key: each for key, each in os.environ.items() if not key.startswith("ARGOCD_")}
    try:
        return subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env={**inherited, **variables},
        )
    except OSError as error:
        raise Failed(f"`{' '.join(command)}` failed: {error.strerror}") from None


def _unknown(path: tuple[str | int, ...], what: str) -> Problem:
    message = f"cannot be emulated: only Argo CD itself knows {what}"
    hint = "argocd app diff --local --server-side-generate"
    return Problem("SR707", path, message, hint=hint)
