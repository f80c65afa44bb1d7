"""From which Kubernetes version on a field or value works, when nobody sets a feature gate.

While a gate is off, a server drops its fields in silence and refuses its values; OpenAPI lists them
all the same. So this table follows the gates: their defaults from `pkg/features/kube_features.go`,
what each of them guards from `pkg/api/pod/util.go`, `pkg/api/persistentvolumeclaim/util.go` and
`pkg/apis/core/validation/validation.go`, read in releases 1.31.14 to 1.37.2. Tests hold the table
against the OpenAPI of every version. All versions here are minor ones: 34 is Kubernetes 1.34.
"""

from __future__ import annotations

from renderer.kubernetes.names import quoted
from renderer.kubernetes.versions import NEVER, NEWEST, OLDEST, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from renderer.errors import Path

# Gate: (first version with it on by default, what it guards). A place is `Type.field`, a value of
# it `Type.field=value`, and any text with a certain character in it `Type.field~character`.
GATES: dict[str, tuple[int, tuple[str, ...]]] = {
    "AtomicWriteVolumeUserFields": (
        NEVER,
        (
            "ClusterTrustBundleProjection.user",
            "ConfigMapVolumeSource.defaultUser",
            "DownwardAPIVolumeFile.user",
            "DownwardAPIVolumeSource.defaultUser",
            "KeyToPath.user",
            "PodCertificateProjection.user",
            "ProjectedVolumeSource.defaultUser",
            "SecretVolumeSource.defaultUser",
            "ServiceAccountTokenProjection.user",
        ),
    ),
    "ClusterTrustBundleProjection": (37, ("VolumeProjection.clusterTrustBundle",)),
    "ContainerRestartRules": (35, ("Container.restartPolicy", "Container.restartPolicyRules")),
    "ContainerStopSignals": (NEVER, ("Lifecycle.stopSignal",)),
    # Here the server drops all of dataSourceRef: the claim would come up empty.
    "CrossNamespaceVolumeDataSource": (NEVER, ("TypedObjectReference.namespace",)),
    "DynamicResourceAllocation": (34, ("PodSpec.resourceClaims", "ResourceRequirements.claims")),
    "EmptyDirVolumeMode": (NEVER, ("EmptyDirVolumeSource.mode",)),
    "EnvFiles": (35, ("EnvVarSource.fileKeyRef",)),
    "EvictionRequestAPI": (NEVER, ("PodSpec.evictionResponders",)),
    "GRPCContainerProbeTLS": (NEVER, ("GRPCAction.mode",)),
    # workloadRef was its first form, and is in 1.35 only.
    "GenericWorkload": (NEVER, ("PodSpec.schedulingGroup", "PodSpec.workloadRef")),
    "H2CContainerProbe": (NEVER, ("HTTPGetAction.protocol",)),
    "HostnameOverride": (35, ("PodSpec.hostnameOverride",)),
    "ImageVolume": (35, ("Volume.image",)),
    "InPlacePodVerticalScaling": (33, ("Container.resizePolicy",)),
    # On in 1.35.0 to 1.35.3 too, and taken back in 1.35.4: kubernetes/kubernetes#137904.
    "MaxUnavailableStatefulSet": (37, ("RollingUpdateStatefulSetStrategy.maxUnavailable",)),
    "PodCertificateRequest": (37, ("VolumeProjection.podCertificate",)),
    "PodLevelResources": (34, ("PodSpec.resources",)),
    "PodLifecycleSleepActionAllowZero": (33, ("SleepAction.seconds=0",)),
    "PreferSameTrafficDistribution": (
        34,
        (
            "ServiceSpec.trafficDistribution=PreferSameNode",
            "ServiceSpec.trafficDistribution=PreferSameZone",
        ),
    ),
    "ProcMountType": (33, ("SecurityContext.procMount=Unmasked",)),
    "RelaxedDNSSearchValidation": (33, ("PodDNSConfig.searches=.", "PodDNSConfig.searches~_")),
    "RestartAllContainersOnContainerExits": (
        36,
        ("ContainerRestartRule.action=RestartAllContainers",),
    ),
    "SELinuxChangePolicy": (33, ("PodSecurityContext.seLinuxChangePolicy",)),
    "SELinuxMount": (37, ("PodSecurityContext.seLinuxChangePolicy=MountOption",)),
    "StatefulSetRecreateStrategy": (NEVER, ("StatefulSetUpdateStrategy.type=Recreate",)),
    "SupplementalGroupsPolicy": (33, ("PodSecurityContext.supplementalGroupsPolicy",)),
    "TaintTolerationComparisonOperators": (
        NEVER,
        ("Toleration.operator=Gt", "Toleration.operator=Lt"),
    ),
    "UserNamespacesSupport": (33, ("PodSpec.hostUsers",)),
    "VolumeAttributesClass": (34, ("PersistentVolumeClaimSpec.volumeAttributesClassName",)),
    "VolumeBindMountOptions": (NEVER, ("VolumeMount.bindMountOptions",)),
}

