"""End the programs of a plane and remove its folder as soon as whoever started it has ended.

Usage: keeper.py FOLDER < a pipe that ends with its owner

The owner writes to the pipe the number of every process that it starts. It may be killed in any
way: its end of the pipe closes all the same. This process has a group of its own, so that what ends
the owner's group, such as Ctrl-C, leaves it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

GRACE = 10


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    processes = [int(line) for line in sys.stdin]
    for each in processes[::-1]:
        send(each, signal.SIGTERM)
    end = time.monotonic() + GRACE
    while any(map(lives, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    for each in processes:
        send(each, signal.SIGKILL)
    shutil.rmtree(sys.argv[1], ignore_errors=True)


def send(process: int, number: int) -> None:
    if lives(process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def lives(process: int) -> bool:
    """Whether a process is there, and is not one that has ended and that nobody has asked about."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    with contextlib.suppress(OSError):
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    return not status.parent.parent.joinpath("self").exists()


if __name__ == "__main__":
    main()
