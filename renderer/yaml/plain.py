"""The plain part of YAML, which all readers agree on, read line by line without PyYAML.

What kustomize, kpt and most people write is in it: maps and lists in block style, flow style on one
line, scalars on one line, `|` texts, comments. Anything else, and anything that is wrong, is `Odd`:
then the composer reads the text, and words what must be said. A test edits real texts at random and
holds the two to the same values. Imports stay out of this module: it is on the start-up path.
"""

from __future__ import annotations

from renderer.yaml.scalars import Refused
from renderer.yaml.vocabulary import VOCABULARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.yaml.vocabulary import Dialect, Vocabulary

    # Where a line's content begins, what it is, its key, and its value as far as it is known.
    Token = tuple[int, str, Any, Any]

# Far below what the composer allows, and more than any manifest needs.
DEEPEST = 50
LONGEST_KEY = 300
KEY_FIRST = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.$")
KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.$-"
# What begins something else than a plain scalar; `-` does only with a blank behind it.
NOT_PLAIN = frozenset(["", *"?:,[]{}#&*!|>'\"%@`"])
ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}
CHOMPING = ("|", "|-", "|+")
QUOTES, BRACKETS = ('"', "'"), ("[", "{")

NOTHING, DOCUMENT, END, DASH = "nothing", "document", "end", "dash"
VALUE, FLOW, LITERAL, OPEN = "value", "flow", "literal", "open"
# No text holds it: a line behind the last one.
LAST_LINE = "\0"
NO_CONTENT: Token = (-1, NOTHING, None, None)
ENDS: dict[str, Token] = {
    "---": (-1, DOCUMENT, None, None),
    LAST_LINE: (-1, END, None, None),
    "": NO_CONTENT,
}

# Most lines of manifests are ones that were met before. Full, the memory starts anew.
KNOWN_LINES, KNOWN_LENGTH = 8192, 128
MISSING = object()


class Odd(Exception):  # noqa: N818 - no error: another reader decides
    """The text is not plain, or not right."""


def read_plain(text: str, dialect: Dialect) -> list[Any]:
    """Return every document that is not empty, as the composer would.

    Raises:
        Odd: the text is not plain; it says nothing about whether it is right.
    """
    # Tabs are for texts after `|`; whether a line ends a text without a line break, readers differ.
    if not text.replace("\n", "").replace("\t", "").isprintable():
        raise Odd
    if not text.endswith("\n") and "|" in text:
        raise Odd
    return Reader(text, dialect).documents()


class Reader:
    """The lines of one text, and the token that is next.

    Args:
        text: characters that are printable, and line breaks.
        dialect: whose meaning plain scalars have.
    """

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.lines = [*text.removesuffix("\n").split("\n"), LAST_LINE]
        self.line = LINES[dialect]
        self.number = -1
        self.token = NO_CONTENT
        self.advance()

    def documents(self) -> list[Any]:
        """Read the whole stream."""
        found = []
        while self.token[1] is not END:
            if self.token[1] is DOCUMENT:
                self.advance()
                continue
            found.append(self.block(0))
            if self.token[0] >= 0:
                raise Odd
        return found

    def advance(self) -> None:
        """Go on to the next line with content."""
        known = self.line.known
        while True:
            self.number += 1
            line = self.lines[self.number]
            token = known.get(line) or self.line.tokenized(line)
            if token[1] is not NOTHING:
                self.token = token
                return

    def block(self, depth: int) -> Any:
        """Read the map or list that begins at the token."""
        if depth > DEEPEST:
            raise Odd
        read = self.sequence if self.token[1] is DASH else self.mapping
        return read(self.token[0], depth)

    def mapping(self, indent: int, depth: int) -> dict[str, Any]:
        """Read all entries that begin at the indentation."""
        into: dict[str, Any] = {}
        while True:
            at, kind, key, value = self.token
            if at < indent:
                return into
            if at > indent or key is None or key in into:
                raise Odd
            if kind is OPEN:
                into[key] = self.nested(indent, depth, in_mapping=True)
                continue
            into[key] = value if kind is VALUE else self.value(indent, depth)
            self.advance()

    def sequence(self, indent: int, depth: int) -> list[Any]:
        """Read all items whose dash is at the indentation; an entry there belongs to a map around.

        What follows a dash is, to a map in it, a line of its own that begins further to the right.
        """
        into: list[Any] = []
        while True:
            at, kind, _, item = self.token
            if at < indent or kind is not DASH:
                return into
            if at > indent:
                raise Odd
            if item is None:
                into.append(self.nested(indent, depth, in_mapping=False))
                continue
            self.token = item
            if item[2] is not None:
                into.append(self.block(depth + 1))
                continue
            into.append(self.value(indent, depth))
            self.advance()

    def nested(self, indent: int, depth: int, *, in_mapping: bool) -> Any:
        """Read the map or list on the lines below, or nothing; a map's list may be as far left."""
        self.advance()
        at, kind = self.token[:2]
        if at > indent or (at == indent and kind is DASH and in_mapping):
            return self.block(depth + 1)
        return None

    def value(self, indent: int, depth: int) -> Any:
        """Return the value that begins on the line of its key or dash, which is at `indent`."""
        _, kind, _, value = self.token
        if kind is FLOW:
            value, end = self.line.flow(value, 0, depth + 1)
            check_end(self.token[3], end)
            return value
        return value if kind is VALUE else self.line.text(self.literal(indent, value))

    def literal(self, indent: int, chomping: str) -> str:
        """Read the text below a `|`; it goes on while lines are indented as its first."""
        lines, start = self.lines, self.number + 1
        first = start
        while not lines[first].strip(" "):
            first += 1
        body = lines[first].lstrip(" ")
        width = len(lines[first]) - len(body)
        if (
            width <= indent
            or body[0] == "\t"
            or any(len(line) > width for line in lines[start:first])
        ):
            raise Odd
        pad, end = " " * width, first
        while lines[end].startswith(pad) or not lines[end].strip(" "):
            end += 1
        self.number = end - 1
        text = "\n".join([line[width:] for line in lines[start:end]])
        if chomping == "|+":
            return text + "\n"
        return text.rstrip("\n") + ("\n" if chomping == "|" else "")