# Older than its gate, because it makes an init container a sidecar.
EXCEPTIONS = {"Container.restartPolicy": "except Always in initContainers"}

CSI = "use storage, or csi with a driver for it"
# Place: (first version without it, what to do). Servers still take these, but the kubelet has no
# driver for them (`cmd/kubelet/app/plugins.go`, gate GitRepoVolumeDriver), so no pod would start.
REMOVED: dict[str, tuple[int, str]] = {
    "Volume.cephfs": (OLDEST, CSI),
    "Volume.flocker": (OLDEST, CSI),
    "Volume.gitRepo": (33, "let an init container clone into an emptyDir"),
    "Volume.glusterfs": (OLDEST, CSI),
    "Volume.photonPersistentDisk": (OLDEST, CSI),
    "Volume.quobyte": (OLDEST, CSI),
    "Volume.rbd": (OLDEST, CSI),
    "Volume.scaleIO": (OLDEST, CSI),
    "Volume.storageos": (OLDEST, CSI),
}


class Window:
    """The versions in which a field, or a value of it, works."""

    __slots__ = ("field", "gate", "kind", "operator", "since", "until", "value", "way_out")

    def __init__(
        self,
        place: str,
        *,
        since: int = OLDEST,
        until: int = NEVER,
        gate: str = "",
        way_out: str = "",
    ) -> None:
        self.kind, _, rest = place.partition(".")
        self.operator = next((sign for sign in "=~" if sign in rest), "")
        self.field, _, self.value = rest.partition(self.operator or "=")
        self.since, self.until, self.gate, self.way_out = since, until, gate, way_out

    def lets(self, value: object, minor: int) -> bool:
        """Tell whether a version takes this value here, as far as this window knows."""
        return self.since <= minor < self.until or not self._is_about(value)

    def _is_about(self, value: object) -> bool:
        if self.operator == "~":
            return self.value in str(value)
        return not self.operator or self.value == str(value)

    def sightings(self, value: Any, path: Path) -> Iterator[tuple[Any, Path]]:
        """Yield what it may be about, and where: of a list, each item, where it is about values."""
        if self.operator and isinstance(value, list):
            yield from ((item, (*path, index)) for index, item in enumerate(value))
        elif not is_sidecar(value, path):
            yield value, path

    def refusal(self, value: object, minor: int) -> tuple[str, str]:
        """Say that a version does not take a value, and the way out where there is one."""
        what = f"be {quoted(value)}" if self.operator else "be set"
        if self.until <= minor:
            message = f"must not {what}: from Kubernetes {written(self.until)} on"
            return f"{message} there is no driver for it", self.way_out
        if self.since == NEVER:
            message = f"must not {what}: up to Kubernetes {written(NEWEST)} it is off by default"
            return message, f"its feature gate is {self.gate}"
        since, target = written(self.since), written(minor)
        return f"must not {what} before Kubernetes {since}, the target is {target}", ""

    @property
    def about(self) -> str:
        """Return in words which values it is about; empty for all of them."""
        if self.operator:
            return f'texts with "{self.value}"' if self.operator == "~" else self.value
        return EXCEPTIONS.get(f"{self.kind}.{self.field}", "")

    def __str__(self) -> str:
        """Say it as `stateful explain` and the documentation do."""
        if self.until <= OLDEST:
            return "in no supported Kubernetes any more"
        if self.until < NEVER:
            return f"up to Kubernetes {written(self.until - 1)}"
        if self.since >= NEVER:
            return f"only with the feature gate {self.gate}"
        return f"Kubernetes {written(self.since)} or later"


# In the order in which they open: of a value that came later than its field, the last one counts.
WINDOWS = sorted(
    (
        *(Window(at, since=since, gate=gate) for gate, (since, ats) in GATES.items() for at in ats),
        *(Window(at, until=until, way_out=hint) for at, (until, hint) in REMOVED.items()),
    ),
    key=lambda window: window.since,
)
INDEX: dict[str, dict[str, list[Window]]] = {}
for window in WINDOWS:
    INDEX.setdefault(window.kind, {}).setdefault(window.field, []).append(window)


def windows(kind: str, field: str) -> list[Window]:
    """Return what is known about a field of a Kubernetes type; nothing where it always works."""
    return INDEX.get(kind, {}).get(field, [])


def is_sidecar(value: object, path: Path) -> bool:
    """Tell whether this is what makes an init container run on, see EXCEPTIONS."""
    return value == "Always" and "initContainers" in path and path[-1] == "restartPolicy"
