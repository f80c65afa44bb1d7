"""The shortest spec that does what somebody wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from renderer.app import GROUP, KIND, SKIP
from renderer.init.wishes import ports_of, storage_of
from renderer.kubernetes.names import port_name
from renderer.yaml.layout import laid_out

if TYPE_CHECKING:
    from typing import Any

    from renderer.init.wishes import Wishes

    Object = dict[str, Any]

# As seen from bases/<app>/, where `stateful schema` was written to the root of the repository.
SCHEMA_FILE = "statefulapp.schema.json"
SCHEMA = f"yaml-language-server: $schema=../../{SCHEMA_FILE}"
# Environments in which one pod will do.
SMALL = ("dev", "test")


def document_of(wishes: Wishes) -> Object:
    """Return the StatefulApp."""
    ports = [{"name": _port_name(wishes.name), **port} for port in ports_of(wishes)]
    probe = {"tcpSocket": {"port": ports[0]["name"]}} if ports else None
    said = {
        "image": wishes.image,
        "replicas": wishes.replicas,
        "ports": ports,
        "readinessProbe": probe,
        "storage": storage_of(wishes),
        "environments": [environment(name, wishes) for name in wishes.environments],
    }
    return {
        "apiVersion": f"{GROUP}/v1alpha1",
        "kind": KIND,
        "metadata": {"name": wishes.name},
        "spec": {field: value for field, value in said.items() if value not in (None, [])},
    }


def environment(name: str, wishes: Wishes) -> Object:
    """Return an environment: a namespace of its own, so that two in one cluster do not meet."""
    is_small = name in SMALL and wishes.replicas not in (None, 0, 1)
    return {
        "name": name,
        "namespace": f"{wishes.name}-{name}",
        **({"replicas": 1} if is_small else {}),
    }


def page_of(document: Object) -> str:
    """Return the text of a StatefulApp."""
    return laid_out(document, {(): [SCHEMA, SKIP]})


def _port_name(name: str) -> str:
    """Return a name for the only port: the app's, where that is no longer than one may be."""
    try:
        return port_name(name)
    except ValueError:
        return "main"
