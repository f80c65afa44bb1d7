"""Where a rule of the guard ends: what is next to a mistake, and is none."""

from __future__ import annotations

from typing import Any

import pytest
from calling import statefulset

from renderer.guard.judge import judge
from renderer.objects.resource import Resource
from renderer.objects.selectors import OF_ONE_POD, is_slip
from renderer.rules.sets import SET

# What `calling.statefulset` and these objects lack, and what these tests are not about.
ELSEWHERE = {"SR911", "SR930", "SR916"}
NAME = {"fieldPath": "metadata.name"}
LABELS = ("SR943", "SR1107")
POD_NAME, INDEX = OF_ONE_POD
BOTH = "Bidirectional"


def codes(*objects: Any, files: tuple[str, ...] = ()) -> list[str]:
    """The errors and warnings, each once."""
    placed = [Resource(each, files[index] if files else "") for index, each in enumerate(objects)]
    found = {each.problem.code for each in judge(placed) if each.problem.severity != "info"}
    return sorted(found - ELSEWHERE)


def container(**fields: Any) -> Any:
    return statefulset(**_pod(containers=[{"name": "main", "image": "a:1", **fields}]))


def pod(**fields: Any) -> Any:
    return statefulset(**_pod(containers=[{"name": "main", "image": "a:1"}], **fields))


def _pod(**fields: Any) -> Any:
    template = {"metadata": {"labels": {"app": "old"}}, "spec": fields}
    return {"template": template, "volumeClaimTemplates": []}


def source(**kinds: Any) -> Any:
    return {"name": "A", "valueFrom": kinds}


def database(**fields: Any) -> Any:
    data = pod(**fields)
    data["spec"]["template"]["metadata"]["labels"] = {"app": "database", "role": "data"}
    data["spec"]["selector"] = {"matchLabels": {"app": "database"}}
    return data


def apart(term: Any, how: str = "required", kind: str = "podAntiAffinity") -> Any:
    return database(affinity={kind: {f"{how}DuringSchedulingIgnoredDuringExecution": [term]}})


def header(name: str) -> Any:
    return {"name": name, "value": "a"}


def spread(**fields: Any) -> Any:
    usual = {
        "maxSkew": 1,
        "topologyKey": "host",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {"app": "old"}},
    }
    return {**usual, **fields}


def affinity(seconds: Any) -> Any:
    return {"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": seconds}}}


def claim(name: str, **spec: Any) -> Any:
    wanted = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    return {"metadata": {"name": name}, "spec": {**wanted, **spec}}


def service(**spec: Any) -> Any:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "old"}, "spec": spec}


def two(first: Any, second: Any) -> Any:
    """A pod whose two containers have these ports."""
    ports = {"a": [first], "b": [second]}
    return statefulset(
        **_pod(containers=[{"name": key, "image": "a:1", "ports": ports[key]} for key in ports])
    )


HTTP = {"name": "http", "containerPort": 80}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (two(HTTP, HTTP), ["SR1043"]),
        (two(HTTP, {**HTTP, "containerPort": 1}), ["SR1147"]),
        (two(HTTP, {"containerPort": 1}), []),
        (container(ports=[{"containerPort": 80, "hostIP": "10.0.0.1"}]), ["SR1148"]),
        (container(ports=[{"containerPort": 80, "hostPort": 80, "hostIP": "10.0.0.1"}]), []),
    ],
)
def test_ports_of_one_pod(data: Any, expected: list[str]) -> None:
    assert codes(data) == expected


def test_every_port_is_one_of_the_node_with_its_network() -> None:
    data = container(ports=[{"containerPort": 80, "hostIP": "10.0.0.1"}])
    data["spec"]["template"]["spec"] |= {
        "hostNetwork": True,
        "dnsPolicy": "ClusterFirstWithHostNet",
    }
    assert codes(data) == []


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ({"httpGet": {"path": "/", "port": 1}}, []),
        ({"exec": {"command": ["a"]}, "httpGet": None}, []),
        ({"httpget": {"port": 1}}, ["SR201"]),  # one mistake is one finding
        ({}, ["SR1031"]),
        ({"grpc": {"port": 1}, "exec": {"command": ["a"]}}, ["SR1031"]),
        ({"grpc": {"port": 1}, "successThreshold": 0}, []),
        ({"grpc": {"port": 1}, "successThreshold": 2}, ["SR1032"]),
        ({"grpc": {"port": 65535}}, []),
        ({"grpc": {"port": 0}}, ["SR209"]),
        ({"grpc": {"port": 65536}}, ["SR209"]),
        ({"tcpSocket": {"port": 65536}}, ["SR209"]),
        ({"tcpSocket": {"port": "9000"}}, ["SR210"]),
        ({"tcpSocket": {"port": ""}}, ["SR203"]),
        ({"httpGet": {"port": "web"}}, []),
        ({"httpGet": {"port": "wbe"}}, ["SR964"]),
        ({"httpGet": {"port": 1, "protocol": "HTTP"}}, ["SR206"]),
        ({"grpc": {"port": 1}, "initialDelaySeconds": 0, "periodSeconds": 0}, []),
        ({"grpc": {"port": 1}, "initialDelaySeconds": -1}, ["SR209"]),
        ({"grpc": {"port": 1}, "periodSeconds": -1}, ["SR209"]),
        ({"grpc": {"port": 1}, "timeoutSeconds": -1}, ["SR209"]),
        ({"grpc": {"port": 1}, "successThreshold": -1}, ["SR209"]),
        ({"grpc": {"port": 1}, "failureThreshold": -1}, ["SR209"]),
        ({"grpc": {"port": 1}, "terminationGracePeriodSeconds": 1}, []),
        ({"grpc": {"port": 1}, "terminationGracePeriodSeconds": 0}, ["SR1033"]),
    ],
)
def test_probes(probe: Any, expected: list[str]) -> None:
    ports = [{"name": "web", "containerPort": 80}]
    assert codes(container(livenessProbe=probe, ports=ports)) == expected
    assert codes(container(startupProbe=probe, ports=ports)) == expected


def test_readiness_may_ask_for_several_good_answers_and_ends_nothing() -> None:
    assert not codes(container(readinessProbe={"grpc": {"port": 1}, "successThreshold": 2}))
    ending = {"grpc": {"port": 1}, "terminationGracePeriodSeconds": 1}
    assert codes(container(readinessProbe=ending)) == ["SR1033"]


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        (None, []),
        ({"sleep": {}}, []),
        ({"sleep": {"seconds": 30}}, []),
        ({"sleep": {"seconds": 31}}, ["SR1034"]),
        ({"sleep": {"seconds": -1}}, ["SR1034"]),
        ({"exec": {"command": ["a"]}, "sleep": {"seconds": 1}}, ["SR1031"]),
        ({}, ["SR1031"]),
        ({"httpGet": {"port": 0}}, ["SR209"]),
        ({"httpGet": {"port": "web"}}, ["SR964"]),
    ],
)
def test_hooks(hook: Any, expected: list[str]) -> None:
    assert codes(container(lifecycle={"preStop": hook})) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"livenessProbe": None}, []),
        ({"livenessProbe": {"grpc": {"port": 1}}}, ["SR1030"]),
        ({"livenessProbe": {}}, ["SR1030"]),
        ({"lifecycle": {}}, ["SR1030"]),
        ({"restartPolicy": "OnFailure", "lifecycle": {}}, ["SR1030"]),
        ({"restartPolicy": "Always", "lifecycle": {}}, []),
        ({"restartPolicy": "Always", "readinessProbe": {"grpc": {"port": 1}}}, []),
    ],
)
def test_what_an_init_container_may_have(fields: Any, expected: list[str]) -> None:
    assert codes(pod(initContainers=[{"name": "init", "image": "a:1", **fields}])) == expected


