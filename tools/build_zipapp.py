"""Build dist/stateful.pyz, the whole program as one file: `make dist`.

The libraries are the wheels of requirements.lock, each checked against its hash there, so that the
same commit gives the same bytes. What is in machine code is taken for every target; a target is a
Python and a kind of machine, such as 3.12-x86_64, with Linux and glibc.

  python tools/build_zipapp.py                      every target
  python tools/build_zipapp.py --target this        this Python and machine alone
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import marshal
import platform
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
RENDERER = ROOT / "renderer"
LOCK = ROOT / "requirements.lock"
WHEELS = ROOT / ".tools/wheels"
THIS = f"{sys.version_info[0]}.{sys.version_info[1]}-{platform.machine()}"
TARGETS = [
    f"{python}-{machine}"
    for machine in ("x86_64", "aarch64")
    for python in ("3.11", "3.12", "3.13", "3.14")
]
GLIBCS = ("manylinux2014", "manylinux_2_17", "manylinux_2_28")
# They differ from target to target, and say nothing where no installer reads them.
LEFT_OUT = {"RECORD", "WHEEL", "sboms"}
MACHINE_CODE = (".so", ".pyd")
SHEBANG = b"#!/usr/bin/env python3\n"
# Compiled ahead, for the Python that builds: what calls of `stateful-fn` import, also where their
# YAML is not plain. Others, and what only `stateful` needs, are compiled at each start. No more
# than that: pydantic reads the sentences about fields from their source, and finds none of a module
# that was compiled ahead.
HOT = (
    "import sys, renderer.single_file, renderer.fn, renderer.krm.resource_list\n"
    "import renderer.krm.exec_plugin, renderer.yaml.composer\n"
    "print(*(name for name in sys.modules if name.partition('.')[0] in ('renderer', 'yaml')))"
)
UNCHECKED = (0b01).to_bytes(4, "little")
# Old Pythons read this one too, and so nothing in it is newer than they are.
MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.exit("stateful: needs Python 3.11 or newer, got " + sys.version.split()[0])

from renderer.single_file import main

main({machine_code!r}, __loader__.get_data)
"""


def downloaded(target: str) -> list[Path]:
    """Return the wheels for a target; pip fetches and checks them when they are not there yet."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    folder = WHEELS / digest / target
    if not (folder / "complete").exists():
        python, _, machine = target.partition("-")
        platforms = [f"--platform={glibc}_{machine}" for glibc in GLIBCS]
        print(f"== wheels for {target}", flush=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet"),
                *("--disable-pip-version-check", "--require-hashes", "--no-deps"),
                *("--only-binary=:all:", "--implementation=cp", f"--python-version={python}"),
                *(*platforms, "--requirement", LOCK, "--dest", folder),
            ],
            check=True,
        )
        (folder / "complete").touch()
    return sorted(folder.glob("*.whl"))


def content(targets: list[str]) -> dict[str, bytes]:
    """Return {name: bytes} of everything that belongs into the file."""
    found: dict[str, bytes] = {}
    for path in sorted([*RENDERER.rglob("*.py"), *RENDERER.glob("schemas/*")]):
        found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    for target in targets:
        for wheel in downloaded(target):
            with zipfile.ZipFile(wheel) as entries:
                for name in entries.namelist():
                    _add(found, name, entries.read(name))
    compiled = {f"{name}c": _compiled(name, found[name]) for name in _hot() if name in found}
    machine_code = sorted(name for name in found if name.endswith(MACHINE_CODE))
    return found | compiled | {"__main__.py": MAIN.format(machine_code=machine_code).encode()}


def _hot() -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", HOT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    stems = [name.replace(".", "/") for name in run.stdout.split()]
    return {name for stem in stems for name in (f"{stem}.py", f"{stem}/__init__.py")}


def _compiled(name: str, source: bytes) -> bytes:
    """Return a module as a hash-based .pyc, which no time of a file can put out of date."""
    code = compile(source, name, "exec", dont_inherit=True)
    head = importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(code)


def _add(found: dict[str, bytes], name: str, data: bytes) -> None:
    path = PurePosixPath(name)
    if name.endswith("/") or path.suffix == ".pyi" or LEFT_OUT.intersection(path.parts):
        return
    if found.setdefault(name, data) != data:
        sys.exit(f"{name} is in two wheels, and differs")


def build(output: Path, targets: list[str]) -> None:
    """Write the file: sorted and without times, so that the same input gives the same bytes."""
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f"{output.name}.part")
    with unfinished.open("wb") as stream:
        stream.write(SHEBANG)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in sorted(content(targets).items()):
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data)
    unfinished.chmod(0o755)
    unfinished.replace(output)
    print(f"== {output}: {output.stat().st_size / 1e6:.1f} MB, for {' '.join(targets)}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    choices = dict.fromkeys(["this", *TARGETS])
    parser.add_argument("--target", action="append", choices=choices, help="may be repeated")
    parser.add_argument("--output", type=Path, default=ROOT / "dist/stateful.pyz")
    parser.add_argument("--download-only", action="store_true", help="fetch the wheels, no more")
    asked = parser.parse_args()
    targets = [THIS if each == "this" else each for each in asked.target or TARGETS]
    if asked.download_only:
        for target in targets:
            downloaded(target)
    else:
        build(asked.output, targets)


if __name__ == "__main__":
    main()
