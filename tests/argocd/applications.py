"""Applications and the folders of their sources: what Argo CD and we are asked the same about."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argo import NAME, REPOSITORY, REVISION

ROOT = Path(__file__).parent.parent.parent
ANSWERS = ROOT / "tests/golden/argocd"
TRACKING = "argocd.argoproj.io/tracking-id"
SKIP = "# +argocd:skip-file-rendering\n"
ALONE = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata:
  name: db
spec:
  image: db:1
  replicas: 2
  storage: [{name: data, mountPath: /data, size: 1Gi}]
"""
SPEC = f"""\
{ALONE}  environments:
  - {{name: dev, replicas: 1}}
  - {{name: prod, replicas: 3, namespace: db-prod, storage: [{{name: data, size: 20Gi}}]}}
"""
SPECS = {"apps/db/statefulapp.yaml": SPEC}
KUSTOMIZATION = "resources: [mine.yaml]\ngenerators: [statefulapp.yaml]\n"
MINE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\ndata: {a: b}\n"


@dataclass
class Case:
    """An Application and the repository that it is about.

    Args:
        files: {path: text} of the repository.
        plugin: `spec.source.plugin` without its name; None where the source names no plugin.
        source: more of `spec.source`.
        namespace: of the destination.
        kube_version: that of the destination.
        api_versions: what it serves.
        tracking: how Argo CD tracks.
    """

    files: dict[str, str]
    plugin: dict[str, Any] | None = field(default_factory=dict)
    path: str = "apps/db"
    source: dict[str, Any] = field(default_factory=dict)
    namespace: str = ""
    kube_version: str = "1.36.1"
    api_versions: list[str] = field(default_factory=list)
    tracking: str = "annotation"

    def write(self, folder: Path) -> Path:
        """Write the repository."""
        for name, text in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        (folder / self.path).mkdir(parents=True, exist_ok=True)
        (folder / "README.md").write_text("# of the repository\n")
        return folder

    def spec(self) -> dict[str, Any]:
        """Return `spec.source`."""
        plugin = {} if self.plugin is None else {"plugin": {"name": NAME, **self.plugin}}
        return {
            "repoURL": REPOSITORY,
            "targetRevision": "main",
            "path": self.path,
            **plugin,
            **self.source,
        }

    def question(self, name: str, root: Path) -> dict[str, Any]:
        """Return what Argo CD is asked."""
        return {
            "id": name,
            "root": str(root),
            "revision": REVISION,
            "app": "db",
            "project": "default",
            "namespace": self.namespace,
            "kubeVersion": self.kube_version,
            "apiVersions": self.api_versions,
            "tracking": self.tracking,
            "source": self.spec(),
        }

    def application(self) -> dict[str, Any]:
        """Return the Application."""
        return {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Application",
            "metadata": {"name": "db", "namespace": "argocd"},
            "spec": {
                "project": "default",
                "source": self.spec(),
                "destination": {"name": "in-cluster", "namespace": self.namespace},
            },
        }


def asking(environment: str = "prod", **more: Any) -> dict[str, Any]:
    """Return a plugin block that sets parameters."""
    values = {"environment": environment, **more}
    parameters = [
        {"name": name, "map" if isinstance(value, dict) else "string": value}
        for name, value in values.items()
    ]
    return {"parameters": parameters}


def variables(**values: str) -> dict[str, Any]:
    """Return a plugin block that sets variables."""
    return {"env": [{"name": name, "value": value} for name, value in values.items()]}


def broken(old: str, new: str) -> dict[str, str]:
    """Return the spec with a mistake in it."""
    assert old in SPEC
    return {"apps/db/statefulapp.yaml": SPEC.replace(old, new)}


def beside(**files: str) -> dict[str, str]:
    """Return the spec with other files in its folder."""
    return {**SPECS, **{f"apps/db/{name}": text for name, text in files.items()}}


