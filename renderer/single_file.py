"""The whole program as one executable file: a zip that Python runs, with everything it needs.

`make dist` builds it, docs/install.md says how to use it. Called as `stateful-fn`, or with `fn` as
its first argument, the file is the KRM function; otherwise it is `stateful`.

A zip cannot hold libraries in machine code where the system would load them from, and pydantic,
which words what is wrong with a spec, has one. Linux can load it from memory, without a folder
that would have to be writable, private and cleaned up; elsewhere a temporary file does.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec

from renderer.errors import Problem, RenderError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

FUNCTION = "stateful-fn"
# Whoever imports these can do without the part in machine code.
OPTIONAL = ("yaml._yaml",)


def main(entries: Sequence[str], read: Callable[[str], bytes]) -> None:
    """Run the program that the file was called as.

    Args:
        entries: the names of what in the zip is machine code.
        read: returns the content of one of them.
    """
    sys.meta_path.insert(0, MachineCode(entries, read))
    if _is_function():
        from renderer.fn import main as function

        sys.exit(function())
    from renderer.cli.main import main as command_line

    command_line()


def _is_function() -> bool:
    if sys.argv[1:2] == ["fn"]:
        sys.argv[:2] = [FUNCTION]
        return True
    return os.path.basename(sys.argv[0]).partition(".")[0] == FUNCTION  # noqa: PTH119  # slow


class MachineCode:
    """Finds the modules in machine code that are in the zip."""

    def __init__(self, entries: Sequence[str], read: Callable[[str], bytes]) -> None:
        self.entries = entries
        self.read = read

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a module, None when it is none of these.

        Raises:
            RenderError: it is one, but not for this Python and machine, or it cannot be loaded
                (SR997).
        """
        stem = name.replace(".", "/")
        if not any(entry.startswith(f"{stem}.") for entry in self.entries):
            return None
        for suffix in EXTENSION_SUFFIXES:
            if stem + suffix in self.entries:
                return self._loaded(name, stem + suffix)
        return _without(name, "this file has none of its builds for this Python and machine")

    def _loaded(self, name: str, entry: str) -> ModuleSpec | None:
        try:
            path = placed(self.read(entry))
        except OSError as error:
            return _without(name, f"no memory or temporary file holds it: {error.strerror}")
        return ModuleSpec(name, ExtensionFileLoader(name, path), origin=path)


def _without(name: str, why: str) -> ModuleSpec | None:
    """Return None for a module that its importer can do without."""
    if name in OPTIONAL:
        return None
    version = ".".join(map(str, sys.version_info[:2]))
    message = f"must be able to load {name} on {sys.platform}, Python {version}: {why}"
    hint = "it words what is wrong with a spec; set TMPDIR, or see docs/install.md"
    raise RenderError([Problem("SR997", (), message, hint=hint, file="stateful")])


def placed(code: bytes) -> str:
    """Return a path from which the system can load a library.

    The memory stays open: the system takes two libraries of one path for the same.

    Raises:
        OSError: there is neither such memory nor a writable temporary folder.
    """
    try:
        handle = os.memfd_create("stateful")
    except (AttributeError, OSError):  # not Linux, or not allowed
        return _placed_in_a_file(code)
    with os.fdopen(handle, "wb", closefd=False) as stream:
        stream.write(code)
    return f"/proc/self/fd/{handle}"


def _placed_in_a_file(code: bytes) -> str:
    import atexit
    import tempfile

    handle, path = tempfile.mkstemp(prefix="stateful-", suffix=EXTENSION_SUFFIXES[-1])
    with os.fdopen(handle, "wb") as stream:
        stream.write(code)
    atexit.register(_remove, path)
    return path


def _remove(path: str) -> None:
    from contextlib import suppress

    with suppress(OSError):  # Windows: in use until the process has ended
        os.remove(path)  # noqa: PTH107  # pathlib is slow to import