@pytest.mark.parametrize(
    ("requests", "limits", "expected"),
    [
        ({"cpu": "1"}, {"cpu": 1}, []),
        ({"cpu": "0.5"}, {"cpu": "500m"}, []),
        ({"memory": "1Gi"}, {"memory": "1024Mi"}, []),
        ({"memory": "1Gi"}, {"cpu": "1"}, []),
        ({"memory": "1Gi"}, {"memory": None}, ["SR1076"]),  # which is 0
        ({"memory": "1Gi"}, {"memory": " 1Gi "}, []),
        ({"memory": "1Gi"}, {"memory": "1GB"}, ["SR211"]),  # which is no amount
        ({"memory": "1Gi"}, {"memory": "1G"}, ["SR1076"]),
        ({"cpu": 2}, {"cpu": "1500m"}, ["SR1076"]),
        ({"cpu": "100u"}, {"cpu": "50u"}, []),  # 1m to the server, both of them
        ({"cpu": "1100u"}, {"cpu": "1m"}, ["SR1076"]),
        ({"cpu": 0}, {}, []),
        ({"cpu": 999}, {}, []),
        ({"cpu": 1000}, {}, ["SR1084"]),
        ({"cpu": "500M"}, {}, ["SR1084"]),
        ({}, {"cpu": "1Ki"}, ["SR1084"]),
        ({"memory": 0}, {}, []),
        ({"memory": "1Mi"}, {}, []),
        ({"memory": "1023Ki"}, {}, ["SR1084"]),
        ({}, {"memory": 512}, ["SR1084"]),
        ({"memory": "512m"}, {}, ["SR1083"]),
        ({"memory": "1.1Gi"}, {}, []),  # no whole number of bytes, and common
        ({"ephemeral-storage": "1Ki"}, {}, []),
        ({"ephemeral-storage": "10"}, {}, ["SR1084"]),
        ({"cpu": -1}, {}, ["SR1073"]),
        ({}, {"cpu": "-1u"}, ["SR1073"]),
        ({}, {"mem": "1Gi"}, ["SR1071"]),
        ({}, {"requests.nvidia.com/gpu": 1}, ["SR1071"]),
        ({}, {"nvidia.com/gpu": 1}, []),
        ({"nvidia.com/gpu": 1}, {"nvidia.com/gpu": 1}, []),
        ({"nvidia.com/gpu": 1}, {"nvidia.com/gpu": 2}, ["SR1077"]),
        ({"nvidia.com/gpu": 0}, {}, ["SR1077"]),
        ({}, {"nvidia.com/gpu": "500m"}, ["SR1074"]),
        ({"kubernetes.io/a": "500m"}, {}, []),
        ({}, {"hugepages-2Mi": "4Mi", "memory": "1Gi"}, []),
        ({"cpu": 1}, {"hugepages-2Mi": "4Mi"}, []),
        ({}, {"hugepages-2Mi": "4Mi"}, ["SR1078"]),
        ({"hugepages-2Mi": "4Mi", "cpu": 1}, {}, ["SR1077"]),
        ({}, {"hugepages-2Mi": "3Mi", "cpu": 1}, ["SR1075"]),
        ({}, {"hugepages-big": "4Mi", "cpu": 1}, ["SR1075"]),
    ],
)
def test_requests_and_limits(requests: Any, limits: Any, expected: list[str]) -> None:
    assert codes(container(resources={"requests": requests, "limits": limits})) == expected


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ({"requests": {"cpu": "1100m"}}, []),  # the sidecar and the larger of the two others
        ({"requests": {"cpu": 1}}, ["SR1079"]),
        ({"requests": {"memory": "1Gi"}}, []),
        ({"requests": {"cpu": 2}, "limits": {"cpu": 1}}, ["SR1076"]),
        ({"limits": {"cpu": 1}}, []),
        ({"limits": {"cpu": "400m"}}, ["SR1080"]),
        ({"limits": {"memory": "1Gi", "hugepages-2Mi": "2Mi"}}, ["SR1079"]),
        ({"limits": {"memory": "1Gi", "hugepages-2Mi": "4Mi"}}, []),
        ({"requests": {"ephemeral-storage": "1Gi"}}, ["SR1072"]),
        ({"requests": {"cpu": -1}}, ["SR1073", "SR1079"]),
        ({"requests": {"memory": "512m"}}, ["SR1083"]),
        ({"claims": []}, ["SR1072"]),
    ],
)
def test_resources_of_a_pod(whole: Any, expected: list[str]) -> None:
    def with_cpu(name: str, cpu: Any, **fields: Any) -> Any:
        return {"name": name, "image": "a:1", "resources": {"requests": {"cpu": cpu}}, **fields}

    pages = {"limits": {"cpu": "500m", "hugepages-2Mi": "2Mi"}}
    inits = [with_cpu("sidecar", "500m", restartPolicy="Always"), with_cpu("init", "600m")]
    containers = [with_cpu("main", "500m"), {"name": "other", "image": "a:1", "resources": pages}]
    containers[0]["resources"].update(pages)
    fields = _pod(initContainers=inits, containers=containers, resources=whole)
    assert codes(statefulset(**fields)) == expected


@pytest.mark.parametrize(
    ("own", "whole", "expected"),
    [
        ({}, {}, ["asks for no cpu and no memory: the pod is evicted first"]),
        ({"requests": {"cpu": 1}}, {}, ["asks for no memory: the pod is evicted first"]),
        ({"requests": {"cpu": 1}, "limits": {"memory": "1Gi"}}, {}, []),
        ({"requests": {"cpu": 1}}, {"requests": {"memory": "1Gi"}}, []),
        ({}, {"limits": {"cpu": 1, "memory": "1Gi"}}, []),
    ],
)
def test_what_is_asked_for(own: Any, whole: Any, expected: list[str]) -> None:
    containers = [{"name": "main", "image": "a:1", "resources": own}]
    found = judge([Resource(statefulset(**_pod(containers=containers, resources=whole)))])
    assert [each.problem.message for each in found if each.problem.code == "SR957"] == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"hostPort": 80}, {"hostPort": 81}, []),
        ({"hostPort": 80}, {"hostPort": 80}, ["SR1019"]),
        ({"hostPort": 80}, {"hostPort": 80, "protocol": "TCP"}, ["SR1019"]),
        ({"hostPort": 80}, {"hostPort": 80, "protocol": "UDP"}, []),
        ({"hostPort": 80}, {"hostPort": 80, "hostIP": "10.0.0.1"}, []),
        ({"hostPort": 0}, {"hostPort": 0}, []),
        ({"hostPort": 65535}, {}, []),
        ({"hostPort": 65536}, {}, ["SR209"]),
        ({"containerPort": 65536}, {}, ["SR209"]),
    ],
)
def test_ports_of_the_node(first: Any, second: Any, expected: list[str]) -> None:
    ports = [{"containerPort": 1, **first}], [{"containerPort": 2, **second}]
    both = [{"name": f"a{at}", "image": "a:1", "ports": each} for at, each in enumerate(ports)]
    assert codes(statefulset(**_pod(containers=both))) == expected
    assert codes(container(ports=[*ports[0], *ports[1]])) == expected
    inits = pod(initContainers=both)  # which run one by one
    assert codes(inits) == (expected if second == {} else [])
    assert codes(pod(initContainers=[{**both[0], "ports": [*ports[0], *ports[1]]}])) == expected


@pytest.mark.parametrize(
    ("toleration", "expected"),
    [
        ({"operator": "Exists"}, []),
        ({"key": "a"}, []),
        ({"key": "a", "value": "b"}, []),
        ({"key": "a", "operator": "", "value": "b"}, []),
        ({"key": "a", "operator": "Exists", "value": "b"}, ["SR1003"]),
        ({}, ["SR1002"]),
        ({"operator": "Equal", "value": "b"}, ["SR1002"]),
        ({"key": "a", "tolerationSeconds": 5, "effect": "NoExecute"}, []),
        ({"key": "a", "tolerationSeconds": None}, []),
        ({"key": "a", "tolerationSeconds": 5}, ["SR1004"]),
        ({"key": "a", "tolerationSeconds": 0, "effect": "NoSchedule"}, ["SR1004"]),
        ({"key": "a b"}, ["SR1005"]),
        ({"key": "a", "value": "b c"}, ["SR1005"]),
    ],
)
def test_tolerations(toleration: Any, expected: list[str]) -> None:
    assert codes(pod(tolerations=[toleration])) == expected


def test_host_ports() -> None:
    translated = {"name": "main", "image": "a:1", "ports": [{"containerPort": 1, "hostPort": 2}]}
    plain = {"name": "other", "image": "a:1", "ports": [{"containerPort": 1, "hostPort": 0}]}
    assert not codes(statefulset(**_pod(containers=[translated])))
    node = {"hostNetwork": True, "dnsPolicy": "ClusterFirstWithHostNet"}
    assert codes(statefulset(**_pod(**node, containers=[translated]))) == ["SR1020"]
    assert not codes(statefulset(**_pod(**node, initContainers=[translated], containers=[plain])))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data", []),
        ("C:", []),
        ("c:\\data", []),
        ("D:/data", []),
        ("/data:ro", ["SR969"]),
        ("C:\\data:ro", ["SR969"]),
    ],
)
def test_colons(path: str, expected: list[str]) -> None:
    mounts = [{"name": "data", "mountPath": path}]
    containers = [{"name": "main", "image": "a:1", "volumeMounts": mounts}]
    data = statefulset(**_pod(containers=containers, volumes=[{"name": "data"}]))
    assert codes(data) == expected


@pytest.mark.parametrize(
    ("volume", "mode", "field", "expected"),
    [
        ("claim", "Filesystem", "volumeMounts", []),
        ("claim", None, "volumeMounts", []),
        ("claim", "Block", "volumeDevices", []),
        ("claim", "Block", "volumeMounts", ["SR1056"]),
        ("claim", None, "volumeDevices", ["SR1056"]),
        ("ephemeral", "Block", "volumeDevices", []),
        ("ephemeral", "Block", "volumeMounts", ["SR1056"]),
        ("other", None, "volumeDevices", []),  # somebody else's claim: nobody knows its mode
    ],
)
def test_modes(volume: str, mode: Any, field: str, expected: list[str]) -> None:
    place = {"volumeMounts": "mountPath", "volumeDevices": "devicePath"}[field]
    mounts = {field: [{"name": "data", place: "/data"}]}
    spec = {
        "volumeMode": mode,
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": "1Gi"}},
    }
    claims, volumes = [], []
    if volume == "claim":
        claims = [{"metadata": {"name": "data"}, "spec": spec}]
    elif volume == "ephemeral":
        volumes = [{"name": "data", "ephemeral": {"volumeClaimTemplate": {"spec": spec}}}]
    else:
        volumes = [{"name": "data", "persistentVolumeClaim": {"claimName": "other"}}]
    fields = _pod(containers=[{"name": "main", "image": "a:1", **mounts}], volumes=volumes)
    assert codes(statefulset(**{**fields, "volumeClaimTemplates": claims})) == expected


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ({}, []),
        ({"configMap": {"name": "a"}}, ["SR932"]),
        ({"configMap": {}}, ["SR932"]),
        ({"configMap": {"nam": "a"}}, ["SR201", "SR932"]),  # it is decoded all the same
        ({"emptyDir": {"medium": "Memory"}}, []),
        ({"emptyDir": {}, "configMap": {"name": "a"}}, ["SR932"]),
        ({"ephemeral": {"volumeClaimTemplate": {"spec": {}}}}, ["SR932"]),
        ({"persistentVolumeClaim": {"claimName": "data"}}, []),
        ({"persistentVolumeClaim": {"claimName": "claim-name-placeholder"}}, []),
        ({"persistentVolumeClaim": {"claimName": "shared"}}, ["SR996"]),
        ({"persistentVolumeClaim": {"claimName": "data"}, "emptyDir": {}}, ["SR932"]),
    ],
)
def test_what_a_claim_template_replaces(volume: Any, expected: list[str]) -> None:
    """The server looks at none of it, so that the rest of its content is no mistake."""
    data, shared = pod(volumes=[{"name": "data", **volume}]), claim("shared")
    data["spec"].update(volumeClaimTemplates=[claim("data")], replicas=2)
    assert codes(data, {**shared, "kind": "PersistentVolumeClaim"}) == expected
    data["spec"]["template"]["spec"]["volumes"] *= 2
    assert codes(data) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"secret": {"name": "a"}}, []),
        ({"secret": None, "configMap": {"name": "a"}}, []),
        ({}, ["SR1149"]),
        ({"secret": {"name": "a"}, "configMap": {"name": "a"}}, ["SR1052"]),
    ],
)
def test_sources_of_a_projected_volume(source: Any, expected: list[str]) -> None:
    assert codes(pod(volumes=[{"name": "data", "projected": {"sources": [source]}}])) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"activeDeadlineSeconds": 1}, ["SR1000"]),
        ({"ephemeralContainers": [{"name": "debug"}]}, ["SR1001"]),
        ({"nodeSelector": ["zone"]}, ["SR202"]),
        ({"nodeSelector": {"zone": 1}}, ["SR202"]),
        ({"terminationGracePeriodSeconds": 2**33}, []),
        ({"terminationGracePeriodSeconds": -1}, ["SR956"]),  # which is taken for 1
        ({"imagePullSecrets": [{}]}, ["SR1149"]),
        ({"imagePullSecrets": [{"name": ""}, {}]}, ["SR1011", "SR1149"]),
        ({"volumes": [{"name": "a", "configMap": {}}]}, ["SR203"]),
        ({"volumes": [{"name": "a", "secret": {}}]}, ["SR203"]),
        ({"volumes": [{"name": "a", "ephemeral": {}}]}, ["SR203"]),
        ({"volumes": [{"name": "a", "projected": {"sources": [{"secret": {}}]}}]}, ["SR203"]),
    ],
)
def test_fields_that_the_server_completes_or_demands(fields: Any, expected: list[str]) -> None:
    assert codes(pod(**fields)) == expected