SERVED = ["apps/v1", "apps/v1/StatefulSet", "policy/v1/PodDisruptionBudget", "v1", "v1/Service"]
MONITORED = ALONE + "  ports: [{name: db, port: 5432}]\n  serviceMonitor: {port: db}\n"
PARAMETERS = {
    "prod": asking(),
    "dev": asking("dev"),
    "base": asking("base"),
    "none": {},
    "empty": asking(""),
    "unknown-environment": asking("prd"),
    "variable": variables(ENVIRONMENT="prod"),
    "parameter-over-variable": {**variables(ENVIRONMENT="dev"), **asking()},
    "small-letters": variables(environment="prod"),
    "misspelt-variable": variables(ENVIROMENT="prod"),
    "foreign-variable": {**variables(TZ="UTC"), **asking()},
    "misspelt-parameter": {"parameters": [{"name": "enviroment", "string": "prod"}]},
    "twice": {"parameters": [{"name": "environment", "string": each} for each in ("dev", "prod")]},
    "an-array": {"parameters": [{"name": "environment", "array": ["prod"]}]},
    "replicas": asking(replicas="7"),
    "replicas-no-number": asking(replicas="many"),
    "image-tag": asking(imageTag="2"),
    "image-tag-variable": {**asking(), **variables(IMAGE_TAG="2")},
    "size": asking(size={"data": "30Gi"}),
    "size-unknown": asking(size={"date": "30Gi"}),
    "size-no-quantity": asking(size={"data": "30 Gi"}),
    "version": asking(kubeVersion="1.34"),
    "version-too-old": asking(kubeVersion="1.20"),
}
BOMB = "  a0: &a0 [x, x]\n" + "".join(
    f"  a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(8)
)
FOLDERS = {
    "typo": broken("replicas: 2", "replica: 2"),
    "two-problems": broken("  image: db:1\n  replicas: 2", "  replica: 2"),
    "sixty-problems": broken(
        "  replicas: 2\n", "".join(f"  {'x' * 120}{n}: 1\n" for n in range(60))
    ),
    "broken-yaml": broken("  image: db:1", "  image: [db:1"),
    "tabs": broken("  image", "\timage"),
    "doubled-key": broken("  replicas: 2\n", "  replicas: 2\n  replicas: 3\n"),
    "alias-bomb": broken("  replicas: 2\n", BOMB),
    "wrong-type": broken("image: db:1", "image: [db]"),
    "no-spec": {},
    "readme-only": {"apps/db/README.md": "x\n"},
    "empty": {"apps/db/statefulapp.yaml": ""},
    "password-file": {"apps/db/statefulapp.yaml": "root:x:0:0:/root:/bin/sh\n"},
    "foreign-kind": {"apps/db/statefulapp.yaml": MINE},
    "other-name": {"apps/db/app.yaml": SPEC},
    "below": {"apps/db/db/statefulapp.yaml": SPEC},
    "yml": {"apps/db/statefulapp.yml": SPEC},
    "both-endings": {**SPECS, "apps/db/statefulapp.yml": SPEC},
    "second-spec": {**SPECS, "apps/db/other.yaml": SPEC},
    "second-document": {"apps/db/statefulapp.yaml": f"{SPEC}---\n{MINE}"},
    "two-apps": {
        "apps/db/statefulapp.yaml": SPEC + "---\n" + SPEC.replace("name: db\n", "name: b\n")
    },
    "kustomization": {**SPECS, "apps/db/kustomization.yaml": KUSTOMIZATION},
    "manifest": {**SPECS, "apps/db/mine.yaml": MINE},
    "skipped-manifest": {**SPECS, "apps/db/mine.yaml": SKIP + MINE},
    "no-manifest": {**SPECS, "apps/db/values.yaml": "kind: of\n", "apps/db/README.md": MINE},
    "too-large": broken("  image: db:1\n", f"  image: db:1 # {'x' * 2_000_000}\n"),
}
OTHERS = {
    "namespace-filled": Case(SPECS, asking("dev"), namespace="web"),
    "namespace-agrees": Case(SPECS, asking(), namespace="db-prod"),
    "namespace-differs": Case(SPECS, asking(), namespace="web"),
    "hydrator": Case(SPECS, asking(), kube_version=""),
    "old-cluster": Case(SPECS, asking(), kube_version="1.30.1"),
    "old-cluster-overridden": Case(SPECS, asking(kubeVersion="1.31"), kube_version="1.30.1"),
    "newer-cluster": Case(SPECS, asking(), kube_version="1.39.0"),
    "not-served": Case({"apps/db/statefulapp.yaml": MONITORED}, {}, api_versions=SERVED),
    "served": Case(
        {"apps/db/statefulapp.yaml": MONITORED},
        {},
        api_versions=[*SERVED, "monitoring.coreos.com/v1/ServiceMonitor"],
    ),
    "root-of-the-repository": Case({"statefulapp.yaml": SPEC}, asking(), path="."),
    "label-tracking": Case(SPECS, asking(), tracking="label"),
    "annotation-and-label": Case(SPECS, asking(), tracking="annotation+label"),
    "no-plugin-applies-the-spec": Case(SPECS, None),
    "no-plugin-skips-the-spec": Case(
        {"apps/db/statefulapp.yaml": SKIP + SPEC, "apps/db/a.yaml": MINE}, None
    ),
    "no-plugin-kustomization": Case(
        {"apps/db/kustomization.yaml": "resources: [mine.yaml]\n", "apps/db/mine.yaml": MINE}, None
    ),
    "a-plugin-that-is-not-there": Case(SPECS, {"name": "stateful-renderer"}),
    "plugin-and-kustomize": Case(SPECS, asking(), source={"kustomize": {"namePrefix": "a-"}}),
}  # fmt: skip
CASES = {
    **{f"parameters-{name}": Case(SPECS, plugin) for name, plugin in PARAMETERS.items()},
    **{f"folder-{name}": Case(files, asking()) for name, files in FOLDERS.items()},
    **OTHERS,
}


def summary(answer: dict[str, Any]) -> str:
    """Say what comes out: an error, or a line for each object."""
    if "error" in answer:
        return f"{answer['error']}\n"
    objects = [json.loads(text) for text in answer["manifests"]]
    return "".join([f"{answer['sourceType']}\n", *map(line, objects)])


def line(data: dict[str, Any]) -> str:
    metadata, spec = data["metadata"], data.get("spec", {})
    labels = metadata.get("labels", {})
    said = [
        f"{data['kind']} {metadata.get('namespace', '')}/{metadata['name']}",
        f"replicas={spec['replicas']}" if "replicas" in spec else "",
        *(each["image"] for each in containers(spec)),
        *(each["spec"]["resources"]["requests"]["storage"] for each in claims(spec)),
        f"id={metadata.get('annotations', {}).get(TRACKING)}",
        f"instance={labels.get('app.kubernetes.io/instance')}",
    ]
    return f"{' '.join(filter(None, said))}\n"


def containers(spec: dict[str, Any]) -> list[Any]:
    return spec.get("template", {}).get("spec", {}).get("containers", [])


def claims(spec: dict[str, Any]) -> list[Any]:
    return spec.get("volumeClaimTemplates", [])
