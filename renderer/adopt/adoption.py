"""The main path: objects in; for every StatefulSet a spec, its text, and the proof of it.

`adopted` is the whole story: read backwards, shared between environments, rendered again, compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from renderer.adopt import improve
from renderer.adopt.bare import bare, served
from renderer.adopt.belongings import Family, Left, families_of
from renderer.adopt.managers import hands
from renderer.adopt.pages import page_of
from renderer.adopt.places import PARTS, Refused
from renderer.adopt.proof import Proof, proven
from renderer.adopt.remarks import comments, remarks
from renderer.adopt.reverse import Reversed, Shared, reversed_of
from renderer.adopt.shared import shared
from renderer.adopt.volumes import as_declared
from renderer.app.load import Document
from renderer.errors import Problem, RenderError
from renderer.guard.judge import judge
from renderer.kubernetes.labels import ALLOW
from renderer.kubernetes.versions import DEFAULT
from renderer.kustomize.tree import spec_file
from renderer.objects.declared import KIND as CLAIM
from renderer.objects.reading import at, text
from renderer.objects.resource import Resource
from renderer.resources.pipeline import builds_of
from renderer.rules.book import ALL
from renderer.yaml import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.resources.files import Object
    from renderer.resources.pipeline import Build

    # {environment: what is there}; the name is empty where there is but one.
    Inputs = dict[str, list[Resource]]
    Lefts = dict[str, list[Left]]

REASON = "it runs so"
NEVER_APART = ("environments", "image", "extraResources")


@dataclass
class Plan:
    """A StatefulSet that is to be taken over, in every environment that has it.

    Args:
        name: of the StatefulSet, and so of the app.
        families: {environment: the StatefulSet there, with what belongs to it}.
        absent: environments that have none of this name.
    """

    name: str
    families: dict[str, Family]
    absent: list[str] = field(default_factory=list)


@dataclass
class Adopted:
    """A StatefulSet as a spec, with the proof.

    Args:
        name: of the app.
        text: the file; empty where no spec can say it.
        proofs: one for each environment.
        remarks: what is odd.
        hands: what people must do.
        improved: what each thing that was asked for on top changes.
        left: what belongs to it and is left where it is, for each environment.
    """

    name: str
    text: str = ""
    proofs: list[Proof] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    hands: list[str] = field(default_factory=list)
    improved: list[Proof] = field(default_factory=list)
    left: Lefts = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Return where the file goes."""
        return spec_file(self.name)


def planned(inputs: Inputs, only: list[str]) -> tuple[list[Plan], Lefts]:
    """Return what is to be taken over, and what is left where it is, for each environment.

    Args:
        inputs: all objects of each environment.
        only: names of StatefulSets, or `namespace/name`; empty means all.

    Raises:
        RenderError: an object is there twice, or a name stands for two StatefulSets (SR822).
    """
    plans: dict[str, Plan] = {}
    problems: list[Problem] = []
    left: Lefts = {}
    for environment, resources in inputs.items():
        once, twice = _each_once([served(resource) for resource in resources])
        problems += twice
        families, left[environment] = families_of(once)
        for family in families:
            workload = family.workload
            if only and not {workload.name, f"{workload.namespace}/{workload.name}"} & {*only}:
                continue
            plan = plans.setdefault(workload.name, Plan(workload.name, {}))
            if environment in plan.families:
                other = plan.families[environment].workload
                problems.append(_same_name(workload, other))
            plan.families[environment] = family
    if problems:
        raise RenderError(problems)
    for plan in plans.values():
        plan.absent = [environment for environment in inputs if environment not in plan.families]
    return list(plans.values()), left


def _each_once(resources: list[Resource]) -> tuple[list[Resource], list[Problem]]:
    """Return the objects, one that is written twice once; and those that differ from themselves."""
    first: dict[object, Resource] = {}
    once, problems = [], []
    for resource in resources:
        identity = resource.identity
        other = first.setdefault(identity, resource) if identity.is_whole else resource
        if other is resource:
            once.append(resource)
        elif bare(other.data) != bare(resource.data):
            message = f"must be there once, {identity} is in {other.file or 'the input'} otherwise"
            problems.append(Problem("SR802", (), message, file=resource.file))
    return once, problems


