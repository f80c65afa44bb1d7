"""Every field of what we make has an answer here: the same word, another one, or why not."""

from __future__ import annotations

import json

import pytest
from commands import run
from kustomizing import ROOT

from renderer.app.fields import Fields
from renderer.app.meant import OURS, meant
from renderer.app.shapes import RECORDS
from renderer.errors import RenderError, dotted
from renderer.kubernetes.object_shapes import FOREIGN
from renderer.kubernetes.shapes import OBJECTS
from renderer.resources import words

FIELDS = Fields(
    json.loads((ROOT / "renderer/schemas/statefulapp.schema.json").read_text()), "StatefulApp"
)
POD = ("spec", "template", "spec")
# Of each type that a builder makes: where it stands, and which type of ours people write it in.
TYPES = {
    "StatefulSetSpec": ("StatefulSet", ("spec",), "Spec"),
    "PodSpec": ("StatefulSet", POD, "Spec"),
    "Container": ("StatefulSet", (*POD, "containers"), "Spec"),
    "PersistentVolumeClaimSpec": (
        "StatefulSet",
        ("spec", "volumeClaimTemplates", "spec"),
        "Storage",
    ),
    "ServiceSpec": ("Service", ("spec",), "ClientService"),
    "PodDisruptionBudgetSpec": ("PodDisruptionBudget", ("spec",), "PodDisruptionBudget"),
}
# What only a server, a scheduler or a very old client writes, and nobody in a spec.
NOBODYS = {
    "status", "volumeName", "externalIPs", "externalName", "loadBalancerIP", "ipFamilies",
    "ipFamilyPolicy", "publishNotReadyAddresses", "serviceAccount", "restartPolicyRules",
    "terminationMessagePath", "terminationMessagePolicy", "volumeDevices", "name",
}  # fmt: skip


def fields_of(kind: str) -> set[str]:
    return {*OBJECTS[kind][0], *FOREIGN.get(kind, {})}


def answers(of: str, field: str) -> bool:
    kind, path, record = TYPES[of]
    if field in RECORDS[record][0] or meant(record, field):
        return True
    found = words.here(kind, (*path, field))
    try:
        return bool(found[1:]) and bool(FIELDS.explained(dotted(found)))
    except RenderError:
        return False


@pytest.mark.parametrize("of", TYPES)
def test_every_field_of_what_is_made_has_an_answer(of: str) -> None:
    fields = fields_of(of)
    assert len(fields) > 3
    assert {field for field in fields - NOBODYS if not answers(of, field)} == set()


def test_no_word_of_the_table_is_a_field_by_now() -> None:
    assert [(of, field) for of, field in OURS if field in RECORDS[of][0]] == []


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("serviceName", "spec.serviceName of a StatefulSet is spec.headlessService.name here.\n\n"),
        (
            "volumeClaimTemplates",
            "spec.volumeClaimTemplates of a StatefulSet is spec.storage here.",
        ),
        (
            "spec.template.spec.containers",
            "is spec here: the main container's fields stand in spec",
        ),
        ("spec.template.spec", "spec.template.spec of a StatefulSet is spec here: "),
        ("StatefulSet.spec.template.metadata.labels", "is spec.podLabels here.\n"),
        ("spec.template.spec.containers[0].ports[0].containerPort", "is spec.ports.port here."),
        ("Service.spec.type", "spec.type of a Service is spec.clientService.type here.\n"),
        ("statefulset", "A StatefulSet is made from a StatefulApp; name a field of it"),
    ],
)
def test_explain_says_what_a_field_of_kubernetes_is_here(subject: str, said: str) -> None:
    result = run("explain", subject)
    assert result.code == 0, result.stderr
    assert said in result.stdout


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("ingress", "(write the object itself below extraResources;"),
        ("hostname", "(a pod's host name is always its own name)"),
        ("securityContext.fsGroup", "(it is the pod's: write podSecurityContext: {fsGroup: ...})"),
        ("storage.resources", "(write size: 10Gi)"),
        ("StatefulSet.spec.nonsense", "is not a field"),
        ("Service.spec.nonsense", "is not a field"),
    ],
)
def test_explain_gives_the_hint_of_the_error(subject: str, said: str) -> None:
    result = run("explain", subject)
    assert (result.code, result.stdout) == (2, "")
    assert said in result.stderr
