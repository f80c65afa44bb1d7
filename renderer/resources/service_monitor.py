"""The ServiceMonitor: what Prometheus' operator scrapes."""

from __future__ import annotations

from renderer.resources.metadata import ROLE, metadata, selector_labels, without_nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from renderer.app.models import StatefulApp
    from renderer.resources import Files

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
