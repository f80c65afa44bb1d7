"""The programs around us: kustomize, kubectl, and our own function as they would call it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from renderer import __version__
from renderer.doctor.finding import Finding, error, warning

FUNCTION = "stateful-fn"
# Older ones are not tested with; 5.4 is what the oldest supported Argo CD brings.
OLDEST = (5, 4)
# What tests run with; the Makefile pins its patch release, and that of the oldest.
NEWEST_TESTED = (5, 8)
# What Go says of the version of a program that it built.
UNRELEASED = "(devel)"
MOST_SECONDS = 120
CANNOT_START = 126
ALPHA, EXEC = "--enable-alpha-plugins", "--enable-exec"


@dataclass(frozen=True)
class Ran:
    """How a program ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def reason(self) -> str:
        """Return the first line that says something, without what programs put before it."""
        lines = [line for line in self.stderr.splitlines() if not line.startswith("# Warning")]
        first, second = [*lines, "", ""][:2]
        if logged := re.search(r'err=(?:"(.*)"|<)$', first):  # as Kubernetes' programs log an error
            first = logged[1] or second.strip()
        reason = re.sub("^[Ee]rror: ", "", first).partition(" - tried: ")[0]
        return reason or f"it ended with {self.code}"


@dataclass(frozen=True)
class Build:
    """A way to build a kustomization.

    Args:
        program: kustomize or kubectl.
        verb: its command that builds.
        options: what is given to it.
    """

    program: str
    verb: str
    options: tuple[str, ...]

    def __call__(self, folder: Path) -> Ran:
        """Build a folder."""
        return ran(self.program, self.verb, *self.options, folder)

    def __str__(self) -> str:
        """Return what to type, without the folder."""
        return " ".join([Path(self.program).name, self.verb, *self.options])

    @property
    def has_programs(self) -> bool:
        """Tell whether there is an option to run functions that are programs."""
        return self.verb == "build"

    @property
    def runs_programs(self) -> bool:
        """Tell whether functions that are programs are run, and not skipped."""
        return any(option in self.options for option in (EXEC, f"{EXEC}=true"))

    def without_programs(self) -> Build:
        """Return the same build as it is when the option for functions is forgotten."""
        options = tuple(option for option in self.options if option.partition("=")[0] != EXEC)
        return replace(self, options=options)


def builds_with(options: list[str]) -> list[Build]:
    """Return how kustomize and kubectl build, as far as they are on PATH.

    Args:
        options: what is given to `kustomize build`; kubectl knows all of them but one.
    """
    found = []
    if kustomize := shutil.which("kustomize"):
        found.append(Build(kustomize, "build", tuple(options)))
    if kubectl := shutil.which("kubectl"):
        others = [option for option in options if option != ALPHA]
        found.append(Build(kubectl, "kustomize", (ALPHA, *others)).without_programs())
    return found


def ran(*command: str | Path) -> Ran:
    """Run a program without input; one that cannot be started ends as a shell reports it."""
    try:
        result = subprocess.run(
            command,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=MOST_SECONDS,
        )
    except OSError as problem:
        return Ran(CANNOT_START, "", problem.strerror or str(problem))
    except subprocess.TimeoutExpired:
        return Ran(CANNOT_START, "", f"gave no answer within {MOST_SECONDS} seconds")
    return Ran(
        result.returncode,
        result.stdout.decode(errors="replace"),
        result.stderr.decode(errors="replace").strip(),
    )


def kustomize() -> Finding:
    """Look at the kustomize on PATH."""
    program = shutil.which("kustomize")
    if program is None:
        hint = f"install {dotted(OLDEST)} or newer: https://kubectl.docs.kubernetes.io/installation/kustomize/"
        return warning("SR980", "kustomize", "is not on PATH", hint)
    result = ran(program, "version")
    return _aged("kustomize", program, result.stdout, result)


def kubectl() -> Finding:
    """Look at the kustomize inside the kubectl on PATH; no cluster is asked."""
    program = shutil.which("kubectl")
    if program is None:
        return Finding("kubectl", "is not on PATH, and not needed")
    result = ran(program, "version", "--client", "--output=json")
    try:
        embedded = str(json.loads(result.stdout)["kustomizeVersion"])
    except (ValueError, KeyError, TypeError):
        embedded = ""
    return _aged("kubectl", program, embedded, result)


def _aged(subject: str, program: str, said: str, result: Ran) -> Finding:
    if said.strip() == UNRELEASED:
        return Finding(subject, f"built from its source, without a version, {program}")
    numbers = re.search(r"v?(\d+)\.(\d+)\.(\d+)", said)
    if numbers is None:
        message = f"{program} does not say which kustomize it is: {_first(result)}"
        return error("SR981", subject, message, "install it again")
    version = tuple(map(int, numbers.groups()))
    name = f"{dotted(version)}{' inside' * (subject != 'kustomize')}, {program}"
    if version < OLDEST:
        hint = f"install one with kustomize {dotted(OLDEST)} or newer"
        return error("SR981", subject, f"{name}, is too old", hint)
    return Finding(subject, name)


def function() -> Finding:
    """Look at `stateful-fn`, as kustomize would find and start it."""
    program = shutil.which(FUNCTION)
    if program is None:
        return _not_found()
    result = ran(program, "--version")
    if result.code:
        return error(
            "SR984", FUNCTION, f"{program} cannot be started: {_why(program, result)}", MEND
        )
    found = result.stdout.strip()
    if found != f"{FUNCTION} {__version__}":
        message = f"{program} is {found or 'silent'}, and this is stateful {__version__}"
        return error("SR983", FUNCTION, message, "install both together, and look at PATH")
    return Finding(FUNCTION, f"{__version__}, {program}")


MEND = "install stateful-renderer again"


def _not_found() -> Finding:
    for folder in os.get_exec_path():
        file = Path(folder, FUNCTION)
        if file.is_file():
            message = f"{file} may not be executed"
            return error("SR984", FUNCTION, message, f"chmod +x {file}")
    message = f"is not on PATH, where `exec: {{path: {FUNCTION}}}` looks for it"
    hint = "put the folder of `stateful` on the PATH of kustomize, or name the whole path there"
    return error("SR982", FUNCTION, message, hint)


def _why(program: str | Path, result: Ran) -> str:
    """Return the reason; what the system calls a missing file may be the interpreter."""
    with Path(program).open("rb") as stream:
        first = stream.readline().decode(errors="replace").strip()
    interpreter = first.removeprefix("#!").split(" ")[0]
    if first.startswith("#!") and not Path(interpreter).exists():
        return f"there is no {interpreter}, which its first line names"
    return _first(result)


def _first(result: Ran) -> str:
    lines = result.stderr.splitlines() or result.stdout.splitlines()
    return lines[0] if lines else f"it ended with {result.code} and said nothing"


def dotted(numbers: tuple[int, ...]) -> str:
    """Write a version as people do."""
    return ".".join(map(str, numbers))