def _same_name(one: Resource, other: Resource) -> Problem:
    message = f"must be one StatefulSet of this name, {one.identity} and {other.identity} have it"
    said = [f"-e {resource.file.rpartition('/')[2]}={resource.file}" for resource in (other, one)]
    example = (
        " ".join(said) if one.file and other.file and one.file != other.file else "-e NAME=PATH"
    )
    hint = (
        f"are they environments of one app? give each by itself, {example}; else choose one "
        f"with --only {one.namespace or 'NAMESPACE'}/{one.name}"
    )
    return Problem("SR822", ("metadata", "name"), message, hint=hint, file=one.file)


def adopted(plan: Plan, wishes: list[str], cluster: int | None = None) -> Adopted:
    """Return a StatefulSet as a spec with its proof.

    Args:
        plan: the StatefulSet.
        wishes: what is to be improved, of `improve.WISHES`.
        cluster: its minor version of Kubernetes; None for that of a spec that does not say it.
    """
    adopting = _Adopting(plan, cluster)
    while True:
        try:
            return adopting.result(wishes)
        except (Refused, RenderError) as error:
            if not adopting.gives_in(error.problems):
                return adopting.refused(error.problems)
        except ValueError as error:  # what no YAML carries
            message = f"must be such that YAML can carry it: {error}"
            return adopting.refused([Problem("SR823", (), message)])


class _Adopting:
    """One StatefulSet on its way to a spec: the whole of it at first, then what a render takes.

    Args:
        plan: the StatefulSet.
        cluster: its minor version of Kubernetes.
    """

    def __init__(self, plan: Plan, cluster: int | None) -> None:
        self.plan = plan
        self.cluster = cluster
        self.without: frozenset[str] = frozenset()  # parts of spec that say no object
        self.apart: frozenset[str] = frozenset()  # fields that each environment says by itself
        self.left: dict[Resource, Left] = {}
        self.found: dict[str, Reversed] = {}
        self.document: Object = {}

    def result(self, wishes: list[str]) -> Adopted:
        """Write the spec, render it again and compare.

        Raises:
            Refused: no spec can say it.
            RenderError: a render refuses it.
            ValueError: no YAML can carry it.
        """
        families = {name: self._kept(family) for name, family in self.plan.families.items()}
        common = Shared.of([family.workload.data for family in families.values()])
        self.found = {
            name: reversed_of(family, common, self.without) for name, family in families.items()
        }
        documents = {name: self._for_cluster(one.document) for name, one in self.found.items()}
        self.document = documents[""] if "" in documents else shared(documents, self.apart)
        self.document, page, builds = _rendered(self.document, self.found)
        result = self._adopted(page)
        version = self.cluster or DEFAULT
        result.proofs = [
            proven(name, *_with_claims(family, _objects(builds, name)), version)
            for name, family in families.items()
        ]
        if wishes:
            better = improve.improved(self.document, wishes)
            _, result.text, after = _rendered(better, self.found)
            result.improved = [
                proven(name, _objects(builds, name), _objects(after, name), version)
                for name in families
            ]
        result.remarks = remarks(families, self.found, self.document)
        result.remarks += [
            f"{line}{f' in {name}' if name else ''}"
            for name, family in self.plan.families.items()
            for line in family.uneven
        ]
        result.remarks += [
            f"there is none of this name in {environment}: another name is another app"
            for environment in self.plan.absent
        ]
        return result

    def refused(self, problems: list[Problem]) -> Adopted:
        """Return the answer for what no spec says: what is wrong with its manifest, if anything."""
        result = self._adopted("")
        for name, family in self.plan.families.items():
            own = list(_defects(family, self.cluster))
            lines = own or [str(problem) for problem in problems]
            result.proofs.append(Proof(name, refused=lines))
        return result

    def gives_in(self, problems: list[Problem]) -> bool:
        """Change the way where problems name a part that can be said otherwise, or be left."""
        parts = {step for problem in problems for step in problem.path if step in PARTS}
        parts -= self.without
        fields = set() if "" in self.plan.families else _of_the_base(problems) - self.apart
        left = self._left(problems) if not parts else {}
        self.without |= {str(part) for part in parts}
        self.apart |= fields
        self.left |= left
        return bool(parts or fields or left)

    def _left(self, problems: list[Problem]) -> dict[Resource, Left]:
        """Return what must be left where it is, or no spec could have the rest."""
        left = {}
        for problem in problems:
            names = self._names_in(problem)
            for found in self.found.values():
                for name, resource in found.extras.items():
                    if (
                        name in names or _is_nameless(problem, resource)
                    ) and resource not in self.left:
                        why = f"a render refuses it: {problem.message} [{problem.code}]"
                        left[resource] = Left(resource, why)
        return left

    def _names_in(self, problem: Problem) -> list[str]:
        """Return the names of the extra resources that a problem is about."""
        if "extraResources" not in problem.path:
            return []
        place = problem.path[: problem.path.index("extraResources") + 2]
        return [text(at(self.document, *place, "name"))]

    def _kept(self, family: Family) -> Family:
        return Family(
            family.workload,
            None if family.governing in self.left else family.governing,
            [service for service in family.services if service not in self.left],
            [other for other in family.others if other not in self.left],
            family.grown,
            family.claims,
        )

    def _for_cluster(self, document: Object) -> Object:
        version = {"kubernetesVersion": f"1.{self.cluster}"} if self.cluster else {}
        return {**document, "spec": {**document["spec"], **version}}

    def _adopted(self, page: str) -> Adopted:
        resources = [
            resource
            for family in self.plan.families.values()
            for resource in family.resources
            if resource not in self.left
        ]
        left = {
            name: [one for resource, one in self.left.items() if resource in family.resources]
            for name, family in self.plan.families.items()
        }
        return Adopted(self.plan.name, page, hands=hands(resources), left=left)


