"""What PyYAML takes and other readers do not, or for something else: it is refused.

kubectl and kustomize read with ports of an older libyaml, after they have cut the stream at every
line that begins with `---`; and what kustomize reads it writes again, and then hands over.
"""

from __future__ import annotations

import re
from itertools import islice

from renderer.errors import Problem
from renderer.yaml.scalars import Refused, is_out_of_range, shortened
from renderer.yaml.source import character_problem, position

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AROUND = 'write "..." around it'
# A line break to PyYAML and Go, lost by kustomize, and not to be seen in an editor.
NEXT_LINE = "\x85"
# Skipped at the start of any line by libyaml, and only at the start of the text by Go.
BYTE_ORDER_MARK = "\ufeff"
# Go's readers cut the stream at what begins with `---` behind a line feed, and at nothing else.
NO_SEPARATOR = r"^---(?!(?:[ \t]+(?:#[^\r\n\x85\u2028\u2029]*)?)?\r?$)|[\x85\u2028\u2029]---"
# A line break to PyYAML; kubectl and kustomize take one away before a line feed.
LONE_RETURN = r"\r(?!\n)"
# To kubectl a blank, behind which a brace begins JSON.
NO_BLANK = r"\A[ \t\r\n]*[\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
# Behind JSON kubectl reads JSON again, to which these are no line breaks.
NO_BREAK = r"\}[ \t\r\n]*[\x85\u2028\u2029]"
MOST_SEPARATORS = 10
KUSTOMIZE_ADDS_TO = r"\n[ \t\u2028\u2029]|\n\n\Z"
ESCAPED = r"\\(.)"
# A number of JSON with an exponent that may be too large.
LARGE = re.compile(r"(?<=[\s:,\[])[-+]?[0-9][0-9.]*[eE]\+?[0-9]{3,}(?=[\s,}\]])")
NOTHING_MORE = re.compile(r"\s*\Z")


def infinity(text: str) -> re.Match[str] | None:
    """Return a number that kubectl reads as infinite where it takes a text for JSON."""
    if not _is_in_braces(text):
        return None
    return next((match for match in LARGE.finditer(text) if is_out_of_range(match[0])), None)


def _is_in_braces(text: str) -> bool:
    """Tell whether kubectl takes a text for JSON."""
    return text.lstrip().startswith("{")


def text_problems(text: str, file: str, *, is_strict: bool) -> list[Problem]:
    """Return what is wrong with the text, wherever in it."""
    characters = [BYTE_ORDER_MARK, LONE_RETURN, NO_BLANK]
    characters += [NO_BREAK] if _is_in_braces(text) else []
    characters += [NEXT_LINE] if is_strict else []
    match = re.search("|".join(characters), text)
    problems = [character_problem(text, file, match.end() - 1)] if match else []
    if number := infinity(text):
        message = f"must not be larger than any number, got {shortened(number[0])}"
        problem = Problem("SR110", (), message, hint=AROUND)
        problems.append(problem.at(file, *position(text, number.start())))
    for match in islice(re.finditer(NO_SEPARATOR, text, re.MULTILINE), MOST_SEPARATORS):
        message = 'must not have more than a comment behind "---"'
        problem = Problem("SR110", (), message, hint="write it on the next line")
        problems.append(problem.at(file, *position(text, match.start())))
    return problems


def scalar_problem(event: Any, text: str, *, in_flow: bool) -> Refused | None:
    """Return why Go's readers do not take a scalar as it is written."""
    style = event.style
    if style == '"' and "/" in event.value:
        written = text[event.start_mark.index : event.end_mark.index]
        if "/" in re.findall(ESCAPED, written):
            return unlike('must not have the escape "\\/", kubectl does not know it', "write /")
    if not style and in_flow and "?" in event.value:
        return unlike('must be quoted within brackets if it holds a "?"', AROUND)
    return None


def block_problem(event: Any, text: str, *, has_anchors: bool) -> Refused | None:
    """Return why kustomize hands over another text than what stands below a `|` or `>`."""
    style, value = event.style, event.value
    if value.startswith("\t") and "\n" not in value:
        message = f"text below {style} must not begin with a tab, kustomize breaks it"
        return unlike(message, "write it in double quotes")
    if style == ">" and re.search(KUSTOMIZE_ADDS_TO, value):
        message = "text below > must not have indented lines, nor end with empty ones"
        return unlike(f"{message}: kustomize adds one", "write | instead of >")
    end = event.end_mark.index
    header = text[event.start_mark.index : end].partition("\n")[0]
    if "#" in header and has_anchors:
        message = f"must not have a comment behind {style}, kustomize makes it part of the text"
        return unlike(message, "write it on the line above")
    is_last = text[-1] != "\n" and NOTHING_MORE.match(text, end)
    if is_last and "-" not in header.partition("#")[0]:
        message = f"text below {style} must end with a line break: one that is missing at the end"
        hint = f"end the file with one, or write {style}- for a text without it"
        return unlike(f"{message} of a file only kubectl adds", hint)
    return None


def unlike(message: str, hint: str) -> Refused:
    """Return the refusal of what readers disagree about."""
    return Refused(message, hint, code="SR110")
