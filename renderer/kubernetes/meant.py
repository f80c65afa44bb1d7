"""What people write at a place where another word, or another place, is meant.

A field that an object further out or just below has needs no line here.
"""

from __future__ import annotations

# (type, field): what to do instead. Spec is that of a StatefulApp.
MEANT = {
    ("PersistentVolumeClaim", "name"): "move it to metadata.name",
    ("PersistentVolumeClaimSpec", "size"): "write resources: {requests: {storage: ...}}",
    ("PersistentVolumeClaimSpec", "storageClass"): "write storageClassName",
    ("PodDisruptionBudgetSpec", "matchLabels"): "move it to selector.matchLabels",
    ("RollingUpdateStatefulSetStrategy", "maxSurge"): "only a Deployment has it",
    ("Selector", "matchExpressions"): "write matchLabels: what a set selects its pods must have",
    ("ServicePort", "containerPort"): "write port, and targetPort where the container's differs",
    ("ServiceSpec", "matchLabels"): "write the labels below selector itself",
    ("Spec", "activeDeadlineSeconds"): "pods of a StatefulSet have no deadline",
    ("Spec", "clusterIP"): "the headless Service has none; clientService has one",
    ("Spec", "containers"): "the main container's fields stand in spec itself; others are sidecars",
    ("Spec", "ephemeralContainers"): "they are added to a running pod, by kubectl debug",
    ("Spec", "matchLabels"): "move it to selector.matchLabels",
    ("Spec", "fsGroup"): "write podSecurityContext: {fsGroup: ...}",
    ("Spec", "hostname"): "a pod's host name is always its own name",
    ("Spec", "overhead"): "Kubernetes sets it from runtimeClassName",
    ("Spec", "podDisruptionBudgets"): "write podDisruptionBudget",
    ("Spec", "priority"): "Kubernetes sets it from priorityClassName",
    ("Spec", "serviceAccountName"): "write serviceAccount: {create: false, name: ...}",
    ("Spec", "serviceName"): "write headlessService: {name: ...}",
    ("Spec", "strategy"): "write updateStrategy",
    ("Spec", "subdomain"): "a pod's subdomain is always the headless Service",
    ("Spec", "template"): "the pod's fields stand in spec itself",
    ("Spec", "volumeClaimTemplates"): "write storage",
    ("StatefulSetSpec", "containers"): "move it to spec.template.spec.containers",
    ("StatefulSetSpec", "partition"): "move it to spec.updateStrategy.rollingUpdate.partition",
    ("StatefulSetSpec", "paused"): "only a Deployment has it; partition holds a rollout back",
    ("StatefulSetSpec", "progressDeadlineSeconds"): "only a Deployment has it",
    ("StatefulSetSpec", "strategy"): "write updateStrategy",
    ("StatefulSetSpec", "volumes"): "move it to spec.template.spec.volumes",
    ("VolumeResourceRequirements", "storage"): "move it to requests.storage",
}
