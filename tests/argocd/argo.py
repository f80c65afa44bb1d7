"""Argo CD's own code: its plugin server with our plugin.yaml, and what it is asked in process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parent.parent.parent
PLUGIN = ROOT / "plugin.yaml"
REPOSITORY = "https://git.example/apps.git"
REVISION = "0123456789abcdef0123456789abcdef01234567"
NAME = "stateful-renderer-v1"
TICKS = os.sysconf("SC_CLK_TCK")


def path_with_us(*folders: Path) -> str:
    """PATH with the commands of this interpreter's environment in front."""
    return os.pathsep.join(
        [str(Path(sys.executable).parent), *map(str, folders), os.environ["PATH"]]
    )


class Argo:
    """The program that `make argocd` builds.

    Args:
        program: where it is.
        kustomize: what it calls for sources of that type.
    """

    def __init__(self, program: Path, kustomize: Path) -> None:
        self.program = program
        self.kustomize = kustomize
        self.sockets: Path | None = None

    def ask(
        self, command: str, questions: Iterable[Any] = (), *arguments: str | Path
    ) -> list[dict[str, Any]]:
        """Ask for something in process, with the plugins that are running; answers in order."""
        listed = list(questions)
        done = subprocess.run(
            [self.program, command, *arguments],
            input="".join(json.dumps(each) + "\n" for each in listed),
            capture_output=True,
            text=True,
            check=False,
            env={
                **os.environ,
                "PATH": path_with_us(self.kustomize.parent),
                "ARGOCD_PLUGINSOCKFILEPATH": str(self.sockets or "/nowhere"),
            },
        )
        assert done.returncode == 0, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if not listed:
            return answers
        by_id = {each["id"]: each for each in answers}
        return [by_id[each["id"]] for each in listed]

    def generate(self, questions: Iterable[Any], workers: int = 1) -> list[dict[str, Any]]:
        return self.ask("generate", questions, str(workers))


class Sidecar:
    """A plugin server with a plugin.yaml, as the sidecar runs it: a user without HOME, no shell.

    Args:
        argo: whose server it is; it finds the plugin from now on.
        plugin: the plugin.yaml.
    """

    def __init__(self, argo: Argo, plugin: Path = PLUGIN, **variables: str) -> None:
        self.argo = argo
        # short: the path of a socket has at most 108 bytes
        self.folder = Path(tempfile.mkdtemp(prefix="argo-"))
        for name in ("sockets", "config", "work"):
            (self.folder / name).mkdir()
        shutil.copy(plugin, self.folder / "config/plugin.yaml")
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [argo.program, "plugin-server", "--config-dir-path", self.folder / "config"],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            env={
                "PATH": path_with_us(),
                "ARGOCD_PLUGINSOCKFILEPATH": str(self.folder / "sockets"),
                "ARGOCD_CMP_WORKDIR": str(self.folder / "work"),
                **variables,
            },
        )

    def __enter__(self) -> Self:
        end = time.monotonic() + 60
        while not self.is_ready():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        self.argo.sockets = self.folder / "sockets"
        return self

    def is_ready(self) -> bool:
        return any((self.folder / "sockets").glob("*.sock"))

    @property
    def socket(self) -> Path:
        (found,) = (self.folder / "sockets").glob("*.sock")
        return found

    def said(self) -> str:
        return (self.folder / "log").read_text()

    def leftovers(self) -> list[Path]:
        return list((self.folder / "work/_cmp_server").iterdir())

    def seconds_of_plugins(self) -> float:
        """The CPU time of all commands that the server has run to their ends."""
        return sum(self._times()[2:])

    def seconds(self) -> float:
        """The same, with that of the server itself."""
        return sum(self._times())

    def _times(self) -> list[float]:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return [int(each) / TICKS for each in fields[11:15]]

    def __exit__(self, *_: object) -> None:
        self.process.kill()  # when it is asked to end, it waits for clients that are gone
        self.process.wait()
        self.log.close()
        self.argo.sockets = None
        shutil.rmtree(self.folder)
