"""`stateful-fn`: the KRM function, one process per app and so started as cheaply as possible.

No typer and no pydantic: a test lists the modules it may import.
"""

from __future__ import annotations

import gc
import sys

try:
    from posix import _exit  # where `os` has it from, which imports five modules with `python -S`
except ImportError:
    from os import _exit

from renderer.preload import preload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Never, TextIO

EXEC_PLUGIN_ARGUMENTS = 3
USAGE = """\
stateful-fn: render StatefulApps as a KRM function, called by kustomize, kpt and the like.

It reads a ResourceList from stdin and writes one to stdout. As a kustomize generator it makes the
objects of the StatefulApp that is its configuration; spec.environment chooses the environment.

  # kustomization.yaml
  generators:
  - statefulapp.yaml          # or a kustomization that patches one

  # statefulapp.yaml
  apiVersion: stateful-renderer.dev/v1alpha1
  kind: StatefulApp
  metadata:
    name: nginx
    annotations:
      config.kubernetes.io/function: |
        exec: {path: stateful-fn}
  ...

  kustomize build --enable-alpha-plugins --enable-exec .

In a kpt package it writes base and overlays of every StatefulApp in it:

  kpt fn eval PACKAGE --exec stateful-fn
  kpt fn eval PACKAGE --exec stateful-fn -- environment=prod

As a kustomize transformer it expands the StatefulApps among the resources; a StatefulEnvironment as
its configuration also changes replicas, claims and lists of peers of any StatefulSet, and a
StatefulGuard judges all StatefulSets, Services and PodDisruptionBudgets.
More: docs/krm-function.md, docs/validate.md

kubectl kustomize cannot run such a function and skips it in silence. There, kustomize's older
layout of plugins works: `stateful doctor --install-plugin` sets it up, and it calls

  stateful-fn exec-plugin CONFIGFILE

Options: --help, --version. People use `stateful`.
Exit codes: 0 done, 1 the input is wrong, 2 wrong call, 3 a bug of ours.
"""


def start() -> Never:
    """Be the program, which is over before there is garbage, and leaves at once.

    All is written by then; what Python does at its end would take a tenth of the call.
    """
    gc.disable()
    preload()
    leave(main())


def leave(code: int) -> Never:
    """End the process, with nothing that Python does at its end."""
    # Tools that measure coverage put their own in the place of the one in `os`.
    end: Callable[[int], Never] = getattr(sys.modules.get("os"), "_exit", _exit)
    end(code)


def main() -> int:
    """Answer one call on stdin; returns the exit code, for `results` alone fail no build."""
    if sys.argv[1:] in (["--version"], ["version"]):
        from renderer import __version__

        return write(f"stateful-fn {__version__}\n", code=0)
    if sys.argv[1:] in (["--help"], ["-h"]):
        return write(USAGE, code=0)
    if sys.argv[1:2] == ["exec-plugin"] and len(sys.argv) == EXEC_PLUGIN_ARGUMENTS:
        return answer_exec_plugin(sys.argv[2])
    if sys.argv[1:] or (sys.stdin and sys.stdin.isatty()):
        say(USAGE)
        return 2
    return answer(_read())


def answer(text: bytes) -> int:
    """Run the function, with a valid ResourceList on stdout whatever happens."""
    from renderer.krm import resource_list

    return _answered(lambda: resource_list.run(text), resource_list.failed)


def answer_exec_plugin(file: str) -> int:
    """Run as an exec plugin in kustomize's older layout: manifests on stdout, or nothing at all."""
    from renderer.krm import exec_plugin
    from renderer.yaml.reader import MAX_BYTES

    try:
        with open(file, "rb") as stream:  # noqa: PTH123  # pathlib is slow to import
            config = stream.read(MAX_BYTES["manifest"] + 1)  # enough to refuse it
    except OSError as error:
        say(f"stateful-fn: {file}: {error.strerror or error}  [SR501]\n")
        return 1
    resources = b"" if sys.stdin and sys.stdin.isatty() else _read()
    return _answered(lambda: exec_plugin.run(config, resources), exec_plugin.failed)


def _answered(run: Callable[[], tuple[str, list[Any]]], failed: Callable[[str], str]) -> int:
    try:
        output, problems = run()
        said = "".join(_lines(problems))
        code = 1 if any(problem.severity == "error" for problem in problems) else 0
    except MemoryError:
        said, code = "stateful-fn: there is not enough memory for what was read  [SR108]\n", 1
        output = failed(said)
    except Exception as error:  # noqa: BLE001  # no traceback may take the place of the answer
        said, code = f"stateful-fn: bug, please report it: {error!r}\n{_traceback()}", 3
        output = failed(said)
    say(said)
    return write(output, code)


def _lines(problems: list[Any]) -> list[str]:
    """Return what kustomize shows of them: the results are for others."""
    if not problems:
        return []
    from renderer.errors import gravest, shortened

    kept, left_out = gravest(problems)
    lines = [
        f"stateful-fn: {_severity(problem)}{shortened(str(problem))}\n{_instead(problem)}"
        for _, problem in kept
    ]
    return [*lines, *([f"stateful-fn: and {left_out} more\n"] if left_out else [])]


def _instead(problem: Any) -> str:
    """Return the object as it should be, since kustomize shows no results."""
    if not problem.instead:
        return ""
    from renderer.guard.report import block  # only where an object is shown

    return block(problem)


def _severity(problem: Any) -> str:
    """Return what a line begins with where it is no error, for kustomize shows nothing else."""
    return "" if problem.severity == "error" else f"{problem.severity}: "


def _read() -> bytes:
    """Return what is on stdin; nothing, which is refused as any other nonsense, where it fails."""
    from renderer.yaml.reader import MAX_BYTES

    try:
        # None: the caller closed it. One byte too many is enough to refuse the rest.
        return sys.stdin.buffer.read(MAX_BYTES["manifest"] + 1) if sys.stdin else b""
    except OSError:
        return b""


def write(text: str, code: int, program: str = "stateful-fn") -> int:
    """Write to stdout and return the exit code: another one where nobody can read it."""
    if not sys.stdout:
        say(f"{program}: stdout is closed\n")
        return code or 1
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except OSError as error:
        say(f"{program}: stdout: {error.strerror or error}\n")
        _discard(sys.stdout)
        return code or 1
    return code


def say(text: str) -> None:
    """Write to stderr; where nobody can read it, the exit code says it all."""
    try:
        if sys.stderr:
            sys.stderr.write(text)
            sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Lose what could not be written: Python would try again at its end, and exit with 120."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _traceback() -> str:
    import traceback

    return traceback.format_exc()


if __name__ == "__main__":
    start()
