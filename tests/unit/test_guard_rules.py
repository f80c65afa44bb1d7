"""Where a rule of the guard ends: what is next to a mistake, and is none."""

from __future__ import annotations

from typing import Any

import pytest
from calling import statefulset

from renderer.guard.judge import judge
from renderer.guard.objects import Placed
from renderer.guard.selectors import is_slip

# What `calling.statefulset` and these objects lack, and what these tests are not about.
ELSEWHERE = {"SR911", "SR930", "SR916", "SR917"}


def codes(*objects: Any, files: tuple[str, ...] = ()) -> list[str]:
    """The errors and warnings, each once."""
    placed = [Placed(each, files[index] if files else "") for index, each in enumerate(objects)]
    found = {each.problem.code for each in judge(placed) if each.problem.severity != "info"}
    return sorted(found - ELSEWHERE)


def container(**fields: Any) -> Any:
    return statefulset(**_pod(containers=[{"name": "main", "image": "a:1", **fields}]))


def pod(**fields: Any) -> Any:
    return statefulset(**_pod(containers=[{"name": "main", "image": "a:1"}], **fields))


def _pod(**fields: Any) -> Any:
    template = {"metadata": {"labels": {"app": "old"}}, "spec": fields}
    return {"template": template, "volumeClaimTemplates": []}


def service(**spec: Any) -> Any:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "old"}, "spec": spec}


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ({"httpGet": {"path": "/", "port": 1}}, []),
        ({"exec": {"command": ["a"]}, "httpGet": None}, []),
        ({"httpget": {"port": 1}}, ["SR901"]),  # one mistake is one finding
        ({}, ["SR904"]),
        ({"grpc": {"port": 1}, "exec": {"command": ["a"]}}, ["SR904"]),
        ({"grpc": {"port": 1}, "successThreshold": 0}, []),
        ({"grpc": {"port": 1}, "successThreshold": 2}, ["SR904"]),
    ],
)
def test_probes(probe: Any, expected: list[str]) -> None:
    assert codes(container(livenessProbe=probe)) == expected
    assert codes(container(startupProbe=probe)) == expected


def test_readiness_may_ask_for_several_good_answers() -> None:
    assert not codes(container(readinessProbe={"grpc": {"port": 1}, "successThreshold": 2}))


@pytest.mark.parametrize(
    ("requests", "limits", "expected"),
    [
        ({"cpu": "1"}, {"cpu": 1}, []),
        ({"cpu": "0.5"}, {"cpu": "500m"}, []),
        ({"memory": "1Gi"}, {"memory": "1024Mi"}, []),
        ({"memory": "1Gi"}, {"cpu": "1"}, []),
        ({"memory": "1Gi"}, {"memory": None}, []),
        ({"memory": "1Gi"}, {"memory": "1GB"}, ["SR904"]),  # which is no amount
        ({"memory": "1Gi"}, {"memory": "1G"}, ["SR904"]),
        ({"cpu": 2}, {"cpu": "1500m"}, ["SR904"]),
    ],
)
def test_requests_and_limits(requests: Any, limits: Any, expected: list[str]) -> None:
    assert codes(container(resources={"requests": requests, "limits": limits})) == expected


def test_host_ports() -> None:
    translated = {"name": "main", "image": "a:1", "ports": [{"containerPort": 1, "hostPort": 2}]}
    plain = {"name": "other", "image": "a:1", "ports": [{"containerPort": 1, "hostPort": 0}]}
    assert not codes(statefulset(**_pod(containers=[translated])))
    assert codes(statefulset(**_pod(hostNetwork=True, containers=[translated]))) == ["SR904"]
    inits = statefulset(**_pod(hostNetwork=True, initContainers=[translated], containers=[plain]))
    assert not codes(inits)


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
        ("claim", "Block", "volumeMounts", ["SR904"]),
        ("claim", None, "volumeDevices", ["SR904"]),
        ("ephemeral", "Block", "volumeDevices", []),
        ("ephemeral", "Block", "volumeMounts", ["SR904"]),
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
    ("wanted", "labels", "expected"),
    [
        ({"app": "a"}, {"app": "a", "more": "b"}, []),
        ({"app": "a", "pod-template-hash": "1"}, {"app": "a", "pod-template-hash": "1"}, ["SR944"]),
        ({"app": "a", "job-name": "1"}, {"app": "a"}, ["SR943"]),
        (
            {"app": "a", "apps.kubernetes.io/pod-index": "0"},
            {"app": "a", "apps.kubernetes.io/pod-index": "0"},
            ["SR943"],
        ),
        ({"app": "a", "statefulset.kubernetes.io/pod-name": "old-0"}, {"app": "a"}, ["SR943"]),
        ({"app": "a", "controller-revision-hash": "x"}, {"app": "a"}, ["SR943"]),
    ],
)
def test_what_may_be_selected(wanted: Any, labels: Any, expected: list[str]) -> None:
    data = statefulset(selector={"matchLabels": wanted}, volumeClaimTemplates=[])
    data["spec"]["template"]["metadata"]["labels"] = labels
    assert codes(data) == expected


