"""Apps whose replicas vote, told by their image: a hint, and so never more than advice."""

from __future__ import annotations

import re

from renderer.objects.reading import text
from renderer.objects.resource import Resource
from renderer.objects.workload import containers

# The last part of an image's name.
VOTING = re.compile(
    r"etcd|zookeeper|cp-zookeeper|consul|nats|rabbitmq|cockroach(?:db)?|mongo(?:db)?|vault|openbao"
    r"|rqlite|tikv|pd|clickhouse-keeper|redpanda|mariadb-galera|percona-xtradb-cluster|tigerbeetle"
)


def voting_image(one: Resource) -> str:
    """Return the image that votes, or nothing."""
    for _, container in containers(one):
        image = text(container.get("image"))
        name = image.partition("@")[0].rpartition("/")[2].partition(":")[0]
        if VOTING.fullmatch(name):
            return name
    return ""


def votes(one: Resource) -> bool:
    """Tell whether a majority of the pods must agree."""
    return bool(voting_image(one))
