"""Real builds: does what a StatefulApp stands for arrive, and is it noticed where it does not?"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import NoReturn

from renderer.cli.health.expected import (
    KIND,
    Expected,
    Identity,
    expected,
    identities,
)
from renderer.cli.health.finding import Finding, error, warning
from renderer.cli.health.programs import Ran, ran
from renderer.cli.kustomize_build import has_kustomization, is_component
from renderer.errors import RenderError

ALPHA, EXEC = "--enable-alpha-plugins", "--enable-exec"
GUARD = "add a guard patch of the StatefulSet: stateful explain SR985"
NO_PLUGIN = (
    "without the annotation config.kubernetes.io/function the exec plugin is called, and it is not"
    " installed: stateful doctor --install-plugin"
)
ONLY_APPS = (
    "the exec plugin makes the objects of a StatefulApp and nothing else: for other kinds add the"
    " annotation config.kubernetes.io/function"
)
GONE = "the program is not there, or the interpreter that its first line names"
BY_HAND = "run it by hand to see all of it"
HINTS = (
    ("unable to find plugin root", NO_PLUGIN),
    ("expected file with Go object code", ONLY_APPS),
    ("plugin.Open", NO_PLUGIN),
    ("executable file not found", "put the program on the PATH of kustomize"),
    ("permission denied", "give the program the right to be executed: chmod +x"),
    ("fork/exec", GONE),
)
FEW = 3


def findings(folder: Path, options: list[str]) -> list[Finding]:
    """Look at every kustomization in a folder and below that leads to a StatefulApp.

    Args:
        folder: an existing folder.
        options: what is given to `kustomize build`.
    """
    kustomizations = [each for each in _folders(folder) if has_kustomization(each)]
    whole = [each for each in kustomizations if not is_component(each)]
    calling = [(each, wanted) for each in whole if (wanted := expected(each)).calls]
    if not calling:
        count = f"{len(kustomizations)} kustomizations" if kustomizations else "no kustomization"
        return [Finding(str(folder), f"{count}, none that calls stateful-fn")]
    return [found for each, wanted in calling for found in _checked(each, wanted, options)]


def _folders(folder: Path) -> list[Path]:
    """Return a folder and those below it that are not hidden.

    Raises:
        OSError: one cannot be read; what it holds must not be missed in silence.
    """
    found = []
    for parent, folders, _ in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.append(Path(parent))
    return sorted(found)


def _raise(error: OSError) -> NoReturn:
    raise error


def _checked(folder: Path, wanted: Expected, options: list[str]) -> list[Finding]:
    found = []
    if kustomize := shutil.which("kustomize"):
        found.append(_complete(folder, wanted, [kustomize, "build"], options))
        if wanted.functions and EXEC in options:
            fewer = [option for option in options if option != EXEC]
            found.append(_noticed(folder, wanted, [kustomize, "build"], fewer))
    if kubectl := shutil.which("kubectl"):
        if wanted.functions:
            found.append(_noticed(folder, wanted, [kubectl, "kustomize"], [ALPHA]))
        else:
            found.append(_complete(folder, wanted, [kubectl, "kustomize"], [ALPHA]))
    return found


def _complete(folder: Path, wanted: Expected, command: list[str], options: list[str]) -> Finding:
    """Build as people should, and demand every object."""
    result = ran(*command, *options, folder)
    call = _call(command, options)
    if result.code:
        message = f"{call} fails: {_reason(result)}"
        return error("SR987", str(folder), message, _mended(result, options))
    missing = _missing(result, wanted)
    if missing:
        hint = "kustomize skipped the function" if wanted.functions else "look at the patches"
        hint = f"add {EXEC}: {hint}" if wanted.functions and EXEC not in options else hint
        return error("SR986", str(folder), f"{call} leaves out {_listed(missing)}", hint)
    if not result.stdout.strip():
        hint = "what only validates gives nothing back: list it under validators"
        return error("SR986", str(folder), f"{call} prints no object at all", hint)
    return Finding(str(folder), f"{call} {_done(wanted)}")


def _done(wanted: Expected) -> str:
    steps = f"runs {_listed(sorted(wanted.steps))}" if wanted.steps else ""
    objects = f"makes all {wanted.objects.total()} objects" if wanted.objects else ""
    return " and ".join(part for part in (objects, steps) if part)


def _noticed(folder: Path, wanted: Expected, command: list[str], options: list[str]) -> Finding:
    """Build as people may by mistake, and demand that it fails."""
    result = ran(*command, *options, folder)
    call = _call(command, options)
    if result.code:
        return Finding(str(folder), f"{call} fails, and so loses nothing in silence")
    missing = [*_missing(result, wanted), *sorted(wanted.steps)]
    if not missing:
        return Finding(str(folder), f"{call} {_done(wanted)}")
    message = f"{call} leaves out {_listed(missing)}, and ends as if all were well"
    return warning("SR985", str(folder), message, GUARD)


def _missing(result: Ran, wanted: Expected) -> list[Identity]:
    """Return what is not there, and the StatefulApps that nobody expanded."""
    try:
        found = identities(result.stdout)
    except RenderError:
        return sorted(wanted.objects.elements())
    missing = (wanted.objects - found).elements()
    return sorted(missing) + sorted(each for each in found.elements() if each[0] == KIND)


def _mended(result: Ran, options: list[str]) -> str:
    """Return what to do about the failures of kustomize that everybody meets."""
    if "external plugins disabled" in result.stderr and ALPHA not in options:
        return f"add {ALPHA} and {EXEC}"
    return next((hint for part, hint in HINTS if part in result.stderr), BY_HAND)


def _reason(result: Ran) -> str:
    """Return the first line that says something, without what programs put before it."""
    first, _, rest = result.stderr.partition("\n")
    if logged := re.search(r'err=(?:"(.*)"|<)$', first):  # as Kubernetes' programs log an error
        first = logged[1] or rest.partition("\n")[0].strip()
    reason = re.sub("^[Ee]rror: ", "", first).partition(" - tried: ")[0]
    return reason or f"it ended with {result.code}"


def _call(command: list[str], options: list[str]) -> str:
    return " ".join([Path(command[0]).name, *command[1:], *options])


def _listed(missing: list[Identity]) -> str:
    names = [f"{kind}/{name}" for kind, name in missing[:FEW]]
    more = f" and {len(missing) - FEW} more" if len(missing) > FEW else ""
    return ", ".join(names) + more
