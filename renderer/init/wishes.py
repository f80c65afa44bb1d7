"""What somebody wants of a first spec, and which of these wishes a problem of the spec is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from renderer.errors import Problem

if TYPE_CHECKING:
    from typing import Any

    from renderer.errors import Path

    Object = dict[str, Any]

CODE = "SR831"


@dataclass(frozen=True)
class Wishes:
    """What somebody wants.

    Args:
        name: of the app.
        image: of its main container.
        ports: as `PORT` or `NAME:PORT`.
        storage: as `NAME:PATH:SIZE`.
        environments: their names.
        replicas: how many pods; None where nobody says.
    """

    name: str = ""
    image: str = ""
    ports: tuple[str, ...] = ()
    storage: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    replicas: int | None = None

    def option(self, path: Path) -> str:
        """Return which option a path of the spec comes from; empty where it comes from none."""
        field, index = (*path[1:], None, None)[:2]
        if field not in OPTIONS or path[0] != ("metadata" if field == "name" else "spec"):
            return ""
        given = getattr(self, str(field))
        if isinstance(given, tuple):
            given = given[index] if isinstance(index, int) and index < len(given) else ""
        return f"{OPTIONS[str(field)]} {given}".rstrip()


# {field of the spec, and of the wishes: the option that says it}
OPTIONS = {
    "name": "NAME",
    "image": "--image",
    "ports": "--port",
    "storage": "--storage",
    "environments": "--env",
    "replicas": "--replicas",
}


# An amount that no port is, and that Python still reads in no time.
MOST_DIGITS = 9
STORAGE = ("name", "mountPath", "size")


def port_of(given: str) -> Object | None:
    """Return a port, without a name where none is given; None if that is no port."""
    *names, number = given.split(":")
    if len(names) > 1 or names == [""] or not (number.isascii() and number.isdigit()):
        return None
    name = {"name": names[0]} if names else {}
    return {**name, "port": int(number[:MOST_DIGITS])}


def claim_of(given: str) -> Object | None:
    """Return an item of storage; None if it is not given so."""
    parts = given.split(":")
    is_whole = len(parts) == len(STORAGE) and all(parts)
    return dict(zip(STORAGE, parts, strict=True)) if is_whole else None


def ports_of(wishes: Wishes) -> list[Object]:
    """Return the ports."""
    return [port for given in wishes.ports if (port := port_of(given))]


def storage_of(wishes: Wishes) -> list[Object]:
    """Return the storage."""
    return [claim for given in wishes.storage if (claim := claim_of(given))]


def readable(wishes: Wishes) -> tuple[Wishes, list[Problem]]:
    """Return the wishes without those that cannot be read, and what is wrong with these."""
    problems = [
        Problem(CODE, (), f"must be {form}, got {given!r}", hint=f"such as {such}", file=option)
        for option, form, such, all_given, read in (
            ("--port", "PORT or NAME:PORT", "5432", wishes.ports, port_of),
            ("--storage", "NAME:PATH:SIZE", "data:/var/lib/db:10Gi", wishes.storage, claim_of),
        )
        for given in all_given
        if read(given) is None
    ]
    ports = tuple(given for given in wishes.ports if port_of(given))
    storage = tuple(given for given in wishes.storage if claim_of(given))
    return replace(wishes, ports=ports, storage=storage), problems


def missing(wishes: Wishes) -> list[Problem]:
    """Return what a spec cannot do without."""
    return [
        Problem(CODE, (), f"must be given: {what}", hint=hint, file=option)
        for option, value, what, hint in (
            ("NAME", wishes.name, "what the app is called", "stateful init NAME --image IMAGE"),
            ("--image", wishes.image, "what its container runs", "or an example: --like NAME"),
        )
        if not value
    ]


def worded(problem: Problem, wishes: Wishes) -> Problem:
    """Return a problem of the spec as one of the option that it comes from."""
    option = wishes.option(problem.path)
    return problem.saying(path=()).at(option) if option else problem
