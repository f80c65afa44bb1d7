"""`stateful explain`: what an error code, a verdict or a field means."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renderer.app.fields import WIDTH, Fields, steps_of
from renderer.cli import completion
from renderer.cli.options import Format, Output
from renderer.cli.schema import Kind, packaged
from renderer.cli.streams import write_result, write_words
from renderer.codes import CODES
from renderer.errors import Problem, RenderError, dotted
from renderer.inputs.project import FILE
from renderer.kubernetes.names import nearest, one_of, quoted
from renderer.reports.json_text import json_text
from renderer.rules.rule import WAY_OUT, Rule

if TYPE_CHECKING:
    from renderer.changes.verdict import Row


PAGE = re.compile(r"docs/[a-z-]+\.md")
# Files that a page is about.
ABOUT = {FILE: "docs/project.md"}


def explain(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE|VERDICT|FIELD|FILE|PAGE",
            show_default=False,
            help="Such as SR103, claim-grows, spec.storage.size or docs/growing.md.",
            autocompletion=completion.subjects,
        ),
    ] = None,
    is_all: Annotated[bool, typer.Option("--all", help="List all codes and verdicts.")] = False,
    recursive: Annotated[
        bool, typer.Option("--recursive", help="List all fields below the field as a tree.")
    ] = False,
    output: Output = Format.text,
) -> None:
    """Explain an error code, a verdict of diff, or a field of the StatefulApp, as reports name it.

    A field of spec may be named without it, and an item of a list without its place. Fields that
    are Kubernetes' own are explained in Kubernetes' words. Those of other kinds of ours begin
    with the kind. Where a verdict has the name of a field, both are explained. A page of the
    documentation, which is named in messages as docs/PAGE.md, is printed as it is.
    Of a field of a StatefulSet, or of another kind that is made, it says what it is called here.

    \b
    Examples:
      stateful explain SR103
      stateful explain claim-grows
      stateful explain spec.storage
      stateful explain 'spec.storage[0].size'
      stateful explain env.valueFrom --recursive
      stateful explain StatefulEnvironment.spec.statefulSets
      stateful explain serviceName              a field of a StatefulSet
      stateful explain Service.spec.type
      stateful explain docs/growing.md
      stateful explain stateful.toml            the file of a project
      stateful explain --all -o json
    """
    if is_all == (subject is not None):
        raise typer.BadParameter("must be a code, a verdict or a field, or --all")
    is_json = output is Format.json
    if subject is None:
        _write(_in_json(_everything()) if is_json else _listed(_everything()), is_json=is_json)
        return
    page = ABOUT.get(subject, subject)
    if PAGE.fullmatch(page):
        write_words(_page(page))
        return
    code = subject.upper()
    if re.fullmatch(r"SR\d+", code):
        _write(_in_json(_record(code)) if is_json else _code(code), is_json=is_json)
        return
    row = _row(subject)
    if is_json and row:
        from renderer.changes.explained import record

        write_result(_in_json(record(row)))
    elif is_json:
        raise typer.BadParameter("of fields, `stateful schema` prints JSON")
    else:
        write_words(_field_and_verdict(subject, row, recursive=recursive))


def _write(text: str, *, is_json: bool) -> None:
    """Write a text for people, or for programs."""
    (write_result if is_json else write_words)(text)


def _page(name: str) -> str:
    """Return a page of the documentation, as it is installed, or stands beside the source."""
    from importlib.resources import files

    package = files("renderer")
    folder = package / "docs"
    folder = folder if folder.is_dir() else package / ".." / "docs"
    known = {
        f"docs/{page.name}": page for page in folder.iterdir() if PAGE.match(f"docs/{page.name}")
    }
    if name not in known:
        hint = nearest(name, known) or one_of(sorted(known))
        raise RenderError([Problem("SR201", (), f"must be a page, got {quoted(name)}", hint=hint)])
    return known[name].read_text("utf-8")


def _row(subject: str) -> Row | None:
    """Return the verdict of this name; what has dots or capitals is a field."""
    if not re.fullmatch("[a-z-]+", subject):
        return None
    from renderer.changes.explained import BY_ID  # brings deepdiff

    if "-" in subject and subject not in BY_ID:
        hint = nearest(subject, BY_ID) or "stateful explain --all"
        message = f"must be a verdict of diff, got {quoted(subject)}"
        raise RenderError([Problem("SR201", (), message, hint=hint)])
    return BY_ID.get(subject)


def _field_and_verdict(subject: str, row: Row | None, *, recursive: bool) -> str:
    first = subject.partition(".")[0].lower()
    kind = next((kind for kind in Kind if kind.lower() == first), Kind.app)
    parts = []
    fields = Fields(json.loads(packaged(kind=kind)), kind)
    try:
        parts.append(fields.explained(subject, recursive=recursive))
    except RenderError:
        called_otherwise = "" if row else _of_kubernetes(subject, fields, recursive=recursive)
        if not (row or called_otherwise):
            raise
        parts += [called_otherwise] if called_otherwise else []
    if row:
        from renderer.changes.explained import text

        parts.append(text(row))
    return "\n".join(parts)


def _of_kubernetes(subject: str, fields: Fields, *, recursive: bool) -> str:
    """Explain what a field of an object of Kubernetes is here; empty where it is nothing.

    It may begin with the object's kind; without one it is looked for in a StatefulSet.
    """
    from renderer.app.meant import meant
    from renderer.resources import words

    steps = steps_of(subject)
    if not steps:
        return ""
    kinds = {kind.lower(): kind for kind in words.kinds()}
    kind = kinds.get(steps[0].lower(), "")
    if kind and not steps[1:]:
        return f"A {kind} is made from a StatefulApp; name a field of it, such as {kind}.spec.\n"
    path = steps[1:] if kind else steps
    kind = kind or words.SET
    path = path if path[:1] in (("spec",), ("metadata",)) else ("spec", *path)
    found = words.here(kind, path)
    name = f"{dotted(path)} of a {kind}"
    if found == ("spec",):
        said = meant("Spec", path[-1]) or meant("Spec", path[1] if path[1:] else "template")
        return f"{name} is spec here: {said}.\n"
    if not found or found == path:
        return ""
    try:
        explained = fields.explained(dotted(found), recursive=recursive)
    except RenderError:
        return ""
    return f"{name} is {dotted(found)} here.\n\n{explained}"


def _everything() -> dict[str, list[dict[str, Any]]]:
    """Return all rules, other codes, and verdicts."""
    from renderer.changes.explained import BY_ID, record
    from renderer.rules.book import ALL

    others = [code for code in CODES if code not in ALL]
    return {
        "rules": [_record(code) for code in ALL],
        "codes": [_record(code) for code in others],
        "verdicts": [record(row) for row in BY_ID.values()],
    }


def _record(code: str) -> dict[str, Any]:
    """Return what is known of a code as plain data."""
    from renderer.rules.book import ALL

    if code not in ALL and code not in CODES:
        _code(code)  # says what has become of it, or that there is none
    if code in ALL:
        rule = ALL[code]
        return {
            "code": code,
            "severity": rule.severity,
            "title": rule.title,
            "why": rule.why,
            "wayOut": rule.way_out,
            "kinds": [kind for kind in rule.kinds if kind],
            **({"was": list(rule.was)} if rule.was else {}),
        }
    title, said = CODES.get(code, ("", ""))
    return {"code": code, "title": title, "why": said}


def _listed(everything: dict[str, list[dict[str, Any]]]) -> str:
    """Return a line for each of them."""
    codes = [
        (row["code"], row.get("severity", ""), row["title"])
        for row in sorted(
            everything["rules"] + everything["codes"], key=lambda row: int(row["code"][2:])
        )
    ]
    verdicts = [
        (verdict["id"], verdict["effect"], verdict["why"]) for verdict in everything["verdicts"]
    ]
    lines = [
        f"{name.ljust(21)} {grade.ljust(9)} {said}".rstrip()
        for name, grade, said in codes + verdicts
    ]
    return "".join(f"{line}\n" for line in lines)


def _in_json(record: Any) -> str:
    return json_text(record) + "\n"


def _code(code: str) -> str:
    """Return what a code means: that of a rule from its record, any other from the table.

    What has a code of its own by now is listed below.
    """
    from renderer.rules.book import ALL

    now = [f"{rule.code}: {rule.title}" for rule in ALL.values() if code in rule.was]
    if code in ALL:
        rule = ALL[code]
        title, texts = f"{code} ({rule.severity}): {rule.title}", [rule.why, _way_out(rule)]
    elif code in CODES:
        title, texts = f"{code}: {CODES[code][0]}", [CODES[code][1]]
    elif now:
        return _explained(f"{code} has become:", now)
    else:
        raise RenderError([_unknown(code)])
    return _explained(title, [*texts, *(["Parts of it have become:"] if now else []), *now])


def _way_out(rule: Rule) -> str:
    return f"{WAY_OUT}{rule.way_out}"


def _unknown(code: str) -> Problem:
    from renderer.rules.book import ALL

    codes = [*CODES, *ALL]
    known = [other for other in codes if other[:3] == code[:3]] or codes
    hint = one_of(sorted(known))
    return Problem("SR201", (), f'must be an error code, got "{code}"', hint=hint)


def _explained(title: str, texts: list[str]) -> str:
    paragraphs = [textwrap.fill(text, WIDTH) for text in texts if text]
    return "\n\n".join([title, *paragraphs]) + "\n"