def test_a_template_has_a_spec_and_an_object_a_name() -> None:
    bare = {"metadata": {"labels": {"app": "old"}}}
    assert codes(statefulset(template=bare, volumeClaimTemplates=[])) == ["SR203"]
    assert codes({**pod(), "metadata": {}}) == ["SR1101"]
    assert not codes({**pod(), "metadata": {"generateName": "a"}})


def test_a_history_may_be_less_than_empty() -> None:
    assert not codes(statefulset(revisionHistoryLimit=-1))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"serviceAccountName": "a.b"}, []),
        ({"serviceAccountName": "a_b"}, ["SR210"]),
        ({"serviceAccountName": ""}, []),
        ({"nodeSelector": {"example.com/zone": "a_b"}}, []),
        ({"nodeSelector": {"zone": "a b"}}, ["SR210"]),
        ({"nodeSelector": {"a b": "zone"}}, ["SR210"]),
        ({"hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a.b"]}]}, []),
        ({"hostAliases": [{"ip": "a", "hostnames": ["a.b"]}]}, ["SR210"]),
        ({"hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a_b"]}]}, ["SR210"]),
        ({"securityContext": {"fsGroup": 0, "supplementalGroups": [1]}}, []),
        ({"securityContext": {"fsGroup": -1}}, ["SR209"]),
        ({"securityContext": {"supplementalGroups": [-1]}}, ["SR209"]),
        ({"securityContext": {"fsGroupChangePolicy": ""}}, ["SR206"]),
        ({"hostAliases": [{"ip": "10.0.0.1", "hostnames": [""]}]}, ["SR210"]),
        ({"dnsPolicy": ""}, []),
        ({"dnsPolicy": "None"}, ["SR1006"]),
        ({"dnsPolicy": "None", "dnsConfig": {"nameservers": []}}, ["SR1006"]),
        ({"dnsPolicy": "None", "dnsConfig": {"nameservers": ["10.0.0.1"]}}, []),
        ({"dnsConfig": {"nameservers": ["10.0.0.1"] * 4}}, ["SR1007"]),
        ({"dnsConfig": {"nameservers": [""]}}, ["SR210"]),
        ({"dnsConfig": {"searches": [".", "_tcp.example.com.", "a_b"]}}, []),
        ({"dnsConfig": {"searches": ["a b"]}}, ["SR210"]),
        ({"dnsConfig": {"options": [{"name": "ndots", "value": "2"}]}}, []),
        ({"dnsConfig": {"options": [{"value": "2"}]}}, ["SR203"]),
        ({"securityContext": {"sysctls": [{"name": "net/ipv4.tcp_syncookies", "value": "1"}]}}, []),
        ({"securityContext": {"sysctls": [{"name": "Net.core", "value": "1"}]}}, ["SR210"]),
        ({"securityContext": {"sysctls": [{"name": "a.b", "value": "1"}] * 2}}, ["SR1010"]),
        ({"runtimeClassName": ""}, ["SR210"]),
        ({"resourceClaims": [{"name": "nic", "resourceClaimName": "a_b"}]}, ["SR210"]),
        ({"priority": 2**31 - 1}, []),
        ({"priority": 2**31}, ["SR209"]),
        ({"priority": -(2**31) - 1}, ["SR209"]),
        ({"terminationGracePeriodSeconds": 2**63}, ["SR209"]),
        ({"volumes": [{"name": "a", "configMap": {"name": "a", "defaultMode": 0o777}}]}, []),
        ({"volumes": [{"name": "a", "configMap": {"name": "a", "defaultMode": 777}}]}, ["SR209"]),
        ({"volumes": [{"name": "a", "hostPath": {"path": "/a", "type": ""}}]}, []),
        ({"volumes": [{"name": "a", "hostPath": {"path": "/a", "type": "Dir"}}]}, ["SR206"]),
        ({"topologySpreadConstraints": [spread(maxSkew=0)]}, ["SR209"]),
        ({"topologySpreadConstraints": [spread(), spread(topologyKey="zone")]}, []),
        ({"topologySpreadConstraints": [spread(), spread()]}, ["SR1112"]),
        ({"topologySpreadConstraints": [spread(minDomains=1)]}, ["SR1113"]),
        ({"topologySpreadConstraints": [spread(matchLabelKeys=["a"])]}, []),
        ({"topologySpreadConstraints": [spread(matchLabelKeys=["a b"])]}, ["SR210"]),
        (
            {"topologySpreadConstraints": [spread(labelSelector={"matchLabels": {"a": "a b"}})]},
            ["SR1138", "SR210"],
        ),
    ],
)
def test_what_the_server_demands_of_a_pod(fields: Any, expected: list[str]) -> None:
    assert codes(pod(**fields)) == expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("In", ["a"], []),
        ("In", [], ["SR212"]),
        ("NotIn", None, ["SR212"]),
        ("Exists", [], []),
        ("DoesNotExist", ["a"], ["SR212"]),
        ("Gt", ["1"], []),
        ("Gt", ["1", "2"], ["SR212"]),
    ],
)
def test_what_an_operator_compares_with(operator: str, values: Any, expected: list[str]) -> None:
    wanted = {"key": "zone", "operator": operator, "values": values}
    nodes = {"nodeSelectorTerms": [{"matchExpressions": [wanted]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": nodes}
    assert codes(pod(affinity={"nodeAffinity": required})) == expected


def test_a_selector_without_values_is_one_finding() -> None:
    wanted = {"key": "app", "operator": "In", "values": []}
    selector = {"matchLabels": {"app": "old"}, "matchExpressions": [wanted]}
    assert codes(statefulset(selector=selector, volumeClaimTemplates=[])) == ["SR212"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"env": [{"name": "a.b-C", "value": "1"}]}, []),
        ({"env": [{"name": "a=b"}]}, ["SR210"]),
        ({"env": [{"name": "A", "valueFrom": {}}]}, ["SR1022"]),
        ({"env": [source(secretKeyRef={"name": "a", "key": "b"})]}, []),
        ({"env": [source(secretKeyRef={"name": "a_b", "key": "b"})]}, ["SR210"]),
        ({"env": [source(configMapKeyRef={"name": "a", "key": "b/c"})]}, ["SR210"]),
        ({"env": [source(fieldRef={"fieldPath": "metadata.name"})]}, []),
        ({"env": [source(fieldRef={"fieldPath": "metadata.nam"})]}, ["SR210"]),
        ({"env": [source(resourceFieldRef={"resource": "limits.cpu"})]}, []),
        ({"env": [source(resourceFieldRef={"resource": "cpu"})]}, ["SR210"]),
        ({"env": [source(fieldRef=NAME, resourceFieldRef={"resource": "limits.cpu"})]}, ["SR1022"]),
        ({"envFrom": [{"configMapRef": {"name": "a"}}]}, []),
        ({"envFrom": [{"configMapRef": {"name": "a"}, "secretRef": {"name": "a"}}]}, ["SR1022"]),
        ({"envFrom": [{"prefix": "A"}]}, ["SR1022"]),
        ({"resources": {"claims": [{"name": "gpu"}]}}, ["SR1081"]),
        ({"livenessProbe": {"httpGet": {"port": 1, "httpHeaders": [header("X-A")]}}}, []),
        ({"livenessProbe": {"httpGet": {"port": 1, "httpHeaders": [header("X A")]}}}, ["SR210"]),
        ({"securityContext": {"privileged": True}}, []),
        ({"securityContext": {"privileged": True, "allowPrivilegeEscalation": False}}, ["SR1028"]),
    ],
)
def test_what_the_server_demands_of_a_container(fields: Any, expected: list[str]) -> None:
    assert codes(container(**fields)) == expected


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ({"type": "RuntimeDefault"}, []),
        ({"type": "RuntimeDefault", "localhostProfile": None}, []),
        ({"type": "RuntimeDefault", "localhostProfile": "a"}, ["SR1029"]),
        ({"type": "Unconfined", "localhostProfile": ""}, ["SR1029"]),
        ({"type": "Localhost"}, ["SR1029"]),
        ({"type": "Localhost", "localhostProfile": "a/b.json"}, []),
    ],
)
@pytest.mark.parametrize("field", ["appArmorProfile", "seccompProfile"])
def test_profiles(field: str, profile: Any, expected: list[str]) -> None:
    assert codes(container(securityContext={field: profile})) == expected
    assert codes(pod(securityContext={field: profile})) == expected


