"""Whether `stateful.toml` can be read, and what it names is there."""

from __future__ import annotations

from renderer.doctor.finding import Finding
from renderer.errors import Problem, RenderError, dotted
from renderer.inputs.allowed import allowances_of
from renderer.inputs.project import default_specs, project


def findings() -> list[Finding]:
    """Look at the file of the project that this folder is in; nothing where there is none."""
    try:
        own = project()
        if own is None:
            return []
        default_specs()
        allowed = len(allowances_of([]))
    except RenderError as wrong:
        return [_found(problem) for problem in wrong.problems]
    said = ", ".join(key for key in own.said if key != "allow")
    return [Finding(own.file, f"says {said or 'nothing'}, and allows {allowed}")]


def _found(problem: Problem) -> Finding:
    where = f"{dotted(problem.path)}: " if problem.path else ""
    place = problem.file, problem.line, problem.column
    message = f"{where}{problem.message}"
    return Finding(problem.place(), message, problem.hint, problem.code, "error", place)
