"""kustomize's older layout of plugins: where it looks, what we put there, and what we find there.

The rules are kustomize's api/konfig/plugins.go: the first of these folders that exists is the only
one it looks in.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import renderer
from renderer import __version__
from renderer.doctor.finding import Finding, error, warning
from renderer.doctor.programs import FUNCTION, ran
from renderer.errors import Problem, RenderError

# group, version, kind in lower case, kind
PLACE = Path("stateful-renderer.dev", "v1alpha1", "statefulapp", "StatefulApp")
MARK = "# Written by `stateful doctor --install-plugin`; it may be overwritten and removed by it."
SUBJECT = "exec plugin"
INSTALL = "stateful doctor --install-plugin"


def homes(variables: Mapping[str, str]) -> list[Path]:
    """Return where kustomize looks, in its order."""
    own, config, home = (
        variables.get(name, "") for name in ("KUSTOMIZE_PLUGIN_HOME", "XDG_CONFIG_HOME", "HOME")
    )
    found = [Path(own)] if own else []
    found += [Path(config, "kustomize/plugin")] if config else []
    if home:
        found += [Path(home, ".config/kustomize/plugin"), Path(home, "kustomize/plugin")]
    return found


def home(variables: Mapping[str, str]) -> Path | None:
    """Return the folder that kustomize would look in; None when there is none of them."""
    return next((home for home in homes(variables) if home.exists()), None)


def install(folder: Path | None, variables: Mapping[str, str]) -> str:
    """Write the plugin, and return what to tell about it.

    Args:
        folder: the plugin home; None is the one that kustomize looks in, or would if it were there.
        variables: the process environment.

    Raises:
        RenderError: the file of somebody else is there (SR991); there is no home (SR992), or no
            `stateful-fn` to call (SR982).
    """
    target = _home_for(folder, variables) / PLACE
    _refuse_foreign(target)
    text = f'#!/bin/sh\n{MARK}\nexec {" ".join(map(shlex.quote, _function()))} exec-plugin "$@"\n'
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}-{uuid4().hex}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.chmod(0o755)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return f"wrote {target}\n{_how_to_use(target, variables)}"


def uninstall(folder: Path | None, variables: Mapping[str, str]) -> str:
    """Remove the plugin and the folders that it leaves empty; return what to tell about it.

    Raises:
        RenderError: the file there is not ours (SR991), or there is no home (SR992).
    """
    start = _home_for(folder, variables)
    target = start / PLACE
    if not os.path.lexists(target):
        return f"nothing to remove: {target} is not there\n"
    _refuse_foreign(target)
    target.unlink()
    with suppress(OSError):  # not empty: somebody else's plugin stays, and its folder with it
        for parent in list(target.parents)[: len(PLACE.parts) - 1]:
            parent.rmdir()
    return f"removed {target}\n"


def findings(variables: Mapping[str, str]) -> list[Finding]:
    """Look at the plugin where kustomize would find it, and where it would not."""
    place = home(variables)
    target = place / PLACE if place else None
    found = [_state(target) if target and os.path.lexists(target) else _missing()]
    for other in homes(variables):
        if other != place and _is_ours(other / PLACE):
            message = f"{other / PLACE} is never found: kustomize looks in {place} alone"
            hint = f"{INSTALL}, and --uninstall-plugin --plugin-home {other}"
            found.append(warning("SR992", SUBJECT, message, hint))
    return found


def _missing() -> Finding:
    return Finding(SUBJECT, f"is not installed; only kubectl needs it: {INSTALL}")


def _state(target: Path) -> Finding:
    if not _is_ours(target):
        message = f"{target} was not written by this tool, and kustomize calls it for a StatefulApp"
        return error("SR991", SUBJECT, message, "move it away")
    if not os.access(target, os.X_OK):
        return error("SR993", SUBJECT, f"{target} may not be executed", f"chmod +x {target}")
    *command, _, _ = shlex.split(target.read_text(encoding="utf-8").splitlines()[-1])[1:]
    result = ran(*command, "--version")
    if result.code or result.stdout.strip() != f"{FUNCTION} {__version__}":
        said = result.stdout.strip() or result.stderr
        message = (
            f"{target} calls {shlex.join(command)}, which is not {FUNCTION} {__version__}: {said}"
        )
        return error("SR993", SUBJECT, message, INSTALL)
    return Finding(SUBJECT, f"{__version__}, {target}")


def _home_for(folder: Path | None, variables: Mapping[str, str]) -> Path:
    found = folder or home(variables) or next(iter(homes(variables)), None)
    if found is None:
        message = "must have a plugin home: neither KUSTOMIZE_PLUGIN_HOME nor HOME is set"
        raise RenderError([Problem("SR992", (), message, hint="name one with --plugin-home DIR")])
    return found.absolute()


def _function() -> list[str]:
    """Return the command that runs the `stateful-fn` of this very installation."""
    archive = getattr(renderer.__loader__, "archive", None)
    if archive:  # a single file
        return [str(Path(archive).absolute()), "fn"]
    beside = Path(sys.executable).with_name(FUNCTION)
    found = str(beside) if beside.exists() else shutil.which(FUNCTION)
    if found is None:
        message = f"must have {FUNCTION} to call: it is neither in {beside.parent} nor on PATH"
        raise RenderError([Problem("SR982", (), message)])
    return [str(Path(found).absolute())]


def _refuse_foreign(target: Path) -> None:
    if os.path.lexists(target) and not _is_ours(target):
        message = "was not written by this tool, and is left as it is"
        raise RenderError([Problem("SR991", (), message, hint="move it away", file=str(target))])


def _is_ours(target: Path) -> bool:
    try:
        return not target.is_symlink() and MARK in target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _how_to_use(target: Path, variables: Mapping[str, str]) -> str:
    place = target.parents[len(PLACE.parts) - 1]
    found = home(variables)
    where = ""
    if found is None or found.absolute() != place:
        where = f"KUSTOMIZE_PLUGIN_HOME={shlex.quote(str(place))} "
    return (
        f"call it with: {where}kubectl kustomize --enable-alpha-plugins DIR\n"
        "A StatefulApp must not have the annotation config.kubernetes.io/function then.\n"
    )
