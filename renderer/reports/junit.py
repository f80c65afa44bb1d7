"""JUnit's XML, which every CI shows as tests: what fails the call is a test that failed."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from renderer.reports.record import Entry, Report


def write(report: Report) -> str:
    """Return a suite with a test for each entry; without any, one that passed."""
    failed = sum(entry.fails for entry in report.entries)
    skipped = sum(bool(entry.allowed) for entry in report.entries)
    cases = [_case(entry) for entry in report.entries] or [_passed(report)]
    counts = f'tests="{len(cases)}" failures="{failed}" skipped="{skipped}" errors="0"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites {counts}>\n"
        f"  <testsuite name={quoteattr(report.command)} {counts}>\n"
        f"{''.join(cases)}"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def _passed(report: Report) -> str:
    return f'    <testcase classname={quoteattr(report.command)} name="nothing found"/>\n'


def _case(entry: Entry) -> str:
    name = " ".join(filter(None, (entry.rule.id, entry.path)))
    file = f" file={quoteattr(entry.file)}" if entry.file else ""
    line = f' line="{entry.line}"' if entry.line else ""
    names = f"classname={quoteattr(entry.where)} name={quoteattr(name)}"
    return f"    <testcase {names}{file}{line}>\n{_outcome(entry)}    </testcase>\n"


def _outcome(entry: Entry) -> str:
    line = ": ".join(filter(None, (entry.place, entry.grade, entry.said)))
    text = f"{line}\n{entry.details}".rstrip("\n")
    if entry.allowed:
        return f"      <skipped message={quoteattr(f'allowed: {entry.allowed}')}/>\n"
    if not entry.fails:
        return f"      <system-out>{escape(text)}</system-out>\n"
    head = f"type={quoteattr(entry.grade)} message={quoteattr(entry.message)}"
    return f"      <failure {head}>{escape(text)}</failure>\n"
