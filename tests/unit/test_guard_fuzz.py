"""The guard judges what anybody sends: nothing in it may make it fail."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.errors import LEVELS
from renderer.guard.judge import judge
from renderer.guard.report import as_text, in_json, record
from renderer.kubernetes.object_shapes import OBJECTS as WHOLE
from renderer.kubernetes.shapes import OBJECTS
from renderer.objects.resource import Resource
from renderer.rules.book import SEVERITIES
from renderer.yaml import read

# Keys that some rule looks for, so that random data gets where rules are.
KEYS = sorted({field for table in (OBJECTS, WHOLE) for name in table for field in table[name][0]})
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-5, 2**40)
    | st.floats(allow_nan=True)
    | st.text(max_size=8)
    | st.sampled_from(["None", "web", "Delete", "100%", "1Gi", "0", "a/b", "etcd:3", "Parallel"])
)
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4)
        | st.dictionaries(st.integers() | st.booleans() | st.none(), inner, max_size=2)
    ),
    max_leaves=20,
)
WHOLE = read(
    """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}, annotations: {a: b}}
spec:
  clusterIP: None
  selector: {app: web}
  ports: [{name: db, port: 1, targetPort: db}, {name: other, port: 2}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: web, annotations: {stateful-renderer.dev/allow: SR940 why}}
spec:
  serviceName: web
  replicas: 3
  ordinals: {start: 1}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1, maxUnavailable: 50%}}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}
  selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [web]}]}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 0
      securityContext: {fsGroup: 1, seccompProfile: {type: RuntimeDefault}}
      initContainers: [{name: i, image: i, restartPolicy: Always}]
      containers:
      - name: c
        image: etcd:3
        args: [--peers, web-0.web]
        env: [{name: A, value: "1"}, {name: B, valueFrom: {fieldRef: {fieldPath: x}}}]
        ports: [{name: db, containerPort: 1}]
        resources: {requests: {cpu: "1", memory: 512m}}
        livenessProbe: {httpGet: {port: db}, initialDelaySeconds: 90}
        securityContext: {capabilities: {drop: [ALL]}}
        volumeMounts: [{name: data, mountPath: /data}]
        volumeDevices: [{name: raw, devicePath: /dev/x}]
      volumes: [{name: raw, persistentVolumeClaim: {claimName: raw}}]
  volumeClaimTemplates:
  - metadata: {name: data, labels: {version: a}}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeName: v}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: 3, selector: {matchLabels: {app: web}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: second}
spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: raw}
spec: {accessModes: [ReadWriteOnce]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {scaleTargetRef: {kind: StatefulSet, name: web}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup}
spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: web}}}}}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
""",
    dialect="manifest",
)


def positions(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in plain data."""
    if not isinstance(value, dict | list):
        return [path]
    steps = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(each for step, inner in steps for each in positions(inner, (*path, step)))]


POSITIONS = positions(WHOLE)[1:]


def assert_judged(objects: list[Any]) -> None:
    findings = judge([Resource(each) for each in objects])
    for each in findings:  # a finding may be less grave than its rule
        grave = LEVELS.index(SEVERITIES[each.problem.code])
        assert LEVELS.index(each.problem.severity) <= grave
    assert isinstance(as_text(findings), str)
    assert isinstance(in_json(map(record, findings)), str)


@given(st.sampled_from(POSITIONS), DATA)
def test_anything_at_any_place_is_judged(path: tuple[Any, ...], value: Any) -> None:
    objects = copy.deepcopy(WHOLE)
    *parents, last = path
    parent = objects
    for step in parents:
        parent = parent[step]
    parent[last] = value
    assert_judged(objects)


@given(st.sampled_from(POSITIONS), st.sampled_from(KEYS), DATA)
def test_any_field_at_any_place_is_judged(path: tuple[Any, ...], key: str, value: Any) -> None:
    objects = copy.deepcopy(WHOLE)
    parent: Any = objects
    for step in path:
        parent = parent[step]
    if isinstance(parent, dict):
        parent[key] = value
    assert_judged(objects)


@given(st.lists(DATA, max_size=4))
def test_anything_at_all_is_judged(objects: list[Any]) -> None:
    assert_judged(objects)


@pytest.mark.slow
def test_every_place_is_judged_without_it() -> None:
    for value in (None, "", [], {}, True, -1, 1.5, [None], {"": None}, {1: [2]}):
        for path in POSITIONS:
            objects = copy.deepcopy(WHOLE)
            parent: Any = objects
            for step in path[:-1]:
                parent = parent[step]
            parent[path[-1]] = value
            assert_judged(objects)
