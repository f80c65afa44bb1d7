"""What a scalar without quotes means: YAML left it open, and the readers took different sides.

`strict` is for what people write for us. It refuses what kubectl (goyaml.v2), kustomize (yaml.v3),
PyYAML and YAML 1.2 readers take for different values, and nothing that kustomize itself writes
without quotes: whoever has quoted it already could do no more. `kubectl` is for other people's
manifests.
"""

from __future__ import annotations

from renderer.yaml.emitter import INT64_MAX, INT64_MIN, decimal, is_quantity, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import Match
    from typing import Any

CONSTANTS: dict[str, Any] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}
# A boolean to YAML 1.1 and kubectl, a string to kustomize and YAML 1.2.
SWITCHES: dict[str, Any] = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"], True),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF"], False),
}
NUMBER_STARTS = frozenset("0123456789+-.")
# No form of a number or date below has another character, or begins with another one.
NUMBER_LETTERS = frozenset("0123456789+-._:, abcdefinoxABCDEFINOXtTzZ")
NUMBER_FIRST = frozenset("0123456789._")

# The patterns are compiled when they are first needed: most texts do without, and start sooner.
# No number to kubectl: minutes to PyYAML, dates to kustomize, and what yaml.v3 makes of `0o-7`.
SEXAGESIMAL = r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
DATE = r"[0-9]{4}-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12][0-9]|3[01])"
TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9]:[0-5]?[0-9](?:[.,][0-9]+)?"
ZONE = r"(?:Z|[-+][0-9]{2}:[0-9]{2})"
TIMESTAMP = rf"{DATE}(?: {TIME}|[Tt]{TIME}{ZONE})?"
EXPONENT = r"-?(?:0|[1-9][0-9]*)\.[0-9]+e[-+][0-9]+"
UNLIKE_KUBECTL = rf"{SEXAGESIMAL}|{TIMESTAMP}|0o[-+][0-7_]+"
# goyaml.v2: strconv.ParseInt with base 0, then its own binary form, then its float pattern.
GO_INTEGER = (
    r"(?P<sign>[-+]?)(?:0x(?P<x>[0-9a-f]+)|0b(?P<b>[01]+)|0o?(?P<o>[0-7]+)|(?P<d>0|[1-9][0-9]*))"
)
GO_SIGNED_BINARY = r"0b(?P<sign>[-+])(?P<b>[01]+)"
GO_POINT_FIRST = r"\.[0-9](?:_?[0-9])*(?:e[-+]?[0-9](?:_?[0-9])*)?"
GO_FLOAT = r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?"
GO_NOT_FINITE = {".nan", ".NaN", ".NAN"} | {
    sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")
}
BASES = {"x": 16, "b": 2, "o": 8, "d": 10}

UINT64_MAX = 2**64 - 1
# Beyond it, a float stands for several integers.
EXACT_INTEGERS = 2**53
# What is larger, kustomize writes as an integer.
LARGEST = 2.0**63
# Python refuses to convert thousands of digits; these are enough for 64 bits.
LONGEST_INTEGER = 20
LONGEST_SHOWN = 60


class Refused:
    """A scalar that has no one meaning.

    Args:
        message: what is wrong with it.
        hint: how to write what may be meant.
        code: the code of the problem.
    """

    __slots__ = ("code", "hint", "message")

    def __init__(self, message: str, hint: str, *, code: str = "SR103") -> None:
        self.message = message
        self.hint = hint
        self.code = code


