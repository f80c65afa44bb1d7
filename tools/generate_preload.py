"""Write the list of modules in `renderer/preload.py`: what a call of `stateful-fn` imports.

Usage: python tools/generate_preload.py           writes the file
       python tools/generate_preload.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from pathlib import Path

from page import renewed

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "renderer/preload.py"
BEGIN, END = "MODULES = (\n", ")  # fmt: skip\n"
# They are there before anything can be loaded ahead.
FIRST = ("renderer", "renderer.fn", "renderer.preload")
LIST = """\
apiVersion: config.kubernetes.io/v1
kind: ResourceList
functionConfig:
"""
CALL = """
import json, sys
done = []
loader = type(__import__("__future__").__loader__)
run = loader.exec_module
def exec_module(self, module):
    run(self, module)
    done.append(module.__name__)
loader.exec_module = exec_module
sys.path.insert(0, sys.argv[1])
from renderer.fn import answer
assert answer(sys.stdin.buffer.read()) == 0
sys.stderr.write(json.dumps(done))
"""


def imported() -> list[str]:
    """Return our modules in the order in which they are ready during a call."""
    config = (ROOT / "bases/redis/statefulapp.yaml").read_text()
    done = subprocess.run(
        [sys.executable, "-c", CALL, str(ROOT)],
        input=LIST + textwrap.indent(config, "  "),
        capture_output=True,
        text=True,
        check=True,
    )
    names = json.loads(done.stderr)
    return [name for name in names if name.partition(".")[0] == "renderer" and name not in FIRST]


def generate(text: str) -> str:
    """Return the text of `renderer/preload.py` with the list as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    names = " ".join(f'"{name}",' for name in imported())
    lines = textwrap.fill(names, 99, initial_indent="    ", subsequent_indent="    ")
    return f"{before}{BEGIN}{lines}\n{END}{after}"


if __name__ == "__main__":
    sys.exit(renewed(TARGET, generate))