@pytest.mark.parametrize(
    ("path", "app_armor", "seccomp"),
    [("", ["SR1029"], []), (" a", ["SR210"], []), ("/a", [], ["SR210"]), ("../a", [], ["SR210"])],
)
def test_where_profiles_lie(path: str, app_armor: list[str], seccomp: list[str]) -> None:
    profile = {"type": "Localhost", "localhostProfile": path}
    assert codes(pod(securityContext={"appArmorProfile": profile})) == app_armor
    assert codes(pod(securityContext={"seccompProfile": profile})) == seccomp


def test_a_claimed_device() -> None:
    using = {"name": "main", "image": "a:1", "resources": {"claims": [{"name": "gpu"}]}}
    claimed = [{"name": "gpu", "resourceClaimTemplateName": "gpu"}]
    assert not codes(statefulset(**_pod(containers=[using], resourceClaims=claimed)))


def test_annotations_have_keys() -> None:
    for key, expected in (("Example.com/a", []), ("a b", ["SR210"])):
        data = pod()
        data["spec"]["template"]["metadata"]["annotations"] = {key: "any text"}
        assert codes(data) == expected


@pytest.mark.parametrize(
    ("modes", "expected"),
    [
        (["ReadWriteOncePod", "ReadWriteOncePod"], []),
        (["ReadWriteOncePod", "ReadWriteOnce"], ["SR1067"]),
    ],
)
def test_access_modes(modes: Any, expected: list[str]) -> None:
    assert codes(statefulset(volumeClaimTemplates=[claim("www", accessModes=modes)])) == expected


@pytest.mark.parametrize(
    ("mounts", "devices", "expected"),
    [
        ([], [("pvc", "/a"), ("other", "/b")], []),
        ([("empty", "/a"), ("empty", "/b")], [("pvc", "/c")], []),
        ([], [("empty", "/a")], ["SR1057"]),
        ([], [("bare", "/a")], ["SR1057"]),
        ([], [("pvc", "/a"), ("pvc", "/b")], ["SR1058"]),
        ([("pvc", "/a")], [("pvc", "/b")], ["SR1058"]),
        ([], [("pvc", "/a/../b")], ["SR1063"]),
        ([], [("pvc", "/a"), ("other", "/a")], ["SR942"]),
        ([("empty", "/a")], [("pvc", "/a")], ["SR942"]),
        ([("empty", "/"), ("pvc", "/")], [], ["SR942"]),
        ([("empty", "/a"), ("pvc", "/a/")], [], ["SR942"]),
        ([("empty", "/"), ("pvc", "/a")], [], []),
    ],
)
def test_places_of_volumes(mounts: Any, devices: Any, expected: list[str]) -> None:
    each = {
        "volumeMounts": [{"name": name, "mountPath": path} for name, path in mounts],
        "volumeDevices": [{"name": name, "devicePath": path} for name, path in devices],
    }
    volumes = [
        {"name": "bare"},
        {"name": "empty", "emptyDir": {}},
        {"name": "pvc", "persistentVolumeClaim": {"claimName": "a"}},
        {"name": "other", "persistentVolumeClaim": {"claimName": "b"}},
    ]
    containers = [{"name": "main", "image": "a:1", **each}]
    assert codes(statefulset(**_pod(containers=containers, volumes=volumes))) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("configMap", "a"), ("secret", "b"), []),
        (("configMap", "a"), ("secret", "a"), ["SR1055"]),
        (("configMap", "../a"), ("secret", "b"), ["SR210"]),
    ],
)
def test_files_of_a_projected_volume(first: Any, second: Any, expected: list[str]) -> None:
    sources = [
        {kind: {"name": "a", "items": [{"key": "a", "path": path}]}}
        for kind, path in (first, second)
    ]
    assert codes(pod(volumes=[{"name": "data", "projected": {"sources": sources}}])) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ({"fieldRef": NAME}, []),
        ({"resourceFieldRef": {"containerName": "main", "resource": "limits.cpu"}}, []),
        ({"resourceFieldRef": {"resource": "limits.cpu"}}, ["SR1054"]),
        ({}, ["SR1053"]),
        ({"fieldRef": NAME, "resourceFieldRef": {"containerName": "main"}}, ["SR1053", "SR203"]),
    ],
)
def test_files_of_the_downward_api(file: Any, expected: list[str]) -> None:
    told = {"downwardAPI": {"items": [{"path": "a", **file}]}}
    assert codes(pod(volumes=[{"name": "data", **told}])) == expected
    assert codes(pod(volumes=[{"name": "data", "projected": {"sources": [told]}}])) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ({"kind": "PersistentVolumeClaim", "name": "a"}, []),
        ({"kind": "VolumeSnapshot", "name": "a"}, ["SR1069"]),
        ({"kind": "VolumeSnapshot", "name": "a", "apiGroup": "snapshot.storage.k8s.io"}, []),
        ({"kind": "Other", "name": "a", "apiGroup": ""}, ["SR1069"]),
        ({"kind": "Other", "name": "a", "apiGroup": "a b"}, ["SR210"]),
    ],
)
def test_what_a_claim_begins_with(source: Any, expected: list[str]) -> None:
    for field in ("dataSource", "dataSourceRef"):
        claims = [claim("data", **{field: source})]
        assert codes(statefulset(volumeClaimTemplates=claims)) == expected


@pytest.mark.parametrize(
    ("mount", "expected"),
    [
        ({"mountPropagation": "HostToContainer"}, []),
        ({"mountPropagation": BOTH}, ["SR1059"]),
        ({"readOnly": True, "recursiveReadOnly": "Enabled"}, []),
        ({"recursiveReadOnly": "Enabled"}, ["SR1060"]),
        ({"recursiveReadOnly": "Disabled"}, []),
        ({"recursiveReadOnly": "IfPossible", "readOnly": True, "mountPropagation": "None"}, []),
        (
            {
                "recursiveReadOnly": "Enabled",
                "readOnly": True,
                "mountPropagation": "HostToContainer",
            },
            ["SR1060"],
        ),
        ({"subPath": "../a"}, ["SR210"]),
        ({"subPathExpr": "/a"}, ["SR210"]),
        ({"subPath": "a"}, []),
        ({"subPath": "", "subPathExpr": "$(A)"}, []),
        ({"subPath": "a", "subPathExpr": "$(A)"}, ["SR1062"]),
        ({"subPathExpr": "a/$(A)/$(B)"}, ["SR1064"]),
        ({"subPathExpr": "$(HOSTNAME)"}, ["SR1064"]),
        ({"subPathExpr": "$$(B)/$B/$(B"}, []),
        ({"subPathExpr": "$(DB_SERVICE_HOST)/$(DB_PORT_5432_TCP)/$(DB_PORT)"}, []),
    ],
)
def test_how_a_volume_is_mounted(mount: Any, expected: list[str]) -> None:
    mounts = [{"name": "data", "mountPath": "/data", **mount}]
    env = [{"name": "A", "value": "a"}]
    containers = [{"name": "main", "image": "a:1", "env": env, "volumeMounts": mounts}]
    assert codes(statefulset(**_pod(containers=containers, volumes=[{"name": "data"}]))) == expected


def test_variables_that_nobody_knows_may_fill_in_a_path() -> None:
    mounts = [{"name": "data", "mountPath": "/data", "subPathExpr": "$(A)"}]
    many: Any = {"envFrom": [{"configMapRef": {"name": "a"}}], "volumeMounts": mounts}
    containers = [{"name": "main", "image": "a:1", **many}]
    assert not codes(statefulset(**_pod(containers=containers, volumes=[{"name": "data"}])))
    containers[0]["envFrom"] = []
    found = codes(statefulset(**_pod(containers=containers, volumes=[{"name": "data"}])))
    assert found == ["SR1064"]


IN_A_LIST = [{"key": "app", "operator": "In", "values": ["databsae"]}]


@pytest.mark.parametrize(
    ("rule", "is_meant"),
    [
        ({"labelSelector": {"matchLabels": {"app": "database"}}}, True),
        ({"labelSelector": {"matchLabels": {"app": "database", "role": "data"}}}, True),
        ({"labelSelector": {"matchLabels": {"app": "databsae"}}}, False),
        ({"labelSelector": {"matchLabels": {"app": "database", "rloe": "data"}}}, False),
        ({"labelSelector": {"matchLabels": {"app": "database", "role": "master"}}}, False),
        ({"labelSelector": {"matchLabels": {"app": "client"}}}, False),
        ({"labelSelector": {"matchLabels": {"app": "databsae", "role": "master"}}}, False),
        ({"labelSelector": {"matchExpressions": IN_A_LIST}}, False),
        ({"labelSelector": {"matchLabels": {"app": "databsae"}}, "matchLabelKeys": ["a"]}, False),
        ({"labelSelector": {}}, True),
    ],
)
def test_what_is_to_spread_the_pods(rule: Any, *, is_meant: bool) -> None:
    term = {"topologyKey": "host", **rule}
    constraints = [spread(**rule)]
    assert codes(database(topologySpreadConstraints=constraints)) == ["SR1138"][is_meant:]
    assert codes(apart(term)) == ["SR1139"][is_meant:]
    assert (
        codes(apart({"weight": 1, "podAffinityTerm": term}, "preferred")) == (["SR1139"][is_meant:])
    )
    assert not codes(apart(term, kind="podAffinity"))  # which is to bring pods together


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"labelSelector": None}, ["SR1137"]),
        ({"labelSelector": None, "matchLabelKeys": ["a"]}, ["SR1114"]),
    ],
)
def test_a_selector_that_is_not_there(rule: Any, expected: list[str]) -> None:
    term = {"topologyKey": "host", **rule}
    assert codes(database(topologySpreadConstraints=[spread(**rule)])) == expected
    assert codes(apart(term)) == expected
    near = apart(term, kind="podAffinity")
    assert codes(near) == [code for code in expected if code == "SR1114"]