def test_expressions_must_mean_the_pods_too() -> None:
    wanted = {"key": "app", "operator": "NotIn", "values": ["old"]}
    selector = {"matchLabels": {"app": "old"}, "matchExpressions": [wanted]}
    found = judge([Placed(statefulset(selector=selector))])
    said = [each.problem.message for each in found if each.problem.code == "SR943"]
    assert said == ["must mean the pods of the template, whose labels differ"]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({"app": "old"}, []),
        ({"app": "old", "role": "leader"}, ["SR947"]),
        ({"app": "old", "role": "leader", "shard": "0"}, ["SR947"]),
        ({}, ["SR947"]),
        ({"app": "new", "role": "leader"}, ["SR914"]),
        ({"role": "leader"}, ["SR914"]),
        (["app"], ["SR902"]),  # one mistake is one finding
        ({"app": "old", "statefulset.kubernetes.io/pod-name": "old-0"}, []),
        ({"app": "old", "statefulset.kubernetes.io/pod-name": "old-x-0"}, ["SR914"]),
        ({"app": "old", "apps.kubernetes.io/pod-index": "0"}, []),
        ({"app": "old", "controller-revision-hash": "old-5d"}, []),
        ({"app": "old", "pod-template-hash": "5d"}, ["SR914"]),
        ({"app": "old", "job-name": "old"}, ["SR914"]),
    ],
)
def test_what_the_governing_service_selects(selector: Any, expected: list[str]) -> None:
    governing = service(clusterIP="None", selector=selector, ports=[{"name": "a", "port": 2380}])
    assert codes(pod(), governing) == expected


def test_an_external_name_governs_nothing() -> None:
    selector = {"app": "old"}
    name = service(type="ExternalName", externalName="db.example.com", selector=selector)
    assert codes(pod(), name) == ["SR914"]
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
        found = judge([Placed(one), Placed(nameless)])
        assert not [each for each in found if '""' in each.problem.hint]


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
    assert codes(here, there, files=("a.yaml", "a.yaml")) == ["SR912"]


