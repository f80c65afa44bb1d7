"""Load the modules of an ordinary `stateful-fn` call in one go, from Python's cached bytecode.

Python searches for each module by itself, which takes longer than everything that they do. All or
nothing: where a cached file is missing or not current, nothing is loaded here, and Python's own
way, which is slower and always right, does it all.

The first call that may write beside the cached files puts all of them into one, for the next: names
that many modules have are made once then, not once for each.
"""

from __future__ import annotations

import marshal
import sys

try:
    from posix import stat  # where `os` has it from, which imports five modules with `python -S`
except ImportError:
    from os import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType
    from typing import Any

# In the order in which they are ready; `make generate` writes what a call imports.
MODULES = (
    "renderer.krm", "renderer.errors", "renderer.objects", "renderer.objects.reading",
    "renderer.yaml.emitter", "renderer.yaml.scalars", "renderer.yaml.vocabulary",
    "renderer.yaml.plain", "renderer.yaml.source", "renderer.yaml.reader", "renderer.yaml",
    "renderer.krm.items", "renderer.objects.identity", "renderer.krm.call", "renderer.app",
    "renderer.kubernetes", "renderer.kubernetes.labels", "renderer.app.environments",
    "renderer.kubernetes.names", "renderer.kubernetes.images", "renderer.kubernetes.quantities",
    "renderer.kubernetes.versions", "renderer.kubernetes.tables", "renderer.app.shapes",
    "renderer.kubernetes.downward", "renderer.kubernetes.shapes", "renderer.app.accept",
    "renderer.app.load", "renderer.resources", "renderer.app.config_files",
    "renderer.app.defaults", "renderer.app.pod_rules", "renderer.app.service_rules",
    "renderer.app.rules", "renderer.objects.resource", "renderer.resources.kinds",
    "renderer.resources.metadata", "renderer.rules", "renderer.objects.workload",
    "renderer.rules.rule", "renderer.rules.security", "renderer.rules.pod_security",
    "renderer.resources.security", "renderer.rules.refusals", "renderer.resources.pipeline",
    "renderer.krm.roles", "renderer.krm.text", "renderer.krm.resource_list",
    "renderer.app.config_rules", "renderer.app.peers", "renderer.app.peer_rules",
    "renderer.resources.config_maps", "renderer.resources.service_ports",
    "renderer.resources.headless_service", "renderer.objects.service",
    "renderer.objects.selectors", "renderer.resources.client_service",
    "renderer.resources.pod_services", "renderer.resources.environment_variables",
    "renderer.resources.volumes", "renderer.resources.pod", "renderer.resources.statefulset",
    "renderer.resources.pod_disruption_budget", "renderer.rules.config_maps",
    "renderer.rules.identity", "renderer.rules.services", "renderer.rules.sets",
    "renderer.rules.containers", "renderer.rules.governing", "renderer.rules.probes",
    "renderer.rules.variables", "renderer.rules.resources", "renderer.rules.volumes",
    "renderer.rules.mounts", "renderer.rules.claims", "renderer.rules.references",
    "renderer.rules.budgets",
)  # fmt: skip
# The last two are of what Argo CD calls, see `stateful.py`.
BEYOND = ("renderer.argocd.generate", "renderer.inputs.application")
PACKAGES = frozenset(name.rpartition(".")[0] for name in (*MODULES, *BEYOND))
ROOT = __file__.rpartition("/")[0].rpartition("/")[0]
SPEC: Any = type(__spec__)
LOADER: Any = type(__spec__.loader)
# Of this module: where there is a cached file, and how the names of such files begin and end.
OWN_CACHE = __spec__.cached or ""
FOLDER, _, SUFFIX = OWN_CACHE.rpartition("preload")
# Where `stat` has the time in whole seconds, and the size.
TIME, SIZE = 8, 6
# How a cached file begins: Python's magic number, then either flags that no source is asked, and
# its hash, or no flags, and time and size of the source.
HEADER = 16
UNCHECKED, BY_TIME = b"\1\0\0\0", bytes(4)
# What reading and unmarshalling raise, of bytes that are no code too.
NOT_THERE = (OSError, ValueError, EOFError, TypeError)