def strict(text: str) -> Any:
    """Return the value that all readers agree on, or why there is none."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text[0] in NUMBER_STARTS:
        return strict_number(text)
    return disputed(text) if text in SWITCHES else text


def strict_number(text: str) -> Any:
    """Return the int or float, the text if it is none to any reader, or why it is refused."""
    if is_integer(text):
        number = int(text) if len(text) <= LONGEST_INTEGER else INT64_MAX + 1
        return number if INT64_MIN <= number <= INT64_MAX else too_large(text)
    if is_quantity(text) or is_no_number(text):
        return text
    if is_decimal(text) or is_like(EXPONENT, text):
        return float(text) if is_carried(float(text)) else not_carried(text)
    if type(kubectl(text)) is not str or is_like(UNLIKE_KUBECTL, text):
        return disputed(text)
    return text


def is_integer(text: str) -> bool:
    """Tell whether the text is an integer to all readers: decimal, and nothing left out."""
    digits = text.removeprefix("-")
    return digits.isdigit() and digits.isascii() and (digits[0] != "0" or digits == "0")


def is_no_number(text: str) -> bool:
    """Tell of most texts that they are no number or date to any reader, without the patterns."""
    after_sign = text[1:2] if text[0] in "+-" else text[0]
    has_other_letters = not text.isascii() or not NUMBER_LETTERS.issuperset(text)
    return has_other_letters or text.count(".") > 1 or after_sign not in NUMBER_FIRST


def is_decimal(text: str) -> bool:
    """Tell whether the text is a number with a point to all readers, and nothing left out."""
    whole, _, fraction = text.partition(".")
    return is_integer(whole) and fraction.isdigit() and fraction.isascii()


def is_carried(number: float) -> bool:
    """Tell whether kustomize writes a number as one; 1e-05, without a point, is none to PyYAML."""
    return abs(number) < LARGEST and "." in repr(number)


def is_out_of_range(text: str) -> bool:
    """Tell whether a decimal number is larger than any float."""
    return float(text) in (float("inf"), float("-inf"))


def disputed(text: str) -> Refused:
    """Word the refusal; the hint offers the text, and what kubectl would make of it."""
    meaning = kubectl(text)
    hint = as_text(text)
    if isinstance(meaning, bool):
        hint += f" or {str(meaning).lower()} for the boolean"
    elif isinstance(meaning, int):
        hint += f" or {meaning} for the number"
    elif isinstance(meaning, float) and is_carried(meaning):
        hint += f" or {decimal(meaning)} for the number"
    shown = shortened(text)
    return Refused(f"must be written so that all YAML readers agree, they do not on {shown}", hint)


def too_large(text: str) -> Refused:
    """Word the refusal of a number that Go rounds without a word."""
    return Refused(f"number must fit 64 bits, got {shortened(text)}", as_text(text))


def not_carried(text: str) -> Refused:
    """Word the refusal of a number which is none to some readers when kustomize has written it."""
    message = "number must be one to all YAML readers as kustomize hands it over, it does not keep"
    return Refused(f"{message} {shortened(text)}", as_text(text))


def as_text(text: str) -> str:
    """Word the way out that always exists."""
    return f"write {quoted(shortened(text))} for the text"


def shortened(text: str) -> str:
    """Cut a text to what fits in a message."""
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "..."


def kubectl(text: str) -> Any:
    """Return the value that kubectl and the API server get, or why there is none."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    if text in SWITCHES:
        return SWITCHES[text]
    if text[0] not in NUMBER_STARTS:
        return text
    if text in GO_NOT_FINITE:
        return Refused(f"number must be finite, got {text}", as_text(text))
    number = kubectl_number(text)
    return in_json(number) if isinstance(number, float) else number


def in_json(number: float) -> int | float:
    """Return a number as it reaches the server: as JSON, where 1.0 and 1 are the same."""
    return int(number) if number.is_integer() and abs(number) < EXACT_INTEGERS else number


def kubectl_number(text: str) -> int | float | str:
    """Follow goyaml.v2: integers beyond 64 bits become floats, floats out of range stay text."""
    if is_quantity(text) or is_no_number(text):
        return text
    if text[0] == "." and not is_like(GO_POINT_FIRST, text.lower()):
        return text
    digits = text.replace("_", "").lower()
    number = go_integer(digits)
    if number is not None and INT64_MIN <= number <= INT64_MAX:
        return number
    if number is not None and 0 < number <= UINT64_MAX and digits[0] != "+":
        return float(number)
    if is_like(GO_FLOAT, digits) and not is_out_of_range(digits):
        return float(digits)
    return text


def go_integer(digits: str) -> int | None:
    """Read an integer in any of Go's bases, or a decimal of up to 20 digits; `-0b1`, `0b-1` too."""
    if is_integer(digits):
        return int(digits) if len(digits) <= LONGEST_INTEGER else None
    match = is_like(GO_INTEGER, digits) or is_like(GO_SIGNED_BINARY, digits)
    if not match:
        return None
    base = str(match.lastgroup)
    if base == "d" and len(match["d"]) > LONGEST_INTEGER:
        return None
    return int(match["sign"] + match[base], BASES[base])


def is_like(pattern: str, text: str) -> Match[str] | None:
    """Match the whole text; `re` is slow to import, and most texts are known without it."""
    import re

    return re.fullmatch(pattern, text)