@pytest.mark.parametrize(
    ("port", "expected"),
    [
        ({"targetPort": "peer"}, []),
        ({"targetPort": 9090}, []),
        ({"targetPort": 0}, []),
        ({"targetPort": ""}, []),
        ({"targetPort": "linkerd-admin"}, ["SR948"]),
        ({"targetPort": "per"}, ["SR921"]),
        ({"targetPort": "peer", "protocol": "UDP"}, ["SR921"]),
        ({"targetPort": "2380"}, ["SR904"]),
        ({"targetPort": 65535}, []),
        ({"targetPort": 65536}, ["SR904"]),
        ({"targetPort": -1}, ["SR904"]),
        ({"targetPort": "init"}, ["SR948"]),
        ({"targetPort": "sidecar"}, []),
        ({"name": "a-name-with-more-than-fifteen-letters"}, []),
        ({"name": "http_metrics"}, ["SR906"]),
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
    found = judge([Placed(container(ports=ports)), Placed(governing)])
    assert [each.problem.code for each in found if each.problem.code == "SR922"] == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"type": "NodePort", "ports": [30000, 30001]}, []),
        ({"type": "NodePort", "ports": [30000, 30000]}, ["SR920"]),
        ({"ports": [30000]}, ["SR904"]),
        ({"ports": [0]}, []),
        ({"externalTrafficPolicy": "Local", "ports": [0]}, ["SR904"]),
        ({"externalTrafficPolicy": "Local", "externalIPs": ["1.2.3.4"], "ports": [0]}, []),
        ({"externalTrafficPolicy": "Local", "type": "LoadBalancer", "ports": [0]}, []),
        ({"loadBalancerClass": "a.b/c", "ports": [0]}, ["SR904"]),
        ({"loadBalancerSourceRanges": [], "ports": [0]}, []),
        ({"ipFamilyPolicy": "SingleStack", "ports": [0]}, []),
        ({"type": "clusterIP", "loadBalancerClass": "a.b/c", "ports": [0]}, ["SR904"]),
        ({"clusterIP": "10.0.0.1", "ports": [0]}, []),
        ({"clusterIP": "10.0.0", "ports": [0]}, ["SR904"]),
    ],
)
def test_fields_for_the_type_of_a_service(spec: Any, expected: list[str]) -> None:
    names = "ab"
    ports = [
        {"name": names[index], "port": 80 + index, "nodePort": each}
        for index, each in enumerate(spec["ports"])
    ]
    assert codes(service(**{"selector": {"app": "x"}, **spec, "ports": ports})) == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"externalName": "db.example.com"}, []),
        ({"externalName": "db.example.com", "clusterIP": ""}, []),
        ({"externalName": "db.example.com", "clusterIP": "None"}, ["SR904"]),
        ({"externalName": "db.example.com."}, []),
        ({"externalName": "http://db"}, ["SR904"]),
        ({"externalName": "db:5432"}, ["SR904"]),
        ({"externalName": "DB"}, ["SR904"]),
        ({"externalName": "db", "clusterIPs": ["None"]}, ["SR904"]),
        ({"externalName": "db", "ipFamilies": ["IPv4"]}, ["SR904"]),
        ({"externalName": "db", "ipFamilyPolicy": "SingleStack"}, ["SR904"]),
        ({"externalName": "."}, ["SR903"]),
        ({}, ["SR903"]),
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
    (found,) = [each for each in judge([Placed(one)]) if each.problem.instead]
    proposed = found.problem.instead
    assert not [each for each in judge([Placed(proposed)]) if each.problem.severity == "error"]
    assert proposed["spec"]["selector"] == {"app": "old"}
    spoken = [(each["port"], each.get("protocol")) for each in proposed["spec"].get("ports", [])]
    if ports[0].get("containerPort") == 53 and len(ports) == 3:
        assert spoken == [(53, None), (53, "UDP")]


@pytest.mark.parametrize("name", ["", "Old", "1old", "a.b"])
def test_no_service_is_proposed_that_could_not_be(name: str) -> None:
    one = statefulset(**{**pod()["spec"], "serviceName": name})
    one["metadata"]["name"] = "1old"
    assert not [each for each in judge([Placed(one)]) if each.problem.instead]


@pytest.mark.parametrize(
    ("said", "replicas", "image", "expected"),
    [
        ("old-0.old:1,old-1.old:1,old-2.old:1", 3, "etcd:1", []),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 2, "a:1", ["SR995"]),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 5, "a:1", []),
        ("old-0.old:1,old-1.old:1,old-2.old:1", 5, "etcd:1", ["SR995"]),
        ("for each in old-0 old-1; do true; done", 3, "etcd:1", ["SR995"]),
        ("old-0.old", 3, "etcd:1", []),
        ("old-0-x,old-1-x,very-old-0,old-01,b.old-4", 3, "etcd:1", []),
        ("old-7,old-8", 3, "etcd:1", []),
        ("old-0,old-1", None, "etcd:1", []),
        ("old-0,old-1", "3", "etcd:1", ["SR902"]),
    ],
)
def test_lists_of_pods(said: str, replicas: Any, image: str, expected: list[str]) -> None:
    for told in ({"env": [{"name": "A", "value": said}]}, {"args": [said]}, {"command": [said]}):
        one = container(**told)
        one["spec"]["template"]["spec"]["containers"][0]["image"] = image
        one["spec"].update(replicas=replicas)
        assert codes(one) == expected


def test_lists_of_pods_follow_the_first_ordinal() -> None:
    one = container(env=[{"name": "A", "value": "old-5,old-6"}])
    one["spec"].update(replicas=2, ordinals={"start": 5})
    assert not codes(one)
    one["spec"]["ordinals"] = {"start": 6}
    assert codes(one) == ["SR995"]
