"""YAML texts by the thousand: what people wrote, with a mistake in it, and what nobody would."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDERS = ("bases", "overlays", "tests/golden", "tests/resource_lists")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))
WINDOW = 14

FRAGMENTS = [
    *("\n", " ", "  ", "\n\n", "\n ", "\n  ", "\n   \n", "\r", "\r\n", "\t", "  \t", "\n\t"),
    *("\x85", "\u2028", "\u2029", "\xa0", "\ufeff", "\x00", "\x7f", "é", "😀"),
    *("- ", "-", "--", "  - ", ": ", ":", "? ", "?", ",", ", ", "[", "]", "{", "}", "[]", "{}"),
    *("'", '"', "''", '""', "\\", "\\x", "\\n", "#", " # x", "|", "|-", "|+", ">", "a: |\n"),
    *("  |\n    x\n", "|-\n\n  \tx\n", "|+\n x\n\n", "  x\n", "k: v\n", "- k: v\n"),
    *("---\n", "...\n", "--- ", "\n---", "\n..."),
    *("&a ", "*a", "<<", "<<: ", "!t ", "%", "@", "`", "=", "~", "null", "a", "b: ", "yes", "0"),
    *("0644", "1.0", "1e3", ".5", "+1", "10Gi"),
]  # fmt: skip

WORDS = [
    *("a", "b c", "nginx:1.27", "/healthz?x=true", "10Gi", "500m", "http://x:80/y?z#w", "$(A)"),
    *("yes", "No", "on", "y", "true", "TRUE", "null", "~", "", "<<", "=", "-", "--", "---", "..."),
    *("0", "-0", "1", "-1", "+1", "0644", "0o17", "0x1F", "0b11", "1_000", "08", "1.0", "1.", ".5"),
    *("1e3", "1e-7", "-1.5E+3", "9e999", ".inf", "-.INF", ".nan", "1:30", "22:22", "2001-01-01"),
    *("2001-01-01T00:00:00Z", "9223372036854775807", "9223372036854775808", "1" * 21),
    *("0xFFFFFFFFFFFFFFFF", "0.1", "1.10", "84016e5", "é", "日本", "😀", "\u0661", "x" * 130),
]  # fmt: skip
MARKS = [
    *("a", "a", "b", "1", " ", " ", "?", ":", "#", ",", "[", "]", "{", "}", "&", "*", "!", "|"),
    *(">", "'", '"', "%", "@", "`", "-", "~", "=", "<<", ".", "\\", "/", "_", "\t", ": ", " #"),
    *("? ", "- ", ", ", "é", "\xa0", "\u2028", "\x85"),
]  # fmt: skip
ESCAPED = [
    *(r"\n", r"\t", r"\\", r"\"", r"\x41", r"\u00e9", r"\U0001F600", r"\/", r"\0", r"\e", r"\N"),
    *(r"\L", r"\_", r"\x85", r"\ud83d\ude00", r"\q", r"\ ", "\\\n"),
]  # fmt: skip
KEYS = [
    *("a", "b", "c", "d.e/f", "$patch", "_g", "a b", "k-l"),
    *('"q"', "'q'", '"a: b"', "yes", "1", "null", "<<", "? a", "a?", "é", "x" * 130, "-", "*a"),
]  # fmt: skip
COMMENTS = [" # c", " #", "# c", " # c: d", "  # 'x", "\t# c", " #\t\u2028"]
HEADERS = ["|", "|-", "|+", ">", ">-", ">+", "|2", "|1-", "|+1", "| # c", "|#c", "|\t", ">3"]


def texts(count: int, seed: str) -> list[str]:
    """As many texts, always the same ones for a seed."""
    chance = random.Random(seed)
    sources = [path.read_bytes().decode() for path in FILES]
    return [text(sources, chance) for _ in range(count)]


def text(sources: list[str], chance: random.Random) -> str:
    """A text of one of the kinds."""
    if chance.random() < 0.4:
        found = windows(chance.choice(sources), chance)
        for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
            found = edited(found, chance)
        return framed(found, chance)
    grammar = Grammar(chance)
    found = grammar.anchored() if chance.random() < 0.1 else grammar.document()
    if chance.random() < 0.25:
        found = edited(found, chance)
    return framed(found, chance)


def framed(found: str, chance: random.Random) -> str:
    """The text in a stream, mostly as it is."""
    kind = chance.randrange(40)
    if kind == 0:
        return found.replace("\n", "\r\n")
    if kind == 1:
        return "\ufeff" + found
    if kind == 2:
        return "---\n" + found
    if kind == 3:
        return found + chance.choice(["...\n", "---\n", "--- \n", "---\n# x\n", "---\na: 1\n"])
    if kind == 4:
        return chance.choice(["# c\n", "\n", "%YAML 1.1\n---\n", "--- # c\n", "--- "]) + found
    if kind == 5:
        return found.rstrip("\n")
    return found


class Grammar:
    """YAML that is mostly right, with all that is hard to read in it.

    Args:
        chance: where all choices come from.
    """

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def document(self) -> str:
        if self.chance.random() < 0.03:
            return self.flow(0) + self.comment() + "\n"
        if self.chance.random() < 0.01:
            return self.chance.choice([self.scalar(in_flow=False), self.long(), self.deep()]) + "\n"
        return "\n".join(self.block("", 0)) + "\n"

    def long(self) -> str:
        """Lines that are longer than what some readers look at, or put on one line."""
        words = " ".join(["word"] * self.chance.choice([20, 30, 250]))
        key = "k" * self.chance.choice([100, 128, 300, 1020, 1030])
        return self.chance.choice(
            [
                f"a: {words}",
                f"a: '{words}'",
                f"- [{words}, {words}]",
                f"a: >\n  {words}\n\n  {words}",
                f"{key}: 1",
                f"? {key}\n: 1",
                f"{{{key}: 1}}",
                f"'{key}': a",
                f"a: |\n  {words}\n  {words}\n",
            ]
        )

    def deep(self) -> str:
        depth = self.chance.choice([20, 49, 52, 95, 101])
        return self.chance.choice(
            [
                "- " * depth + "a",
                "[" * depth + "]" * depth,
                "{a: " * depth + "1" + "}" * depth,
                "\n".join(f"{' ' * each}a:" for each in range(depth)),
            ]
        )

    def anchored(self) -> str:
        """Anchors, aliases and merges, most of which can be followed."""
        names = ("x", "y", "x")
        lines: list[str] = []
        for name in names[: self.chance.randint(1, 3)]:
            value = self.chance.choice(
                [
                    "{a: 1, b: {c: d}}",
                    "[1, {a: b}]",
                    "text",
                    "",
                    "\n  a: 1\n  c: [2]",
                    "{<<: *x, c: 3}",
                ]
            )
            lines.append(f"{name}{len(lines)}: &{name} {value}")
        for key in "pqr"[: self.chance.randint(1, 3)]:
            merge = self.chance.choice(
                [
                    "<<: *x",
                    "<<: [*x, *y]",
                    "<<: [*x, {a: 9}]",
                    "<<: {a: 8}",
                    "a: *y",
                    "<<:\n  - *x",
                    "*x : 1",
                ]
            )
            own = self.chance.sample(["a: 7", "b: 6", "c: *x", merge, "d: null"], 2)
            flow = "{" + ", ".join(own) + "}"
            block = "\n  " + "\n  ".join([merge, *own[:1]])
            lines.append(f"{key}: " + self.chance.choice([flow, block, block, "*x", "[*x, *y]"]))
        return "\n".join(lines) + "\n"

    def block(self, pad: str, depth: int) -> list[str]:
        """The lines of a map or a list."""
        lines: list[str] = []
        is_list = self.chance.random() < 0.35
        for _ in range(self.chance.choice([1, 1, 2, 2, 3])):
            lead = (
                "- "
                if is_list
                else self.key() + self.chance.choice([": "] * 30 + [":", " : ", ":\t"])
            )
            self.entry(lines, pad, lead, depth)
            if self.chance.random() < 0.04:
                lines.append(
                    self.chance.choice(["", "# c", pad + "# c", "  ", "\t", pad + "\t# c"])
                )
        return lines

    def entry(self, lines: list[str], pad: str, lead: str, depth: int) -> None:
        kind = self.chance.randrange(10)
        inner = pad + self.chance.choice(["  "] * 12 + [" ", "    ", ""])
        if kind < 3 and depth < 3:
            properties = self.chance.choice([""] * 8 + ["&a", "!t", "# c", "&a # c"])
            below = self.block(inner, depth + 1)
            if lead == "- " and self.chance.random() < 0.7:
                below = self.block(pad + "  ", depth + 1)
                lines.append(pad + lead + below[0].lstrip(" "))
                lines += below[1:]
                return
            lines.append(pad + lead + properties)
            lines += below
        elif kind < 6:
            lines.append(pad + lead + self.flow(0) + self.comment())
        elif kind == 6:
            lines.append(pad + lead + self.chance.choice(HEADERS))
            for _ in range(self.chance.randrange(4)):
                lines.append(
                    self.chance.choice([inner] * 8 + ["", " ", inner + " ", "\t", inner + "\t"])
                    + self.words()
                )
        elif kind == 7:
            value = self.scalar(in_flow=False)
            lines.append(pad + lead + value)
            for _ in range(self.chance.choice([0, 0, 1, 2])):
                lines.append(self.chance.choice([inner + " ", inner, "", "\t"]) + self.words())
        else:
            lines.append(pad + lead + self.scalar(in_flow=False) + self.comment())

    def comment(self) -> str:
        return self.chance.choice(COMMENTS) if self.chance.random() < 0.12 else ""

    def key(self) -> str:
        if self.chance.random() < 0.7:
            return self.chance.choice("abcdefgh")
        return self.chance.choice(KEYS)

    def words(self) -> str:
        """What may be in a plain scalar, and what may not."""
        chance = self.chance
        kind = chance.randrange(6)
        if kind < 2:
            return chance.choice(WORDS)
        if kind == 2:
            return chance.choice("ab/") + chance.choice(MARKS) + chance.choice(["", "a", "b c"])
        return "".join(chance.choices(MARKS, k=chance.randint(1, 5)))

    def scalar(self, *, in_flow: bool) -> str:
        chance = self.chance
        kind = chance.randrange(12)
        if kind == 0:
            inner = "".join(
                chance.choices([*MARKS, *ESCAPED, *ESCAPED, "\n  "], k=chance.randint(0, 5))
            )
            return f'"{inner.replace(chr(34), "")}"'
        if kind == 1:
            inner = "".join(chance.choices([*MARKS, "''", "''", "\n  "], k=chance.randint(0, 5)))
            return "'" + inner.replace("'", "''") + "'"
        if kind == 2:
            return f'"{chance.choice(WORDS)}"'
        if kind == 3:
            properties = [
                "&a ",
                "&b",
                "*a",
                "*b ",
                "!t ",
                "!!str ",
                "!!int ",
                "! ",
                "!!merge ",
                "&a !t ",
            ]
            return chance.choice(properties) + self.words()
        if kind == 4 and not in_flow:
            return self.words() + chance.choice(["\n  ", "\n ", "\n   ", "\n\n  "]) + self.words()
        return self.words()

    def flow(self, depth: int) -> str:
        """A list or a map in brackets."""
        chance = self.chance
        comma = chance.choice([", "] * 6 + [",", " , ", ",\n   ", ", # c\n  "])
        is_list = chance.random() < 0.5
        items = [
            self.flow_item(depth, is_list=is_list) for _ in range(chance.choice([0, 1, 2, 2, 3]))
        ]
        inside = comma.join(items) + chance.choice([""] * 12 + [",", " ", "\n", ", "])
        pad = chance.choice([""] * 6 + [" ", "\n  "])
        return f"[{pad}{inside}]" if is_list else f"{{{pad}{inside}}}"

    def flow_item(self, depth: int, *, is_list: bool) -> str:
        chance = self.chance
        deeper = depth < 2 and chance.random() < 0.25
        value = self.flow(depth + 1) if deeper else self.scalar(in_flow=True)
        if is_list and chance.random() < 0.9:
            return value
        return self.key() + chance.choice([": "] * 16 + [":", " : ", "", " "]) + value


def windows(text: str, chance: random.Random) -> str:
    """A few lines of the text, mostly moved to the left edge: an edit of less is missed by less."""
    lines = text.split("\n")
    if len(lines) <= WINDOW or chance.random() < 0.05:
        return text[:2000]
    begin = chance.randrange(len(lines) - WINDOW // 2)
    lines = lines[begin : begin + chance.randint(2, WINDOW)]
    width = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    if chance.random() < 0.3:
        width = 0
    return "\n".join(line[width:] for line in lines) + chance.choice(["\n", "\n", "\n", ""])


def edited_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    line = lines[at]
    lines[at : at + 1] = chance.choice(
        [
            [" " * chance.randint(1, 3) + line],
            [line[chance.randint(1, 3) :]],
            [],
            [line, chance.choice(lines)],
        ]
    )
    return "\n".join(lines)


def edited(text: str, chance: random.Random) -> str:
    """The text with one small edit, often where it means something."""
    kind, at = chance.randrange(6), chance.randrange(len(text) + 1)
    if kind == 0:
        return edited_line(text, chance)
    if kind == 1:
        return text[:at] + text[at + chance.randint(1, 4) :]
    if kind == 2:
        other = chance.randrange(len(text) + 1)
        return text[:at] + text[other : other + chance.randint(1, 30)] + text[at:]
    marks = [place for place, letter in enumerate(text) if letter in ":-,[{"]
    if kind == 3 and marks:
        at = chance.choice(marks) + chance.randint(0, 2)
    return text[:at] + chance.choice(FRAGMENTS) + text[at + chance.randint(0, 1) :]


def is_handed_over(value: Any) -> bool:
    """Whether kustomize hands a value over as it is; a spec must not hold any other."""
    if isinstance(value, float):
        return "." in repr(value) and abs(value) < 2**63
    if not isinstance(value, str) or "\n" not in value:
        return bool(value != "<<")
    return value[0] != "\t" and value[-1] not in "\u2028\u2029"
