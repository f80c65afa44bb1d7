"""The smallest client of an API server: JSON over one kept connection, by Python's own library."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"


@dataclass
class Reply:
    """What the server says to one request."""

    status: int
    body: Any
    warnings: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return self.status >= 300

    @property
    def message(self) -> str:
        """Why it is refused, in the server's words; "" when it is not."""
        if not self.is_refused:
            return ""
        return str(self.body.get("message", "")) if isinstance(self.body, dict) else str(self.body)


class API:
    """An API server on loopback; every thread has a connection of its own."""

    def __init__(self, port: int, token: str, certificate: Path | None = None) -> None:
        self.port, self.token = port, token
        self.context = ssl.create_default_context(cafile=certificate)
        if certificate is None:
            self.context.check_hostname = False
            self.context.verify_mode = ssl.CERT_NONE
        self.own = threading.local()
        self.connections: list[http.client.HTTPSConnection] = []
        self.resources: dict[tuple[str, str], tuple[str, bool]] = {}

    def connect(self, timeout: float = 60) -> http.client.HTTPSConnection:
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=timeout, context=self.context
        )
        self.connections.append(connection)
        return connection

    def close(self) -> None:
        for each in self.connections:
            each.close()

    def __call__(
        self, method: str, path: str, body: Any = None, kind: str = "application/json"
    ) -> Reply:
        try:
            return self._ask(method, path, body, kind)
        except (OSError, http.client.HTTPException):
            self.own.connection = None  # the server closes a connection that is idle for long
            return self._ask(method, path, body, kind)

    def _ask(self, method: str, path: str, body: Any, kind: str) -> Reply:
        if getattr(self.own, "connection", None) is None:
            self.own.connection = self.connect()
        data = None if body is None else json.dumps(body).encode()
        self.own.connection.request(method, path, data, self.headers(kind))
        reply = self.own.connection.getresponse()
        text = reply.read()
        said = text.decode("utf-8", "replace")
        with suppress(ValueError):
            said = json.loads(text)
        warnings = reply.headers.get_all("Warning") or []
        return Reply(reply.status, said, [text.partition('"')[2].rstrip('"') for text in warnings])

    def headers(self, kind: str = "application/json") -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": kind,
            "Accept": "application/json",
        }

    def must(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        """Ask for what cannot be refused."""
        reply = self(method, path, body, kind)
        assert not reply.is_refused, f"{method} {path}: {reply.status} {reply.message}"
        return reply.body

    # --- objects ----------------------------------------------------------------------------------

    def serves(self, version: str, kind: str) -> bool:
        """Whether the server has ever heard of the kind."""
        return self._resource(version, kind) is not None

    def path(self, version: str, kind: str, namespace: str, name: str = "") -> str:
        found = self._resource(version, kind)
        assert found, f"the server does not know {kind} of {version}"
        plural, is_namespaced = found
        prefix = f"/api/{version}" if "/" not in version else f"/apis/{version}"
        within = f"/namespaces/{namespace}" if is_namespaced else ""
        return f"{prefix}{within}/{plural}" + (f"/{name}" if name else "")

    def path_of(self, resource: dict[str, Any], namespace: str) -> str:
        metadata = resource["metadata"]
        return self.path(
            resource["apiVersion"],
            resource["kind"],
            metadata.get("namespace", namespace),
            metadata["name"],
        )

    def _resource(self, version: str, kind: str) -> tuple[str, bool] | None:
        if not any(key[0] == version for key in self.resources):
            prefix = f"/api/{version}" if "/" not in version else f"/apis/{version}"
            reply = self("GET", prefix)
            for each in [] if reply.is_refused else reply.body["resources"]:
                if "/" not in each["name"]:
                    found = each["name"], each["namespaced"]
                    self.resources[version, each["kind"]] = found
        return self.resources.get((version, kind))

    def apply(
        self,
        resource: dict[str, Any],
        namespace: str,
        *,
        dry_run: bool = False,
        manager: str = "tests",
        force: bool = True,
    ) -> Reply:
        """Apply on the server's side: no unknown field, none twice."""
        query = f"?fieldManager={manager}&force={str(force).lower()}&fieldValidation=Strict"
        query += "&dryRun=All" if dry_run else ""
        return self("PATCH", self.path_of(resource, namespace) + query, resource, APPLY)

    def create(
        self, resource: dict[str, Any], path: str, *, dry_run: bool = False, strict: bool = True
    ) -> Reply:
        query = "?fieldManager=tests" + ("&fieldValidation=Strict" if strict else "")
        query += "&dryRun=All" if dry_run else ""
        return self("POST", path + query, resource)

    def get(self, version: str, kind: str, namespace: str, name: str) -> dict[str, Any] | None:
        reply = self("GET", self.path(version, kind, namespace, name))
        return None if reply.is_refused else reply.body

    def items(self, version: str, kind: str, namespace: str) -> list[dict[str, Any]]:
        items = self.must("GET", self.path(version, kind, namespace))["items"]
        return sorted(items, key=lambda item: item["metadata"]["name"])

    def namespace(self, name: str, **labels: str) -> str:
        """Make a namespace, with pods' default ServiceAccount where a controller makes it."""
        metadata = {"name": name, "labels": labels}
        self.must(
            "POST",
            "/api/v1/namespaces",
            {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata},
        )
        return name

    # --- what comes later -------------------------------------------------------------------------

    def events(self, version: str, kind: str, namespace: str) -> Watch:
        return Watch(self, self.path(version, kind, namespace))


class Watch:
    """Every event of the objects below a path, from now on."""

    def __init__(self, api: API, path: str) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        listing = api.must("GET", path)
        self.connection = api.connect(timeout=600)
        version = listing["metadata"]["resourceVersion"]
        self.connection.request(
            "GET", f"{path}?watch=1&resourceVersion={version}", headers=api.headers()
        )
        self.reply = self.connection.getresponse()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            while line := self.reply.readline():
                event = json.loads(line)
                self.events.append((event["type"], event["object"]))

    def stop(self) -> None:
        """End the thread: it reads no more once its socket is shut."""
        with suppress(OSError):
            if self.connection.sock:
                self.connection.sock.shutdown(2)

    def lives(self) -> list[str]:
        """The lives of pods in order: +made, *ready, -going, and xgone."""
        return list(self._lives())

    def going(self) -> list[str]:
        """The pods that were deleted, in order.

        One that goes at once, for it never ran, may be deleted again in its new life: by the
        controller, from a view that is late. That is once.
        """
        return [pod for pod, _ in groupby(each[1:] for each in self.lives() if each[0] == "-")]

    def _lives(self) -> Iterator[str]:
        ready, going = set(), set()
        for what, item in list(self.events):
            name, uid = item["metadata"]["name"], item["metadata"]["uid"]
            if what == "ADDED":
                yield f"+{name}"
            if item["metadata"].get("deletionTimestamp") and uid not in going:
                going.add(uid)
                yield f"-{name}"
            if what != "DELETED" and uid not in ready and is_ready(item):
                ready.add(uid)
                yield f"*{name}"
            if what == "DELETED":
                yield f"x{name}"


def is_ready(item: dict[str, Any]) -> bool:
    """Whether a pod or node says that it is ready."""
    conditions = item.get("status", {}).get("conditions", [])
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)


def until(ask: Callable[[], Made], what: str, limit: float = 60, *, pause: float = 0.05) -> Made:
    """Wait until the answer is true, and return it; many who wait at once leave longer pauses."""
    end = time.monotonic() + limit
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise TimeoutError(f"not within {limit} s: {what}")
        time.sleep(pause)
