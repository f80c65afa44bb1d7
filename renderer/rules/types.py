"""What Kubernetes knows of an object: its fields, and what each of them may hold.

kubectl and the API server refuse what is wrong here by default; lenient clients drop an unknown
field without a word, and then something else runs than what was written. A spec is held to the same
table (`renderer.app.wording`), and so the codes are the same at both doors.
"""

from __future__ import annotations

from renderer.objects.resource import VERSIONS, judged_kind
from renderer.objects.workload import POD, volumes
from renderer.rules.rule import rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.errors import Problem
    from renderer.kubernetes.foreign import Foreign
    from renderer.objects.resource import Objects, Resource
    from renderer.rules.rule import Problems

VOLUMES = (*POD, "volumes")
# What is decoded, and so refused, even in a volume that a claim template replaces.
DECODED = ("SR201", "SR202")


@rule("SR201", "error", *VERSIONS, was=("SR901",))
def fields_are_known(resource: Resource, objects: Objects) -> Problems:
    """An unknown field

    The field does not exist here. kubectl and the API server refuse it by default; where validation
    is lenient it is dropped in silence, and something else runs than what was written, such as one
    replica instead of three.

    Way out: often it is a matter of indentation: the hint says where the field belongs.
    """
    yield from _said("SR201", resource, objects)


@rule("SR202", "error", *VERSIONS, was=("SR902",))
def values_have_their_type(resource: Resource, objects: Objects) -> Problems:
    """A value of the wrong kind

    A text, number, list or map stands where another belongs.

    Way out: labels, annotations and variables are texts: numbers, true and false need quotes there.
    """
    yield from _said("SR202", resource, objects)


@rule("SR203", "error", *VERSIONS, was=("SR903",))
def required_fields_are_there(resource: Resource, objects: Objects) -> Problems:
    """A required field is missing or empty

    Kubernetes refuses the object, and in a spec the field has no default that would be safe.

    Way out: add the field.
    """
    yield from _said("SR203", resource, objects)


@rule("SR204", "error", *VERSIONS)
def items_are_not_null(resource: Resource, objects: Objects) -> Problems:
    """null

    It says nothing. In a spec only an environment may say null: there it removes what the base has.
    In manifests it counts as absent, but not as an item of a list.

    Way out: remove the line.
    """
    yield from _said("SR204", resource, objects)


@rule("SR206", "error", *VERSIONS, was=("SR904",))
def words_are_known(resource: Resource, objects: Objects) -> Problems:
    """A word that the field does not take

    Kubernetes takes only the words that the message lists, in just this spelling.

    Way out: write one of them.
    """
    yield from _said("SR206", resource, objects)


@rule("SR207", "error", *VERSIONS)
def fields_are_of_the_version(resource: Resource, objects: Objects) -> Problems:
    """Not in the target version of Kubernetes

    A cluster of that version drops the field in silence or refuses it, because it came later, is
    off by default or is gone. The target is --kube-version, which Argo CD tells by itself, else
    spec.kubernetesVersion, else 1.34; manifests have none where --kube-version does not say it.
    docs/kubernetes-versions.md has all such fields.

    Way out: raise the version where the clusters are newer, or leave the field out.
    """
    yield from _said("SR207", resource, objects)


@rule("SR209", "error", *VERSIONS, was=("SR206", "SR904"))
def numbers_are_in_range(resource: Resource, objects: Objects) -> Problems:
    """A number out of its range

    Kubernetes refuses it. The message says from where to where the field goes.

    Way out: write a number in the range. A file's mode such as 0644 is octal, and 420 in decimal.
    """
    yield from _said("SR209", resource, objects)


@rule("SR210", "error", *VERSIONS, was=("SR206", "SR904", "SR906"))
def texts_have_their_form(resource: Resource, objects: Objects) -> Problems:
    """A text that has not the form of its field

    Names, labels, paths, addresses and the like have a syntax of their own, for they end up in
    labels, DNS names, files and variables.

    Way out: the message says what the form is.
    """
    yield from _said("SR210", resource, objects)


@rule("SR211", "error", *VERSIONS, was=("SR206", "SR904"))
def quantities_can_be_read(resource: Resource, objects: Objects) -> Problems:
    """A quantity that cannot be read

    A number with one of Kubernetes' units: m, k, M, G, Ki, Mi, Gi and so on.

    Way out: write it as in 500m or 10Gi.
    """
    yield from _said("SR211", resource, objects)


def _said(code: str, resource: Resource, objects: Objects) -> Problems:
    walked = objects.once(_walked)[id(resource)]
    yield from (problem for problem in walked if problem.code == code)


def _walked(objects: Objects) -> dict[int, list[Problem]]:
    """Return what is wrong with each object: it is walked once for all rules."""
    from renderer.kubernetes.foreign import Foreign  # not for what we have built

    walker = Foreign(objects.minor)
    judged = filter(judged_kind, objects.resources)
    return {id(resource): list(_problems(resource, walker)) for resource in judged}


def _problems(resource: Resource, walker: Foreign) -> Problems:
    """Walk an object; the values of a volume that a claim template replaces are nobody's."""
    kept = {path for path, *_ in volumes(resource)}
    for problem in walker.problems(resource.data, ("object", resource.kind)):
        volume = problem.path[: len(VOLUMES) + 1]
        is_lost = volume[:-1] == VOLUMES and volume not in kept
        if not is_lost or problem.code in DECODED:
            yield problem