class Lines:
    """What single lines mean in one dialect, remembered from text to text.

    Args:
        words: what its scalars mean.
        narrower: a dialect whose lines mean the same here: kustomize hands over a config twice,
            once for us and once as anybody's object.
    """

    def __init__(self, words: Vocabulary, narrower: Lines | None = None) -> None:
        self.words = words
        self.narrower = narrower
        self.known: dict[str, Token] = dict(ENDS)

    def tokenized(self, line: str) -> Token:
        """Find out what a line is, and remember it."""
        token = self.narrower and self.narrower.known.get(line)
        if not token or is_float(token):
            token = self.worked_out(line)
        if len(line) <= KNOWN_LENGTH:
            if len(self.known) >= KNOWN_LINES:
                self.known.clear()
                self.known.update(ENDS)
            self.known[line] = token
        return token

    def worked_out(self, line: str) -> Token:
        """Work out what a line is."""
        body = line.strip(" ")
        indent = len(line) - len(line.lstrip(" "))
        if not body or body[0] == "#":
            return NO_CONTENT
        if not body.isprintable() or (indent == 0 and body.startswith(("---", "...", "%"))):
            raise Odd
        return self.item(body, indent) if is_dash(body) else self.content(body, indent)

    def item(self, body: str, indent: int) -> Token:
        """Work out an item of a list, with what is on the line of its dash."""
        rest = body[1:].lstrip(" ")
        if not has_content(rest):
            return indent, DASH, None, None
        if is_dash(rest):
            raise Odd
        return indent, DASH, None, self.content(rest, indent + len(body) - len(rest))

    def content(self, body: str, indent: int) -> Token:
        """Work out what begins at a place: an entry of a map, or a value."""
        if body[0] in QUOTES:
            text, end = unquoted(body, 0)
            if body[end : end + 1] == ":":
                return self.entry(self.quoted_key(text), body[end + 1 :], indent)
        if body[0] in QUOTES or body[0] in BRACKETS:
            return self.inline(body, indent, None)
        key, colon, rest = body.partition(": ")
        if colon:
            return self.entry(self.plain_key(key), f" {rest}", indent)
        if body[-1] == ":":
            return self.entry(self.plain_key(body[:-1]), "", indent)
        return self.inline(body, indent, None)

    def entry(self, key: str, rest: str, indent: int) -> Token:
        """Work out an entry, from its key and what is behind the colon."""
        if rest[:1] not in ("", " "):
            raise Odd
        text = rest.lstrip(" ")
        return self.inline(text, indent, key) if has_content(text) else (indent, OPEN, key, None)

    def inline(self, text: str, indent: int, key: str | None) -> Token:
        """Work out a value on one line; flow style is read each time, into a new map or list."""
        if text in CHOMPING:
            return indent, LITERAL, key, text
        if text[0] in BRACKETS:
            return indent, FLOW, key, text
        if text[0] in QUOTES:
            value, end = unquoted(text, 0)
            check_end(text, end)
            return indent, VALUE, key, self.text(value)
        return indent, VALUE, key, self.plain(text.partition(" #")[0].rstrip(" "))

    def plain(self, text: str) -> Any:
        """Return the value of a scalar without quotes."""
        if text[:1] in NOT_PLAIN or is_dash(text) or ": " in text or text[-1] == ":":
            raise Odd
        value = self.words.values.get(text, MISSING)
        return accepted(self.words.plain(text)) if value is MISSING else value

    def text(self, text: str) -> str:
        """Return the text that was in quotes, or below a `|`."""
        return str(accepted(self.words.quoted(text)))

    def plain_key(self, text: str) -> str:
        """Return the key for a scalar without quotes; only the usual characters are taken."""
        if text[:1] not in KEY_FIRST or text.strip(KEY) or len(text) > LONGEST_KEY:
            raise Odd
        return self.words.keys.get(text) or str(accepted(self.words.plain_key(text)))

    def quoted_key(self, text: str) -> str:
        """Return the key that was in quotes."""
        if len(text) > LONGEST_KEY:
            raise Odd
        return str(accepted(self.words.quoted_key(text)))

    # Flow style: each of these takes the line, and where in it to begin; it returns where it ended.

    def flow(self, text: str, at: int, depth: int) -> tuple[Any, int]:
        """Read a list or map in brackets."""
        if depth > DEEPEST:
            raise Odd
        close, add = ("]", self.flow_item) if text[at] == "[" else ("}", self.flow_entry)
        into: Any = [] if close == "]" else {}
        at = behind_blanks(text, at + 1)
        if text[at : at + 1] == close:
            return into, at + 1
        while True:
            at = add(into, text, at, depth)
            if text[at : at + 1] == close:
                return into, at + 1
            if text[at : at + 1] != ",":
                raise Odd
            at = behind_blanks(text, at + 1)

    def flow_item(self, into: list[Any], text: str, at: int, depth: int) -> int:
        """Read an item of a list."""
        value, at = self.flow_value(text, at, depth)
        into.append(value)
        return at

    def flow_entry(self, into: dict[str, Any], text: str, at: int, depth: int) -> int:
        """Read an entry of a map."""
        if text[at : at + 1] in QUOTES:
            key, end = unquoted(text, at)
            key = self.quoted_key(key)
        else:
            end = text.find(":", at)
            key = self.plain_key(text[at:end])
        if key in into or text[end : end + 2] != ": ":
            raise Odd
        into[key], at = self.flow_value(text, behind_blanks(text, end + 1), depth)
        return at

    def flow_value(self, text: str, at: int, depth: int) -> tuple[Any, int]:
        """Read a value, and the blanks behind it."""
        first = text[at : at + 1]
        if first in BRACKETS:
            value, end = self.flow(text, at, depth + 1)
        elif first in QUOTES:
            value, end = unquoted(text, at)
            value = self.text(value)
        else:
            end = min(text.find(mark, at) % (len(text) + 1) for mark in ",[]{}")
            value = self.plain(text[at:end].rstrip(" "))
            if "#" in text[at:end] or "?" in text[at:end]:
                raise Odd
        return value, behind_blanks(text, end)


