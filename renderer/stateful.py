"""`stateful`: the way in. What Argo CD calls, version and help are said at once, the rest by typer.

Argo CD starts one process per Application, all of them when a commit touches a repository, and
neither limits their number nor waits longer than a minute. So no typer here, and nothing else that
such a call can do without: a test lists the modules that it may import.
"""

from __future__ import annotations

import sys

from renderer.fn import leave, say, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Never

PROGRAM = "stateful"
REFUSED, BUG = 2, 3
HELP = (["--help"], ["-h"], ["help"])
# What typer takes a terminal for that does not say how wide it is.
HELP_COLUMNS = 80
# Of a traceback, what a condition of an Application can hold.
LAST_LINES, LONGEST = 10, 200
# What comes behind the modules of `stateful-fn`, in the order in which they are ready.
OWN = (
    "renderer.argocd", "renderer.argocd.folder", "renderer.argocd.parameters",
    "renderer.argocd.request", "renderer.inputs", "renderer.inputs.application",
    "renderer.argocd.overrides", "renderer.argocd.generate",
)  # fmt: skip


def main() -> None:
    """Be the program."""
    calls = {"generate": generate, "parameters": parameters}
    if sys.argv[1:] in [["argocd", name] for name in calls]:
        start(calls[sys.argv[2]])
    if text := said_at_once(sys.argv[0], sys.argv[1:]):
        sys.exit(write(text, 0, PROGRAM) and REFUSED)
    import gc

    from renderer.cli.main import main as command_line

    try:
        command_line()
    finally:
        gc.freeze()  # at its end Python looks for garbage once more, in all that was made


def said_at_once(program: str, words: list[str]) -> str:
    """Return what a call prints for which typer need not be imported; nothing for any other."""
    if words in (["version"], ["--version"], ["-V"]):
        from renderer import __version__

        return f"{PROGRAM} {__version__}\n"
    # It names the program as it was called, and is as wide as the terminal.
    if words in HELP and program.endswith(f"/{PROGRAM}") and _is_usual_width():
        from renderer.cli.help import TEXT

        return TEXT
    return ""


def _is_usual_width() -> bool:
    """Tell whether the help has as many columns as where nobody says how many there are."""
    import os

    try:
        return "COLUMNS" not in os.environ and os.get_terminal_size().columns in (0, HELP_COLUMNS)
    except OSError:  # no terminal
        return True


def start(call: Callable[[Mapping[str, str]], int]) -> Never:
    """Run what Argo CD calls, and leave at once: it is over before there is garbage."""
    import gc
    import os

    from renderer.preload import MODULES, preload

    gc.disable()
    preload([*filter(is_shared, MODULES), *OWN], "argocd")
    leave(call(os.environ))


def is_shared(module: str) -> bool:
    """Tell whether a module of `stateful-fn` is needed here too."""
    return not module.startswith("renderer.krm")


def generate(variables: Mapping[str, str]) -> int:
    """Print the manifests of the Application whose folder this is, or why there are none."""
    from renderer.errors import RenderError
    from renderer.inputs.application import generated

    try:
        text = generated(variables)
    except RenderError as error:
        return refuse([str(problem) for problem in error.problems], variables)
    except Exception as error:  # noqa: BLE001  # whatever it is, a condition cannot hold all of it
        return blame(error)
    return write(text, 0, PROGRAM) and REFUSED


def parameters(variables: Mapping[str, str]) -> int:
    """Print what Argo CD's UI offers; what is wrong with a spec, `generate` says."""
    from renderer.inputs.application import announced

    try:
        text = announced(variables)
    except Exception as error:  # noqa: BLE001  # it would take the page of the Application away
        blame(error)
        text = "[]\n"
    return write(text, 0, PROGRAM) and REFUSED


def refuse(lines: list[str], variables: Mapping[str, str]) -> int:
    """Say what is wrong so that an Application's condition can hold it."""
    from renderer.argocd.report import shown
    from renderer.argocd.request import PATH

    say(shown(lines, variables.get(PATH) or "."))
    return REFUSED


def blame(error: Exception) -> int:
    """Say that this is a bug of ours, and where."""
    import traceback

    lines = "".join(traceback.format_exception(error)).splitlines()[-LAST_LINES:]
    said = [f"stateful: bug, please report it: {type(error).__name__}", *lines]
    say("".join(f"{line[:LONGEST]}\n" for line in said))
    return BUG


if __name__ == "__main__":
    main()
