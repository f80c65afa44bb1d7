"""Write the table of rules in docs/validate.md from the rule book.

Usage: python tools/generate_rules_page.py           writes the file
       python tools/generate_rules_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys

from page import main, with_table

from renderer.codes import CODES
from renderer.rules.book import ALL, SEVERITIES

HEAD = "| code | severity | what is found |\n|---|---|---|\n"


def title(code: str) -> str:
    """Return what a code is about, in a few words."""
    return ALL[code].title if code in ALL else CODES[code][0]


def generate(text: str) -> str:
    """Return the page with the table as it is now; it stands at the end."""
    codes = sorted(SEVERITIES, key=lambda code: (len(code), code))
    rows = (f"| {code} | {SEVERITIES[code]} | {title(code)} |\n" for code in codes)
    return with_table(text, HEAD, rows)


if __name__ == "__main__":
    sys.exit(main("validate.md", generate))
