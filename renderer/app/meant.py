"""What people write in a spec, and what is meant here: the one table of it, in everybody's words.

Errors about an unknown field ask it, and so does `stateful explain`. A word that Kubernetes has for
another place needs no line: an object further out or just below says so (`kubernetes.walker`), and
`stateful explain` asks the builders themselves. A test asks for each field of a StatefulSet, its
pods, Services and budgets whether there is an answer.
"""

from __future__ import annotations

from renderer.errors import Exact
from renderer.kubernetes.shapes import OBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self


class Same(str):
    """What a field is called here that holds the same: `headlessService: {name: ...}`.

    Args:
        key: the field here.
        field: the field of that one which holds it; empty where that holds it itself.
        more: what else stands there.
    """

    __slots__ = ("field", "key", "more")

    def __new__(cls, key: str, field: str = "", **more: bool) -> Self:
        """Be the hint, in which three points stand for what the field holds."""
        beside = "".join(f"{name}: {str(value).lower()}, " for name, value in more.items())
        held = f": {{{beside}{field}: ...}}" if field else ""
        return super().__new__(cls, f"write {key}{held}")

    def __init__(self, key: str, field: str = "", **more: bool) -> None:
        self.key = key
        self.field = field
        self.more = more

    def exact(self, value: Any) -> Exact:
        """Return the hint with what the field holds."""
        held = {**self.more, self.field: value} if self.field else value
        return Exact(self, held, key=self.key)


MAIN = "the main container's fields stand in spec itself; others are sidecars"
CLAIMS = "write storage: [{name: ..., mountPath: ..., size: ...}]"
SERVICE = "write clientService: {}, or headlessService: {...} for the one of the pods"
EXTRA = "write the object itself below extraResources"
SCALER = (
    "write that object below extraResources, and take replicas out with a patch: `replicas: null`"
)
FILES = "write config: [{name: ..., mountPath: ..., files: [{name: ..., text: ...}]}]"
CONTENT = "write files: [{name: ..., text: ...}]"
SECRET = "a Secret is only referred to, in env, envFrom or volumes"  # noqa: S105  # a hint
IS_MADE = "it is made by being there: write {}: {{}}"
LABELS = "write metadata.labels for the objects, podLabels for the pods"
ANNOTATIONS = "write metadata.annotations for the objects, podAnnotations for the pods"
SPREAD = "write spread, or topologySpreadConstraints"

