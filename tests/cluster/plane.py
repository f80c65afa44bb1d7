"""A Kubernetes control plane on loopback: real programs, without containers or rights.

Tier 1 is etcd and the API server; `complete` adds the controllers, the scheduler, nodes that only
say that they run pods (kwok), and DNS. A keeper process ends all of it with the tests, see there.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import itertools
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from api import API, until
from build_programs import PROGRAMS
from keeper import GRACE

HERE = Path(__file__).parent
PORTS = ("etcd", "peer", "api", "controllers", "scheduler", "kwok", "dns", "dns-ready")
LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1
PORT_RANGE = range(20_000, 30_000)
NODES = ("a", "b", "c")
CLASSES = ("standard", "fast")
# The StatefulSet controller deletes a pod by its name, from a view that may be late: a pod that is
# gone at once is deleted again in its new life.
DELAY = 150


class Plane:
    """The programs of one cluster, their ports and their folder.

    Args:
        kubernetes: the program that has those of Kubernetes.
        gates: feature gates that are not as this release has them, such as `A=true,B=false`.
    """

    def __init__(self, kubernetes: str = "plane", gates: str = "") -> None:
        self.kubernetes = kubernetes
        self.gates = [f"--feature-gates={gates}"] if gates else []
        self.folder = Path(tempfile.mkdtemp(prefix="stateful-cluster-"))
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.token = secrets.token_hex(16)
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        self.seconds: dict[str, float] = {}
        self.api: Any = None
        self.keeper = subprocess.Popen(
            [sys.executable, "-S", HERE / "keeper.py", self.folder],
            stdin=subprocess.PIPE,
            process_group=0,
        )

    # --- tier 1 -----------------------------------------------------------------------------------

    def start(self) -> Self:
        """Start etcd and the API server."""
        began = time.monotonic()
        self._write_files()
        self._start_etcd()
        self._start_api_server()
        asked = API(self.ports["api"], self.token)
        self._wait("API server", lambda: asked("GET", "/readyz").status == 200)
        asked.close()
        self.api = API(self.ports["api"], self.token, self.folder / "pki/apiserver.crt")
        self.seconds["API server"] = time.monotonic() - began
        return self

    @property
    def kubeconfig(self) -> Path:
        return self.folder / "kubeconfig"

    @property
    def version(self) -> str:
        return str(self.api.must("GET", "/version")["gitVersion"])

    def _write_files(self) -> None:
        for name in ("pki", "tmp"):
            (self.folder / name).mkdir()
        (self.folder / "tokens.csv").write_text(f'{self.token},admin,admin,"system:masters"\n')
        key = self.run("service-account-key").stdout
        (self.folder / "sa.key").write_bytes(key)
        cluster = {
            "server": f"https://127.0.0.1:{self.ports['api']}",
            "certificate-authority": "pki/apiserver.crt",
        }
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "plane",
            "clusters": [{"name": "plane", "cluster": cluster}],
            "users": [{"name": "admin", "user": {"token": self.token}}],
            "contexts": [{"name": "plane", "context": {"cluster": "plane", "user": "admin"}}],
        }
        self.kubeconfig.write_text(json.dumps(config))

    def _start_etcd(self) -> None:
        clients, peers = (f"http://127.0.0.1:{self.ports[name]}" for name in ("etcd", "peer"))
        self._spawn(
            "etcd",
            "--data-dir=etcd",
            f"--listen-client-urls={clients}",
            f"--advertise-client-urls={clients}",
            f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}",
            f"--initial-cluster=default={peers}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        )

    def _start_api_server(self) -> None:
        self._spawn(
            "kube-apiserver",
            *self.gates,
            f"--etcd-servers=http://127.0.0.1:{self.ports['etcd']}",
            "--bind-address=127.0.0.1",
            f"--secure-port={self.ports['api']}",
            "--advertise-address=192.0.2.1",
            "--endpoint-reconciler-type=none",
            "--cert-dir=pki",
            "--service-cluster-ip-range=10.96.0.0/16,fd00:10:96::/108",
            "--token-auth-file=tokens.csv",
            "--allow-privileged=true",
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=sa.key",
            "--service-account-signing-key-file=sa.key",
        )

    # --- tier 2 -----------------------------------------------------------------------------------

    def complete(self) -> Self:
        """Start all the rest, and wait until it works."""
        began = time.monotonic()
        self._start_controllers()
        self._start_nodes()
        self._start_dns()
        for name in CLASSES:
            self.api.must("POST", "/apis/storage.k8s.io/v1/storageclasses", storage_class(name))
        for name in NODES:
            self.api.must("POST", "/api/v1/nodes", node(name))
        account = "/api/v1/namespaces/default/serviceaccounts/default"
        self._wait("service accounts", lambda: not self.api("GET", account).is_refused)
        self._wait("nodes", lambda: not any(each["spec"].get("taints") for each in self.nodes()))
        ready = f"http://127.0.0.1:{self.ports['dns-ready']}/ready"
        self._wait("DNS", lambda: read(ready) == b"OK")
        self.seconds["the rest"] = time.monotonic() - began
        return self

    def nodes(self) -> list[dict[str, Any]]:
        return self.api.items("v1", "Node", "")

    def _start_controllers(self) -> None:
        config = f"--kubeconfig={self.kubeconfig}"
        common = (config, "--leader-elect=false", "--bind-address=127.0.0.1", "--cert-dir=pki")
        self._spawn(
            "kube-controller-manager",
            *common,
            *self.gates,
            f"--secure-port={self.ports['controllers']}",
            "--service-account-private-key-file=sa.key",
            "--pvclaimbinder-sync-period=2s",
            "--kube-api-qps=300",
            "--kube-api-burst=500",
        )
        self._spawn("kube-scheduler", *common, f"--secure-port={self.ports['scheduler']}")

    def _start_nodes(self) -> None:
        stages = (HERE / "stages.yaml").read_text().replace("DELAY", str(DELAY))
        (self.folder / "stages.yaml").write_text(stages)
        self._spawn(
            "kwok",
            f"--kubeconfig={self.kubeconfig}",
            "--config=stages.yaml",
            "--manage-all-nodes=true",
            "--node-lease-duration-seconds=40",
            "--cidr=10.244.0.0/16",
            f"--server-address=127.0.0.1:{self.ports['kwok']}",
        )

    def _start_dns(self) -> None:
        (self.folder / "Corefile").write_text(
            f"""cluster.local:{self.ports["dns"]} {{
  bind 127.0.0.1
  errors
  ready 127.0.0.1:{self.ports["dns-ready"]}
  kubernetes cluster.local {{
    kubeconfig {self.kubeconfig}
    ttl 0
    startup_timeout 20s
  }}
}}
"""
        )
        self._spawn("coredns", "-conf", "Corefile")

    # --- processes --------------------------------------------------------------------------------

    def program(self, name: str) -> Path:
        """Return the file that has the program: those of Kubernetes share one."""
        return PROGRAMS[name if name in PROGRAMS else self.kubernetes].path

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run a program to its end."""
        return subprocess.run(
            [name, *arguments],
            executable=self.program(name),
            capture_output=True,
            check=True,
            env=environment(self.folder),
        )

    def _spawn(self, name: str, *arguments: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                [name, *arguments],
                executable=self.program(name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=environment(self.folder),
                process_group=0,
                preexec_fn=end_with_parent,  # noqa: PLW1509
            )
        self.children[name] = child
        assert self.keeper.stdin
        self.keeper.stdin.write(f"{child.pid}\n".encode())
        self.keeper.stdin.flush()

    def _wait(self, what: str, ask: Callable[[], bool]) -> None:
        """Wait for an answer, for as long as every program runs."""

        def answered() -> bool:
            for name, child in self.children.items():
                assert child.poll() is None, f"{name} has ended:\n{self.log(name)}"
            with contextlib.suppress(OSError, http.client.HTTPException):
                return ask()
            return False

        until(answered, what, 120)

    def log(self, name: str) -> str:
        """Return the end of what a program logged."""
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")[-3000:]

    def stop(self) -> None:
        """End the youngest first, and leave nothing; the keeper does what fails here."""
        if self.api:
            self.api.close()
        for child in reversed(self.children.values()):
            child.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GRACE)
        assert self.keeper.stdin
        self.keeper.stdin.close()
        self.keeper.wait()
        for child in self.children.values():
            child.wait()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_: object) -> None:
        self.stop()


