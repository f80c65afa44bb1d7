"""Write docs/kubernetes-versions.md from the table of `renderer.kubernetes.gates`.

Usage: python tools/generate_versions_page.py           writes the file
       python tools/generate_versions_page.py --check   exits 1 when the file is not current
"""

from __future__ import annotations

import sys

from page import main

from renderer.kubernetes.gates import WINDOWS, Window
from renderer.kubernetes.versions import DEFAULT, NEVER, NEWEST, OLDEST, written

PAGE = """\
# Kubernetes versions

<!-- Made from renderer/kubernetes/gates.py by `make generate`; change that file. -->

`spec.kubernetesVersion` says which version the clusters have, from {oldest} to {newest}; an
environment may say another, and `--kube-version`, or Argo CD's `KUBE_VERSION`, wins over both.
Where nobody says one, it is `kube-version` of [stateful.toml](project.md) for `stateful`, and
else {default}. What the target version would drop in silence or refuse is an error (SR207),
at the line that says it. The version never changes what is rendered.

A field counts as there from the version on in which a cluster has it without anybody setting a
feature gate, in every patch release. Fields that are not listed here work in all versions from
{oldest} to {newest}. `stateful explain <field>` says the same of a single field.

| field of Kubernetes | value | works in | feature gate |
|---|---|---|---|
{rows}
"""


def row(window: Window) -> str:
    """Return a line of the table."""
    value = f"`{window.value}`" if window.operator == "=" else window.about
    gate = f"`{window.gate}`" if window.gate else ""
    return f"| `{window.kind}.{window.field}` | {value} | {works_in(window)} | {gate} |"


def works_in(window: Window) -> str:
    """Return the versions in words."""
    if window.until <= OLDEST:
        return "none any more"
    if window.until < NEVER:
        return f"up to {written(window.until - 1)}"
    return "none by default" if window.since == NEVER else f"{written(window.since)} and later"


def page() -> str:
    """Return the text of the page."""
    ordered = sorted(WINDOWS, key=lambda each: (each.kind, each.field, each.value))
    return PAGE.format(
        oldest=written(OLDEST),
        newest=written(NEWEST),
        default=written(DEFAULT),
        rows="\n".join(row(window) for window in ordered),
    )


if __name__ == "__main__":
    sys.exit(main("kubernetes-versions.md", lambda _: page()))