# (type, field): what to do instead. Spec is that of a StatefulApp. Where nothing is left to people,
# because the field is only called otherwise or has to go, it is a hint that can be put in.
OURS = {
    ("Config", "content"): CONTENT,
    ("Config", "data"): CONTENT,
    ("Config", "text"): CONTENT,
    ("ConfigFile", "content"): Same("text"),
    ("ConfigFile", "data"): Same("text"),
    ("ConfigFile", "path"): "write name, which may have folders in it; fromFile reads a file",
    ("ConfigFile", "value"): Same("text"),
    **{
        ("ExtraResource", field): "write the object below resource: {name: ..., resource: {...}}"
        for field in ("apiVersion", "kind", "metadata", "spec", "data")
    },
    ("ClientService", "enabled"): IS_MADE.format("clientService"),
    ("ClientService", "selector"): "it is always that of the app's pods",
    ("ClientService", "clusterIP"): "Kubernetes gives it one",
    ("ClientService", "clusterIPs"): "Kubernetes gives it one",
    ("HeadlessService", "selector"): "it is always that of the app's pods",
    ("HeadlessService", "clusterIP"): "it is always None",
    ("HeadlessService", "clusterIPs"): "it is always None",
    ("HeadlessService", "type"): "it is always ClusterIP; clientService may have another",
    **{
        ("Metadata", field): Exact("remove the line: only a server writes it", key="")
        for field in ("creationTimestamp", "generation", "managedFields", "resourceVersion", "uid")
    },
    ("NetworkPolicy", "enabled"): IS_MADE.format("networkPolicy"),
    ("NetworkPolicy", "podSelector"): "it is always that of the app's pods",
    ("PodDisruptionBudget", "selector"): "it is always that of the app's pods",
    ("PodServices", "enabled"): IS_MADE.format("podServices"),
    ("Port", "targetPort"): "write containerPort, where the container's differs from port",
    ("ServiceMonitor", "enabled"): "it is made by being there: write serviceMonitor: {port: ...}",
    ("ServiceMonitor", "selector"): "it is always that of the app's Service",
    ("ServiceMonitor", "endpoints"): "there is one, whose fields stand in serviceMonitor itself",
    ("Spec", "activeDeadlineSeconds"): "pods of a StatefulSet have no deadline",
    ("Spec", "annotations"): ANNOTATIONS,
    ("Spec", "autoscaling"): SCALER,
    ("Spec", "hpa"): SCALER,
    ("Spec", "horizontalPodAutoscaler"): SCALER,
    ("Spec", "clusterIP"): "the headless Service has none; Kubernetes gives clientService one",
    ("Spec", "configMap"): FILES,
    ("Spec", "configMaps"): FILES,
    ("Spec", "container"): MAIN,
    ("Spec", "containers"): MAIN,
    ("Spec", "deprecatedServiceAccount"): Same("serviceAccount", "name", create=False),
    ("Spec", "ephemeralContainers"): "they are added to a running pod, by kubectl debug",
    ("Spec", "extraContainers"): Same("sidecars"),
    ("Spec", "headless"): Same("headlessService"),
    ("Spec", "hostname"): "a pod's host name is always its own name",
    ("Spec", "imageTag"): "write it behind the image: image: name:tag",
    ("Spec", "ingress"): f"{EXTRA}; networkPolicy has ingress rules",
    ("Spec", "ingresses"): EXTRA,
    ("Spec", "labels"): LABELS,
    ("Spec", "matchLabels"): "move it to selector.matchLabels",
    ("Spec", "metrics"): "write serviceMonitor: {port: ...}",
    ("Spec", "monitoring"): "write serviceMonitor: {port: ...}",
    ("Spec", "namespace"): "an environment has one: environments: [{name: ..., namespace: ...}]",
    ("Spec", "overhead"): "Kubernetes sets it from runtimeClassName",
    ("Spec", "pdb"): Same("podDisruptionBudget"),
    ("Spec", "persistence"): CLAIMS,
    ("Spec", "persistentVolume"): CLAIMS,
    ("Spec", "persistentVolumeClaim"): CLAIMS,
    ("Spec", "persistentVolumeClaims"): CLAIMS,
    ("Spec", "podDisruptionBudgets"): Same("podDisruptionBudget"),
    ("Spec", "podSpec"): "the pod's fields stand in spec itself",
    ("Spec", "podTemplate"): "the pod's fields stand in spec itself",
    ("Spec", "priority"): "Kubernetes sets it from priorityClassName",
    ("Spec", "probe"): "write readinessProbe, livenessProbe or startupProbe",
    ("Spec", "probes"): "write readinessProbe, livenessProbe or startupProbe",
    ("Spec", "pvc"): CLAIMS,
    ("Spec", "rbac"): EXTRA,
    ("Spec", "replicaCount"): Same("replicas"),
    ("Spec", "role"): EXTRA,
    ("Spec", "secret"): SECRET,
    ("Spec", "secrets"): SECRET,
    ("Spec", "service"): SERVICE,
    ("Spec", "services"): SERVICE,
    ("Spec", "serviceAccountName"): Same("serviceAccount", "name", create=False),
    ("Spec", "serviceName"): Same("headlessService", "name"),
    ("Spec", "serviceType"): "write clientService: {type: ...}",
    ("Spec", "size"): CLAIMS,
    ("Spec", "spec"): "its fields stand here, without a level of their own",
    ("Spec", "storageClass"): CLAIMS.replace("}]", ", storageClassName: ...}]"),
    ("Spec", "storageClassName"): CLAIMS.replace("}]", ", storageClassName: ...}]"),
    ("Spec", "storageSize"): CLAIMS,
    ("Spec", "strategy"): Same("updateStrategy"),
    ("Spec", "subdomain"): "a pod's subdomain is always the headless Service",
    ("Spec", "tag"): "write it behind the image: image: name:tag",
    ("Spec", "template"): "the pod's fields stand in spec itself",
    ("Spec", "tls"): "mount a Secret: volumes and volumeMounts",
    ("Spec", "topology"): SPREAD,
    ("Spec", "volumeClaimTemplate"): CLAIMS,
    ("Spec", "volumeClaimTemplates"): CLAIMS,
    ("Storage", "metadata"): "its labels and annotations stand beside name",
    ("Storage", "resources"): "write size: 10Gi",
    ("Storage", "requests"): "write size: 10Gi",
    ("Storage", "storage"): "write size: 10Gi",
    ("Storage", "capacity"): "write size: 10Gi",
    ("Storage", "spec"): "its fields stand beside name",
    ("Storage", "storageClass"): Same("storageClassName"),
    ("Storage", "path"): Same("mountPath"),
}
# The type of an item: what to do where there is no list of it, and its shape alone does not say.
LISTS = {
    "Config": FILES,
    "EnvFromSource": "write a list: [{secretRef: {name: ...}}], or configMapRef",
}
# (type, field): what to do about a null there.
NULLS = {
    ("Spec", "replicas"): (
        "remove the line; for an autoscaler, take replicas out with a patch: `replicas: null`"
    ),
}
# (type, field that is missing): the one that was written in its place, and what to do.
MISSING = {
    ("Port", "port"): (
        "containerPort",
        "write port: {}; containerPort only where the container's differs",
    ),
}


def of_the_pod(of: str, key: str) -> str:
    """Return what to do about a field of the pod's security context in a container's."""
    is_pods = of in ("SecurityContext", "Spec") and key not in OBJECTS["SecurityContext"][0]
    if is_pods and key in OBJECTS["PodSecurityContext"][0]:
        return f"it is the pod's: write podSecurityContext: {{{key}: ...}}"
    return ""


def meant(of: str, key: str) -> str:
    """Return what to write in a spec instead of a field that is none; empty where nobody knows.

    Args:
        of: the type that the field was looked for in, such as Spec or SecurityContext.
        key: the field.
    """
    return OURS.get((of, key), "") or of_the_pod(of, key)