def end_with_parent() -> None:
    """Let Linux kill this process with its parent, for the case that the keeper is killed as well.

    It runs between fork and exec, and only calls the system.
    """
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and that no system gives to a client in the meantime."""
    candidates = random.SystemRandom().sample(PORT_RANGE, len(PORT_RANGE))
    return list(itertools.islice(filter(is_free, candidates), count))


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) != 0


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of the programs: nothing of it goes through a proxy."""
    kept = {key: text for key, text in os.environ.items() if not key.lower().endswith("_proxy")}
    return {**kept, "TMPDIR": str(folder / "tmp")}


def read(url: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as reply:
        return bytes(reply.read())


def storage_class(name: str) -> dict[str, Any]:
    is_default = str(name == CLASSES[0]).lower()
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {
            "name": name,
            "annotations": {"storageclass.kubernetes.io/is-default-class": is_default},
        },
        "provisioner": "plane.example/none",
        "allowVolumeExpansion": True,
        "reclaimPolicy": "Delete",
    }


def node(letter: str) -> dict[str, Any]:
    """Return a node with room for everything, in a zone of its own."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    # More than all tests leave behind: a pod that nothing can schedule would keep its test waiting.
    room = {"cpu": "9999", "memory": "99Ti", "pods": "9999", "ephemeral-storage": "99Ti"}
    network = f"10.244.{NODES.index(letter)}.0/24"
    ready = {"type": "Ready", "status": "True", "reason": "Kwok", "message": "it only says so"}
    information = (
        *("machineID", "systemUUID", "bootID", "kernelVersion", "osImage"),
        *("containerRuntimeVersion", "kubeletVersion", "kubeProxyVersion"),
    )
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": f"node-{letter}",
            "annotations": {"kwok.x-k8s.io/node": "fake"},
            "labels": {
                "kubernetes.io/hostname": f"node-{letter}",
                "kubernetes.io/os": "linux",
                "kubernetes.io/arch": "amd64",
                "topology.kubernetes.io/zone": f"zone-{letter}",
                "topology.kubernetes.io/region": "here",
            },
        },
        "spec": {"podCIDR": network, "podCIDRs": [network]},
        "status": {
            "phase": "Running",
            "allocatable": room,
            "capacity": room,
            "conditions": [{**ready, "lastHeartbeatTime": now, "lastTransitionTime": now}],
            "nodeInfo": {
                **dict.fromkeys(information, "none"),
                "operatingSystem": "linux",
                "architecture": "amd64",
            },
        },
    }
