"""One question to a DNS server on loopback."""

from __future__ import annotations

import random
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass

TYPES = {"A": 1, "SRV": 33}
NAME_ERROR = 3


@dataclass
class Answer:
    """Addresses or, of SRV, targets with their ports."""

    code: int
    values: list[str]


def ask(port: int, name: str, kind: str = "A") -> Answer:
    """Return what the server answers, sorted: it shuffles addresses."""
    identity = random.randrange(65536)
    head = struct.pack(">6H", identity, 0x0100, 1, 0, 0, 0)
    question = _written(name) + struct.pack(">2H", TYPES[kind], 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        asking.sendto(head + question, ("127.0.0.1", port))
        reply = asking.recv(65535)
    _, flags, _, answers, _, _ = struct.unpack(">6H", reply[:12])
    found = _answers(reply, 12 + len(question), answers)
    return Answer(flags & 15, sorted(found))


def _answers(reply: bytes, at: int, count: int) -> Iterator[str]:
    for _ in range(count):
        _, at = _read(reply, at)
        kind, _, _, size = struct.unpack(">2HIH", reply[at : at + 10])
        at += 10
        if kind == TYPES["A"]:
            yield socket.inet_ntoa(reply[at : at + size])
        if kind == TYPES["SRV"]:
            (port,) = struct.unpack(">H", reply[at + 4 : at + 6])
            yield f"{_read(reply, at + 6)[0]}:{port}"
        at += size


def _written(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def _read(reply: bytes, at: int) -> tuple[str, int]:
    """Return a name, and where it ends; two high bits mean that it goes on elsewhere."""
    labels, end = [], 0
    while reply[at]:
        if reply[at] >= 0xC0:
            end = end or at + 2
            at = struct.unpack(">H", reply[at : at + 2])[0] & 0x3FFF
        else:
            labels.append(reply[at + 1 : at + 1 + reply[at]].decode())
            at += 1 + reply[at]
    return ".".join(labels), end or at + 1
