"""One module per emitted kind; this is the table of them, in the order they are written.

A module is a plug-in, read both ways. `build(app) -> Files` is empty when the app does not need the
kind, and holds several objects where an app has several. `place(app, path, file) -> Path` says
where in the spec a field of such an object comes from: it gives a rule the line to blame.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    from renderer.app.models import Spec, StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files

    class Builder(Protocol):
        """What every module of a kind provides."""

        def build(self, app: StatefulApp) -> Files:
            """Return {file name in the base: object}, nothing when the app does not need it."""

        def place(self, app: StatefulApp, path: Path, file: str, /) -> Path:
            """Return where in the spec a field of such an object comes from; nowhere is empty."""


# {module: what spec says where an app may have such an object}
KINDS: dict[str, Callable[[Spec], object]] = {
    "service_account": lambda spec: spec.service_account,
    "config_maps": lambda spec: spec.config or spec.peers,
    "headless_service": lambda _: True,
    "client_service": lambda spec: spec.client_service,
    "pod_services": lambda spec: spec.pod_services,
    "claims": lambda spec: any(storage.template_size for storage in spec.storage),
    "statefulset": lambda _: True,
    "pod_disruption_budget": lambda _: True,
    "network_policy": lambda spec: spec.network_policy,
    "service_monitor": lambda spec: spec.service_monitor,
}


def builders(app: StatefulApp) -> Iterator[Builder]:
    """Yield the modules of the kinds that an app may have; the others are not imported."""
    for module, is_said in KINDS.items():
        if is_said(app.spec):
            yield __import__(f"renderer.resources.{module}", fromlist=("build",))


def own_files(app: StatefulApp) -> Files:
    """Return {file name in the base: object} of the kinds above, in written order."""
    return {file: built for kind in builders(app) for file, built in kind.build(app).items()}


def build_files(app: StatefulApp) -> Files:
    """Return {file name in the base: object} for everything the app needs, in written order.

    Raises:
        RenderError: an extra resource or patch cannot be; paths are those of the spec.
    """
    files = unpatched(app)
    if app.spec.patches:
        from renderer.resources import patches  # rarely needed

        files = patches.patched(app, files)
    return files


def unpatched(app: StatefulApp) -> Files:
    """Return the same as if there were no patches."""
    files = own_files(app)
    if app.spec.extra_resources:
        from renderer.resources import extra_resources  # rarely needed

        files |= extra_resources.build(app, files)
    return files


def place(app: StatefulApp, file: str, path: Path) -> Path:
    """Return where in the spec a field of an object comes from; nowhere is empty.

    Args:
        app: the app.
        file: which of its objects.
        path: the field.
    """
    if app.spec.patches:
        from renderer.resources import patches

        if by := patches.changed_by(app, unpatched(app), file, path):
            return by
    for kind in builders(app):
        if file in kind.build(app):
            return kind.place(app, path, file)
    from renderer.resources import extra_resources

    return extra_resources.place(app, path, file)
