"""Load the modules of an ordinary `stateful-fn` call in one go, from Python's cached bytecode.

Python searches for each module by itself, which takes longer than everything that they do. All or
nothing: where a cached file is missing or not current, nothing is loaded here, and Python's own
way, which is slower and always right, does it all.
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
    "renderer.resources.headless_service", "renderer.resources.client_service",
    "renderer.resources.pod_services", "renderer.resources.environment_variables",
    "renderer.resources.volumes", "renderer.resources.pod", "renderer.resources.statefulset",
    "renderer.resources.pod_disruption_budget", "renderer.rules.config_maps",
    "renderer.rules.identity", "renderer.objects.service", "renderer.objects.selectors",
    "renderer.rules.services", "renderer.rules.sets", "renderer.rules.containers",
    "renderer.rules.governing", "renderer.rules.probes", "renderer.rules.variables",
    "renderer.rules.resources", "renderer.rules.volumes", "renderer.rules.mounts",
    "renderer.rules.claims", "renderer.rules.references", "renderer.rules.budgets",
)  # fmt: skip
# The last two are of what Argo CD calls, see `stateful.py`.
BEYOND = ("renderer.argocd.generate", "renderer.inputs.application")
PACKAGES = frozenset(name.rpartition(".")[0] for name in (*MODULES, *BEYOND))
ROOT = __file__.rpartition("/")[0].rpartition("/")[0]
SPEC: Any = type(__spec__)
LOADER: Any = type(__spec__.loader)
# Of this module: where there is a cached file, and how the names of such files end.
OWN_CACHE = __spec__.cached or ""
SUFFIX = OWN_CACHE.rpartition("preload")[2]
# How a cached file begins: Python's magic number, no flags, time and size of the source.
HEADER = 16


def preload(modules: Sequence[str] | None = None) -> None:
    """Load what is not loaded yet, with all that Python says of a module that it has imported.

    Args:
        modules: in the order in which they are ready; those of `stateful-fn` where none are named.
    """
    names = [name for name in modules or MODULES if name not in sys.modules]
    try:
        with open(OWN_CACHE, "rb", 0) as own:  # noqa: PTH123  # pathlib is slow to import
            magic = own.read(4)
        codes = [_code(_path(name), magic) for name in names]
    except (OSError, ValueError, EOFError, TypeError):  # the last two: bytes that are no code
        return
    for name, code in zip(names, codes, strict=True):
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


def _code(path: str, magic: bytes) -> CodeType:
    """Return the code for a source; OSError or ValueError where Python should see to it."""
    with open(_cache(path), "rb", 0) as stream:  # noqa: PTH123
        data = stream.read()
    source = stat(path)  # noqa: PTH116
    numbers = (int(source.st_mtime) & 0xFFFFFFFF, source.st_size & 0xFFFFFFFF)
    header = b"".join([magic, bytes(4), *(number.to_bytes(4, "little") for number in numbers)])
    if data[:HEADER] != header:
        raise ValueError(path)
    code: CodeType = marshal.loads(memoryview(data)[HEADER:])  # noqa: S302  # as Python does
    if code.co_filename != path:
        raise ValueError(path)
    return code


def _load(name: str, code: CodeType) -> None:
    """Make a module as Python does, and run its code."""
    path = code.co_filename
    loader = LOADER(name, path)
    spec = SPEC(name, loader, origin=path, is_package=name in PACKAGES)
    spec.has_location = True
    spec.cached = _cache(path)
    module = type(sys)(name)
    said = {"__spec__": spec, "__loader__": loader, "__package__": spec.parent}
    said |= {"__file__": path, "__cached__": spec.cached}
    if spec.submodule_search_locations is not None:
        spec.submodule_search_locations.append(path.rpartition("/")[0])
        said["__path__"] = spec.submodule_search_locations
    vars(module).update(said)
    sys.modules[name] = module
    exec(code, vars(module))  # noqa: S102  # what importing is