def test_one_term_is_enough_to_keep_the_pods_apart() -> None:
    def term(value: str) -> Any:
        return {"topologyKey": "host", "labelSelector": {"matchLabels": {"app": value}}}

    def with_terms(*values: str, **more: Any) -> Any:
        required = "requiredDuringSchedulingIgnoredDuringExecution"
        affinity = {"podAntiAffinity": {required: [term(value) for value in values]}}
        return database(affinity=affinity, **more)

    assert not codes(with_terms("client", "database"))
    assert codes(with_terms("databsae", "database")) == ["SR1139"]  # a slip is one all the same
    own = spread(labelSelector={"matchLabels": {"app": "database"}})
    assert not codes(with_terms("client", topologySpreadConstraints=[own]))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"namespaces": ["shop"]}, []),
        ({"namespaceSelector": {}}, []),
        ({"mismatchLabelKeys": ["a"]}, []),
        ({"mismatchLabelKeys": ["a"], "matchLabelKeys": ["a", "b"]}, ["SR1115"]),
        ({"namespaces": [""]}, ["SR210"]),
    ],
)
def test_pods_of_others_may_be_meant(more: Any, expected: list[str]) -> None:
    selector = {"matchLabels": {"app": "databsae"}}
    assert codes(apart({"topologyKey": "host", "labelSelector": selector, **more})) == expected


def test_pods_of_another_workload_are_no_slip() -> None:
    rule = spread(labelSelector={"matchLabels": {"app": "databsae"}})
    labels = {"metadata": {"labels": {"app": "databsae"}}}
    other = {"kind": "Deployment", "metadata": {"name": "b"}, "spec": {"template": labels}}
    assert not codes(database(topologySpreadConstraints=[rule]), other)
    term = {"topologyKey": "host", "labelSelector": rule["labelSelector"]}
    assert not codes(apart(term), other)


@pytest.mark.parametrize(
    ("wanted", "labels", "expected"),
    [
        ({"app": "a"}, {"app": "a", "more": "b"}, []),
        ({"app": "a", "pod-template-hash": "1"}, {"app": "a", "pod-template-hash": "1"}, ["SR944"]),
        ({"app": "a", "job-name": "1"}, {"app": "a"}, ["SR943"]),
        (
            {"app": "a", "apps.kubernetes.io/pod-index": "0"},
            {"app": "a", "apps.kubernetes.io/pod-index": "0"},
            ["SR1107"],
        ),
        ({"app": "a", "statefulset.kubernetes.io/pod-name": "old-0"}, {"app": "a"}, ["SR1107"]),
        ({"app": "a", "controller-revision-hash": "x"}, {"app": "a"}, ["SR1107"]),
    ],
)
def test_what_may_be_selected(wanted: Any, labels: Any, expected: list[str]) -> None:
    data = statefulset(selector={"matchLabels": wanted}, volumeClaimTemplates=[])
    data["spec"]["template"]["metadata"]["labels"] = labels
    assert codes(data) == expected


@pytest.mark.parametrize(
    ("key", "operator", "expected"),
    [
        ("app", "In", []),
        ("app", "NotIn", ["must mean the pods of the template, whose labels do not meet it"]),
        ("other", "Exists", ["must mean the pods of the template, whose labels do not meet it"]),
        ("other", "DoesNotExist", []),
        ("apps.kubernetes.io/pod-index", "Exists", [SET]),
        ("apps.kubernetes.io/pod-index", "DoesNotExist", [SET]),
    ],
)
def test_expressions_must_mean_the_pods_too(key: str, operator: str, expected: list[str]) -> None:
    wanted = {"key": key, "operator": operator, "values": ["old"]}
    selector = {"matchLabels": {"app": "old"}, "matchExpressions": [wanted]}
    found = judge([Resource(statefulset(selector=selector))])
    assert [each.problem.message for each in found if each.problem.code in LABELS] == expected


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({"app": "old"}, []),
        ({"app": "old", "role": "leader"}, ["SR947"]),
        ({"app": "old", "role": "leader", "shard": "0"}, ["SR947"]),
        ({}, ["SR947"]),
        ({"app": "new", "role": "leader"}, ["SR914"]),
        ({"role": "leader"}, ["SR914"]),
        (["app"], ["SR202"]),  # one mistake is one finding
        ({"app": "old", "statefulset.kubernetes.io/pod-name": "old-0"}, ["SR914"]),
        ({"app": "old", "statefulset.kubernetes.io/pod-name": "old-x-0"}, ["SR914"]),
        ({"app": "old", "apps.kubernetes.io/pod-index": "0"}, ["SR914"]),
        ({"app": "old", "controller-revision-hash": "old-5d"}, []),
        ({"app": "old", "pod-template-hash": "5d"}, ["SR914"]),
        ({"app": "old", "job-name": "old"}, ["SR914"]),
    ],
)
def test_what_the_governing_service_selects(selector: Any, expected: list[str]) -> None:
    governing = service(clusterIP="None", selector=selector, ports=[{"name": "a", "port": 2380}])
    one = pod()
    one["spec"]["replicas"] = 2
    assert codes(one, governing) == expected


def test_a_single_pod_may_be_selected_by_its_own_name() -> None:
    selector = {"app": "old", "statefulset.kubernetes.io/pod-name": "old-0"}
    ports = [{"name": "a", "port": 2380}]
    assert not codes(pod(), service(clusterIP="None", selector=selector, ports=ports))


def test_a_headless_service_for_a_monitor_is_not_the_one_that_is_meant() -> None:
    ours = {"clusterIP": "None", "selector": {"app": "old"}}
    one = container(
        ports=[
            {"name": "sql", "containerPort": 1},
            {"name": "metrics", "containerPort": 9},
            {"name": "peer", "containerPort": 2},
        ]
    )
    for ports, expected in (
        ([{"name": "metrics", "port": 9}], []),
        ([{"name": "metrics", "port": 9, "targetPort": ["x"]}], ["SR202"]),
        ([{"name": "sql", "port": 1}], ["SR912"]),
        ([{"name": "peer", "port": 2}], ["SR912"]),
        ([{"name": "a", "port": 1, "targetPort": "sql"}], ["SR912"]),
        ([], ["SR912"]),
    ):
        named = {**service(**ours, ports=ports), "metadata": {"name": "elsewhere"}}
        assert codes(one, named) == expected
    published = service(**ours, publishNotReadyAddresses=True, ports=[{"name": "m", "port": 9}])
    assert codes(one, {**published, "metadata": {"name": "elsewhere"}}) == ["SR912"]


@pytest.mark.parametrize(
    ("protocol", "expected"),
    [
        (None, []),
        ("kubernetes.io/h2c", []),
        ("redis", []),
        ("my proto", ["SR210"]),
        ("", ["SR210"]),
    ],
)
def test_what_a_port_of_a_service_speaks(protocol: Any, expected: list[str]) -> None:
    ports = [{"name": "a", "port": 1, "appProtocol": protocol}]
    assert codes(service(selector={"app": "x"}, ports=ports)) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"updateStrategy": {"type": "Recreate"}}, ["SR1108"]),
        ({"updateStrategy": {"type": "Recrate"}}, ["SR206"]),
        ({"replicas": 2**31 - 1}, []),
        ({"replicas": 3000000000}, ["SR209"]),
        ({"revisionHistoryLimit": 2**31}, ["SR209"]),
        ({"updateStrategy": {"rollingUpdate": {"maxUnavailable": 2**31}}}, ["SR1110"]),
        ({"serviceName": "a.b"}, ["SR210"]),
    ],
)
def test_what_the_server_demands_of_a_statefulset(spec: Any, expected: list[str]) -> None:
    assert codes(statefulset(**{"volumeClaimTemplates": [], **spec})) == expected


def test_a_service_with_nothing_in_it_has_no_ports() -> None:
    assert codes(service()) == ["SR923"]


@pytest.mark.parametrize(
    ("block", "expected"),
    [("10.0.0.0/8", []), (" 10.1.2.3/8", []), ("10.0.0.1", ["SR1117"]), ("x/8", ["SR1117"])],
)
def test_ranges_that_may_come_in(block: str, expected: list[str]) -> None:
    ports = [{"name": "a", "port": 1}]
    spec = {"type": "LoadBalancer", "selector": {"app": "x"}, "ports": ports}
    assert codes(service(**spec, loadBalancerSourceRanges=[block])) == expected


def test_a_service_of_one_pod_is_not_the_one_that_is_meant() -> None:
    selector = {"app": "old", "statefulset.kubernetes.io/pod-name": "old-0"}
    one = service(clusterIP="None", selector=selector, ports=[{"name": "a", "port": 1}])
    assert not codes(pod(), {**one, "metadata": {"name": "elsewhere"}})


def test_an_external_name_governs_nothing() -> None:
    selector = {"app": "old"}
    name = service(type="ExternalName", externalName="db.example.com", selector=selector)
    assert codes(pod(), name) == ["SR1133"]
    name["metadata"]["name"] = "other"
    name["spec"]["ports"] = [{"name": "a", "port": 1, "targetPort": "nowhere"}]
    assert not codes(pod(), name)


