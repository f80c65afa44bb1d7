"""Build dist/stateful.pyz, the whole program as one file for every system: `make dist`.

The libraries are the wheels of requirements.lock, each checked against its hash there, so that the
same commit gives the same bytes. All of it is Python: what is in machine code stays out.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import marshal
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
RENDERER = ROOT / "renderer"
EXAMPLES = ROOT / "bases"
LOCK = ROOT / "requirements.lock"
WHEELS = ROOT / ".tools/wheels"
# Whose wheels are taken: their Python files are the same for every system.
PYTHON, PLATFORMS = "3.11", [f"manylinux{glibc}_x86_64" for glibc in ("2014", "_2_17", "_2_28")]
# pydantic declares the API, and no call imports it. cachebox is for a cache of deepdiff's that is
# off unless it is asked for; deepdiff imports its name all the same.
UNUSED = {"annotated_types", "cachebox", "pydantic", "pydantic_core", "typing_inspection"}
STAND_INS = {"cachebox.py": b"LRUCache = None\n"}
# They differ from system to system, or say nothing where no installer reads them.
LEFT_OUT = {"RECORD", "WHEEL", "sboms"}
NOT_PYTHON = {".pyd", ".pyi", ".so"}
SHEBANG = b"#!/usr/bin/env python3\n"
# Compiled ahead, for the Python that builds: what calls of `stateful-fn` import, also where their
# YAML is not plain. Others, and what only `stateful` needs, are compiled at each start.
HOT = (
    "import sys, renderer.single_file, renderer.fn, renderer.krm.resource_list\n"
    "import renderer.krm.exec_plugin, renderer.yaml.composer\n"
    "print(*(name for name in sys.modules if name.partition('.')[0] in ('renderer', 'yaml')))"
)
UNCHECKED = (0b01).to_bytes(4, "little")
# Old Pythons read this one too, and so nothing in it is newer than they are.
MAIN = b"""\
import sys

if sys.version_info < (3, 11):
    sys.exit("stateful: needs Python 3.11 or newer, got " + sys.version.split()[0])

from renderer.single_file import main

main()
"""


def downloaded() -> list[Path]:
    """Return the wheels; pip fetches and checks them when they are not there yet."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    folder = WHEELS / digest / f"{PYTHON}-x86_64"
    if not (folder / "complete").exists():
        print("== wheels", flush=True)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet"),
                *("--disable-pip-version-check", "--require-hashes", "--no-deps"),
                *("--only-binary=:all:", "--implementation=cp", f"--python-version={PYTHON}"),
                *(f"--platform={platform}" for platform in PLATFORMS),
                *("--requirement", LOCK, "--dest", folder),
            ],
            check=True,
        )
        (folder / "complete").touch()
    return sorted(folder.glob("*.whl"))


def content() -> dict[str, bytes]:
    """Return {name: bytes} of everything that belongs into the file."""
    found: dict[str, bytes] = {"__main__.py": MAIN, **STAND_INS}
    for path in sorted([*RENDERER.rglob("*.py"), *RENDERER.glob("schemas/*")]):
        found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    for page in sorted((ROOT / "docs").glob("*.md")):
        found[f"renderer/docs/{page.name}"] = page.read_bytes()
    for path in sorted(EXAMPLES.glob("*/statefulapp.yaml")):
        found[f"renderer/gallery/{path.relative_to(EXAMPLES).as_posix()}"] = path.read_bytes()
    for wheel in downloaded():
        with zipfile.ZipFile(wheel) as entries:
            found |= {name: entries.read(name) for name in filter(_is_packed, entries.namelist())}
    return found | {f"{name}c": _compiled(name, found[name]) for name in _hot() if name in found}


def _is_packed(name: str) -> bool:
    path = PurePosixPath(name)
    top = path.parts[0].partition("-")[0]
    return not (
        name.endswith("/")
        or path.suffix in NOT_PYTHON
        or top in UNUSED
        or LEFT_OUT.intersection(path.parts)
    )


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


def build(output: Path) -> None:
    """Write the file: sorted and without times, so that the same input gives the same bytes."""
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f"{output.name}.part")
    with unfinished.open("wb") as stream:
        stream.write(SHEBANG)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in sorted(content().items()):
                entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data)
    unfinished.chmod(0o755)
    unfinished.replace(output)
    print(f"== {output}: {output.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "dist/stateful.pyz")
    parser.add_argument("--download-only", action="store_true", help="fetch the wheels, no more")
    asked = parser.parse_args()
    if asked.download_only:
        downloaded()
    else:
        build(asked.output)


if __name__ == "__main__":
    main()
