"""The main path, which every door takes: from a document to the objects of its app.

`_attempt` is the whole story: effective, accept, own rules, build and patch, judge, collide.
"""

from __future__ import annotations

from renderer.app import environments, is_app
from renderer.app.config_files import with_files
from renderer.app.load import readable, selected_environment
from renderer.app.rules import broken_rules, too_much
from renderer.errors import RenderError, dotted
from renderer.objects.resource import Objects, Resource, keys_in
from renderer.resources.kinds import build_files, place
from renderer.resources.metadata import is_allowed
from renderer.resources.security import forbidden
from renderer.rules.refusals import EVERY, refusals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from renderer.app.load import Document
    from renderer.app.models import StatefulApp
    from renderer.errors import Path, Problem
    from renderer.resources.collisions import Together
    from renderer.resources.files import Files, Object
    from renderer.rules.refusals import Codes

    # What was built, what is wrong, and which environment the paths of the problems belong to.
    Attempt = tuple["Build | None", list[Problem], str | None]
    # {environment: build}; the base is under None.
    Builds = dict[str | None, "Build"]
    # The rules to ask about an object itself, and about what is beside it.
    Asked = tuple[Codes, Codes]

PATCHES = ("spec", "patches")
# Fields of spec that others refer to: while one cannot be read, what is looked for may be there.
REFERRED_TO = {
    "clientService",
    "config",
    "defaults",
    "headlessService",
    "initContainers",
    "podSecurityContext",
    "podServices",
    "ports",
    "replicas",
    "resourceClaims",
    "selector",
    "sidecars",
    "storage",
    "volumeDevices",
    "volumeMounts",
    "volumes",
}
TARGET = {"kubernetesVersion"}
# Fields of spec without any of which nothing in it depends on the version of Kubernetes.
VERSIONED = frozenset(
    {
        "bindMountOptions",
        "claims",
        "dataSourceRef",
        "dnsConfig",
        "evictionResponders",
        "fileKeyRef",
        "grpc",
        "hostUsers",
        "hostnameOverride",
        "httpGet",
        "podResources",
        "procMount",
        "resizePolicy",
        "resourceClaims",
        "restartPolicy",
        "restartPolicyRules",
        "schedulingGroup",
        "seLinuxChangePolicy",
        "sleep",
        "stopSignal",
        "supplementalGroupsPolicy",
        "tolerations",
        "trafficDistribution",
        "updateStrategy",
        "volumeAttributesClassName",
        "volumes",
    }
)


class Build:
    """An app as it is in one environment, and its objects.

    Args:
        document: what it was read from.
        environment: None is the base.
        app: what the document says there.
        files: {file name in the base: object}, in the order they are written.
    """

    def __init__(
        self, document: Document, environment: str | None, app: StatefulApp, files: Files
    ) -> None:
        self.document = document
        self.environment = environment
        self.app = app
        self.files = files

    @property
    def objects(self) -> list[Object]:
        """Return the objects, in the order they are written."""
        return list(self.files.values())


def build_of(
    document: Document, asked: str | None = None, together: Together | None = None
) -> Build:
    """Return an app in the environment that is asked for, or that it selects itself.

    Args:
        document: the StatefulApp.
        asked: one of its environments, or `base`; None leaves it to the document.
        together: what the apps before it in the call have taken for themselves.

    Raises:
        RenderError: with every problem at its line in the document.
    """
    environment = selected_environment(document, asked)
    return builds_of(document, [environment], together)[environment]


def checked_build(
    document: Document, asked: str | None = None, together: Together | None = None
) -> Build:
    """Return what `build_of` does, of a document of which every environment is right."""
    selected = selected_environment(document, asked)
    is_known = selected is None or selected in environments.names(document.data)
    if not is_known and is_app(document.data):
        return build_of(document, asked, together)  # says which there are
    return builds_of(document, together=together)[selected]


def asked_of(document: Document) -> Builds:
    """Return an app in the environment that the caller asks for, else in all; all are right."""
    if document.asked is None:
        return builds_of(document)
    build = checked_build(document)
    return {build.environment: build}


def builds_of(
    document: Document,
    selected: Iterable[str | None] | None = None,
    together: Together | None = None,
) -> Builds:
    """Return an app in several environments: its base, under None, and all others by default.

    Raises:
        RenderError: with the problems of all of them; a mistake in the base is reported once.
    """
    names = environments.names(document.data)
    places = {name: index for index, name in enumerate(names)}
    wanted = [None, *names] if selected is None else selected
    builds: Builds = {}
    problems: list[Problem] = []
    said: set[tuple[Any, ...]] = set()
    for number, environment in enumerate(wanted):
        index = places.get(environment or "")
        base = builds.get(None)
        build, wrong, where = _attempt(
            document, environment, index, together, base, has_list=number == 0
        )
        new = [problem for problem in wrong if problem.claim not in said]
        problems += [document.place(problem, where) for problem in new]
        said |= {problem.claim for problem in new}
        builds |= {environment: build} if build else {}
    if problems:
        raise RenderError(problems)
    return builds


