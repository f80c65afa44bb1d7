"""Write renderer/kubernetes/pointers.py: what is a value even where it is empty.

Usage: python tools/read_pointers.py           (needs Go, which fetches the source)

Kubernetes' own Go types say it: a pointer to nothing is absent, and a pointer to an empty value is
there, is stored, and is part of a pod template's bytes.
"""

from __future__ import annotations

import json
import re
import subprocess
import textwrap
from pathlib import Path

from renderer.kubernetes import object_shapes, shapes

ROOT = Path(__file__).parent.parent
FILE = ROOT / "renderer/kubernetes/pointers.py"
MODULE = "k8s.io/api@v0.36.4"
STRUCT = re.compile(r"^type (\w+) struct \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r'^\t\w+ +\*\S+ +`json:"(\w+)', re.MULTILINE)
INLINE = re.compile(r'^\t(\w+) +`json:",inline"', re.MULTILINE)
HEAD = '''"""What is a value even where it is empty: type -> its fields. Generated: do not edit.

Read in Kubernetes' Go types by tools/read_pointers.py (`make defaults`). Everywhere else an empty
text, list or map, a zero and false are the same as absent, and are not stored.
"""

from __future__ import annotations

POINTERS: dict[str, str] = {
'''


def main() -> None:
    """Read the types that our tables know."""
    found = subprocess.run(
        ["go", "mod", "download", "-json", MODULE], check=True, capture_output=True, cwd="/"
    )
    folder = Path(json.loads(found.stdout)["Dir"])
    known = {*shapes.OBJECTS, *object_shapes.OBJECTS}
    bodies = {
        name: body
        for file in sorted(folder.glob("*/v[0-9]/types.go"))
        for name, body in STRUCT.findall(file.read_text("utf-8"))
    }
    fields = {name: pointers(bodies, name) for name in sorted(known & bodies.keys())}
    rows = [row(name, found) for name, found in fields.items() if found]
    FILE.write_text(f"{HEAD}{''.join(rows)}}}\n", "utf-8")


def pointers(bodies: dict[str, str], name: str) -> list[str]:
    """Return the fields of a type that are pointers, with those of the types that it embeds."""
    body = bodies.get(name, "")
    inner = [field for other in INLINE.findall(body) for field in pointers(bodies, other)]
    return sorted({*FIELD.findall(body), *inner})


def row(name: str, fields: list[str]) -> str:
    """Return the lines of one type."""
    text = " ".join(fields)
    line = f'    "{name}": "{text}",\n'
    if len(line) <= len("x" * 101):
        return line
    parts = textwrap.wrap(text, 89)
    body = "\n".join(f'        "{part}{" " if part is not parts[-1] else ""}"' for part in parts)
    return f'    "{name}": (\n{body}\n    ),\n'


if __name__ == "__main__":
    main()
