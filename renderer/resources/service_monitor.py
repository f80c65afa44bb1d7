"""The ServiceMonitor: what Prometheus' operator scrapes."""

from __future__ import annotations

from renderer.app.defaults import scraped_service, selector_labels
from renderer.resources.metadata import (
    ROLE,
    metadata,
    place_of_metadata,
    shared_labels,
    without_nothing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.errors import Path
    from renderer.resources.files import Files

FILE = "servicemonitor.yaml"


def build(app: StatefulApp) -> Files:
    """Return the monitor, when the app asked for one.

    It selects one Service, or every pod would be scraped once for each of them. The headless one
    publishes all ports of every pod, ready or not.

    https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
    """
    monitor = app.spec.service_monitor
    if monitor is None:
        return {}
    return {
        FILE: {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "ServiceMonitor",
            "metadata": metadata(app, app.metadata.name, labels=monitor.labels),
            "spec": {
                "selector": {"matchLabels": labels_of_service(app)},
                "endpoints": [
                    without_nothing(
                        {
                            "port": monitor.port,
                            "path": monitor.path,
                            "scheme": monitor.scheme,
                            "interval": monitor.interval,
                            "scrapeTimeout": monitor.scrape_timeout,
                        }
                    )
                ],
            },
        }
    }


def labels_of_service(app: StatefulApp) -> dict[str, str]:
    """Return the labels by which the one Service is found: those of the app's pods, as it has them.

    A Service may say otherwise of itself.
    """
    field, service = scraped_service(app)
    found = {**shared_labels(app), **(service.labels if service else {})}
    role = "headless" if field == "headlessService" else "client"
    return {**{key: found[key] for key in selector_labels(app)}, ROLE: role}


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the monitor comes from; nowhere is empty."""
    own: Path = ("spec", "serviceMonitor")
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:], own=own, said=app.spec.service_monitor)
    if path[:2] == ("spec", "endpoints"):
        return (*own, *path[len(("spec", "endpoints", 0)) :])
    if path[:1] != ("spec",) or path[-1:] == (ROLE,):
        return ()
    field, service = scraped_service(app)
    return place_of_metadata(app, ("labels", *path[-1:]), own=("spec", field), said=service)
