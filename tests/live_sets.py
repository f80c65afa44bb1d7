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
PEERS = {"podSelector": {"matchLabels": {"app": "db"}}}
CLIENTS = {"from": [{"podSelector": {"matchLabels": {"role": "web"}}}], "ports": [{"port": 5432}]}


def policy(name: str = "db", **spec: Any) -> Object:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name},
        "spec": {**PEERS, **spec},
    }


def service_of_pod(ordinal: int, port: int = 5432) -> Object:
    name = f"db-{ordinal}"
    selector = {"app": "db", "statefulset.kubernetes.io/pod-name": name}
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"type": "LoadBalancer", "selector": selector, "ports": [{"port": port}]},
    }


def monitor(**labels: str) -> Object:
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "ServiceMonitor",
        "metadata": {"name": "db"},
        "spec": {
            "selector": {"matchLabels": {"app": "db", **labels}},
            "endpoints": [{"port": "metrics", "path": "/metrics"}],
        },
    }


PORT = {"ports": [{"name": "pg", "containerPort": 5432}]}
TWO = [*PORT["ports"], {"name": "metrics", "containerPort": 9187}]
# {what an object beside the set is: (the objects, the field that says it, or "" where none can)}
BESIDE: dict[str, tuple[list[Object], str]] = {
    "a Service for each pod": (
        [workload(replicas=2), service(), service_of_pod(0), service_of_pod(1)],
        "podServices",
    ),
    "a Service for some pods": ([workload(replicas=2), service(), service_of_pod(1)], ""),
    "Services of pods that are not alike": (
        [workload(replicas=2), service(), service_of_pod(0), service_of_pod(1, 6432)],
        "",
    ),
    "very many pods, and a Service for one": (
        [workload(replicas=2_000_000_000), service(), service_of_pod(1)],
        "",
    ),
    "a policy for peers and clients": (
        [workload(container=PORT), service(), policy(ingress=[{"from": [PEERS]}, CLIENTS])],
        "networkPolicy",
    ),
    "a policy for one of two ports": (
        [
            workload(container={"ports": TWO}), service(),
            policy(ingress=[{"from": [PEERS]}, CLIENTS]),
        ],
        "networkPolicy",
    ),
    "a policy without clients": (
        [workload(container=PORT), service(), policy(ingress=[{"from": [PEERS]}])],
        "networkPolicy",
    ),
    "a policy whose clients may use a port that no container has": (
        [
            workload(), service(),
            policy(ingress=[{"from": [PEERS]}, {**CLIENTS, "ports": [{"port": 1}]}]),
        ],
        "networkPolicy",
    ),
    "a policy that denies all": (
        [workload(), service(), policy(policyTypes=["Ingress", "Egress"])],
        "",
    ),
    "a policy of another name": (
        [workload(), service(), policy("other", ingress=[{"from": [PEERS]}])],
        "",
    ),
    "a monitor that selects by the labels of the app alone": (
        [workload(), {**service(), "metadata": {"name": "db", "labels": {"app": "db"}}}, monitor()],
        "",
    ),
}  # fmt: skip
CAUSES: dict[str, list[Object]] = {
    "a part of a byte of memory": [
        workload(container={"resources": {"requests": {"memory": "100m"}}}), service()
    ],
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
