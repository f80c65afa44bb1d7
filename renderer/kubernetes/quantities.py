"""Amounts of memory, storage and CPU, written and compared as the API server does.

The server keeps some texts as they were sent although it would write them otherwise (`1.500`,
`+5`, `1.Gi`, `00010Gi`), and rewrites all others. We always write the canonical text, which the
server returns unchanged in both cases, and compare amounts by their value.

Source of the rules: `k8s.io/apimachinery/pkg/api/resource`, and its documentation at
https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.
"""

from __future__ import annotations

from renderer.kubernetes.names import (
    HIGHEST_COUNT,
    did_you_mean,
    fullmatch,
    is_number,
    refusal,
    replaced,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeGuard

# Nothing is finer than a billionth: amounts are whole numbers of these.
ONE = 10**9
MILLI = ONE // 1000
HIGHEST = (2**63 - 1) * ONE
# Bytes, below which no amount of them is meant.
LEAST = 1024
# Go's JSON writes floats with an exponent below this, and from 1e21 on.
GO_EXPONENT = 1e-6
ALL = 100  # percent
FEW_DIGITS = 8  # more of them Python might refuse to read
# What is longer is no slip of the pen.
HINT_LIMIT = 40
# Apps repeat the same few amounts; the limit keeps a long run from growing.
KNOWN = 1024
_known: dict[str, tuple[int, str]] = {}

DECIMAL = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
BINARY = {"": 0, "Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6}
DECIMAL_SUFFIXES = {exponent: suffix for suffix, exponent in DECIMAL.items()}
BINARY_SUFFIXES = {exponent: suffix for suffix, exponent in BINARY.items()}

# The server takes `.`, `+` and a lone `Gi` for zero; we want a digit. It also takes exponents that
# keep it busy for minutes. `E` alone is exa, `E3` is an exponent.
_PATTERN = (
    r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]{0,40})(?:\.(?P<fraction>[0-9]{0,40}))?"
    "(?P<suffix>[numkMGTPE]?|[KMGTPE]i|[eE][+-]?[0-9]{1,2})"
)
_ALLOWED = 'a quantity such as "10Gi" or "500m"'


def canonical(quantity: object) -> str:
    """Return the text that the server would write: `1024Mi` is `1Gi` and `0.5` is `500m`.

    The notation stays: `1e3` does not become `1k`, and `1000Mi` is no whole number of `Gi`.
    """
    amount, notation = _parsed(quantity)
    return _written(amount, notation)


def value(quantity: object) -> int:
    """Return the exact amount in billionths, for comparing: `1k` and `1e3` are the same."""
    return _parsed(quantity)[0]


def total(quantities: Iterable[object]) -> str:
    """Return the canonical text of a sum, in binary units where its parts are written so."""
    parts = [_parsed(quantity) for quantity in quantities]
    binary = "i" if any(notation == "i" for _, notation in parts) else ""
    return _written(sum(amount for amount, _ in parts), binary)


def written(amount: int) -> str:
    """Return the canonical text of so many billionths, in binary units where they are whole."""
    return _written(amount, "i")


def resource_amount(quantity: object) -> str:
    """Return the canonical text as resource lists hold it: not negative, rounded up to `m`."""
    amount, notation = _parsed(quantity)
    if amount < 0:
        raise refusal('0 or more, such as "10Gi" or "500m"', quantity)
    return _written(_divided(amount, MILLI) * MILLI, notation)


def stored_amount(quantity: object) -> str:
    """Return the text that the server keeps in a resource list, which is not always canonical.

    It keeps a text whose digits and exponent are those of the canonical one: `1e0`, `+1`, `1.500`.
    """
    made = resource_amount(quantity)
    text = _text(quantity)
    is_plain = not text.startswith("-") and _is_one_or_more(text)
    return text if is_plain and _digits(text) == _digits(made) else made


def _is_one_or_more(text: str) -> bool:
    """Tell whether there is a digit before the point that counts."""
    _, whole, *_ = _parts(text) or ("", "", "", "")
    return bool(whole.strip("0"))


def _digits(text: str) -> tuple[int, int, int]:
    """Return mantissa, base and exponent as a quantity is written, fractions as whole numbers."""
    _, whole, fraction, suffix = _parts(text) or ("", "", "", "")
    base, exponent, _ = _scale(suffix)
    return int(whole + fraction or "0"), base, exponent - len(fraction)


def storage_size(quantity: object, *, least: int = LEAST) -> str:
    """Return the canonical text of a claim's size: more than 0, and not a few bytes.

    `500m` is half a byte and `20` are twenty, which nobody means. `1.1Gi` is no whole number of
    bytes either, and common. Some provisioners mind no size at all: for what others wrote, the
    least may be 1.
    """
    amount, notation = _parsed(quantity)
    if amount <= 0:
        raise refusal('more than 0, such as "10Gi"', quantity)
    _refuse_part_of_byte(amount, quantity)
    if amount < least * ONE:
        text = _text(quantity)
        hint = did_you_mean(f"{text}Gi") if is_number(text) else ""
        raise refusal(f'at least {least} bytes, such as "10Gi"', quantity, hint)
    return _written(_divided(amount, MILLI) * MILLI, notation)


def is_limit(value: object) -> TypeGuard[int | str]:
    """Tell whether it is a number of pods or a percentage, as a budget and a rollout read them.

    Both are checked by the same code of the API server, which also refuses more than 100%:
    `ValidatePositiveIntOrPercent` and `IsNotMoreThan100Percent`.
    """
    if isinstance(value, str):
        digits = value.removesuffix("%")
        is_share = digits != value and digits.isascii() and digits.isdecimal()
        return is_share and len(digits) < FEW_DIGITS and int(digits) <= ALL
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST_COUNT


