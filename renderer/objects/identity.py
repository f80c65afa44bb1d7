"""What tells one object of a cluster from all others."""

from __future__ import annotations

from renderer.objects.reading import at, mapping, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self


def group_of(api_version: str) -> str:
    """Return the API group: `apps` of `apps/v1`, nothing of `v1`."""
    return api_version.rpartition("/")[0]


class Identity(tuple[str, str, str, str]):
    """API group, kind, namespace and name. The version of an API is no part of it.

    A tuple, so that it can be compared, sorted and looked up; `stateful-fn` imports this module,
    and a dataclass would double its start-up time.
    """

    __slots__ = ()

    def __new__(cls, group: str, kind: str, namespace: str, name: str) -> Self:
        """Make one from its parts; the namespace is empty where whoever applies it says it."""
        return super().__new__(cls, (group, kind, namespace, name))

    @classmethod
    def of(cls, data: Any) -> Identity:
        """Return the identity of an object, as far as it says."""
        group, kind = group_of(text(at(data, "apiVersion"))), text(at(data, "kind"))
        metadata = mapping(at(data, "metadata"))
        return cls(group, kind, text(metadata.get("namespace")), text(metadata.get("name")))

    @property
    def group(self) -> str:
        """Return the API group; nothing for the core one."""
        return self[0]

    @property
    def kind(self) -> str:
        """Return the kind, such as StatefulSet."""
        return self[1]

    @property
    def namespace(self) -> str:
        """Return the namespace; nothing where that is decided when it is applied."""
        return self[2]

    @property
    def name(self) -> str:
        """Return the name."""
        return self[3]

    @property
    def is_whole(self) -> bool:
        """Tell whether it says enough for an object of a cluster."""
        return bool(self.kind and self.name)

    @property
    def label(self) -> str:
        """Return what people call it in one namespace: `StatefulSet/nginx`."""
        return f"{self.kind}/{self.name}"

    def record(self) -> dict[str, str]:
        """Return it as plain data."""
        return dict(zip(("group", "kind", "namespace", "name"), self, strict=True))

    def without_namespace(self) -> Identity:
        """Return what two environments, each with a namespace of its own, have in common."""
        return Identity(self.group, self.kind, "", self.name)

    def __str__(self) -> str:
        """Name the object as people do: `StatefulSet shop/nginx`."""
        return f"{self.kind} {self.namespace}/{self.name}".replace(" /", " ")
