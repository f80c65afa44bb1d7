"""What `stateful argocd generate` prints: the app of a folder as an Application wants it."""

from __future__ import annotations

from renderer.app import environments
from renderer.app.load import Document
from renderer.argocd.folder import spec_of
from renderer.argocd.overrides import effective, explained, overridden
from renderer.argocd.parameters import ENVIRONMENT
from renderer.errors import Problem, RenderError
from renderer.kubernetes.labels import SYNC_OPTIONS
from renderer.objects.reading import at, text
from renderer.resources.kinds import place
from renderer.resources.pipeline import build_of
from renderer.yaml import dump_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.app.config_files import ReadBeside
    from renderer.app.load import Locate
    from renderer.argocd.folder import Folder
    from renderer.argocd.request import Request
    from renderer.errors import Path
    from renderer.resources.collisions import Together
    from renderer.resources.pipeline import Build

NEVER_SERVED = "SkipDryRunOnMissingResource=true"
CRD = "CustomResourceDefinition"


def generate(folder: Folder, request: Request, read_beside: ReadBeside | None) -> str:
    """Return the manifests, all or none.

    Args:
        folder: that of the Application's source.
        request: what Argo CD says.
        read_beside: what a file that a config names holds.

    Raises:
        RenderError: with everything that is wrong; there is no empty success, by which Argo CD
            would delete what it manages.
    """
    spec = spec_of(folder)
    together = _together() if len(spec.apps) > 1 else None
    objects: list[Any] = []
    problems: list[Problem] = []
    for number, app in enumerate(spec.apps):
        try:
            document = Document(
                app, file=spec.file, locate=_finder(spec.content, number), read_beside=read_beside
            )
            objects += _objects(document, request, together)
        except RenderError as error:
            problems += error.problems
    if problems:
        raise RenderError(problems)
    return dump_all(objects)


def _together() -> Together:
    from renderer.resources.collisions import Together  # rarely are two apps in one file

    return Together()


def _objects(document: Document, request: Request, together: Together | None) -> list[Any]:
    environment = asked_environment(document, request)
    wanted, override = overridden(document, environment, request.values)
    placed = _in_namespace(wanted, environment, request.namespace).on(request.cluster)
    try:
        build = build_of(placed, environment or environments.BASE, together)
    except RenderError as error:
        raise RenderError(explained(problem, override) for problem in error.problems) from None
    if unknown := list(_not_served(build, request)):
        raise RenderError(unknown)
    return build.objects


def _finder(content: bytes, number: int) -> Locate:
    """Return what finds the lines of a document, which reads the text again."""

    def locate(path: Path, key: bool) -> tuple[int, int, str]:
        from renderer.yaml import Locator

        return Locator(content, dialect="manifest").placed(path, document=number, key=key)

    return locate


def asked_environment(document: Document, request: Request) -> str | None:
    """Return which environment to render, None for the base.

    Raises:
        RenderError: the spec has environments, and nobody says which (SR703).
    """
    own = text(at(document.data, "spec", "environment"))
    asked = request.environment or own
    known = environments.names(document.data)
    if known and not asked:
        message = f"one must be asked for: {', '.join(known)}, or {environments.BASE}"
        hint = (
            "in spec.source.plugin, write parameters: "
            f"[{{name: {ENVIRONMENT.name}, string: {known[-1]}}}]"
        )
        problem = Problem("SR703", ("spec", "environments"), message, hint=hint)
        raise RenderError([document.place(problem)])
    return None if asked in ("", environments.BASE) else asked


def _in_namespace(document: Document, environment: str | None, namespace: str) -> Document:
    """Return the document in the namespace of the destination, where it names none itself.

    Raises:
        RenderError: it names another one (SR704).
    """
    data = effective(document, environment) if namespace else None
    if data is None:
        return document
    own = data["metadata"].get("namespace")
    if own is None:
        metadata = {**document.data["metadata"], "namespace": namespace}
        return document.saying({**document.data, "metadata": metadata})
    if own == namespace:
        return document
    message = f"must be that of the Application's destination, {namespace}, is {own}"
    hint = f"CreateNamespace=true makes {namespace} alone: write namespace: {own} there"
    problem = Problem("SR704", ("metadata", "namespace"), message, hint=hint)
    raise RenderError([document.place(problem, environment)])


def _not_served(build: Build, request: Request) -> Iterator[Problem]:
    """Yield a problem for every object of a kind that the destination does not have."""
    if not request.api_versions:
        return
    made = {
        (at(definition, "spec", "group"), at(definition, "spec", "names", "kind"))
        for definition in build.objects
        if definition["kind"] == CRD
    }
    for file, data in build.files.items():
        version, kind = data["apiVersion"], data["kind"]
        options = text(at(data, "metadata", "annotations", SYNC_OPTIONS))
        is_made = (version.partition("/")[0], kind) in made
        if request.serves(version, kind) or is_made or NEVER_SERVED in options:
            continue
        # What asks for one of our own kinds is called like it: serviceMonitor.
        path = place(build.app, file, ("kind",)) or ("spec", kind[0].lower() + kind[1:])
        message = f"must not make a {kind}: the destination has none of {version}"
        hint = "install its CRD first: stateful explain SR705"
        problem = Problem("SR705", path, message, hint=hint)
        yield build.document.place(problem, build.environment)
