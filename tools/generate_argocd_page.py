"""Write the table of docs/argocd.md from that of `renderer.argocd.parameters`.

Usage: python tools/generate_argocd_page.py           writes the file
       python tools/generate_argocd_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys

from page import main

from renderer.argocd.parameters import MAP, TABLE, Parameter

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


if __name__ == "__main__":
    sys.exit(main("argocd.md", generate))
