"""The plane itself: it starts, and nothing of it is left, however its tests end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from api import until
from keeper import lives
from needed import needed
from plane import Plane, is_free

pytestmark = pytest.mark.cluster
ROOT = Path(__file__).parent.parent.parent
# What a test run is, as far as a plane knows: a process that has one, and works with it.
OWNER = """
import json, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
sys.path[:0] = ["tests/cluster", "tools"]
from plane import Plane, is_free
with Plane() as plane:
    plane.complete()
    children = [child.pid for child in plane.children.values()]
    said = {"folder": str(plane.folder), "ports": plane.ports, "children": children}
    print(json.dumps({**said, "keeper": plane.keeper.pid}), flush=True)
    time.sleep(600)
"""


def test_it_is_the_release_that_is_pinned(server: Plane) -> None:
    versions = (ROOT / "tests/cluster/programs/kubernetes/go.mod").read_text()
    assert f"k8s.io/kubernetes {server.version}\n" in versions


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_killed_with_its_keeper_it_leaves_no_process(server: Plane) -> None:
    assert server
    with started() as owner:
        assert owner.stdout
        said = json.loads(owner.stdout.readline())
        os.kill(said["keeper"], signal.SIGKILL)
        os.killpg(owner.pid, signal.SIGKILL)
    until(lambda: not any(map(lives, said["children"])), "no process is left", 30)
    shutil.rmtree(said["folder"])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_killed_in_the_middle_it_leaves_nothing(number: signal.Signals, server: Plane) -> None:
    with started() as owner:
        assert owner.stdout
        said = json.loads(owner.stdout.readline())
        assert all(map(lives, said["children"]))
        assert Path(said["folder"]).exists()
        os.killpg(owner.pid, number)
    processes = [said["keeper"], *said["children"]]
    until(lambda: not any(map(lives, processes)), "no process is left", 30)
    assert not Path(said["folder"]).exists()
    until(lambda: all(map(is_free, said["ports"].values())), "no port is taken", 10)
    assert not server.api("GET", "/readyz").is_refused  # of others it ends nothing


def test_a_run_of_the_tests_that_is_killed_leaves_nothing(server: Plane, tmp_path: Path) -> None:
    """Pytest itself, while it sends what another process renders, and nobody can clean up."""
    assert server
    file = "tests/cluster/test_rendered.py"
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "-m", "cluster", "-p", "no:cacheprovider", file],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as run:
        try:
            until(lambda: "rendered.py" in " ".join(below(run.pid).values()), "it renders", 120)
            processes = below(run.pid)
            assert [line for line in processes.values() if "kube-apiserver" in line]
            assert list(tmp_path.glob("stateful-cluster-*"))
        finally:
            run.kill()
    until(lambda: not any(map(lives, processes)), "no process is left", 60)
    assert not list(tmp_path.glob("stateful-cluster-*"))


def below(process: int) -> dict[int, str]:
    """Return {process: its command line} of all that a process has started, and they in turn."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    found: dict[int, str] = {}
    waiting = [process]
    while waiting:
        parent = waiting.pop()
        for pid, above, command in rows:
            if int(above) == parent:
                found[int(pid)] = command
                waiting.append(int(pid))
    return found


def started() -> subprocess.Popen[bytes]:
    needed("cluster")
    return subprocess.Popen(
        [sys.executable, "-c", OWNER],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
