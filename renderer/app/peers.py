"""Lists of a StatefulSet's own pods: what `peers` puts into a variable or a file.

A format is text with placeholders such as `{pod}=http://{host}:{port:peer}`. A brace that holds no
word is the user's own, so that JSON needs no escapes.
"""

from __future__ import annotations

from renderer.app.defaults import container_port, headless_service_name, ordinals, pod_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from renderer.app.models import StatefulApp
    from renderer.app.parts import Peers

    Pieces = list[tuple[str, str]]

# Variables that hold the pod's own namespace and name wherever peers need them.
NAMESPACE = "POD_NAMESPACE"
POD = "POD_NAME"
INDEX = "POD_INDEX"
# Of what is added to an ordinal: no port or number of a server has more.
MOST_DIGITS = 9
FIELDS = {
    POD: "metadata.name",
    INDEX: "metadata.labels['apps.kubernetes.io/pod-index']",
    NAMESPACE: "metadata.namespace",
}
# The volume, and the end of the ConfigMap's name, where lists are files.
VOLUME = "peers"
PLACEHOLDERS = ("{ordinal}", "{ordinal+1}", "{pod}", "{host}", "{port}", "{port:NAME}")


def variable(app: StatefulApp, peers: Peers) -> str:
    """Return the value of the environment variable; Kubernetes fills in the namespace."""
    domain = f"$({NAMESPACE}).svc.{app.spec.cluster_domain}"
    if peers.own:
        own = hosts(f"$({POD})", headless_service_name(app), domain)
        names = {"ordinal": f"$({INDEX})", **own, **ports(app)}
        return "".join(text + names.get(word, "") for text, word in cut(format_of(app, peers)))
    return _listed(app, peers, ordinals(app)[: peers.first], domain)


def file_of(app: StatefulApp, peers: Peers, own: int) -> str:
    """Return what one pod finds in its file; nothing is replaced there, so host names are short.

    They are found through the search domains of every pod.
    """
    listed = ordinals(app)[: peers.first]
    others = [pod for pod in listed if pod != own] if peers.exclude_own else listed
    return _listed(app, peers, others, "")


def format_of(app: StatefulApp, peers: Peers) -> str:
    """Return how one pod is written."""
    return peers.format or ("{host}:{port}" if app.spec.ports else "{host}")


def needed_fields(app: StatefulApp) -> dict[str, str]:
    """Return {variable: field of the pod} that the lists refer to."""
    needed = {
        name for entry in app.spec.peers if not entry.count_only for name in _needs(app, entry)
    }
    return {name: field for name, field in FIELDS.items() if name in needed}


def _needs(app: StatefulApp, peers: Peers) -> set[str]:
    words = {word for _, word in cut(format_of(app, peers))}
    own = {POD: {"pod", "host"}, INDEX: {"ordinal"}} if peers.own else {}
    found = {name for name, using in own.items() if words & using}
    if peers.mount_path:
        return found | {POD}  # the name of each pod's own file
    return found | ({NAMESPACE} if "host" in words else set())


def field_variable(name: str, field: str) -> dict[str, Any]:
    """Return a variable that holds a field of the pod."""
    return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": field}}}


def ports(app: StatefulApp) -> dict[str, str]:
    """Return what `{port}` and `{port:NAME}` stand for: where the containers listen."""
    numbers = [(port.name, str(container_port(port))) for port in app.spec.ports]
    named = {f"port:{name}": number for name, number in numbers if name}
    return {"port": numbers[0][1], **named} if numbers else {}


def _listed(app: StatefulApp, peers: Peers, numbers: Iterable[int], domain: str) -> str:
    pieces, service = cut(format_of(app, peers)), headless_service_name(app)
    names = ports(app)
    return peers.separator.join(
        filled(pieces, number, {**names, **hosts(pod_name(app, number), service, domain)})
        for number in numbers
    )


def hosts(pod: str, service: str, domain: str) -> dict[str, str]:
    """Return what `{pod}` and `{host}` stand for."""
    return {"pod": pod, "host": ".".join(part for part in (pod, service, domain) if part)}


def cut(text: str) -> Pieces:
    """Cut a format into texts, each with the placeholder behind it; the last one has none."""
    pieces: Pieces = []
    before = ""
    while "{" in text:
        head, _, text = text.partition("{")
        word, closed, rest = text.partition("}")
        if closed and _is_word(word):
            pieces.append((before + head, word))
            before, text = "", rest
        else:
            before += head + "{"
    return [*pieces, (before + text, "")]


def _is_word(text: str) -> bool:
    rest = text.replace("+", "").replace(":", "").replace("-", "").replace("_", "")
    return text[:1].isalpha() and rest.isalnum()


def filled(pieces: Pieces, ordinal: int, names: Mapping[str, str]) -> str:
    """Return a pod as the format says; names holds every placeholder but `ordinal`.

    A placeholder that stands for nothing is nothing; `unknown_words` tells it.
    """
    return "".join(
        text + (str(ordinal + _added(word)) if is_ordinal(word) else names.get(word, ""))
        for text, word in pieces
    )


def is_ordinal(word: str) -> bool:
    """Tell whether a placeholder is `ordinal` or `ordinal+1`, or some more: up to nine digits."""
    name, plus, added = word.partition("+")
    is_number = added.isdecimal() and added.isascii() and len(added) <= MOST_DIGITS
    return name == "ordinal" and (is_number if plus else True)


def _added(word: str) -> int:
    return int(word.partition("+")[2] or 0)


def unknown_words(text: str, known: Iterable[str]) -> list[str]:
    """Return the placeholders of a format that stand for nothing."""
    return [word for _, word in cut(text) if word and not is_ordinal(word) and word not in known]