def share(part: int | str, whole: int) -> int:
    """Return how many of the whole a count or percentage is; rounded up, as Kubernetes does."""
    return -(-int(part[:-1]) * whole // ALL) if isinstance(part, str) else part


def _refuse_part_of_byte(amount: int, quantity: object) -> None:
    if amount % ONE and amount < LEAST * ONE:
        text = _text(quantity)
        hint = _size_hint(text) if text.endswith("m") else ""
        raise refusal('a number of bytes such as "10Gi"', quantity, hint)


def _parsed(quantity: object) -> tuple[int, str]:
    """Return the amount in billionths, and `i`, `e` or nothing for how it was written."""
    text = _text(quantity)
    if text not in _known:
        if len(_known) >= KNOWN:
            _known.clear()
        _known[text] = _read(text, quantity)
    return _known[text]


def _read(text: str, quantity: object) -> tuple[int, str]:
    parts = _parts(text)
    if parts is None:
        raise refusal(_ALLOWED, quantity, _hint(quantity))
    sign, whole, fraction, suffix = parts
    base, exponent, notation = _scale(suffix)
    amount = _divided(
        int(whole + fraction) * ONE * base ** max(exponent, 0),
        10 ** len(fraction) * base ** max(-exponent, 0),
    )
    if amount > HIGHEST and notation != "i":
        # Beyond it the server's own text is wrong: it writes `1000E` as `1`.
        raise refusal(f"at most {HIGHEST // ONE}", quantity)
    amount = min(amount, HIGHEST)
    return (-amount if sign == "-" else amount), notation


def _parts(text: str) -> tuple[str, str, str, str] | None:
    """Return sign, whole, fraction and suffix; a quick look is enough for an ordinary amount."""
    number = text.rstrip("numkKMGTPEi")
    whole, point, fraction = number.partition(".")
    suffix = text[len(number) :]
    is_ordinary = is_number(whole) and (is_number(fraction) or not point)
    if is_ordinary and len(text) <= HINT_LIMIT and (suffix in DECIMAL or suffix in BINARY):
        return "", whole, fraction, suffix
    match = fullmatch(_PATTERN, text)
    if match is None:
        return None
    return match["sign"], match["whole"], match["fraction"] or "", match["suffix"]


def _text(quantity: object) -> str:
    """Return what the server would be sent; a YAML number arrives there as JSON writes it."""
    if isinstance(quantity, str):
        return quantity
    if isinstance(quantity, bool) or not isinstance(quantity, int | float):
        return ""
    if abs(quantity) > HIGHEST:
        raise refusal(f"at most {HIGHEST // ONE}", quantity)
    text = str(quantity)
    # Python turns to exponents where Go's JSON does not yet: below 1e-4, and from 1e16 on.
    return _without_exponent(text) if "e" in text and abs(quantity) >= GO_EXPONENT else text


def _without_exponent(text: str) -> str:
    from decimal import Decimal  # a rare number should not slow every start

    return f"{Decimal(text):f}"


def _scale(suffix: str) -> tuple[int, int, str]:
    """Return base, exponent and notation."""
    if suffix in DECIMAL:
        return 10, DECIMAL[suffix], ""
    if suffix in BINARY:
        return 1024, BINARY[suffix], "i"
    return 10, int(suffix[1:]), "e"


def _divided(amount: int, unit: int) -> int:
    """Round up as the server does: who asks for a little gets at least the smallest amount."""
    return -(-amount // unit)


def _written(amount: int, notation: str) -> str:
    if amount == 0:
        return "0"
    # Below 1024 there is no suffix to gain, and a part of a byte needs the decimal ones.
    if notation == "i" and abs(amount) >= 1024 * ONE and amount % ONE == 0:
        number, exponent = _factored(amount // ONE, 1024, BINARY["Ei"])
        return f"{number}{BINARY_SUFFIXES[exponent]}"
    number, thousands = _factored(amount, 1000, (DECIMAL["E"] - DECIMAL["n"]) // 3)
    exponent = DECIMAL["n"] + 3 * thousands
    if notation == "e":
        return f"{number}e{exponent}" if exponent else str(number)
    return f"{number}{DECIMAL_SUFFIXES[exponent]}"


def _factored(number: int, base: int, most: int) -> tuple[int, int]:
    """Take a power of the base out; no suffix stands for more than the most."""
    exponent = 0
    while exponent < most and number % base == 0:
        number, exponent = number // base, exponent + 1
    return number, exponent


def _hint(quantity: object) -> str:
    """Guess what was meant by `10GB`, `10gi`, `10 Gi`, `1,5Gi`, `4 cores`."""
    if not isinstance(quantity, str) or len(quantity) > HINT_LIMIT:
        return ""
    text = replaced(r"[\s_]", "", quantity)
    # With three digits behind it, a comma may as well separate thousands.
    text = replaced(",(?=[0-9]{1,2}(?![0-9]))", ".", text)
    text = replaced(r"(?i)(?:v?cpus?|cores?)$", "", text) or text
    if fullmatch(_PATTERN, text):
        return did_you_mean(text)
    return _size_hint(text)


def _size_hint(text: str) -> str:
    """Offer the decimal and the binary spelling, or one of them where an `i` was written."""
    pattern = r"(?ai)([+-]?[0-9]*\.?[0-9]+)([kmgtpe]?)(i?)(?:b|bytes?)?"
    match = fullmatch(pattern, text)
    if match is None:
        return ""
    number, letter, binary = match.groups()
    if not letter:
        return "" if binary else did_you_mean(number)
    decimal = "k" if letter in "kK" else letter.upper()
    spellings = [f"{letter.upper()}i"] if binary else [decimal, f"{letter.upper()}i"]
    return did_you_mean(*(f"{number}{spelling}" for spelling in spellings))
