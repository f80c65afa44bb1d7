"""Text to YAML events, and PyYAML's complaints in words that say what to do.

Events, not PyYAML's nodes: its composer refuses an anchor that is defined twice, as kpt sends them,
takes the last of two equal keys, and crashes the interpreter on deep nesting.
"""

from __future__ import annotations

import re

import yaml

from renderer.errors import Problem, RenderError
from renderer.yaml.source import character_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# The C parser is an optional part of PyYAML.
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NOT_YAML = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

# Part of the reason that libyaml or PyYAML gives; whether its context is the place; what must
# hold; the way out. The first that fits is taken.
AROUND = 'write "..." around the value'
MEND = "mend the indentation"
MEND_OR_QUOTE = "mend the indentation, or quote the value above"
TAB = ("must be indented with spaces, found a tab", "replace the tab by spaces")
COLON = ('must not have ": " here', f'quote a value that holds ": ", or {MEND}')
KEY = ('must have ": " after the key', "write key: value, and indent a text of several lines")
QUOTE = ("must end with the quote it begins with", "close the quote")
DASH = ('must not begin a list with "- " here', f"begin it on a new line, or {MEND}")
STAR = ('must be quoted if it begins with "*" or "&"', AROUND)
NUMBER = ("must be the number of one character", r"write \U0001F600, not a pair")
DIGITS = ("must have hexadecimal digits after the escape", r"write \\ for a backslash")
ONE = ("must be one map, list or value per document", f'put "---" between two, or {MEND}')
BAR = ("must not have text after the | or >", "begin the text on the next line")
VALUE = ("must have a value here", f"remove the character, or {AROUND}")
ESCAPE = ("must not have this escape in double quotes", r"write \\ for a backslash")
SENTENCES = tuple(
    (part, at_context, *sentence)
    for part, at_context, sentence in (
        ("tab character", False, TAB),
        ("mapping values are not allowed", False, COLON),
        ("could not find expected ':'", True, KEY),
        ("end of stream", True, QUOTE),
        ("unexpected document", True, QUOTE),
        ("expected ',' or ']'", True, ('must have "," between items and end with "]"', "")),
        ("expected ',' or '}'", True, ('must have "," between keys and end with "}"', "")),
        ("sequence entries are not allowed", False, DASH),
        ("alphabetic or numeric character", False, STAR),
        ("unknown escape character", False, ESCAPE),
        ("escape code", False, NUMBER),
        ("hexdecimal number", False, DIGITS),
        ("hexadecimal numbers", False, DIGITS),
        ("document start>", False, ONE),
        ("find expected key", False, ("must be indented as the other keys", MEND_OR_QUOTE)),
        ("<block end>", False, ("must be indented as the other entries", MEND_OR_QUOTE)),
        ("expected '-' indicator", False, ('must begin with "- " as the items above', MEND)),
        ("line break", False, BAR),
        ("indentation indicators", False, BAR),
        ("node content", False, VALUE),
    )
)


def events(text: str, file: str) -> Iterator[Any]:
    """Yield PyYAML's events; they are read as they are taken, so a caller may stop in time.

    Raises:
        RenderError: the text is not YAML.
    """
    parser = None
    try:
        parser = PARSER(text)
        event = parser.get_event()
        while event is not None:
            yield event
            event = parser.get_event()
    except yaml.reader.ReaderError:
        raise RenderError([forbidden_character(text, file)]) from None
    except yaml.MarkedYAMLError as error:
        raise RenderError([syntax_problem(text, file, error)]) from None
    except (ValueError, OverflowError):
        # The parser in pure Python calls chr() with what an escape says.
        raise RenderError([bad_escape(file, parser)]) from None


def forbidden_character(text: str, file: str) -> Problem:
    """Point at the first character that YAML does not allow; PyYAML gives an offset in bytes."""
    match = re.search(NOT_YAML, text)
    return character_problem(text, file, match.start() if match else 0)


def syntax_problem(text: str, file: str, error: Any) -> Problem:
    """Say what must hold instead of what the parser looked for."""
    reason = error.problem or error.context or "it cannot be read"
    message, hint, mark = f"must be valid YAML: {reason}", "", error.problem_mark
    for part, at_context, sentence, way_out in SENTENCES:
        if part in reason:
            message, hint = sentence, way_out
            mark = error.context_mark if at_context and error.context_mark else mark
            break
    problem = Problem("SR101", (), message, hint=hint)
    if not mark:
        return problem.at(file)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    message, hint = by_neighbours(line[: mark.column].rstrip(), line[mark.column :], message, hint)
    return Problem("SR101", (), message, hint=hint).at(file, mark.line + 1, mark.column + 1)


def by_neighbours(before: str, after: str, message: str, hint: str) -> tuple[str, str]:
    """Word better what only the text around the place tells."""
    if "start any token" in message:
        if after.startswith("\t"):
            return TAB
        return f"must be quoted if it begins with {after[:1]}", AROUND
    if "indented as" in message and before.endswith(('"', "'")):
        return "must end at its closing quote", "inside write \\\" in double quotes, '' in single"
    return message, hint


def bad_escape(file: str, parser: Any) -> Problem:
    """Point at the escape where the pure Python scanner gave up."""
    message = "must be the number of one character"
    return Problem("SR101", (), message).at(file, parser.line + 1, parser.column + 1)
