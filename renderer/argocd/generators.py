"""What an ApplicationSet makes: its generators' parameters, and an Application of each of them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from renderer.argocd import application
from renderer.argocd.application import RESOURCES_FINALIZER
from renderer.argocd.fields import APPLICATION_SET, GENERATOR, WRONG, misfits, unfit
from renderer.argocd.templates import Broken, Parameters, Unknown, filled, normalized
from renderer.errors import Problem, RenderError
from renderer.objects.reading import at, items, mapping, text, texts
from renderer.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from renderer.errors import Path

KIND = "ApplicationSet"
KINDS = (application.KIND, KIND)
GENERATORS = ("spec", "generators")
TEMPLATE = ("spec", "template")
KNOWN = ("list", "git", "matrix")
MATRIX = 2
MOST = 1000  # Applications of a set, and parameters of a generator


class Repository(NamedTuple):
    """The repository that git generators look into.

    Args:
        is_here: whether a URL is that of the repository here.
        files: pattern of git -> {path: content} of what matches.
        folders: gives all folders.
    """

    is_here: Callable[[str], bool]
    files: Callable[[str], dict[str, bytes]]
    folders: Callable[[], list[str]]


class Made(NamedTuple):
    """An Application of an ApplicationSet.

    Args:
        data: the Application, without what is unknown.
        unknown: {path in it: why nobody can say it here}.
    """

    data: dict[str, Any]
    unknown: dict[Path, str]


def applications_of(data: Any, repository: Repository) -> tuple[list[Made], list[Problem]]:
    """Return the Applications that an ApplicationSet makes, and what keeps it from making more.

    After MOST of them, there is one more and no other.

    Raises:
        RenderError: a value is of a type that Argo CD cannot read (SR710).
    """
    if wrong := unfit(data, APPLICATION_SET):
        raise RenderError(wrong)
    spec = mapping(data.get("spec"))
    is_go = bool(spec.get("goTemplate"))
    engine = _Engine(repository, texts(spec.get("goTemplateOptions")) if is_go else None)
    made: list[Made] = []
    problems: list[Problem] = []
    for index, generator in enumerate(spec.get("generators") or []):
        path = (*GENERATORS, index)
        try:
            sets = engine.parameters(generator, path)
            made += [_application(data, parameters, engine) for parameters in sets]
        except Broken as broken:
            problems.append(_failing(path, str(broken)))
        except RenderError as error:
            problems += error.problems
    if not spec.get("generators"):
        problems.append(_failing(GENERATORS, "there is none"))
    return made[: MOST + 1], problems


def _failing(path: Path, why: str) -> Problem:
    return Problem(WRONG, path, f"makes no Application: {why}")


def _application(data: Any, parameters: Parameters, engine: _Engine) -> Made:
    unknown: dict[Path, str] = {}
    template = mapping(at(data, *TEMPLATE))
    if at(data, "spec", "templatePatch"):
        unknown[()] = "it is changed by spec.templatePatch, which only Argo CD knows"
    made = engine.through(template, parameters, (), unknown)
    metadata = {**mapping(made.get("metadata")), "namespace": at(data, "metadata", "namespace")}
    is_kept = at(data, "spec", "syncPolicy", "preserveResourcesOnDeletion")
    if not (is_kept or metadata.get("finalizers")):
        metadata["finalizers"] = [RESOURCES_FINALIZER]
    whole = {"apiVersion": data.get("apiVersion"), "kind": application.KIND, **made}
    return Made({**whole, "metadata": metadata}, unknown)


class _Engine:
    """What fills templates and runs generators.

    Args:
        repository: of git generators.
        options: of Go's templates; None for the simple ones.
    """

    def __init__(self, repository: Repository, options: Sequence[str] | None) -> None:
        self.repository = repository
        self.options = options

    def through(
        self, value: Any, parameters: Parameters, path: Path, unknown: dict[Path, str] | None = None
    ) -> Any:
        """Return a value with all texts in it filled, without those that are unknown.

        Raises:
            Broken: Argo CD fails with one of them.
            Unknown: one of them is unknown, and nobody keeps a list of these.
        """
        if isinstance(value, dict):
            inner: dict[Any, Any] = {
                self._filled(str(key), parameters): (item, (*path, str(key)))
                for key, item in value.items()
            }
        elif isinstance(value, list):
            inner = {index: (item, (*path, index)) for index, item in enumerate(value)}
        else:
            return self._filled(value, parameters) if isinstance(value, str) else value
        made = {}
        for key, (item, where) in inner.items():
            try:
                made[key] = self.through(item, parameters, where, unknown)
            except Unknown as reason:
                if unknown is None:
                    raise
                unknown[where] = str(reason)
        return made if isinstance(value, dict) else list(made.values())

    def _filled(self, value: str, parameters: Parameters) -> str:
        return filled(value, parameters, self.options)

    def parameters(
        self, generator: Any, path: Path, outer: Parameters | None = None
    ) -> list[Parameters]:
        """Return the parameters that a generator gives: a set for each Application.

        Raises:
            Broken: Argo CD fails with it.
            RenderError: it is wrong (SR710).
        """
        if wrong := list(misfits(generator, GENERATOR)):
            raise RenderError(misfit.problem(path) for misfit in wrong)
        kinds = [kind for kind in mapping(generator) if kind != "selector"]
        if len(kinds) != 1:
            message = f"must have one kind of generator, has {', '.join(kinds) or 'none'}"
            raise RenderError([Problem(WRONG, path, message)])
        (kind,) = kinds
        if generator.get("selector"):
            return [Parameters({}, "its generator selects, which is not looked at here")]
        if kind not in KNOWN:
            return [Parameters({}, f"only Argo CD knows what its generator {kind} finds")]
        fields = generator[kind] or {}
        if fields.get("template"):
            return [Parameters({}, "its generator has a template of its own")]
        try:
            if outer is not None and kind != "matrix":
                fields = self.through(fields, outer, ())
            found = getattr(self, f"_of_{kind}")(fields, (*path, kind))
            return list(islice(found, MOST + 1))
        except Unknown as reason:
            return [Parameters({}, str(reason))]

    def _of_list(self, fields: Any, path: Path) -> Iterator[Parameters]:
        elements = [*(fields.get("elements") or []), *_elements(text(fields.get("elementsYaml")))]
        for index, element in enumerate(elements):
            if self.options is not None:
                yield Parameters(element)
                continue
            flat = {key: item for key, item in element.items() if key != "values"}
            flat |= {f"values.{key}": item for key, item in mapping(element.get("values")).items()}
            if not all(isinstance(item, str) for item in flat.values()):
                message = "must hold texts alone, without goTemplate"
                raise RenderError([Problem(WRONG, (*path, "elements", index), message)])
            yield Parameters(flat)

    def _of_git(self, fields: Any, _path: Path) -> Iterator[Parameters]:
        if not self.repository.is_here(text(fields.get("repoURL"))):
            raise Unknown(f"it is about another repository, {text(fields.get('repoURL'))}")
        if fields.get("directories"):
            for folder in self.repository.folders():
                if _is_chosen(folder, fields["directories"]):
                    yield self._placed(fields, folder, {})
            return
        for file, content in sorted(self._files(fields).items()):
            for held in _held(content, file):
                yield self._placed(fields, posixpath.dirname(file) or ".", held, file)

    def _files(self, fields: Any) -> dict[str, bytes]:
        """Return the files that are wanted, without those that an entry leaves out."""
        wanted: dict[str, bytes] = {}
        left_out: dict[str, bytes] = {}
        for _, entry in items(fields.get("files")):
            found = left_out if entry.get("exclude") else wanted
            found |= self.repository.files(text(entry.get("path")))
        return {name: content for name, content in wanted.items() if name not in left_out}

    def _placed(self, fields: Any, folder: str, held: Any, file: str = "") -> Parameters:
        """Return the parameters of a folder, or of a file in it that holds some."""
        name, prefix = posixpath.basename(file), text(fields.get("pathParamPrefix"))
        base = posixpath.basename(folder)
        about: dict[str, Any] = {"basename": base, "basenameNormalized": normalized(base)}
        if file:
            about |= {"filename": name, "filenameNormalized": normalized(name)}
        if self.options is not None:
            path = {"path": folder, **about, "segments": folder.split("/")}
            placed = Parameters(
                {**held, **({prefix: {"path": path}} if prefix else {"path": path})}
            )
        else:
            start = f"{prefix}.path" if prefix else "path"
            steps = {f"{start}[{index}]": step for index, step in enumerate(folder.split("/"))}
            inner = {f"{start}.{key}": value for key, value in about.items()}
            placed = Parameters({**_flat(held, ""), start: folder, **inner, **steps})
        values = self.through(mapping(fields.get("values")), placed, ())
        if values and self.options is not None:
            placed["values"] = values
        elif values:
            placed.update({f"values.{key}": value for key, value in values.items()})
        return placed

    def _of_matrix(self, fields: Any, path: Path) -> Iterator[Parameters]:
        inner = fields.get("generators") or []
        where = (*path, "generators")
        if len(inner) != MATRIX:
            message = f"must have {MATRIX} generators, has {len(inner)}"
            raise RenderError([Problem(WRONG, where, message)])
        for first in self.parameters(inner[0], (*where, 0)):
            for second in self.parameters(inner[1], (*where, 1), first):
                whole = _merged(second, first)
                yield Parameters(whole, first.unknown or second.unknown)


def _elements(text: str) -> list[Any]:
    """Return the elements that a text holds, which a template has made."""
    try:
        documents = read(text, dialect="manifest")
    except RenderError as error:
        raise Broken(f"elementsYaml cannot be read: {error.problems[0].message}") from None
    listed = documents[0] if documents else []
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise Broken("elementsYaml must be a list of maps")
    return listed


def _held(content: bytes, file: str) -> list[Any]:
    """Return the sets of parameters in a file."""
    try:
        documents = read(content, file=file, dialect="manifest")
    except RenderError as error:
        raise Broken(f"a file cannot be read, {error.problems[0]}") from None
    if len(documents) > 1:
        raise Broken(f"{file} must hold one document")
    held = documents[0] if documents else {}
    listed = held if isinstance(held, list) else [held]
    if not all(isinstance(item, dict) for item in listed):
        raise Broken(f"{file} must hold a map, or a list of them")
    return listed


def _is_chosen(folder: str, entries: Any) -> bool:
    """Tell whether a folder is wanted, and none that leaves it out names it."""
    said = {
        bool(entry.get("exclude"))
        for _, entry in items(entries)
        if _matches(folder, text(entry.get("path")))
    }
    return said == {False}


def _matches(path: str, pattern: str) -> bool:
    """Tell whether a path matches, step by step, as Go's path.Match has it."""
    steps, patterns = path.split("/"), pattern.split("/")
    return len(steps) == len(patterns) and all(
        fnmatchcase(step, each) for step, each in zip(steps, patterns, strict=True)
    )


def _flat(value: Any, path: str) -> dict[str, str]:
    """Return {path with dots: what Go prints}; what it prints of a fraction is not known here."""
    if isinstance(value, dict | list) and value:
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        flat: dict[str, str] = {}
        for key, item in inner:
            flat |= _flat(item, f"{path}.{key}" if path else str(key))
        return flat
    if isinstance(value, bool):
        return {path: "true" if value else "false"}
    return {path: str(value)} if isinstance(value, str | int) else {}


def _merged(value: dict[str, Any], winner: dict[str, Any]) -> dict[str, Any]:
    """Return two maps as one; what is empty wins nothing."""
    made = {**value}
    for key, item in winner.items():
        own = made.get(key)
        if isinstance(item, dict) and isinstance(own, dict):
            made[key] = _merged(own, item)
        elif item or key not in made:
            made[key] = item
    return made
