"""The items of a call, with StatefulApps expanded in place and StatefulSets changed."""

from __future__ import annotations

from renderer.app.change_rules import environment_in
from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.krm import apps
from renderer.krm.call import Answer, Failed, collect
from renderer.krm.changes import apply, misfits
from renderer.krm.items import Item, label, unreadable
from renderer.krm.options import ENVIRONMENT, WITHOUT_FILES, options_in
from renderer.kubernetes.labels import AROUND_NAMES
from renderer.objects.reading import annotations_of, metadata_of
from renderer.resources.collisions import Together
from renderer.resources.pipeline import build_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from renderer.app.stateful_environment import StatefulEnvironment
    from renderer.krm.call import Call, Result


WHERE = (
    "list one under `resources:` (those of `generators:` are expanded already, each in the "
    "environment that its spec.environment selects)"
)


def expand(call: Call) -> Answer:
    """Replace every StatefulApp by its objects, in the environment that a ConfigMap selects."""
    options = options_in(call.config, WITHOUT_FILES)
    items = expanded(call.items, options.get(ENVIRONMENT))
    if left := misfits(items):
        raise RenderError(left)
    return Answer(items)


def change_resources(call: Call) -> Answer:
    """Expand the StatefulApps, and change the StatefulSets, also those of the apps.

    There may be no StatefulApps, unless an environment is selected for them.
    """
    config = config_of(call)
    selected = config.spec.environment
    has_apps = any(map(apps.is_app, call.items))
    items = expanded(call.items, selected) if has_apps or selected else call.items
    return Answer(apply(config, items, file=label(call.config)))


def config_of(call: Call) -> StatefulEnvironment:
    """Return the StatefulEnvironment that the config is."""
    return environment_in(Document(call.config, file=label(call.config)))


def expanded(items: list[Item], environment: str | None) -> list[Item]:
    """Return the items with every StatefulApp replaced by its objects.

    Raises:
        Failed: with everything that is wrong with them.
        RenderError: there is none (SR605).
    """
    if unread := unreadable(item for item in items if apps.may_be_ours(item)):
        raise Failed(unread)
    if not any(map(apps.is_app, items)):
        raise RenderError([apps.no_app(WHERE)])
    together = Together()
    results: list[Result] = []
    expanded_items: list[Item] = []
    for item in items:
        if not apps.is_app(item):
            expanded_items.append(item)
            continue
        try:
            build = build_of(apps.document_of(item), environment, together)
            expanded_items += [Item(data=_noted(made, item.data)) for made in build.objects]
        except RenderError as error:
            collect(results, error, item.data)
    if results:
        raise Failed(results)
    return expanded_items


def _noted(made: Any, app: Any) -> Any:
    """Return an object of an app with kustomize's notes on the prefix and suffix of the app's name.

    By them kustomize finds which copy of a base a reference means. Former names are left out: our
    references hold the final names, which may be the former names of another copy.
    """
    kept = {key: note for key, note in annotations_of(app).items() if key in AROUND_NAMES}
    if not kept:
        return made
    metadata = metadata_of(made)
    return {**made, "metadata": {**metadata, "annotations": {**annotations_of(made), **kept}}}