def test_endpoints_of_another_namespace_are_no_help() -> None:
    here = {**pod(), "metadata": {"name": "old", "namespace": "here"}}
    bare = service(clusterIP="None", ports=[{"name": "a", "port": 2380}])
    bare["metadata"]["namespace"] = "here"
    ends: Any = {"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "old"}}
    assert not codes(here, bare, ends)
    ends["metadata"]["namespace"] = "there"
    assert codes(here, bare, ends) == ["SR947"]


@pytest.mark.parametrize(
    ("name", "other_file", "no_file"),
    [("elsewhere", [], ["SR912"]), ("odl", ["SR912"], ["SR912"]), ("olds", [], ["SR912"])],
)
def test_a_governing_service_that_another_file_may_hold(
    name: str, other_file: list[str], no_file: list[str]
) -> None:
    ours = service(clusterIP="None", selector={"app": "old"}, ports=[{"name": "a", "port": 1}])
    one = {**ours, "metadata": {"name": name}}
    assert codes(pod(), one, files=("a.yaml", "b.yaml")) == other_file
    assert codes(pod(), one, files=("a.yaml", "a.yaml")) == ["SR912"]
    assert codes(pod(), one) == no_file


def test_a_service_without_a_name_is_no_advice() -> None:
    nameless = service(clusterIP="None", selector={"app": "old"}, ports=[{"name": "a", "port": 1}])
    del nameless["metadata"]["name"]
    for one in (pod(), statefulset(**{**pod()["spec"], "serviceName": ""})):
        found = judge([Resource(one), Resource(nameless)])
        assert not [each for each in found if '""' in each.problem.hint]


def test_advice_needs_less_than_an_error() -> None:
    clients = service(selector={"app": "odl"}, ports=[{"name": "a", "port": 1}])
    clients["metadata"]["name"] = "clients"
    found = judge([Resource(pod()), Resource(clients)])
    (said,) = [each.problem for each in found if each.problem.code == "SR917"]
    assert said.hint == 'did you mean "old"?'


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("per", "peer"),
        ("peeer", "peer"),
        ("postgress", "postgres"),
        ("etdc", "etcd"),
        ("databse", "database"),
        ("zookeaper", "zookeeper"),
        ("http-mertics", "http-metrics"),
        ("postgre", "postgres"),
        ("Postgres", "postgres"),
        ("post-gres", "postgres"),
    ],
)
def test_slips(written: str, meant: str) -> None:
    assert is_slip(written, meant)
    assert is_slip(meant, written)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http", "http"),
        ("https", "http"),
        ("http-envoy-prom", "http-prom"),
        ("peer-1", "peer-2"),
        ("peer-10", "peer-1"),
        ("node-a", "node-b"),
        ("api", "app"),
        ("grpc", "grpcs"),
        ("client", "clients"),
        ("postgres", "postgres-hl"),
        ("read", "write"),
        ("", "a"),
        ("a", ""),
        (1, None),
    ],
)
def test_two_names(one: Any, other: Any) -> None:
    assert not is_slip(one, other)
    assert not is_slip(other, one)


def test_a_governing_service_in_another_namespace() -> None:
    ours = service(clusterIP="None", selector={"app": "old"}, ports=[{"name": "a", "port": 1}])
    there = {**ours, "metadata": {"name": "old", "namespace": "there"}}
    here = pod()
    here["metadata"]["namespace"] = "here"
    assert not codes(here, there, files=("a.yaml", "b.yaml"))
    assert codes(here, there, files=("a.yaml", "a.yaml")) == ["SR1132"]


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ({"targetPort": "peer"}, []),
        ({"targetPort": 9090}, []),
        ({"targetPort": 0}, []),
        ({"targetPort": ""}, []),
        ({"targetPort": "linkerd-admin"}, ["SR948"]),
        ({"targetPort": "per"}, ["SR921"]),
        ({"targetPort": "peer", "protocol": "UDP"}, ["SR1131"]),
        ({"targetPort": "2380"}, ["SR210"]),
        ({"targetPort": 65535}, []),
        ({"targetPort": 65536}, ["SR209"]),
        ({"targetPort": -1}, ["SR209"]),
        ({"targetPort": "init"}, ["SR948"]),
        ({"targetPort": "sidecar"}, []),
        ({"name": "a-name-with-more-than-fifteen-letters"}, []),
        ({"name": "http_metrics"}, ["SR210"]),
    ],
)
def test_ports_of_a_service(port: Any, expected: list[str]) -> None:
    clients = service(selector={"app": "old"}, ports=[{"name": "a", "port": 2380, **port}])
    clients["metadata"]["name"] = "clients"
    one = container(ports=[{"name": "peer", "containerPort": 2380}])
    one["spec"]["template"]["spec"]["initContainers"] = [
        {"name": "i", "image": "a", "ports": [{"name": "init", "containerPort": 1}]},
        {
            "name": "s",
            "image": "a",
            "restartPolicy": "Always",
            "ports": [{"name": "sidecar", "containerPort": 2}],
        },
    ]
    assert codes(one, clients) == expected


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ({"port": 53, "targetPort": "dns", "protocol": "UDP"}, []),
        ({"port": 54, "targetPort": "dns", "protocol": "UDP"}, ["SR922"]),
        ({"port": 5353, "targetPort": "dns"}, []),
        ({"port": 53, "targetPort": "dns"}, ["SR922"]),
        ({"port": 53, "targetPort": 0}, []),
        ({"port": 53, "targetPort": ""}, []),
        ({"port": 53}, []),
        ({"port": 53, "targetPort": 5353}, ["SR922"]),
        ({"port": 53, "targetPort": [53]}, []),  # said by structure
    ],
)
def test_a_headless_service_translates_no_ports(port: Any, expected: list[str]) -> None:
    governing = service(clusterIP="None", selector={"app": "old"}, ports=[{"name": "a", **port}])
    ports = [
        {"containerPort": 1},
        {"name": "dns", "containerPort": 5353},
        {"name": "dns", "containerPort": 53, "protocol": "UDP"},
    ]
    found = judge([Resource(container(ports=ports)), Resource(governing)])
    assert [each.problem.code for each in found if each.problem.code == "SR922"] == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"type": "NodePort", "ports": [30000, 30001]}, []),
        ({"type": "NodePort", "ports": [30000, 30000]}, ["SR1129"]),
        ({"ports": [30000]}, ["SR1126"]),
        ({"ports": [0]}, []),
        ({"externalTrafficPolicy": "Local", "ports": [0]}, ["SR1125"]),
        ({"externalTrafficPolicy": "Local", "externalIPs": ["1.2.3.4"], "ports": [0]}, []),
        ({"externalTrafficPolicy": "Local", "type": "LoadBalancer", "ports": [0]}, []),
        ({"loadBalancerClass": "a.b/c", "ports": [0]}, ["SR1125"]),
        ({"loadBalancerSourceRanges": [], "ports": [0]}, []),
        ({"ipFamilyPolicy": "SingleStack", "ports": [0]}, []),
        ({"type": "clusterIP", "loadBalancerClass": "a.b/c", "ports": [0]}, ["SR206"]),
        ({"clusterIP": "10.0.0.1", "ports": [0]}, []),
        ({"clusterIP": "10.0.0", "ports": [0]}, ["SR1116"]),
        ({"externalIPs": ["10.0.0.1", "x"], "ports": [0]}, ["SR1117"]),
        ({"externalIPs": ["010.0.0.1", "fd00::1"], "ports": [0]}, []),
        ({"ipFamilies": ["IPv4", "IPv6"], "ports": [0]}, ["SR1120"]),
        ({"ipFamilies": ["IPv4", "IPv6"], "ipFamilyPolicy": "PreferDualStack"}, []),
        ({"ipFamilies": ["IPv4", "IPv6"], "clusterIP": "None", "selector": None}, []),
        ({"ipFamilies": ["ipv4"], "ports": [0]}, ["SR206"]),
        ({"ipFamilies": ["IPv4", "IPv4"], "ports": [0]}, ["SR1119"]),
        ({"ipFamilyPolicy": "", "ports": [0]}, ["SR206"]),
        ({"clusterIPs": ["None"], "ports": [0]}, ["SR1118"]),
        ({"clusterIP": "None", "clusterIPs": ["None"], "ports": [0]}, []),
        ({"clusterIP": "None", "clusterIPs": [], "ports": [0]}, []),
        ({"clusterIP": "None", "clusterIPs": ["10.0.0.1"], "ports": [0]}, ["SR1118"]),
        ({"clusterIP": "None", "clusterIPs": ["None", "10.0.0.1"], "ports": [0]}, ["SR1118"]),
        ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "fd00::1"]}, ["SR1120"]),
        ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "10.0.0.2"]}, ["SR1118"]),
        ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "x"], "ports": [0]}, ["SR1118"]),
        ({"sessionAffinity": "ClientIP", "sessionAffinityConfig": {}, "ports": [0]}, []),
        ({**affinity(1), "sessionAffinity": "ClientIP", "ports": [0]}, []),
        ({**affinity(86400), "sessionAffinity": "ClientIP", "ports": [0]}, []),
        ({**affinity(0), "sessionAffinity": "ClientIP", "ports": [0]}, ["SR1122"]),
        ({**affinity(86401), "sessionAffinity": "ClientIP", "ports": [0]}, ["SR1122"]),
        ({**affinity("1"), "sessionAffinity": "ClientIP", "ports": [0]}, ["SR202"]),
        ({**affinity(86401), "ports": [0]}, ["SR1121"]),
        ({**affinity(1), "sessionAffinity": "None", "ports": [0]}, ["SR1121"]),
        ({"healthCheckNodePort": 0, "ports": [0]}, []),
        ({"healthCheckNodePort": 30000, "type": "LoadBalancer", "ports": [0]}, ["SR1123"]),
        ({"type": "LoadBalancer", "loadBalancerClass": "a b", "ports": [0]}, ["SR210"]),
        ({"trafficDistribution": "PreferSameZone", "ports": [0]}, []),
        ({"trafficDistribution": "", "ports": [0]}, ["SR206"]),
    ],
)
def test_fields_of_a_service(spec: Any, expected: list[str]) -> None:
    names = "ab"
    ports = [
        {"name": names[index], "port": 80 + index, "nodePort": each}
        for index, each in enumerate(spec.get("ports", [0]))
    ]
    assert codes(service(**{"selector": {"app": "x"}, **spec, "ports": ports})) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"externalName": "db.example.com"}, []),
        ({"externalName": "db.example.com", "clusterIP": ""}, []),
        ({"externalName": "db.example.com", "clusterIP": "None"}, ["SR1125"]),
        ({"externalName": "db.example.com."}, []),
        ({"externalName": "http://db"}, ["SR1124"]),
        ({"externalName": "db:5432"}, ["SR1124"]),
        ({"externalName": "DB"}, ["SR1124"]),
        ({"externalName": "db", "clusterIPs": ["None"]}, ["SR1125"]),
        ({"externalName": "db", "ipFamilies": ["IPv4"]}, ["SR1125"]),
        ({"externalName": "db", "ipFamilyPolicy": "SingleStack"}, ["SR1125"]),
        ({"externalName": "."}, ["SR1124"]),
        ({}, ["SR1124"]),
    ],
)
def test_external_names(spec: Any, expected: list[str]) -> None:
    assert codes(service(type="ExternalName", **spec)) == expected


