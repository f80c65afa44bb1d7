"""YAML events to plain data in one pass, with every rule that PyYAML's composer lacks.

All problems of a text are collected; where one value is refused, reading goes on behind it.
"""

from __future__ import annotations

import yaml

from renderer.errors import Problem, RenderError
from renderer.yaml.anchors import DEEPEST, Anchors, TooMuch
from renderer.yaml.emitter import LONGEST_KEY, quoted
from renderer.yaml.portable import block_problem, scalar_problem
from renderer.yaml.scalars import Refused
from renderer.yaml.syntax import events
from renderer.yaml.vocabulary import VOCABULARIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Never

    from renderer.errors import Path
    from renderer.yaml.vocabulary import Dialect

# A person mends the first few; a hostile text must not make a million.
MOST_PROBLEMS = 100
BLOCK = frozenset("|>")


class Marker:
    """What stands in place of a key."""

    __slots__ = ()


IN_LIST, AWAITED, MERGE, DISCARD, UNKNOWN = (Marker() for _ in range(5))


class StopReading(Exception):  # noqa: N818 - no error of its own: it is among the problems
    """The text is not worth reading on."""


class Composer:
    """The data of one text, as far as it could be read, and its problems.

    An alias becomes a copy: no two places of the data share a map or a list.

    Args:
        text: YAML, already known to be UTF-8 and of a sensible size.
        file: its name, for the problems.
        dialect: whose meaning plain scalars have.
    """

    def __init__(self, text: str, file: str, dialect: Dialect) -> None:
        self.vocabulary = VOCABULARIES[dialect]
        # kubectl reads lines, and ends the last one if need be.
        is_ended = self.vocabulary.is_strict or text.endswith("\n")
        self.text = text if is_ended else f"{text}\n"
        self.file = file
        self.documents: list[Any] = []
        self.problems: list[Problem] = []
        self.anchors = Anchors(len(text))
        self.has_ended = False
        # What is being filled: the map or list, the key of its next value, whether it is written
        # in braces, or within something that has an anchor, where its keys stand, what it merges;
        # then the same of those around it.
        self.into: Any = self.documents
        self.key: Any = IN_LIST
        self.in_flow = False
        self.in_anchor = False
        self.marks: dict[Any, Any] = {}
        self.merged: Any = None
        self.outer: list[tuple[Any, ...]] = []

    def compose(self) -> None:
        """Read the whole stream, or up to where it cannot be read."""
        handle = {
            yaml.StreamStartEvent: ignore,
            yaml.StreamEndEvent: ignore,
            yaml.DocumentStartEvent: self.start_document,
            yaml.DocumentEndEvent: self.end_document,
            yaml.ScalarEvent: self.scalar,
            yaml.AliasEvent: self.alias,
            yaml.MappingStartEvent: self.mapping,
            yaml.MappingEndEvent: self.end_mapping,
            yaml.SequenceStartEvent: self.sequence,
            yaml.SequenceEndEvent: self.end,
        }
        try:
            for event in events(self.text, self.file):
                handle[type(event)](event)
        except RenderError as error:
            self.problems += error.problems
        except StopReading:
            pass

    def start_document(self, event: Any) -> None:
        """Refuse what kubectl and kustomize, which cut the text at every `---`, cannot read."""
        if event.version or event.tags:
            message = "must not have a line that begins with %, kubectl cannot read it"
            self.refuse("SR110", event, message, "remove it")
        if self.has_ended and not event.explicit:
            self.refuse("SR110", event, 'must have "---" between two documents', "")

    def end_document(self, event: Any) -> None:
        """Forget the anchors, and the document if it was empty."""
        self.anchors.values = {}
        self.has_ended = True
        if self.documents[-1] is None:
            self.documents.pop()
            if event.explicit:
                message = 'must not end an empty document with "..."'
                self.refuse("SR110", event, message, "remove it")

    def scalar(self, event: Any) -> None:
        """Take a key, or a value without children."""
        self.check_portable(event)
        if self.key is AWAITED:
            self.take_key(event)
            return
        text = event.value
        value: Any = self.vocabulary.values.get(text, UNKNOWN)
        if value is UNKNOWN or event.tag is not None or not event.implicit[0]:
            value = self.new_value(event)
        if event.anchor is not None:
            self.anchors.values[event.anchor] = value
        self.place(value, event)

    def check_portable(self, event: Any) -> None:
        """Refuse what other readers do not take, or kustomize does not hand over."""
        problem = scalar_problem(event, self.text, in_flow=self.in_flow)
        if event.style in BLOCK and self.vocabulary.is_strict:
            problem = block_problem(event, self.text, has_anchors=bool(self.anchors.values))
        if problem:
            self.refuse(problem.code, event, problem.message, problem.hint)

    def new_value(self, event: Any) -> Any:
        """Work out a value; one that is refused stays text, so that it is refused once."""
        text = event.value
        value: Any = text
        if event.tag is not None:
            self.refuse_tag(event)
        elif not event.implicit[0]:
            value = self.vocabulary.quoted(text)
        elif text:
            value = self.vocabulary.plain(text)
        else:
            is_lost = self.in_flow or self.in_anchor or event.anchor is not None
            value = self.vocabulary.empty(is_lost=is_lost)
        if type(value) is Refused:
            self.refuse(value.code, event, value.message, value.hint)
            return text
        return value

    def take_key(self, event: Any) -> None:
        """Make a scalar the key of the next value."""
        key: Any = self.vocabulary.keys.get(event.value)
        if key is None or event.tag is not None or not event.implicit[0]:
            key = self.new_key(event)
        if event.anchor is not None:
            self.anchors.values[event.anchor] = self.key_value(event)
        self.use_key(key, event)

    def new_key(self, event: Any) -> Any:
        """Work out a key, or what stands for a merge or for a key that is refused."""
        text = event.value
        if event.tag is not None:
            self.refuse_tag(event)
            return DISCARD
        if event.implicit[0] and text == "<<":
            return MERGE
        if len(text) > LONGEST_KEY:
            message = f"key must not be longer than {LONGEST_KEY} characters, got {len(text)}"
            self.refuse("SR105", event, message, "shorten it")
            return DISCARD
        plain = event.implicit[0]
        key = self.vocabulary.plain_key(text) if plain else self.vocabulary.quoted_key(text)
        if type(key) is Refused:
            self.refuse(key.code, event, key.message, key.hint)
            return DISCARD
        return key

    def key_value(self, event: Any) -> Any:
        """Return what an alias of a key stands for: to kubectl, `on` is "true" as a key only."""
        value = self.vocabulary.resolve(event.value) if event.implicit[0] else event.value
        return event.value if type(value) is Refused else value

    def use_key(self, key: Any, event: Any) -> None:
        """Expect the value of a key; of two equal ones the first is kept."""
        self.key = key
        if key in self.marks and key is not DISCARD:
            name = "<<" if key is MERGE else key
            lines = f"lines {self.marks[key].line + 1} and {event.start_mark.line + 1}"
            message = f"key {quoted(name)} must be given once, it is on {lines}"
            self.refuse("SR102", event, message, "remove one of the two")
            self.key = DISCARD
        else:
            self.marks[key] = event.start_mark

    def mapping(self, event: Any) -> None:
        """Begin a map."""
        self.begin({}, event)
        self.key = AWAITED
        self.marks = {}
        self.merged = None

    def sequence(self, event: Any) -> None:
        """Begin a list."""
        self.begin([], event)
        self.key = IN_LIST

    def begin(self, container: Any, event: Any) -> None:
        """Place an empty map or list; what follows goes into it."""
        if len(self.outer) >= DEEPEST:
            self.stop("SR107", event, f"must not be nested deeper than {DEEPEST} levels")
        if event.tag is not None:
            self.refuse_tag(event)
        if event.anchor is not None:
            self.anchors.values[event.anchor] = container
        step = len(self.into) if self.key is IN_LIST else self.key
        if step is AWAITED:
            hint = 'quote the value if it is a template: "{{ ... }}"'
            self.refuse("SR105", event, "key must be a string, got a map or a list", hint)
        self.place(container, event)
        style = self.in_flow, self.in_anchor
        self.outer.append((self.into, self.key, style, self.marks, self.merged, step))
        self.into = container
        self.in_flow = event.flow_style
        self.in_anchor = self.in_anchor or event.anchor is not None

    def end(self, _event: Any) -> None:
        """Go on with the container around."""
        self.into, self.key, style, self.marks, self.merged, _ = self.outer.pop()
        self.in_flow, self.in_anchor = style

    def end_mapping(self, event: Any) -> None:
        """End a map; a key of its own wins over one that it merges, as in kustomize."""
        if self.merged is not None:
            for source in self.merge_sources():
                for key in source:
                    self.into.setdefault(key, source[key])
        self.end(event)

    def merge_sources(self) -> list[dict[str, Any]]:
        """Return the maps that `<<` names."""
        value, event, above = self.merged
        sources = value if isinstance(value, list) else [value]
        if sources and all(isinstance(source, dict) for source in sources):
            if any(key in above for source in sources for key in source):
                message = (
                    "<< must stand above the keys that it has too: to kubectl the last one wins"
                )
                self.refuse("SR110", event, message, "begin the map with it")
            return sources
        message = "<< must be a map, or a list of maps"
        self.refuse("SR106", event, message, "give it an alias of a map")
        return []

    def place(self, value: Any, event: Any) -> None:
        """Put a value where the next one goes; what is no key is one step further than that."""
        key = self.key
        if key is IN_LIST:
            self.into.append(value)
            return
        self.key = DISCARD if key is AWAITED else AWAITED
        if key is MERGE:
            self.merged = value, event, set(self.into)
        elif key is not DISCARD and key is not AWAITED:
            self.into[key] = value

    def alias(self, event: Any) -> None:
        """Place a copy of what the anchor names, or take it as a key."""
        try:
            value = self.anchors.copy_of(event.anchor, self.around())
        except TooMuch as limit:
            self.stop(limit.code, event, str(limit))
        if type(value) is Refused:
            self.refuse(value.code, event, value.message, value.hint)
            value = ""
        if self.key is not AWAITED:
            self.place(value, event)
        elif type(value) is str:
            self.use_key(value, event)
        else:
            self.refuse("SR105", event, f"key must be a string, *{event.anchor} is none", "")
            self.key = DISCARD

    def around(self) -> list[Any]:
        """Return the maps and lists that are being filled, without the list of documents."""
        return [*(frame[0] for frame in self.outer), self.into][1:]

    def refuse_tag(self, event: Any) -> None:
        """Refuse `!tag`: few readers know it, and for a text there are quotes."""
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self.refuse("SR104", event, f"must not have a tag, got {tag}", "remove it, quote text")

    def refuse(self, code: str, event: Any, message: str, hint: str) -> None:
        """Note a problem where the event begins."""
        mark = event.start_mark
        problem = Problem(code, self.path(), message, hint=hint)
        self.problems.append(problem.at(self.file, mark.line + 1, self.column(event) + 1))
        if len(self.problems) >= MOST_PROBLEMS:
            raise StopReading

    def column(self, event: Any) -> int:
        """Return where the event begins; of nothing, libyaml and PyYAML say it differently."""
        mark = event.start_mark
        if getattr(event, "value", None) != "" or event.end_mark.index > mark.index:
            return int(mark.column)
        return len(self.text[mark.index - mark.column : mark.index].rstrip(" "))

    def stop(self, code: str, event: Any, message: str) -> Never:
        """Note a problem and read no further."""
        self.refuse(code, event, message, "")
        raise StopReading

    def path(self) -> Path:
        """Return the keys and indices down to the value that comes next."""
        return tuple(step for step in self.steps()[1:] if not isinstance(step, Marker))

    def steps(self) -> tuple[Any, ...]:
        """Return the document's index and the steps below it, `MERGE` and its like among them."""
        here = len(self.into) if self.key is IN_LIST else self.key
        return (*(frame[-1] for frame in self.outer), here)


def ignore(_event: Any) -> None:
    """Pass over the bounds of a stream and the beginning of a document."""
