"""The ServiceMonitor: what Prometheus' operator scrapes."""

from __future__ import annotations

from renderer.resources.metadata import (
    NAME,
    ROLE,
    metadata,
    place_of_metadata,
    selector_labels,
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
    role = "headless" if app.spec.headless_service.enabled else "client"
    return {
        FILE: {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "ServiceMonitor",
            "metadata": metadata(app, app.metadata.name, labels=monitor.labels),
            "spec": {
                "selector": {"matchLabels": {**selector_labels(app), ROLE: role}},
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


def place(app: StatefulApp, path: Path, _file: str) -> Path:
    """Return where in the spec a field of the monitor comes from; nowhere is empty."""
    own: Path = ("spec", "serviceMonitor")
    if path[:1] == ("metadata",):
        return place_of_metadata(app, path[1:], labels=(*own, "labels"))
    if path[:2] == ("spec", "endpoints"):
        return (*own, *path[len(("spec", "endpoints", 0)) :])
    return () if path[:1] != ("spec",) or path[-1:] == (ROLE,) else NAME