def preload(modules: Sequence[str] = MODULES, program: str = "fn") -> None:
    """Load what is not loaded yet, with all that Python says of a module that it has imported.

    Args:
        modules: in the order in which they are ready.
        program: names the file that has all of them.
    """
    together = f"{FOLDER}preload-{program}{SUFFIX}"
    try:
        state = [sys.version, ROOT, [(name, *_source(_path(name))) for name in modules]]
        try:
            codes = _together(together, state)
        except NOT_THERE:
            codes = _one_by_one(modules)
            _keep(together, state, codes)
    except NOT_THERE:
        return
    names = [name for name in modules if name not in sys.modules]
    for name, code in zip(modules, codes, strict=True):
        if name not in sys.modules:
            _load(name, code)
    for name in names:
        package, _, last = name.rpartition(".")
        setattr(sys.modules[package], last, sys.modules[name])


def _path(name: str) -> str:
    return f"{ROOT}/{name.replace('.', '/')}{'/__init__' if name in PACKAGES else ''}.py"


def _cache(path: str) -> str:
    folder, _, file = path.rpartition("/")
    return f"{folder}/__pycache__/{file[:-3]}{SUFFIX}"


def _source(path: str) -> tuple[int, int]:
    """Return time and size of a source, which say whether what was made of it is current."""
    source: Any = stat(path)  # noqa: PTH116
    return source[TIME], source[SIZE]


def _together(file: str, state: list[Any]) -> list[CodeType]:
    """Return the code of all modules out of the one file that has it."""
    with open(file, "rb", 0) as stream:  # noqa: PTH123  # pathlib is slow to import
        kept, codes = marshal.loads(stream.read())  # noqa: S302  # as Python does
    if kept != state:
        raise ValueError(file)
    return list(codes)


def _one_by_one(modules: Sequence[str]) -> list[CodeType]:
    """Return the code of all modules out of their cached files."""
    with open(OWN_CACHE, "rb", 0) as own:  # noqa: PTH123
        magic = own.read(4)
    return [_code(_path(name), magic) for name in modules]


def _code(path: str, magic: bytes) -> CodeType:
    """Return the code for a source; ValueError where Python should see to it."""
    with open(_cache(path), "rb", 0) as stream:  # noqa: PTH123
        data = stream.read()
    if data[:8] != magic + UNCHECKED:
        numbers = [(number & 0xFFFFFFFF).to_bytes(4, "little") for number in _source(path)]
        if data[:HEADER] != b"".join([magic, BY_TIME, *numbers]):
            raise ValueError(path)
    code: CodeType = marshal.loads(memoryview(data)[HEADER:])  # noqa: S302
    if code.co_filename != path:
        raise ValueError(path)
    return code


def _keep(file: str, state: list[Any], codes: list[CodeType]) -> None:
    """Put the code of all modules into one file, where Python may write its own ones."""
    if sys.dont_write_bytecode:
        return
    import os
    from contextlib import suppress

    ours = f"{file}.{os.getpid()}"  # many calls may begin at once
    with suppress(OSError):  # nobody needs it
        with open(ours, "xb") as stream:  # noqa: PTH123
            stream.write(marshal.dumps((state, codes)))
        os.replace(ours, file)  # noqa: PTH105
    with suppress(OSError):  # it is there if its disk is full
        os.unlink(ours)  # noqa: PTH108


def _load(name: str, code: CodeType) -> None:
    """Make a module as Python does, and run its code."""
    path = code.co_filename
    loader = LOADER(name, path)
    spec = SPEC(name, loader, origin=path, is_package=name in PACKAGES)
    spec.has_location = True
    spec.cached = _cache(path)
    module = type(sys)(name)
    said = module.__dict__
    said["__spec__"], said["__loader__"] = spec, loader
    said["__file__"], said["__cached__"] = path, spec.cached
    if spec.submodule_search_locations is None:
        said["__package__"] = name.rpartition(".")[0]
    else:
        spec.submodule_search_locations.append(path.rpartition("/")[0])
        said["__path__"] = spec.submodule_search_locations
        said["__package__"] = name
    sys.modules[name] = module
    exec(code, said)  # noqa: S102  # what importing is