def unquoted(text: str, at: int) -> tuple[str, int]:
    """Return what is between two quotes, and where the text goes on; few escapes are known."""
    quote = text[at]
    escape = "\\" if quote == '"' else "''"
    parts: list[str] = []
    while True:
        at += 1
        end, escaped = text.find(quote, at), text.find(escape, at)
        if end < 0:
            raise Odd
        if escaped < 0 or escaped > end:
            return "".join([*parts, text[at:end]]), end + 1
        meaning = "'" if quote == "'" else ESCAPES.get(text[escaped + 1])
        if meaning is None:
            raise Odd
        parts += [text[at:escaped], meaning]
        at = escaped + 1


def accepted(value: Any) -> Any:
    """Return the value if it has one meaning."""
    if type(value) is Refused:
        raise Odd
    return value


def is_float(token: Token) -> bool:
    """Tell of the one value that an equal one stands for: kubectl makes 1 of 1.0."""
    _, kind, _, value = token
    return is_float(value) if kind is DASH and value else type(value) is float


def is_dash(text: str) -> bool:
    """Tell whether the text begins an item of a list."""
    return text[:2] in ("-", "- ")


def has_content(text: str) -> bool:
    """Tell whether there is something besides a comment."""
    return text[:1] not in ("", "#")


def check_end(text: str, end: int) -> None:
    """Refuse anything but a comment behind a value."""
    rest = text[end:].lstrip(" ")
    if rest and (rest[0] != "#" or text[end] != " "):
        raise Odd


def behind_blanks(text: str, at: int) -> int:
    """Return where the text goes on."""
    while text[at : at + 1] == " ":
        at += 1
    return at


SPEC = Lines(VOCABULARIES["spec"])
LINES: dict[str, Lines] = {"spec": SPEC, "manifest": Lines(VOCABULARIES["manifest"], SPEC)}
