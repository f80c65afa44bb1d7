"""Call `stateful-fn` as its callers do: with the text of a ResourceList, in this process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renderer.krm import resource_list
from renderer.yaml import dump, read

ROOT = Path(__file__).parent.parent
API_VERSION = "stateful-renderer.dev/v1alpha1"
FUNCTION = {"config.kubernetes.io/function": "exec: {path: stateful-fn}\n"}
PATH = "internal.config.kubernetes.io/path"
INDEX = "internal.config.kubernetes.io/index"
ID = "kustomize.config.k8s.io/id"


@dataclass
class Answer:
    """What the function gave back."""

    text: str
    problems: list[str]
    items: list[Any]
    results: list[Any]

    def kinds(self) -> list[str]:
        return [each.get("kind", "") for each in self.items]

    def item(self, kind: str, name: str) -> Any:
        (found,) = [
            each
            for each in self.items
            if each.get("kind") == kind and each["metadata"]["name"] == name
        ]
        return found

    def paths(self) -> dict[str, Any]:
        return {each["metadata"]["annotations"][PATH]: each for each in self.items}


def ask(text: str) -> Answer:
    """The answer to a call; a call of `stateful-fn` prints the same."""
    output, problems = resource_list.run(text)
    (found,) = read(output, dialect="manifest")
    assert (found["apiVersion"], found["kind"]) == ("config.kubernetes.io/v1", "ResourceList")
    results = found.get("results", [])
    assert len(results) == len(problems)
    return Answer(output, [str(problem) for problem in problems], found["items"], results)


def asked(items: list[Any], config: Any = None) -> Answer:
    """The answer to a call with these objects."""
    return ask(listed(items, config))


def listed(items: list[Any], config: Any = None) -> str:
    text = f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n{dump({'items': items})}"
    return text if config is None else text + dump({"functionConfig": config})


def app(name: str = "db", *, annotations: dict[str, str] | None = None, **spec: Any) -> Any:
    metadata = {"name": name, **({"annotations": annotations} if annotations else {})}
    return {
        "apiVersion": API_VERSION,
        "kind": "StatefulApp",
        "metadata": metadata,
        "spec": {"image": "db:1", **spec},
    }


def environment(annotations: dict[str, str] | None = None, **spec: Any) -> Any:
    metadata = {"name": "prod", **({"annotations": annotations} if annotations else {})}
    return {
        "apiVersion": API_VERSION,
        "kind": "StatefulEnvironment",
        "metadata": metadata,
        "spec": spec,
    }


def options(**data: str) -> Any:
    """What kpt makes of `-- key=value`."""
    return {
        "metadata": {"name": "function-input"},
        "data": data,
        "kind": "ConfigMap",
        "apiVersion": "v1",
    }


def statefulset(name: str = "old", annotations: dict[str, str] | None = None, **spec: Any) -> Any:
    """A StatefulSet that somebody else rendered."""
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": name, **({"annotations": annotations} if annotations else {})},
        "spec": {
            "replicas": 1,
            "serviceName": name,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {
                    "containers": [
                        {
                            "name": "main",
                            "image": "old:1",
                            "ports": [{"name": "peer", "containerPort": 2380}],
                            "env": [{"name": "A", "value": "yes"}],
                        },
                        {"name": "side", "image": "side:1"},
                    ]
                },
            },
            "volumeClaimTemplates": [
                {
                    "metadata": {"name": "data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": "1Gi"}},
                    },
                }
            ],
            **spec,
        },
    }


def config_map(name: str = "theirs", annotations: dict[str, str] | None = None) -> Any:
    metadata = {"name": name, **({"annotations": annotations} if annotations else {})}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"a": "yes"}}


def from_kustomize(resource: Any) -> Any:
    """A resource with what kustomize notes on it for a transformer."""
    name, kind = resource["metadata"]["name"], resource["kind"]
    return noted(resource, {ID: f"kind: {kind}\nname: {name}\n", INDEX: "0"})


def at(path: str, resource: Any) -> Any:
    """A resource with what kpt notes on it for every function."""
    return noted(resource, {INDEX: "0", PATH: path})


def noted(resource: Any, notes: dict[str, str]) -> Any:
    metadata = resource["metadata"]
    annotations = {**metadata.get("annotations", {}), **notes}
    return {**resource, "metadata": {**metadata, "annotations": annotations}}


def kpt_fn(kpt: Path, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `kpt fn`, with the commands of this interpreter's environment on PATH."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [kpt, "fn", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )


def files(folder: Path) -> dict[str, str]:
    """The text of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def turned(text: str) -> str:
    """The text of a generated file with all keys in the opposite order, as a person may have them.

    Its first line stays.
    """
    (data,) = read(text, dialect="manifest")
    return text.partition("\n")[0] + "\n" + dump(_turned(data))


def _turned(value: Any) -> Any:
    if isinstance(value, list):
        return [_turned(each) for each in value]
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return value


def write(folder: Path, contents: dict[str, str]) -> Path:
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
