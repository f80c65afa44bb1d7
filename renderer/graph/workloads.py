"""The picture of a StatefulSet: who connects, by which Services, to which pods, on which claims."""

from __future__ import annotations

from typing import Any

from renderer.facts import facts
from renderer.graph import surroundings
from renderer.graph.picture import Arrow, Box, Diagram, Frame, Line, Section
from renderer.graph.ranges import folded, nth, spanned
from renderer.kubernetes.names import number_of
from renderer.objects.reading import at, text
from renderer.objects.resource import Objects, Resource
from renderer.objects.workload import claims, mounts

CLASS = ("spec", "storageClassName")


def drawn(workload: Resource, objects: Objects, title: str = "") -> Section:
    """Return a StatefulSet with all that is around it.

    Args:
        workload: the StatefulSet.
        objects: all that is beside it.
        title: what it is called; its label by default.
    """
    found = facts(workload, objects)
    notes = [f"namespace {found['namespace']}", surroundings.claimed(found)]
    if found["totalStorage"] != "0":
        notes.append(f"{found['totalStorage']} of storage in all")
    diagram = _diagram(workload, objects, found)
    return Section(title or workload.label, notes=(", ".join(notes),), parts=(diagram,))


def _diagram(workload: Resource, objects: Objects, found: dict[str, Any]) -> Diagram:
    groups = folded(found["pods"])
    clients = Frame("clients-frame", "may connect", tuple(surroundings.clients(workload, objects)))
    services = Frame("services-frame", "Services", tuple(surroundings.services(workload, objects)))
    pods = Frame(
        "pods-frame",
        f"StatefulSet {workload.name}",
        (
            _inside(workload),
            *(_pods(index, group, found) for index, group in enumerate(groups)),
            *surroundings.guards(workload, objects),
        ),
    )
    volumes = Frame("claims-frame", "volumes", _volumes(workload, groups))
    config = Frame("config-frame", "config", tuple(surroundings.config(workload, objects)))
    frames = ((clients,), (services,), (pods,), (volumes, config))
    columns = [tuple(frame for frame in column if frame.boxes) for column in frames]
    return Diagram(
        tuple(column for column in columns if column),
        tuple(_arrows(services, volumes, config, len(groups))),
        (pods.id, volumes.id),
    )


def _arrows(services: Frame, volumes: Frame, config: Frame, groups: int) -> list[Arrow]:
    first = services.id if services.boxes else "pods-frame"
    arrows = [Arrow("clients-frame", first)]
    arrows += [Arrow(box.id, "pods-frame") for box in services.boxes]
    if volumes.boxes:
        arrows += [Arrow(f"pods{index}", f"claims{index}") for index in range(groups)]
    return [*arrows, *([Arrow("pods-frame", config.id)] if config.boxes else [])]


def _inside(workload: Resource) -> Box:
    lines = surroundings.some(surroundings.containers_of(workload))
    return Box("inside", "in each pod", lines, tone="quiet")


def _pods(index: int, group: Any, found: dict[str, Any]) -> Box:
    names = [pod["name"] for pod in group]
    is_ordered = found["start"] == "one by one" and found["replicas"] > 1
    first = found["pods"].index(group[0]) + 1
    if len(names) == 1:
        return Box(f"pods{index}", names[0], (), nth(first) if is_ordered else "", "good")
    turns = f", {nth(first)} to {nth(first + len(names) - 1)}" if is_ordered else ""
    lines = (Line(number_of(len(names), "pod") + turns),)
    return Box(f"pods{index}", spanned(names), lines, tone="good")


def _volumes(workload: Resource, groups: Any) -> tuple[Box, ...]:
    """Return what each claim template asks for, and the claims beside each pod or range of pods."""
    if not claims(workload):
        return ()
    places = {
        text(mount.get("name")): text(mount.get("mountPath")) for _, mount in mounts(workload)
    }
    lines = [
        Line(f"{name} at {places.get(name) or '?'}", text(at(claim, *CLASS)))
        for _, claim, name in claims(workload)
    ]
    head = Box("templates", "of each pod", surroundings.some(lines), tone="quiet")
    return (head, *(_claims(index, group) for index, group in enumerate(groups)))


def _claims(index: int, group: Any) -> Box:
    rows = list(zip(*(pod["claims"] for pod in group), strict=True))
    said = [(spanned([claim["name"] for claim in row]), _sizes(row)) for row in rows]
    if len(group) == 1:
        (title, aside), *rest = said
        lines = [Line(name, size) for name, size in rest]
        return Box(f"claims{index}", title, surroundings.some(lines), aside, "hand")
    (title, _), *_ = said
    lines = [Line(text) for pair in said for text in pair][1:]
    return Box(f"claims{index}", title, surroundings.some(lines), tone="hand")


def _sizes(row: Any) -> str:
    """Return the size of claims: of a range, all sizes that there are."""
    sizes = list(dict.fromkeys(claim["size"] or "no size" for claim in row))
    size = sizes[0] if len(sizes) == 1 else f"{sizes[0]} to {sizes[-1]}"
    return f"{size} each" if len(row) > 1 else size
