"""What people write at a place where another word, or another place, is meant.

A field that an object further out or just below has needs no line here. What is meant in a spec of
ours, `renderer.app.meant` says.
"""

from __future__ import annotations

# (type, field): what to do instead.
MEANT = {
    ("PersistentVolumeClaim", "name"): "move it to metadata.name",
    ("PersistentVolumeClaimSpec", "size"): "write resources: {requests: {storage: ...}}",
    ("PersistentVolumeClaimSpec", "storageClass"): "write storageClassName",
    ("PodDisruptionBudgetSpec", "matchLabels"): "move it to selector.matchLabels",
    ("ResourceRequirements", "cpu"): "write requests: {cpu: ...}, or limits",
    ("ResourceRequirements", "memory"): "write requests: {memory: ...}, or limits",
    ("RollingUpdateStatefulSetStrategy", "maxSurge"): "only a Deployment has it",
    ("Selector", "matchExpressions"): "write matchLabels: what a set selects its pods must have",
    ("ServicePort", "containerPort"): "write port, and targetPort where the container's differs",
    ("ServiceSpec", "matchLabels"): "write the labels below selector itself",
    ("StatefulSetSpec", "containers"): "move it to spec.template.spec.containers",
    ("StatefulSetSpec", "partition"): "move it to spec.updateStrategy.rollingUpdate.partition",
    ("StatefulSetSpec", "paused"): "only a Deployment has it; partition holds a rollout back",
    ("StatefulSetSpec", "progressDeadlineSeconds"): "only a Deployment has it",
    ("StatefulSetSpec", "strategy"): "write updateStrategy",
    ("StatefulSetSpec", "volumes"): "move it to spec.template.spec.volumes",
    ("Volume", "type"): "write the type as a field: emptyDir: {}, configMap: {name: ...}",
    ("VolumeResourceRequirements", "storage"): "move it to requests.storage",
}

# What `kubectl get` prints for words that are longer.
SHORT = {
    "RWO": "ReadWriteOnce",
    "ROX": "ReadOnlyMany",
    "RWX": "ReadWriteMany",
    "RWOP": "ReadWriteOncePod",
}
