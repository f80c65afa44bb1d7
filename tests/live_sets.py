"""StatefulSets as people run them: what made it impossible to take them over, one cause each."""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]


def workload(name: str = "db", *, template: Object | None = None, **spec: Any) -> Object:
    container = {"name": name, "image": "db:1", **spec.pop("container", {})}
    pod = {"containers": [container], **spec.pop("pod", {})}
    labels = {"app": name}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": name, "labels": labels},
        "spec": {
            "serviceName": name,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels, **(template or {})}, "spec": pod},
            **spec,
        },
    }


def service(name: str = "db", **spec: Any) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"clusterIP": "None", "selector": {"app": "db"}, **spec},
    }


CLAIM = {
    "metadata": {"name": "data"},
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
}
MOUNT = {"name": "data", "mountPath": "/data"}
CONF = {"name": "conf", "mountPath": "/conf"}
EMPTY = {"volumes": [{"name": "conf", "emptyDir": {}}]}
CAUSES: dict[str, list[Object]] = {
    "its own selector": [workload(), service()],
    "a container of another name": [workload(container={"name": "main"}), service()],
    "fsGroup without a policy": [workload(pod={"securityContext": {"fsGroup": 999}}), service()],
    "a governing Service with an address": [
        workload(),
        {**service(), "spec": {"selector": {"app": "db"}, "ports": [{"port": 5432}]}},
    ],
    "no governing Service": [workload()],
    "a governing Service without a selector": [
        workload(), {**service(), "spec": {"clusterIP": "None", "ports": [{"port": 1}]}}
    ],
    "a port without a name": [
        workload(container={"ports": [{"containerPort": 5432}]}),
        service(ports=[{"port": 5432}]),
    ],
    "several ports without a name": [
        workload(container={"ports": [{"containerPort": 1}, {"containerPort": 2}]}), service()
    ],
    "a mount before that of the claim": [
        workload(
            container={"volumeMounts": [CONF, MOUNT]}, pod=EMPTY, volumeClaimTemplates=[CLAIM]
        ),
        service(),
    ],
    "a claim that is mounted twice": [
        workload(
            container={"volumeMounts": [MOUNT, {**MOUNT, "mountPath": "/b", "subPath": "b"}]},
            volumeClaimTemplates=[CLAIM],
        ),
        service(),
    ],
    "a claim that only a sidecar mounts": [
        workload(
            pod={
                "containers": [
                    {"name": "db", "image": "db:1"},
                    {"name": "b", "image": "b:1", "volumeMounts": [MOUNT]},
                ]
            },
            volumeClaimTemplates=[CLAIM],
        ),
        service(),
    ],
    "a second container": [
        workload(
            pod={"containers": [{"name": "db", "image": "db:1"}, {"name": "b", "image": "b:1"}]}
        ),
        service(),
    ],
    "a path with a slash behind": [
        workload(
            container={"volumeMounts": [{**MOUNT, "mountPath": "/data/"}]},
            volumeClaimTemplates=[CLAIM],
        ),
        service(),
    ],
    "a volume that a claim hides": [
        workload(
            container={"volumeMounts": [MOUNT]},
            pod={
                "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]
            },
            volumeClaimTemplates=[CLAIM],
        ),
        service(),
    ],
    "no grace period": [workload(pod={"terminationGracePeriodSeconds": 0}), service()],
    "a claim template with a namespace": [
        workload(
            container={"volumeMounts": [MOUNT]},
            volumeClaimTemplates=[{**CLAIM, "metadata": {"name": "data", "namespace": "x"}}],
        ),
        service(),
    ],
    "an access mode beside the default": [
        workload(
            container={"volumeMounts": [MOUNT]},
            volumeClaimTemplates=[
                {
                    **CLAIM,
                    "spec": {**CLAIM["spec"], "accessModes": ["ReadWriteOnce", "ReadOnlyMany"]},
                }
            ],
        ),
        service(),
    ],
    "the container that kubectl means": [
        workload(template={"annotations": {"kubectl.kubernetes.io/default-container": "db"}}),
        service(),
    ],
    "an empty security context": [workload(container={"securityContext": {}}), service()],
    "an empty affinity": [workload(pod={"affinity": {}}), service()],
    "ports of the Service that the container does not declare": [
        workload(), service(ports=[{"name": "a", "port": 1}])
    ],
    "names of ports that differ": [
        workload(container={"ports": [{"name": "a", "containerPort": 1}]}),
        service(ports=[{"name": "tcp-database-client", "port": 1}]),
    ],
    "an amount in another notation": [
        workload(
            container={"resources": {"requests": {"memory": "1073741824", "cpu": "0.123"}}}
        ),
        service(),
    ],
    "a label of the Service alone": [
        workload(),
        {**service(), "metadata": {"name": "db", "labels": {"monitor": "yes", "app": "other"}}},
    ],
    "a budget of another name": [
        workload(replicas=3),
        service(),
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": "keep-db"},
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "db"}}},
        },
    ],
    "many replicas without a budget": [workload(replicas=3), service()],
    "no serviceName": [workload(serviceName="")],
    "a name inside of the pod template": [workload(template={"name": "db"}), service()],
    "spread by hand": [
        workload(
            pod={
                "topologySpreadConstraints": [
                    {
                        "maxSkew": 1,
                        "topologyKey": "zone",
                        "whenUnsatisfiable": "DoNotSchedule",
                        "labelSelector": {"matchLabels": {"app": "db"}},
                    }
                ]
            }
        ),
        service(),
    ],
}  # fmt: skip
# What no field says: one patch does.
PATCHED: dict[str, list[Object]] = {
    "a namespace inside of the pod template": [workload(template={"namespace": "x"}), service()],
}
