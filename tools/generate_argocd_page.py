"""Write the table of docs/argocd.md from that of `renderer.argocd.parameters`.

Usage: python tools/generate_argocd_page.py           writes the file
       python tools/generate_argocd_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys
from pathlib import Path

from renderer.argocd.parameters import MAP, TABLE, Parameter

TARGET = Path(__file__).parent.parent / "docs/argocd.md"
BEGIN, END = "<!-- Made by `make generate`. -->\n", "<!-- Until here. -->\n"
HEAD = """\
| `plugin.parameters` | or `plugin.env` | what it says |
|---|---|---|
"""


def row(parameter: Parameter) -> str:
    """Return a line of the table."""
    value = "map: {...}" if parameter.kind == MAP else "string: ..."
    variable = f"`{{name: {parameter.variable}, value: ...}}`" if parameter.variable else ""
    return f"| `{{name: {parameter.name}, {value}}}` | {variable} | {parameter.tooltip} |\n"


def generate(text: str) -> str:
    """Return the text of the page with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{HEAD}{''.join(map(row, TABLE))}{END}{after}"


def main() -> int:
    """Write the file, or only compare it."""
    written = TARGET.read_text("utf-8")
    text = generate(written)
    if "--check" in sys.argv:
        return int(written != text)
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
