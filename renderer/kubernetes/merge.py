"""Kubernetes' strategic merge patch: maps merge, null removes, lists of keyed items merge by key.

https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
The keys are those of `x-kubernetes-patch-merge-key` in Kubernetes' OpenAPI. New items go behind the
ones that are there. Where the API server would drop something in silence, this refuses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DIRECTIVE = "$patch"
# Every list that any built-in kind merges, by the field's name; `ports` depends on the kind.
KEYS: dict[str, tuple[str, ...]] = {
    "containers": ("name",),
    "env": ("name",),
    "ephemeralContainers": ("name",),
    "evictionResponders": ("name",),
    "hostAliases": ("ip",),
    "imagePullSecrets": ("name",),
    "initContainers": ("name",),
    "resourceClaims": ("name",),
    "schedulingGates": ("name",),
    "secrets": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
    "volumeDevices": ("devicePath",),
    "volumeMounts": ("mountPath",),
    "volumes": ("name",),
}
# `protocol` is no key of the API, but without it two ports of one number cannot be told apart.
CONTAINER_PORT = ("containerPort", "protocol")
SERVICE_PORT = ("port", "protocol")
DEFAULTS = {"protocol": "TCP"}
CLAIMS = "volumeClaimTemplates"
# A new item of these lists is a slip in its name, unless it brings what a container cannot lack.
NEEDED = {"containers": "image", "initContainers": "image"}
BUILT_IN = ("", "apps", "autoscaling", "batch", "policy")


def merged(resource: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Return the object as the patch makes it.

    Raises:
        ValueError: with a message and perhaps a hint; the patch cannot be meant as it stands.
    """
    if DIRECTIVE in patch:
        raise ValueError(
            f'must not hold "{DIRECTIVE}" at its top: it would replace the whole object'
        )
    group = resource["apiVersion"].rpartition("/")[0]
    keys = KEYS if group in BUILT_IN or group.endswith(".k8s.io") else {}
    return Merge(keys, resource["kind"]).maps(resource, patch, "")


class Merge:
    """One merge; knows the merge keys of the object's kind."""

    def __init__(self, keys: dict[str, tuple[str, ...]], kind: str) -> None:
        ports = SERVICE_PORT if kind == "Service" else CONTAINER_PORT
        self.keys = {**keys, "ports": ports} if keys else {}

    def maps(self, base: dict[str, Any], patch: dict[str, Any], path: str) -> dict[str, Any]:
        """Merge two maps; `$patch: replace` takes the patch alone."""
        patch = {**patch}
        directive = patch.pop(DIRECTIVE, "merge")
        unknown = [key for key in patch if key.startswith("$")]
        if directive not in ("merge", "replace") or unknown:
            raise ValueError(*_unknown_directive(unknown[0] if unknown else directive, path))
        found = {} if directive == "replace" else {**base}
        for key, value in patch.items():
            at = f"{path}.{key}".lstrip(".")
            if value is None:
                found.pop(key, None)
            else:
                found[key] = self.value(found.get(key), value, at, key)
        return found

    def value(self, base: Any, patch: Any, path: str, field: str) -> Any:
        """Merge two values of one field."""
        if isinstance(patch, dict):
            return self.maps(base if isinstance(base, dict) else {}, patch, path)
        if isinstance(patch, list) and field == CLAIMS:
            return self.claims(base or [], patch, path)
        if isinstance(patch, list) and field in self.keys:
            return self.items(base or [], patch, path, field)
        return patch

    def items(self, base: list[Any], patch: list[Any], path: str, field: str) -> list[Any]:
        """Merge a list whose items have keys."""
        found = [] if {DIRECTIVE: "replace"} in patch else [*base]
        for item in [item for item in patch if item != {DIRECTIVE: "replace"}]:
            place = self.place(found, item, path, field)
            if item.get(DIRECTIVE) == "delete":
                if place is None:
                    raise ValueError(
                        f"must delete an item that is there, {path} has none of that key"
                    )
                del found[place]
            elif place is None:
                found.append(self.new(item, found, path, field))
            else:
                found[place] = self.maps(found[place], item, path)
        return found

    def place(self, items: list[Any], item: Any, path: str, field: str) -> int | None:
        """Return where the item is that a patch means; None when there is none."""
        keys = self.keys[field]
        if not isinstance(item, dict) or keys[0] not in item:
            raise ValueError(f"must name every item of {path} by {keys[0]}")
        given = [key for key in keys if key in item]
        for index, present in enumerate(items):
            if all(present.get(key, DEFAULTS.get(key)) == item[key] for key in given):
                return index
        return None

    def new(self, item: dict[str, Any], items: list[Any], path: str, field: str) -> Any:
        """Return an item that is to be added."""
        needed = NEEDED.get(field)
        if needed and needed not in item:
            from renderer.kubernetes.names import nearest  # only on failure: difflib is slow

            known = [present["name"] for present in items]
            message = f'must name one of {path} ({", ".join(known)}), got "{item["name"]}"'
            hint = nearest(str(item["name"]), known)
            raise ValueError(message, hint or f"a new one needs an {needed}")
        return self.maps({}, item, path)

    def claims(self, base: list[Any], patch: list[Any], path: str) -> list[Any]:
        """Merge claim templates by name. The API replaces the list, and drops claims in silence."""
        found = [*base]
        names = [claim["metadata"]["name"] for claim in base]
        for item in patch:
            metadata = item.get("metadata") if isinstance(item, dict) else None
            name = metadata.get("name") if isinstance(metadata, dict) else None
            if name not in names or DIRECTIVE in item:
                message = f"must name a claim of the app by metadata.name ({', '.join(names)})"
                raise ValueError(message, "add or remove one in spec.storage")
            place = names.index(name)
            found[place] = self.maps(found[place], item, path)
        return found


def _unknown_directive(word: str, path: str) -> tuple[str, str]:
    where = f" at {path}" if path else ""
    message = f'must not hold "{word}"{where}: only $patch: replace, delete (in a list) and merge'
    return message, "write the whole list with an item {$patch: replace}"
