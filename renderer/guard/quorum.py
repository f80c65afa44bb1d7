"""Apps whose replicas vote, told by their image: a hint, and so never more than advice."""

from __future__ import annotations

import re

from renderer.guard.objects import Placed, containers, text

# The last part of an image's name.
VOTING = re.compile(
    r"etcd|zookeeper|cp-zookeeper|consul|nats|rabbitmq|cockroach(?:db)?|mongo(?:db)?|vault|openbao"
    r"|rqlite|tikv|pd|clickhouse-keeper|redpanda|mariadb-galera|percona-xtradb-cluster|tigerbeetle"
)


def voting_image(one: Placed) -> str:
    """Return the image that votes, or nothing."""
    for _, container in containers(one):
        image = text(container.get("image"))
        name = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
        if VOTING.fullmatch(name):
            return name
    return ""


def votes(one: Placed) -> bool:
    """Tell whether a majority of the pods must agree."""
    return bool(voting_image(one))