def _attempt(
    document: Document,
    environment: str | None,
    index: int | None,
    together: Together | None,
    base: Build | None,
    *,
    has_list: bool,
) -> Attempt:
    """Go the whole way, and note all that is wrong on it.

    What is wrong with the merge itself has the paths of the document, and so of no environment.
    The list of environments is read with the first of them only.
    """
    try:
        data = environments.effective(document.data, environment, index)
    except RenderError as error:
        return None, error.problems, None
    data = data if has_list else environments.alone(data)
    data, unread = with_files(data, document.read_beside)
    before = (document.data, base.app) if base else None
    app, unreadable = readable(data, before)
    problems = [*unread, *unreadable]
    if app is None:
        return None, problems, environment
    lost = {problem.path[1] for problem in unreadable}
    is_whole = not lost & REFERRED_TO
    problems += broken_rules(app, is_whole=is_whole)
    problems += _of_other_versions(app, data, document, base) if not lost & TARGET else []
    if enormous := too_much(app):
        return None, [*problems, *enormous], environment
    try:
        files = build_files(app)
    except RenderError as error:
        return None, [*problems, *error.problems], environment
    said = {problem.path for problem in problems}
    found = judged(app, files, document.cluster, base, is_whole=is_whole)
    problems += [problem for problem in found if problem.path not in said]
    problems += together.collisions(app, files.values(), environment) if together else []
    return (None if problems else Build(document, environment, app, files)), problems, environment


def _of_other_versions(
    app: StatefulApp, data: Any, document: Document, base: Build | None
) -> list[Problem]:
    """Return what the target version does not have; most apps have nothing that depends on it."""
    spec = data["spec"]
    if base and app.spec.kubernetes_version == base.app.spec.kubernetes_version:
        spec = environments.new_fields(spec, document.data["spec"])
    if VERSIONED.isdisjoint(keys_in(spec)):
        return []
    from renderer.app.version_rules import refused

    return refused(app, document.cluster)


def judged(
    app: StatefulApp, files: Files, cluster: int | None, base: Build | None, *, is_whole: bool
) -> list[Problem]:
    """Return what the rule book refuses in the objects of an app, at the fields of the spec.

    Args:
        app: the app.
        files: its objects, patched and extra ones too.
        cluster: the version that the caller names, None for that of the spec.
        base: the app in no environment, where nothing is wrong with it.
        is_whole: whether all of the spec could be read; else what is looked for may be missing.
    """
    environment = app.spec.environment or environments.BASE
    resources = {file: Resource(data, environment=environment) for file, data in files.items()}
    objects = Objects(list(resources.values()))
    asked = _asked(app, files, base)
    found = {
        file: list(_wrong(app, resource, objects, is_whole=is_whole, asked=asked[file]))
        for file, resource in resources.items()
    }
    if app.spec.patches or app.spec.extra_resources:
        from renderer.app.version_rules import refused_object

        for file, data in files.items():
            found[file] += refused_object(app, data, cluster)
    said: dict[Path, str] = {}  # one field of the spec may be wrong in several objects
    return [
        problem
        for file in files
        for problem in [_blamed(app, file, resources, each) for each in found[file]]
        if said.setdefault(problem.path, file) == file
    ]


def _asked(app: StatefulApp, files: Files, base: Build | None) -> dict[str, Asked]:
    """Return which rules to ask about each object: all, or those that its base does not settle."""
    if base is None or _standard(app) != _standard(base.app) or _is_free(app, base.app):
        return dict.fromkeys(files, (EVERY, EVERY))
    from renderer.rules.settled import unsettled  # a call for one environment has no base

    return unsettled(files, base.files, app.metadata.namespace)


def _is_free(app: StatefulApp, base: StatefulApp) -> bool:
    """Tell whether an app has values of its own of any type: to Python, true is as good as 1."""
    spec, before = app.spec, base.spec
    is_same = spec.patches is before.patches and spec.extra_resources is before.extra_resources
    return not is_same


def _standard(app: StatefulApp) -> tuple[Any, Any]:
    """Return by what pods are judged beside the rules."""
    return app.spec.pod_security, app.spec.os


def _wrong(
    app: StatefulApp, resource: Resource, objects: Objects, *, is_whole: bool, asked: Asked
) -> Iterator[Problem]:
    """Yield what must not be made; where the app's own standard says more, that alone."""
    own = list(forbidden(app, resource)) if asked[0] >= EVERY else []
    yield from own
    said = [problem.path for problem in own]
    for problem in _refusals(resource, objects, is_whole=is_whole, asked=asked):
        if problem.path not in said:
            yield problem


def _refusals(
    resource: Resource, objects: Objects, *, is_whole: bool, asked: Asked
) -> Iterator[Problem]:
    """Yield what must not be made: errors, and what is refused although Kubernetes takes it.

    The latter may be allowed, and is not refused where it is less grave than its rule.
    """
    for rule in refusals(resource, *asked):
        if rule.refers and not is_whole:
            continue
        for problem in rule.problems(resource, objects):
            is_refused = problem.severity == rule.severity
            is_error = problem.severity == "error"
            if is_error or (is_refused and not is_allowed(resource.annotations, problem)):
                yield problem.graded("error")


def _blamed(
    app: StatefulApp, file: str, resources: dict[str, Resource], problem: Problem
) -> Problem:
    """Return the problem of an object at the field of the spec that it comes from.

    Where a patch plays a part, it is the patch: without it all was right. A patch is a text and has
    no fields: the message names that of the object.
    """
    path = place(app, file, problem.path) or ("metadata", "name")
    files: dict[Any, str] = {resource: name for name, resource in resources.items()}
    fields = [
        (files[cause[0]], cause[1:]) if cause[0] in files else (file, cause)
        for cause in problem.causes
    ]
    causes = [place(app, where, cause) for where, cause in fields]
    path = next((one for one in (path, *causes) if one[:2] == PATCHES), path)
    message = problem.message
    if path[:2] == PATCHES:
        message = f"{resources[file].kind} {dotted(problem.path)}: {message}"
    taken_by = place(app, file, problem.taken_by) if problem.taken_by else ()
    return problem.blaming(path, tuple(filter(None, causes)), message, taken_by or ())
