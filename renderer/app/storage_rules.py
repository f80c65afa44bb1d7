"""What must hold where volumes are to be larger than the claim template of the live StatefulSet."""

from __future__ import annotations

from renderer.errors import Problem
from renderer.objects.reading import amount

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Storage
    from renderer.errors import Path

    Problems = Iterator[Problem]

# More pods than anybody has; a spec that says billions must not declare a claim for each of them.
MOST_CLAIMS = 1_000
NEVER = "no volume ever shrinks"
SMALLER = f"{NEVER}: write the size that the volumes have, or see docs/growing.md for smaller ones"


def templates_are_outgrown(app: StatefulApp) -> Problems:
    """What `templateSize` and `claims` say means something only where the volumes are larger."""
    for index, storage in enumerate(app.spec.storage):
        path: Path = ("spec", "storage", index)
        if storage.template_size is None:
            if storage.claims is not None:
                message = "must come with templateSize: only then claims are declared"
                hint = "remove it, or write templateSize: the size in the live StatefulSet"
                yield Problem("SR326", (*path, "claims"), message, hint=hint)
            continue
        yield from _is_larger(storage, storage.template_size, path)
        yield from _has_all(app, storage, path)


def _is_larger(storage: Storage, template: str, path: Path) -> Problems:
    size, least = amount(storage.size) or 0, amount(template) or 0
    causes = ((*path, "templateSize"),)
    if size < least:
        message = f'must be more than templateSize, "{template}", got "{storage.size}"'
        yield Problem("SR326", (*path, "size"), message, hint=SMALLER, causes=causes)
    elif size == least:
        message = f'must be less than size, "{storage.size}": there is nothing to grow to'
        hint = "remove it (in an environment, write templateSize: null), or write a larger size"
        causes = ((*path, "size"),)
        yield Problem("SR326", (*path, "templateSize"), message, hint=hint, causes=causes)


def _has_all(app: StatefulApp, storage: Storage, path: Path) -> Problems:
    if storage.claims is not None and storage.claims < app.spec.replicas:
        message = f"must be at least the replicas, {app.spec.replicas}, got {storage.claims}"
        hint = "other pods would get volumes of templateSize; without an autoscaler, remove it"
        causes: tuple[Path, ...] = (("spec", "replicas"),)
        yield Problem("SR326", (*path, "claims"), message, hint=hint, causes=causes)


def too_many_claims(app: StatefulApp) -> Problems:
    """Refuse to declare very many claims."""
    for index, storage in enumerate(app.spec.storage):
        count = app.spec.replicas if storage.claims is None else storage.claims
        if storage.template_size is not None and count > MOST_CLAIMS:
            field = "templateSize" if storage.claims is None else "claims"
            message = f"must declare at most {MOST_CLAIMS} claims, got {count}"
            causes = () if storage.claims is not None else (("spec", "replicas"),)
            yield Problem("SR326", ("spec", "storage", index, field), message, causes=causes)


RULES = (templates_are_outgrown,)
