"""`stateful`: one command per module, and the one place where errors end.

Exit codes: 0 done, or no difference; 1 there is a difference; 2 the call, the input or a file is
wrong; 3 a bug of ours; 4 a difference that a guard refuses; 130 interrupted; 143 ended by SIGTERM.
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer._click.core import Context  # typer itself exports only what is below it
from typer._click.exceptions import UsageError

from renderer import __version__
from renderer.cli.streams import discard, prepare, say, write_result
from renderer.cli.trouble import report, tell
from renderer.errors import Problem, RenderError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from renderer.cli.layout import Layout

# Help is as wide as the terminal, to where lines are hard to read.
WIDEST = 200
# A command, of which a module of this folder has the function, and what `stateful --help` says of
# it; in a narrow terminal it is not cut.
COMMANDS = {
    "init": "Write a first spec, from nothing or like an example.",
    "render": "Write base and overlays, or print one environment.",
    "watch": "Render as files change, and show what that does.",
    "adopt": "Turn what runs into StatefulApps, and prove it.",
    "diff": "Show what changes, and what that does to pods.",
    "validate": "Judge any StatefulSets, Services and budgets.",
    "facts": "Print pods in start order, DNS names and claims.",
    "graph": "Draw an app, its environments, or a rollout.",
    "explain": "Explain an error code, or a field.",
    "doctor": "Look at the programs and plugins around us.",
    "schema": "Print the schema of a StatefulApp, or its CRD.",
}
# Other names of commands, which the help leaves out: what kubectl calls them.
ALIASES = {"describe": "facts"}
# Their module has an app of its own.
GROUPS = {"argocd": "What Argo CD calls as a plugin."}
# A shell that completes asks with it, and needs to know all options.
COMPLETION = "_STATEFUL_COMPLETE"


class VersionOutput(StrEnum):
    """How to print versions."""

    text = "text"
    json = "json"
    yaml = "yaml"


def version(
    output: Annotated[
        VersionOutput,
        typer.Option("-o", "--output", help="Of json and yaml: with those of what it works with."),
    ] = VersionOutput.text,
) -> None:
    """Print the version.

    \b
    Examples:
      stateful version
      stateful version -o json      with those of Kubernetes and kustomize that it is made for
    """
    if output is VersionOutput.text:
        write_result(f"stateful {__version__}\n")
        return
    from renderer.cli.versions import versions  # the plain case needs none of it
    from renderer.reports.json_text import json_text
    from renderer.yaml import dump

    is_json = output is VersionOutput.json
    write_result(f"{json_text(versions())}\n" if is_json else dump(versions()))


def _print_version(asked: bool) -> None:
    if asked:
        version()
        raise typer.Exit


def root(
    version: Annotated[
        bool,
        typer.Option(
            "-V", "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """One declarative spec of a stateful app in; a Kustomize base and overlays out.

    \b
    Examples:
      stateful render -f bases/nginx            write its base and overlays
      stateful render -f bases/nginx -e prod    print one environment
      stateful diff bases/nginx@dev bases/nginx@prod
      stateful validate overlays                judge any manifests
      stateful facts -f bases/nginx             pods, DNS names and claims
      stateful graph bases/nginx --out app.svg  a picture of it
    """


def _layout(width: int | None, max_width: int | None) -> Layout:
    """Return what writes help, which few calls ask for."""
    from renderer.cli.layout import Layout

    return Layout(width=width, max_width=max_width)


def command_line(called: str | None = None) -> typer.Typer:
    """Return the command line.

    Args:
        called: the first word of a call. Only the module of that command is imported: all of them
            take longer than most calls, and the help has their names. None imports them all.
    """
    Context.formatter_class = staticmethod(_layout)  # type: ignore[assignment]  # a class, when called
    app = typer.Typer(
        name="stateful",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={
            "help_option_names": ["-h", "--help"],
            "max_content_width": WIDEST,
        },
    )
    app.callback()(root)
    for name, said in COMMANDS.items():
        app.command(name, short_help=said)(_function(name) if called in (name, None) else _other)
    for name, command in ALIASES.items():
        app.command(name, hidden=True)(_function(command) if called in (name, None) else _other)
    app.command()(version)
    for name, said in GROUPS.items():
        group = _module(name).app if called in (name, None) else typer.Typer(callback=_other)
        app.add_typer(group, name=name, short_help=said)
    return app


def _module(name: str) -> ModuleType:
    return import_module(f"renderer.cli.{name}")


def _function(command: str) -> Callable[..., None]:
    function: Callable[..., None] = getattr(_module(command), command)
    return function


def _other() -> None:
    """Stand for a command that is not called."""


def main() -> None:
    """Run the command line; every error ends here, as one line per problem on stderr."""
    if sys.argv[1:2] == ["help"]:  # as for git and kubectl
        sys.argv[1:] = [*sys.argv[2:], "--help"]
    gc.disable()  # what is read and made is kept to the end, and looking through it costs a tenth
    prepare()
    signal.signal(signal.SIGTERM, _end)
    try:
        if is_asked := COMPLETION in os.environ:
            _module("completion").for_bash()
        called = None if is_asked else "".join(sys.argv[1:2])
        sys.exit(command_line(called)(standalone_mode=False))
    except RenderError as error:
        tell(error.problems)
        sys.exit(2)
    except UsageError as error:
        _tell_usage(error)
        sys.exit(2)
    except OSError as error:
        message, file = error.strerror or str(error), str(error.filename or "stateful")
        tell([Problem("SR501", (), message, file=file)])
        discard(sys.stdout)  # help, where nobody can read it
        sys.exit(2)
    except MemoryError:
        message = "there is not enough memory for what was read"
        tell([Problem("SR108", (), message, file="stateful")])
        sys.exit(2)
    except Exception:  # noqa: BLE001  # Python would exit 1, which says "there are differences"
        import traceback

        say(traceback.format_exc().rstrip())
        say("stateful: this is a bug, please report it with the lines above")
        sys.exit(3)


def _tell_usage(error: UsageError) -> None:
    """Say why a call cannot be understood, in the words of the command line."""
    page = io.StringIO()
    error.show(page)  # it may be the help
    say(page.getvalue().rstrip("\n"))
    report([Problem("SR510", (), error.format_message())])


def _end(number: int, _frame: object) -> NoReturn:
    """End as an interrupted call does: what is half written is taken back, and only once."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
