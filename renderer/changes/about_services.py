"""What a change of a Service does: to its address, and to the names of pods."""

from __future__ import annotations

from renderer.changes.compare import Field
from renderer.changes.verdict import REST, Case, Row, of_kinds
from renderer.objects.reading import at, mapping, text
from renderer.objects.selectors import selected
from renderer.objects.service import governed, is_headless

SERVICE = ("Service",)
UPDATE = "pkg/apis/core/validation/validation.go: ValidateServiceUpdate"
# The first family of addresses in most clusters, where nobody says another one.
MOST = "IPv4"
EXTERNAL = ("LoadBalancer", "NodePort")


def _names(case: Case) -> str:
    sets = ", ".join(statefulset.name for statefulset in governed(case.old, case.before))
    return f"the pods of {sets} lose their DNS names" if sets else "its DNS name goes"


def _ends(case: Case, _field: Field) -> str:
    """The name of the Service leads nowhere as soon as it is deleted; open connections stay."""
    return f"{_names(case)} as soon as it is deleted; connections that are open stay"


def _is_another(case: Case, _field: Field) -> str:
    """With another name it is another Service: keep both until all clients have moved."""
    was = case.old.identity
    return f"this is another Service, and with {was} {_names(case)}: keep both until all have moved"


def _is_external(case: Case, _field: Field) -> bool:
    kinds = (case.was("spec", "type"), case.will_be("spec", "type"))
    return "ExternalName" in kinds


def _gets_headless(case: Case, _field: Field) -> bool:
    return is_headless(case.new) and not is_headless(case.old)


def _gets_address(case: Case, field: Field) -> bool:
    return is_headless(case.old) and field.after is None


def _is_headless_and_external(case: Case, _field: Field) -> bool:
    is_silent = case.will_be("spec", "clusterIP") is None  # then the server copies the old one
    stays = is_headless(case.new) or (is_headless(case.old) and is_silent)
    return stays and case.will_be("spec", "type") in EXTERNAL


def _is_said_for_name(case: Case, field: Field) -> bool:
    is_external = case.will_be("spec", "type") == "ExternalName"
    # What stays as it was goes with the addresses.
    return is_external and field.after not in (None, [MOST], "SingleStack")


def _stays_headless(case: Case, _field: Field) -> bool:
    return is_headless(case.old) and is_headless(case.new)


def _keeps_primary(case: Case, _field: Field) -> bool:
    old, new = (side("spec", "ipFamilies", 0) for side in (case.was, case.will_be))
    return bool((old or MOST) == new)


def _first_address(case: Case, _field: Field) -> bool:
    old, new = (
        at(service.data, "spec", "clusterIPs", 0) or at(service.data, "spec", "clusterIP")
        for service in (case.old, case.new)
    )
    return bool(old == new)


def _is_class_fixed(case: Case, field: Field) -> bool:
    stays = case.was("spec", "type") == case.will_be("spec", "type") == "LoadBalancer"
    return stays or (field.after is not None and case.will_be("spec", "type") != "LoadBalancer")


def _selects_nothing(case: Case, _field: Field) -> bool:
    return not selected(case.own, case.after) and bool(case.after.workloads)


def _selects(case: Case, _field: Field) -> str:
    """Clients reach other pods from now on."""
    names = ", ".join(workload.label for workload in selected(case.own, case.after))
    return f"clients reach other pods from now on: those of {names or 'whatever has these labels'}"


def _no_pods(case: Case, _field: Field) -> str:
    """No workload here has pods with these labels: the name leads nowhere."""
    wanted = mapping(case.will_be("spec", "selector"))
    labels = ", ".join(f"{key}={text(value)}" for key, value in wanted.items())
    return (
        f"no workload here has pods with {labels or 'no label'}: the name leads nowhere, in silence"
    )


def _renames_port(case: Case, _field: Field) -> str:
    """Clients find other ports; monitors and policies name ports, too."""
    headless = ", of which headless Services have only SRV records" if is_headless(case.new) else ""
    return f"clients find other ports{headless}; names of ports stand in monitors and policies, too"