@pytest.mark.parametrize(
    "ports",
    [
        [{"name": "sql", "containerPort": 1}, {"name": "sql", "containerPort": 2}],
        [{"name": "a", "containerPort": 53}, {"name": "b", "containerPort": 53}],
        [
            {"name": "a", "containerPort": 53},
            {"name": "b", "containerPort": 53, "protocol": "UDP"},
            {"name": "c", "containerPort": 53, "protocol": "TCP"},
        ],
        [{"name": "A", "containerPort": 53}, {"name": "b", "containerPort": "53"}],
        [{"name": "a", "containerPort": 70000}, {"name": "b", "containerPort": 1, "protocol": "x"}],
        [{"containerPort": 1}],
    ],
)
def test_the_service_that_is_proposed_is_a_good_one(ports: Any) -> None:
    one = container(ports=ports)
    one["spec"]["template"]["metadata"]["labels"]["number"] = 1
    (found,) = [each for each in judge([Resource(one)]) if each.problem.instead]
    proposed = found.problem.instead
    assert not [each for each in judge([Resource(proposed)]) if each.problem.severity == "error"]
    assert proposed["spec"]["selector"] == {"app": "old"}
    spoken = [(each["port"], each.get("protocol")) for each in proposed["spec"].get("ports", [])]
    if ports[0].get("containerPort") == 53 and len(ports) == 3:
        assert spoken == [(53, None), (53, "UDP")]


@pytest.mark.parametrize("name", ["", "Old", "1old", "a.b"])
def test_no_service_is_proposed_that_could_not_be(name: str) -> None:
    one = statefulset(**{**pod()["spec"], "serviceName": name})
    one["metadata"]["name"] = "1old"
    assert not [each for each in judge([Resource(one)]) if each.problem.instead]


@pytest.mark.parametrize(
    ("said", "replicas", "image", "expected"),
    [
        ("old-0.old:1,old-1.old:1,old-2.old:1", 3, "etcd:1", []),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 2, "a:1", ["SR995"]),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 5, "a:1", []),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 5, "etcd:1", ["SR1140"]),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 5, "cockroachdb:1", []),  # a list of seeds
        ("for each in old-0 old-1; do true; done", 3, "etcd:1", []),
        ("old-0,old-1", 3, "etcd:1", ["SR1140"]),
        ("old-0 old-1 old-2 old-3", 3, "a:1", ["SR995"]),
        ("rack old-0,old-1,old-2,old-3", 3, "a:1", []),
        ("old-0.old", 3, "etcd:1", []),
        ("old-0-x.a,old-1-x.b,very-old-0,old-01,b.old-4", 3, "etcd:1", []),
        ("old-7.old,old-8.old", 3, "etcd:1", []),
        ("old-0.old,old-1.old", None, "etcd:1", []),
        ("old-0.old,old-1.old", "3", "etcd:1", ["SR202"]),
    ],
)
def test_lists_of_pods(said: str, replicas: Any, image: str, expected: list[str]) -> None:
    for told in ({"env": [{"name": "A", "value": said}]}, {"args": [said]}, {"command": [said]}):
        one = container(**told)
        one["spec"]["template"]["spec"]["containers"][0]["image"] = image
        one["spec"].update(replicas=replicas)
        assert codes(one) == expected


@pytest.mark.parametrize(
    ("wanted", "spec", "expected"),
    [
        ({POD_NAME: "old-2"}, {"replicas": 3}, []),
        ({POD_NAME: "old-3"}, {"replicas": 3}, ["SR1142"]),
        ({POD_NAME: "old-02"}, {"replicas": 3}, ["SR1142"]),
        ({POD_NAME: "old-" + "9" * 5000}, {"replicas": 3}, ["SR1142", "SR210"]),
        ({POD_NAME: "old-0"}, {"replicas": None}, []),
        ({POD_NAME: "old-1"}, {"replicas": None}, []),  # an autoscaler may say it
        ({POD_NAME: "old-1"}, {"replicas": 0}, []),  # there are to be pods again
        ({POD_NAME: "old-1"}, {"replicas": "1"}, ["SR202"]),
        ({POD_NAME: "old-4"}, {"replicas": 3, "ordinals": {"start": 5}}, ["SR1142"]),
        ({POD_NAME: "old-7"}, {"replicas": 3, "ordinals": {"start": 5}}, []),
        ({POD_NAME: "other-7"}, {"replicas": 3}, []),  # of a StatefulSet that nobody knows
        ({INDEX: "2"}, {"replicas": 3}, []),
        ({INDEX: "5"}, {"replicas": 3}, ["SR1142"]),
    ],
)
def test_services_of_one_pod(wanted: Any, spec: Any, expected: list[str]) -> None:
    one, ports = statefulset(volumeClaimTemplates=[], **spec), [{"name": "a", "port": 1}]
    first = {**service(selector={"app": "old", **wanted}, ports=ports), "metadata": {"name": "a"}}
    assert codes(one, first) == expected
    target = {"kind": "StatefulSet", "name": "old"}
    scaler = {"kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": target}}
    one["spec"].pop("replicas")
    assert "SR1142" not in codes(one, first, scaler)


def test_a_service_of_one_pod_may_be_of_a_second_statefulset() -> None:
    ports, selector = [{"name": "a", "port": 1}], {"app": "old", INDEX: "2"}
    first = {**service(selector=selector, ports=ports), "metadata": {"name": "a"}}
    second = {**statefulset(volumeClaimTemplates=[], replicas=3), "metadata": {"name": "second"}}
    assert "SR1142" in codes(pod(), first)
    assert "SR1142" not in codes(pod(), second, first)


def test_lists_of_pods_follow_the_first_ordinal() -> None:
    one = container(env=[{"name": "A", "value": "old-4.x,old-5.old,old-6.old"}])
    one["spec"].update(replicas=2, ordinals={"start": 5})
    assert not codes(one)  # those before may be of another cluster
    one["spec"]["replicas"] = 1
    assert codes(one) == ["SR995"]


def test_lists_of_pods_by_their_former_name() -> None:
    one = container(env=[{"name": "A", "value": "old-0.old,old-1.old"}])
    one["spec"]["replicas"] = 2
    notes = {"internal.config.kubernetes.io/previousNames": "old"}
    one["metadata"] = {"name": "x-old", "annotations": notes}
    assert codes(one) == ["SR1141"]
    assert "SR1141" not in codes(one, pod())  # it may list another one on purpose


def test_references_hold_former_names_until_a_build_ends() -> None:
    """Behind a namePrefix, objects have new names and references to them the old ones."""
    notes = {"internal.config.kubernetes.io/previousNames": "old"}
    one = pod(volumes=[{"name": "x", "persistentVolumeClaim": {"claimName": "old"}}])
    one["metadata"] = {"name": "x-old", "annotations": notes}
    one["spec"]["replicas"] = 2
    target = {"kind": "StatefulSet", "name": "old"}
    scaler = {"kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": target}}
    assert codes(one, scaler) == ["SR968"]
    claim = {
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "x-old", "annotations": notes},
        "spec": {"accessModes": ["ReadWriteOnce"]},
    }
    assert codes(one, claim) == ["SR939"]


def database_at(image: str, place: str, **fields: Any) -> Any:
    mounts = [{"name": "data", "mountPath": place}]
    main = {"name": "main", "image": image, "volumeMounts": mounts, **fields}
    return statefulset(**{**_pod(containers=[main]), "volumeClaimTemplates": [claim("data")]})