def _defects(family: Family, cluster: int | None) -> Iterator[str]:
    """Yield why no server has a StatefulSet as its manifest stands: perhaps it is only a base."""
    for finding in judge(family.resources, cluster):
        problem = finding.problem
        is_error = problem.severity == "error" and not ALL[problem.code].refers
        if is_error and finding.about.label == family.workload.label:
            yield str(problem.at(family.workload.file))


def _is_nameless(problem: Problem, resource: Resource) -> bool:
    """Tell whether a Service is in the way of a StatefulSet that names another one.

    Its pods get no DNS names, which Kubernetes takes; nobody should make it so anew.
    """
    return problem.code == "SR912" and resource.kind == "Service"


def _of_the_base(problems: list[Problem]) -> set[str]:
    """Return the fields of a base that nobody could render: it is only what all share."""
    paths = [problem.path for problem in problems if problem.path[:1] == ("spec",)]
    return {str(path[1]) for path in paths if path[1:2] and path[1] not in NEVER_APART}


def _rendered(
    document: Object, found: dict[str, Reversed]
) -> tuple[Object, str, dict[str | None, Build]]:
    """Return the document, its text and what the text renders to.

    A live set may have what we would refuse to make anew; where Kubernetes takes it, that is
    allowed at the spec, with the reason.
    """
    allowed: list[str] = []
    while True:
        page = page_of(document, comments(document, found, allowed))
        try:
            (data,) = read(page, max_bytes=None)
            return document, page, builds_of(Document(data))
        except RenderError as error:
            codes = sorted({problem.code for problem in error.problems})
            if set(codes) <= {*allowed} or not all(map(_may_be_allowed, codes)):
                raise
            allowed = sorted({*allowed, *codes})
            document = _allowing(document, allowed)


def _may_be_allowed(code: str) -> bool:
    return code in ALL and ALL[code].severity != "error"


def _allowing(document: Object, codes: list[str]) -> Object:
    metadata = document["metadata"]
    said = "\n".join(f"{code} {REASON}" for code in codes)
    annotations = {**metadata.get("annotations", {}), ALLOW: said}
    return {**document, "metadata": {**metadata, "annotations": annotations}}


def _with_claims(family: Family, rendered: list[Resource]) -> tuple[list[Resource], list[Resource]]:
    """Return what runs, with the claims that are declared as far as these say it; and the other."""
    declared = {resource.name: resource for resource in rendered if resource.kind == CLAIM}
    claims = [
        as_declared(claim, declared[claim.name])
        for claim in family.claims
        if claim.name in declared
    ]
    return [*family.resources, *claims], rendered


def _objects(builds: dict[str | None, Build], name: str) -> list[Resource]:
    return [Resource(data) for data in builds[name or None].objects]
