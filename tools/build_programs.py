"""Build the programs of Kubernetes that tests run, from pinned Go modules, into .tools/programs.

Usage: python tools/build_programs.py SET...                         build what is not there yet
       python tools/build_programs.py SET... --beside COMMAND...     and run COMMAND meanwhile

A set is one of `tools` (kubectl, crdcheck, goyaml, helm), `cluster` (a whole control plane),
`argocd` (Argo CD's own code) and `oldest` (the API server of an old version). Needs Go and its
module proxy, nothing else. A program is found again by the hash of its source, go.mod and go.sum,
so a change of any of them builds a new one.

With --beside the result is that of COMMAND: it meets a program that could not be built by itself.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "tests"
KUBERNETES = "cluster/programs/kubernetes"
BUILT = ROOT / ".tools/programs"
# What a Kubernetes program says of itself; its gates of features follow from it.
STAMP = "k8s.io/component-base/version"
SETTINGS = {"CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "-buildvcs=false"}
ENDS_WITH_STDIN = "STATEFUL_BUILD_ENDS_WITH_STDIN"


@dataclass(frozen=True)
class Program:
    """A main package of one of the modules below tests."""

    name: str
    module: str
    package: str
    # Of CPU time, with nothing built before.
    seconds: int
    versions: str = "go.mod"

    @property
    def folder(self) -> Path:
        """Return the folder of the module."""
        return SOURCE / self.module

    @property
    def path(self) -> Path:
        """Return where the program is, or will be."""
        return BUILT / f"{self.name}-{self.key}" / self.name

    @property
    def key(self) -> str:
        """Return a hash of all that the program is made of."""
        versions = self.folder / self.versions
        files = [versions, versions.with_suffix(".sum"), *sorted(self.folder.rglob("*.go"))]
        return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]

    @property
    def flags(self) -> list[str]:
        """Return what the linker is told: no symbols, and which Kubernetes this is."""
        text = (self.folder / self.versions).read_text("utf-8")
        said = re.search(r"^\tk8s\.io/kubernetes (v1\.(\d+)\.\d+)$", text, re.MULTILINE)
        if not said:
            return ["-s", "-w"]
        stamps = {"gitVersion": said[1], "gitMajor": "1", "gitMinor": said[2]}
        return ["-s", "-w", *(f"-X={STAMP}.{key}={text}" for key, text in stamps.items())]


# Etcd and the API server answer by themselves.
SERVER = (
    Program("plane", KUBERNETES, "./plane", 580),
    Program("etcd", "cluster/programs/etcd", "go.etcd.io/etcd/server/v3", 55),
)
SETS = {
    "tools": (
        Program("kubectl", KUBERNETES, "./kubectl", 150),
        Program("crdcheck", KUBERNETES, "./crdcheck", 60),
        Program("goyaml", "cluster/programs/goyaml", ".", 20),
        Program("helm", "cluster/programs/helm", "helm.sh/helm/v3/cmd/helm", 190),
    ),
    "server": SERVER,
    "cluster": (
        *SERVER,
        Program("kwok", "cluster/programs/kwok", "sigs.k8s.io/kwok/cmd/kwok", 130),
        Program("coredns", "cluster/programs/coredns", ".", 120),
    ),
    "argocd": (Program("argocd", "argocd/programs", "./argocd", 360),),
    "oldest": (Program("apiserver-oldest", KUBERNETES, "./apiserver", 350, "oldest.mod"),),
}
PROGRAMS = {program.name: program for programs in SETS.values() for program in programs}


def main() -> int:
    """Build the sets that the command line names, beside a command if it gives one."""
    words = sys.argv[1:]
    mark = words.index("--beside") if "--beside" in words else len(words)
    names, command = words[:mark], words[mark + 1 :]
    unknown = set(names) - SETS.keys()
    if unknown or not names:
        print(__doc__)
        return 2
    if command:
        return beside(names, command)
    built = [build(program) for name in names for program in SETS[name]]
    return int(not all(built))


def build(program: Program) -> bool:
    """Build a program unless it is there, and return whether it is; never twice at once."""
    with _alone(program):
        if program.path.exists():
            print(f"== programs: {program.name} in {_shown(program.path.parent)}")
            return True
        if not shutil.which("go"):
            return _without(program, "install Go 1.26 or newer")
        cores = os.cpu_count() or 1
        print(
            f"== programs: go builds {program.name}, {program.seconds} CPU seconds, "
            f"about {-(-program.seconds // cores // 60)} min on {cores} idle cores",
            flush=True,
        )
        began = time.monotonic()
        if _go(program):
            return _without(program, "see the errors above")
        print(f"== programs: {program.name} built in {time.monotonic() - began:.0f} s", flush=True)
        return True


def _go(program: Program) -> int:
    """Build into a file beside the real one, which thus is whole whenever it is there."""
    half = program.path.with_suffix(".half")
    half.parent.mkdir(parents=True, exist_ok=True)
    run = subprocess.run(
        [
            *("go", "build", "-trimpath", f"-modfile={program.versions}"),
            *("-ldflags", " ".join(program.flags), "-o", half, program.package),
        ],
        cwd=program.folder,
        env={
            **os.environ,
            "CGO_ENABLED": "0",
            "GOTOOLCHAIN": "local",
            "GOFLAGS": "-buildvcs=false",
        },
        check=False,
    )
    if not run.returncode:
        half.rename(program.path)
    return run.returncode


def _without(program: Program, remedy: str) -> bool:
    print(f"!!!!\n!!!! NO {program.name}: {remedy}.\n!!!!", file=sys.stderr, flush=True)
    return False


@contextlib.contextmanager
def _alone(program: Program) -> Iterator[None]:
    """Wait until nobody else builds the program."""
    BUILT.mkdir(parents=True, exist_ok=True)
    with (BUILT / f"{program.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"== programs: waiting for another build of {program.name}", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def beside(names: list[str], command: list[str]) -> int:
    """Run a command while the sets are built, which ends with it and with us, however we end."""
    BUILT.mkdir(parents=True, exist_ok=True)
    log = BUILT / "build.log"
    print(f"== programs: {' and '.join(names)} are built meanwhile, see {_shown(log)}", flush=True)
    builder = [sys.executable, "-u", __file__, *names]
    with (
        log.open("w") as file,
        subprocess.Popen(
            ["nice", *builder],
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=file,
            process_group=0,
            env={**os.environ, ENDS_WITH_STDIN: "yes"},
        ),
    ):
        return subprocess.run(command, check=False).returncode


def _end_with_stdin() -> None:
    """End with all children when whoever holds the other end of stdin has ended."""
    sys.stdin.read()
    os.killpg(0, signal.SIGTERM)


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


if __name__ == "__main__":
    if ENDS_WITH_STDIN in os.environ:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    sys.exit(main())