ROWS = of_kinds(
    SERVICE,
    Row("service-new", "(added)", "in-place", "its name resolves as soon as pods are ready"),
    Row("service-removed", "(removed)", "in-place", _ends),
    Row("service-renamed", "(renamed) | (moved)", "in-place", _is_another),
    Row(
        "service-external",
        f"spec.clusterIP | spec.clusterIPs.{REST} | spec.type",
        "in-place",
        "from or to an ExternalName any address may come and go",
        applies=_is_external,
        source=UPDATE,
    ),
    Row(
        "headless-and-external",
        "spec.type | spec.clusterIP",
        "rejected",
        "a headless Service has no address that a load balancer or node port could lead to:"
        " may not be set to 'None' for LoadBalancer services",
        applies=_is_headless_and_external,
        plan="second-service",
        source=UPDATE,
    ),
    Row(
        "becomes-headless",
        f"spec.clusterIP | spec.clusterIPs.{REST}",
        "rejected",
        "a Service keeps the address that it was given, and so gets headless never:"
        " may not change once set",
        applies=_gets_headless,
        plan="recreate-service",
        source=UPDATE,
    ),
    Row(
        "stays-headless",
        "spec.clusterIP",
        "no-effect",
        "the server copies None back where a manifest says nothing: the Service stays headless, and"
        " in a new cluster it is not",
        applies=_gets_address,
        plan="recreate-service",
        source="kubernetes#120937",
    ),
    Row(
        "address-added",
        f"spec.clusterIPs.{REST}",
        "in-place",
        "a second address comes or goes",
        applies=_first_address,
    ),
    Row(
        "address",
        f"spec.clusterIP | spec.clusterIPs.{REST}",
        "rejected",
        "an address never changes: may not change once set",
        plan="recreate-service",
        source=UPDATE,
    ),
    Row(
        "families-external",
        f"spec.ipFamilies.{REST} | spec.ipFamilyPolicy",
        "rejected",
        "families of addresses may not be set for ExternalName services",
        applies=_is_said_for_name,
        source=UPDATE,
    ),
    Row(
        "families-headless",
        f"spec.ipFamilies.{REST}",
        "in-place",
        "of a headless Service they may change: names resolve to other addresses",
        applies=_stays_headless,
        source="validateUpgradeDowngradeIPFamilies",
    ),
    Row(
        "family-added",
        f"spec.ipFamilies.{REST}",
        "in-place",
        "a second family of addresses comes or goes",
        applies=_keeps_primary,
    ),
    Row(
        "family",
        f"spec.ipFamilies.{REST}",
        "rejected",
        "the first family of addresses never changes; where nobody said it, it is that of the"
        " cluster, mostly IPv4",
        plan="recreate-service",
        source=UPDATE,
    ),
    Row(
        "health-check-port",
        "spec.healthCheckNodePort",
        "rejected",
        "this port is given once: field is immutable",
        plan="recreate-service",
        source="validateServiceExternalTrafficFieldsUpdate",
    ),
    Row(
        "load-balancer-class",
        "spec.loadBalancerClass",
        "rejected",
        "the class is chosen together with type LoadBalancer: may not change once set",
        applies=_is_class_fixed,
        plan="recreate-service",
        source="validateLoadBalancerClassField",
    ),
    Row("selects-nothing", f"spec.selector.{REST}", "in-place", _no_pods, applies=_selects_nothing),
    Row("selects-others", f"spec.selector.{REST}", "in-place", _selects),
    Row("service-ports", f"spec.ports.{REST}", "in-place", _renames_port),
    Row(
        "not-ready-addresses",
        "spec.publishNotReadyAddresses",
        "in-place",
        "names of pods that are not ready come or go: peers that find each other before they are"
        " ready need them",
    ),
    Row(
        "service-type",
        "spec.type",
        "in-place",
        "ports and balancers outside come or go; the address inside stays",
    ),
    Row("service-spec", f"spec.{REST}", "in-place", "how its traffic is led"),
    Row(
        "service-metadata",
        f"metadata.{REST}",
        "in-place",
        "monitors and balancers read labels and annotations of a Service",
    ),
    Row("service-version", "apiVersion", "in-place", "the same object, read in another version"),
)
