"""What the scalars of a dialect mean, as values and as keys, remembered from text to text."""

from __future__ import annotations

from renderer.yaml.emitter import quoted, uncarried
from renderer.yaml.scalars import Refused, kubectl, kubectl_number, shortened, strict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Dialect = Literal["spec", "manifest"]
else:
    Dialect = str

# One run meets the same few hundred words in every text. Full, the memory stays as it is.
KNOWN_WORDS, KNOWN_LENGTH = 8192, 64


class Vocabulary:
    """One dialect.

    Args:
        is_strict: whether a scalar must mean the same to all readers, and survive kustomize;
            otherwise it means what kubectl reads.
    """

    def __init__(self, *, is_strict: bool) -> None:
        self.is_strict = is_strict
        self.resolve = strict if is_strict else kubectl
        self.values: dict[str, Any] = {}
        self.keys: dict[str, str] = {}

    def plain(self, text: str) -> Any:
        """Return the value of a scalar without quotes, or why it has none."""
        value = self.resolve(text)
        if type(value) is str:
            value = self.quoted(value)
        if type(value) is not Refused and len(text) <= KNOWN_LENGTH:
            remember(self.values, text, value)
        return value

    def quoted(self, text: str) -> str | Refused:
        """Return the text, unless kustomize cannot hand it over or, half a pair, nobody can."""
        found = uncarried(text)
        if found and (self.is_strict or "\ud800" <= found <= "\udfff"):
            message = f"text must not hold U+{ord(found):04X}, kustomize cannot carry it"
            return Refused(message, "remove the character", code="SR109")
        return not_handed_over(text) if self.is_strict else text

    def empty(self, *, is_lost: bool) -> Refused | None:
        """Return the value that was left out: to kustomize a text in braces, or behind `&x`."""
        if self.is_strict and is_lost:
            message = "must have a value: kustomize reads none as a text, others as null"
            return Refused(message, 'write null or ""')
        return None

    def plain_key(self, text: str) -> str | Refused:
        """Return the key for a scalar without quotes, or why it is none."""
        key = self.key_of(self.resolve(text), text)
        if key is None:
            shown = shortened(text)
            message = f"key must be a string to all YAML readers, got {shown or 'none'}"
            return Refused(message, f"write {quoted(shown)}", code="SR105")
        checked = self.quoted(key)
        if type(checked) is str and len(text) <= KNOWN_LENGTH:
            remember(self.keys, text, checked)
        return checked

    def key_of(self, value: Any, text: str) -> str | None:
        """Return the key for a value, or nothing; kubectl writes integers and booleans out."""
        if type(value) is str:
            return value
        if self.is_strict or value is None or type(value) is Refused:
            return None
        if isinstance(value, bool):
            return str(value).lower()
        # kubectl rounds other numbers to 32 bits, and may write them with an exponent.
        return str(value) if type(kubectl_number(text)) is int else None

    def quoted_key(self, text: str) -> str | Refused:
        """Return the text; kustomize takes even `"<<"` for a merge, and then loses it."""
        if self.is_strict and text == "<<":
            return Refused('key must not be "<<": kustomize loses it', "rename it", code="SR105")
        return self.quoted(text)


def not_handed_over(text: str) -> str | Refused:
    """Return the text, unless kustomize writes it in a way that it cannot read itself."""
    if text == "<<":
        message = 'text must not be "<<" alone, kustomize hands it over as a merge'
        return Refused(message, "add a blank or another character", code="SR110")
    if "\n" not in text:
        return text
    if text[0] == "\t":
        message = "text of several lines must not begin with a tab, kustomize cannot patch it"
        return Refused(message, "begin with a line end or a blank", code="SR109")
    if text[-1] in "\u2028\u2029":
        message = "text of several lines must not end with U+2028 or U+2029, kustomize breaks it"
        return Refused(message, "remove the character", code="SR109")
    return text


def remember(known: dict[str, Any], text: str, meaning: Any) -> None:
    """Keep a meaning while there is room."""
    if len(known) < KNOWN_WORDS:
        known[text] = meaning


def survives(text: str) -> bool:
    """Tell whether a text of any origin may stand in a document of ours as it is."""
    has_control = any(character < " " and character not in "\t\n\r" for character in text)
    return not has_control and type(VOCABULARIES["spec"].quoted(text)) is str


VOCABULARIES = {"spec": Vocabulary(is_strict=True), "manifest": Vocabulary(is_strict=False)}
