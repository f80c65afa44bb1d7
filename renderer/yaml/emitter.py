"""Plain data to YAML text which YAML 1.1, YAML 1.2 and Go readers all read as the same data.

Every Python dumper writes some strings that kubectl or kustomize read as numbers or booleans (the
commit id `84016e5` becomes 8401600000). So a string stays plain here only when no reader can
misread it; everything else is quoted. Imports stay out of this module: it is on the start-up path.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    Write = Callable[[str], object]

# Deeper data would be refused by our own reader; a cycle ends here too.
DEEPEST = 100

INT64_MIN, INT64_MAX = -(2**63), 2**63 - 1

# kustomize fails on these however they are written, and turns U+0085 into a space.
UNCARRIED = frozenset(map(chr, range(0x7F, 0xA0))).union("\ufffe\uffff")

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PLAIN = LETTERS + "0123456789-_./:@=,+$()%^~;\\ "
PLAIN_FIRST = frozenset(LETTERS + "/_$(")
UNITS = {"m", "k", "M", "G", "T", "P", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "s", "h", "d", "ms"}
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"}

# A key is read as one only if its colon comes within 1024 characters.
LONGEST_KEY = 1000


def _escapes() -> dict[int, str]:
    r"""Map what must not stand in a quoted scalar as itself; the rest, UTF-8 too, stays readable.

    The ranges are spelled out because `str.isprintable` changes with Python's Unicode version.
    They are control characters, line separators, spaces and marks that cannot be seen.
    What `ascii` writes is known to all YAML readers; JSON's surrogate pairs and `\/` are not.
    """
    unseen = [*range(0x20), 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), *range(0x2028, 0x2030)]
    unseen += [*range(0x205F, 0x2070), 0x3000, 0xFEFF]
    unseen += [plane + last for plane in range(0x1FFFE, 0x110000, 0x10000) for last in (0, 1)]
    return {code: ascii(chr(code))[1:-1] for code in unseen} | {0x22: '\\"', 0x5C: "\\\\"}


ESCAPES = _escapes()
NOT_IN_LITERAL = UNCARRIED.union(map(chr, ESCAPES)).difference('"\\\t\n')

# One app repeats the same few hundred words; the limits keep a long run from growing.
CACHED, CACHED_LENGTH = 8192, 128
_strings: dict[str, str] = {}
_keys: dict[str, str] = {}


def dump_all(values: Iterable[Any]) -> str:
    """Write several documents, `---` between them."""
    return "---\n".join(map(dump, values))


def dump(value: Any) -> str:
    """Write one document: block style, keys in their own order, no aliases, no folding.

    Raises:
        TypeError: a key is not a str, or a value is not exactly a dict, list, str, int, float,
            bool or None.
        ValueError: no YAML text would carry the value to every reader.
    """
    parts: list[str] = []
    if type(value) is dict and value:
        write_mapping(parts.append, value, "", "", 1)
    elif type(value) is list and value:
        write_sequence(parts.append, value, "", "", 1)
    else:
        parts = [scalar(value, "  "), "\n"]
    return "".join(parts)


def write_mapping(write: Write, mapping: dict[str, Any], lead: str, pad: str, depth: int) -> None:
    """Write `key: value` lines; `lead` stands before the first, `pad` before the others."""
    if depth > DEEPEST:
        raise ValueError(f"data must not be nested deeper than {DEEPEST} levels, or be cyclic")
    for key, value in mapping.items():
        name = _keys.get(key) or key_text(key)
        kind = type(value)
        if kind is str:
            write(f"{lead}{name}: {_strings.get(value) or string(value, pad + '  ')}\n")
        elif kind is dict and value:
            write(f"{lead}{name}:\n")
            write_mapping(write, value, pad + "  ", pad + "  ", depth + 1)
        elif kind is list and value:
            write(f"{lead}{name}:\n")
            write_sequence(write, value, pad, pad, depth + 1)
        else:
            write(f"{lead}{name}: {scalar(value, pad + '  ')}\n")
        lead = pad


def write_sequence(write: Write, items: list[Any], lead: str, pad: str, depth: int) -> None:
    """Write `- item` lines; a map or list inside begins on the line of its dash."""
    if depth > DEEPEST:
        raise ValueError(f"data must not be nested deeper than {DEEPEST} levels, or be cyclic")
    for item in items:
        kind = type(item)
        if kind is dict and item:
            write_mapping(write, item, lead + "- ", pad + "  ", depth + 1)
        elif kind is list and item:
            write_sequence(write, item, lead + "- ", pad + "  ", depth + 1)
        else:
            write(f"{lead}- {scalar(item, pad + '  ')}\n")
        lead = pad


def scalar(value: Any, pad: str) -> str:
    """Write anything that fits behind a colon; the lines of a literal are indented by `pad`.

    The exact type is asked for: bool is an int to Python, and a subclass may print as anything.
    """
    kind = type(value)
    if kind is str:
        return _strings.get(value) or string(value, pad)
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return integer(value)
    if kind is float:
        return decimal(value)
    if value is None:
        return "null"
    if kind is dict or kind is list:
        return "{}" if kind is dict else "[]"
    raise TypeError(f"must be plain YAML data, got {kind.__name__}: {value!r}")


def integer(number: int) -> str:
    """Write an integer; Go readers round anything beyond 64 bits without a word."""
    if not INT64_MIN <= number <= INT64_MAX:
        raise ValueError(f"integer must fit 64 bits, got {number}")
    return str(number)


def decimal(number: float) -> str:
    """Write all digits: PyYAML reads `1e-07` as a string."""
    text = repr(number)
    if text in {"inf", "-inf", "nan"}:
        raise ValueError(f"number must be finite, got {text}")
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    sign = "-" if number < 0 else ""
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    shift = int(exponent)
    if shift < 0:
        return f"{sign}0.{'0' * (-shift - 1)}{whole}{fraction}"
    return f"{sign}{whole}{fraction.ljust(shift, '0')}.0"


def key_text(key: str) -> str:
    """Write a map key by the rules of a string, in one line."""
    if type(key) is not str:
        raise TypeError(f"key must be a str, got {type(key).__name__}: {key!r}")
    if key == "<<":
        raise ValueError('key must not be "<<": kustomize takes it for a merge and loses it')
    check_carried(key)
    text = key if is_plain(key) else quoted(key)
    if len(text) > LONGEST_KEY:
        raise ValueError(f"key must not take more than {LONGEST_KEY} characters: {text[:40]}...")
    remember(_keys, key, text)
    return text


def string(text: str, pad: str) -> str:
    """Write a string: plain, as a literal of several lines, or in double quotes."""
    check_carried(text)
    if "\n" in text and is_literal(text):
        return literal(text, pad)
    written = text if is_plain(text) else quoted(text)
    remember(_strings, text, written)
    return written


def remember(known: dict[str, str], text: str, written: str) -> None:
    """Keep what was worked out, within limits."""
    if len(text) <= CACHED_LENGTH:
        if len(known) >= CACHED:
            known.clear()
        known[text] = written


def is_plain(text: str) -> bool:
    """Tell whether every reader takes the bare text for this string."""
    if not text or text.strip(PLAIN):
        return False
    if text[0] not in PLAIN_FIRST and not is_path_or_flag(text):
        return is_quantity(text)
    return text[-1] not in ": " and ": " not in text and text.lower() not in WORDS


def is_path_or_flag(text: str) -> bool:
    """Tell whether the text begins as `./file`, `../folder` or `--flag` do, and no number does."""
    return text.startswith(("./", "../")) or (text[:2] == "--" and text[2:3] in PLAIN_FIRST)


def is_quantity(text: str) -> bool:
    """Tell whether the text is digits and a known unit, such as `10Gi`; other digits are quoted.

    `5e3`, `0x1F`, `1_000`, `1:30` and `2001-01-01` are all something else to some reader.
    """
    digits = text.rstrip(LETTERS)
    return digits.isdigit() and digits.isascii() and text[len(digits) :] in UNITS


def is_literal(text: str) -> bool:
    """Tell whether `|` keeps the text: blanks at its start or at a line's end may get lost."""
    return (
        text[0] not in " \t\n"
        and text[-1] not in " \t"
        and " \n" not in text
        and "\t\n" not in text
        and NOT_IN_LITERAL.isdisjoint(text)
    )


def literal(text: str, pad: str) -> str:
    """Write a text of several lines as its author would, without the last line break."""
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    chomping = ("|-", "|", "|+")[min(breaks, 2)]
    lines = [pad + line if line else "" for line in body.split("\n")]
    return "\n".join([chomping, *lines]) + "\n" * (breaks - 1)


def quoted(text: str) -> str:
    """Write a string in double quotes, with the escapes that all YAML readers know."""
    return f'"{text.translate(ESCAPES)}"'


def check_carried(text: str) -> None:
    """Refuse what would not arrive."""
    found = uncarried(text)
    if found:
        raise ValueError(f"text must not hold U+{ord(found):04X}, kustomize cannot carry it")


def uncarried(text: str) -> str:
    """Return the first character that some reader cannot take in any spelling, or nothing.

    Half a surrogate pair is no character at all: nothing can encode it.
    """
    if text.isascii() and "\x7f" not in text:
        return ""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return text[error.start]
    return next((character for character in text if character in UNCARRIED), "")