@pytest.mark.parametrize(
    ("image", "place", "expected"),
    [
        ("postgres:18", "/var/lib/postgresql", []),
        ("postgres:18", "/var/lib/postgresql/18/docker", []),
        ("postgres:18", "/var/lib/postgresql/18", []),
        ("postgres:18", "/var/lib", ["SR1085"]),  # the image's volume lies on top of it
        ("postgres:18.1-alpine", "/var/lib/postgresql/data", ["SR1085"]),
        ("docker.io/library/postgres:19", "/var/lib/postgresql/data", ["SR1085"]),
        ("postgres:17", "/var/lib/postgresql/data", []),
        ("postgres:17", "/var/lib/postgresql/data/", []),
        ("postgres:17", "/var/lib/postgresql", ["SR1085"]),
        ("postgres:9.6", "/data", ["SR1085"]),
        ("postgres", "/var/lib/postgresql/data", []),  # nobody knows which version
        ("postgres", "/var/lib/postgresql", []),
        ("postgres:alpine", "/pgdata", ["SR1085"]),
        ("bitnami/postgresql:18", "/bitnami", []),
        ("example.org/postgres:18", "/data", []),  # somebody else's
        ("mysql:8", "/var/lib/mysql", []),
        ("mysql:8", "/data", ["SR1085"]),
        ("mariadb:11", "/var/lib/mariadb", ["SR1085"]),
        ("mongo:8", "/data/db", []),
        ("mongo:8", "/data/configdb", []),
        ("mongo:8", "/data", ["SR1085"]),
        ("redis:7", "/data", []),
        ("redis:7", "/var/lib/redis", ["SR1085"]),
        ("rabbitmq:4-management", "/var/lib/rabbitmq/mnesia", []),
        ("rabbitmq:4-management", "/data", ["SR1085"]),
        ("influxdb:2.7", "/var/lib/influxdb", ["SR1085"]),
        ("influxdb:1.8", "/var/lib/influxdb", []),
        ("influxdb:3-core", "/data", []),  # which is told
        ("docker.elastic.co/elasticsearch/elasticsearch:9.0.0", "/data", ["SR1085"]),
        ("elasticsearch:9.0.0", "/usr/share/elasticsearch/data", []),
        ("cassandra:5", "/var/lib/cassandra/data", []),
    ],
)
def test_where_images_keep_their_data(image: str, place: str, expected: list[str]) -> None:
    assert codes(database_at(image, place)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["SR1085"]),
        ({"env": [{"name": "PGDATA", "value": "/data/18"}]}, []),
        ({"env": [{"name": "PGDATA", "value": "/pgdata"}]}, ["SR1085"]),
        ({"env": [{"name": "PGDATA", "value": "$(ROOT)/18"}]}, ["SR1038"]),
        ({"env": [{"name": "PGDATA", "valueFrom": {"fieldRef": NAME}}]}, []),
        ({"env": [{"name": "OTHER", "value": "a"}]}, ["SR1085"]),
        ({"args": ["-c", "data_directory=/data"]}, []),
        ({"args": ["-c", "shared_buffers=1GB"]}, ["SR1085"]),
        ({"command": ["postgres"], "args": ["-c", "a=b"]}, ["SR1085"]),
        ({"command": ["sh", "-c", "pg_dump"]}, []),  # no server
        ({"args": ["pg_dump"]}, []),
        ({"envFrom": [{"secretRef": {"name": "a"}}]}, ["SR1085"]),
        ({"envFrom": [{"configMapRef": {"name": "other"}}]}, []),  # nobody knows what it says
        ({"envFrom": [{"configMapRef": {"name": "plain"}}]}, ["SR1085"]),
        ({"envFrom": [{"configMapRef": {"name": "moved"}}]}, []),
    ],
)
def test_what_moves_the_data(fields: Any, expected: list[str]) -> None:
    maps = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}
        for name, data in (("plain", {"A": "b"}), ("moved", {"PGDATA": "/data/18"}))
    ]
    assert codes(database_at("postgres:18", "/data", **fields), *maps) == expected


def test_data_may_be_in_another_volume() -> None:
    data = database_at("redis:7", "/backup")
    main = data["spec"]["template"]["spec"]["containers"][0]
    main["volumeMounts"].append({"name": "scratch", "mountPath": "/data"})
    data["spec"]["template"]["spec"]["volumes"] = [{"name": "scratch", "emptyDir": {}}]
    assert not codes(data)


def test_an_image_without_a_claim_keeps_nothing() -> None:
    assert not codes(container(image="postgres:18"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#!/bin/sh\necho\n", []),
        ("#!/bin/sh\r\necho\r\n", ["SR1087"]),
        ("#!/bin/sh\r\necho\n", ["SR1087"]),  # one mistake is one finding
        ("#!/bin/sh\necho\r\n", ["SR1088"]),
        ("a\r\nb\r\n", []),
        ("a\r\nb", []),
        ("a\r\nb\n", ["SR1088"]),
        ("a\rb\n", []),
        (1, []),
    ],
)
def test_line_ends(text: Any, expected: list[str]) -> None:
    data = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": text}}
    assert codes(data) == expected
    assert not codes({**data, "apiVersion": "example.org/v1"})  # somebody else's kind


@pytest.mark.parametrize(
    ("size", "expected"),
    [("500Mi", []), (0, []), ("1Ki", []), (500, ["SR1084"]), ("500m", ["SR1083"])],
)
def test_how_much_an_empty_folder_may_hold(size: Any, expected: list[str]) -> None:
    assert codes(pod(volumes=[{"name": "tmp", "emptyDir": {"sizeLimit": size}}])) == expected


def found(code: str, *objects: Any) -> list[str]:
    """How grave each finding of a code is."""
    problems = [each.problem for each in judge([Resource(one) for one in objects])]
    return [problem.severity for problem in problems if problem.code == code]


@pytest.mark.parametrize(
    ("name", "namespace", "expected"),
    [
        ("old", "", []),
        ("odl", "", ["warning"]),
        ("olds", "", ["warning"]),
        ("queue", "", []),  # it may be in another file
        ("odl", "elsewhere", []),
    ],
)
def test_an_autoscaler_of_a_set_that_is_not_there(
    name: str, namespace: str, expected: list[str]
) -> None:
    one = pod()
    one["metadata"]["namespace"] = "here"
    for kind, version in (
        ("HorizontalPodAutoscaler", "autoscaling/v2"),
        ("ScaledObject", "keda.sh/v1"),
    ):
        spec = {"scaleTargetRef": {"kind": "StatefulSet", "name": name}}
        metadata = {"name": "a", **({"namespace": namespace} if namespace else {})}
        scaler = {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec}
        assert found("SR1136", one, scaler) == expected
        spec["scaleTargetRef"]["kind"] = "Deployment"
        assert not found("SR1136", one, scaler)


@pytest.mark.parametrize(
    ("limits", "replicas", "expected"),
    [
        ({"maxUnavailable": "100%"}, 3, 1),
        ({"maxUnavailable": 3}, 3, 1),
        ({"maxUnavailable": 2}, 3, 0),
        ({"maxUnavailable": "67%"}, 3, 1),
        ({"minAvailable": 0}, 3, 1),
        ({"minAvailable": "0%"}, 3, 1),
        ({"minAvailable": "1%"}, 3, 0),
        ({"maxUnavailable": 1}, 1, 0),  # one pod goes at once, or never
        ({"minAvailable": 0}, 1, 0),
    ],
)
def test_a_budget_that_lets_every_pod_go(limits: Any, replicas: int, expected: int) -> None:
    one = pod()
    one["spec"]["replicas"] = replicas
    spec = {"selector": {"matchLabels": {"app": "old"}}, **limits}
    budget = {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "b"},
        "spec": spec,
    }
    assert found("SR1145", one, budget) == ["info"] * expected


def test_a_governing_service_with_an_address_hurts_where_there_are_peers() -> None:
    one, clients = pod(), service(selector={"app": "old"}, ports=[{"name": "a", "port": 2380}])
    assert found("SR913", one, clients) == ["info"]
    target = {"kind": "StatefulSet", "name": "old"}
    scaler = {"kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": target}}
    assert found("SR913", one, clients, scaler) == ["warning"]
    one["spec"]["replicas"] = 2
    assert found("SR913", one, clients) == ["warning"]


def test_a_service_by_which_peers_find_each_other_may_mean_several_workloads() -> None:
    ports, labels = [{"name": "a", "port": 2380}], {"metadata": {"labels": {"app": "old"}}}
    arbiter = {"kind": "Deployment", "metadata": {"name": "b"}, "spec": {"template": labels}}
    for fields, expected in (
        ({}, ["warning"]),
        ({"clusterIP": "None"}, ["warning"]),
        ({"clusterIP": "None", "publishNotReadyAddresses": True}, []),
        ({"publishNotReadyAddresses": True}, ["warning"]),
    ):
        one = service(selector={"app": "old"}, ports=ports, **fields)
        assert found("SR928", pod(), arbiter, one) == expected


@pytest.mark.parametrize(
    ("peer", "expected"),
    [
        ({"podSelector": {}}, []),
        ({"podSelector": {}, "namespaceSelector": {}}, []),
        ({"ipBlock": {"cidr": "192.0.2.0/24"}, "podSelector": None}, []),
        ({"ipBlock": {"cidr": "192.0.2.0/24"}, "namespaceSelector": {}}, ["error"]),
        ({}, ["error"]),
    ],
)
def test_who_may_connect(peer: Any, expected: list[str]) -> None:
    for field, key in (("ingress", "from"), ("egress", "to")):
        policy = {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "a"},
            "spec": {"podSelector": {}, field: [{key: [peer]}]},
        }
        assert found("SR1135", policy) == expected


@pytest.mark.parametrize(
    ("rules", "values", "said"),
    [
        (20, 255, ""),
        (21, 1, "restartPolicyRules: must have at most 20 items, has 21"),
        (1, 256, "exitCodes.values: must have at most 255 items, has 256"),
    ],
)
def test_restart_rules_and_their_codes_are_counted(rules: int, values: int, said: str) -> None:
    """As the API server counts them."""
    rule = {"action": "Restart", "exitCodes": {"operator": "In", "values": [*range(1, values + 1)]}}
    data = container(restartPolicy="Always", restartPolicyRules=[rule] * rules)
    found = [str(each.problem) for each in judge([Resource(data)])]
    assert [line for line in found if "SR1049" in line and said not in line] == []
    assert any(said and said in line for line in found) == bool(said)
