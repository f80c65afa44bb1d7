"""What `stateful doctor` believes of Argo CD's own kinds, by its code and its CRDs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from argo import REPOSITORY, Argo
from test_install import module

from renderer.argocd import fields
from renderer.argocd.generators import applications_of
from renderer.inputs.repository import repository_at
from renderer.objects.reading import at
from renderer.yaml import read

pytestmark = pytest.mark.argocd
FILES = {
    "apps/a/app.yaml": "app: a\nenvironments: [{name: dev}, {name: prod, size: 3}]\n",
    "apps/b/app.yaml": "app: b\nflag: true\n",
    "lists/x.json": '[{"app": "x"}, {"app": "y", "n": 1.0}]\n',
}
GIT = {"repoURL": REPOSITORY, "revision": "main"}
LIST = {"list": {"elements": [{"app": "One_Two", "env": "prod"}, {"app": "b", "env": "dev"}]}}
EACH = '{{ dig "environments" (list (dict "name" "base")) . | toJson }}'
# (generators, what the name of an Application is, what the path of its source is)
GO: list[tuple[list[Any], str, str]] = [
    ([LIST], "{{.app | lower | normalize}}-{{ .env }}", "x/{{ .app }}"),
    ([LIST], '{{ printf "%s-%d" .env 3 }}', '{{ if eq .env "prod" }}p{{ else }}d{{ end }}'),
    ([LIST], "{{ .env -}}  x", "{{ if not .none }}{{ .none }}{{ else if .app }}a{{ end }}"),
    ([LIST], "{{ index .app }}", '{{ .app | replace "_" "/" | trimPrefix "One" | upper }}'),
    (
        [LIST],
        "{{ (printf `%v` .env) }}",
        '{{ default "z" .none }}{{ and .app .env }}{{ or "" "q" }}',
    ),
    (
        [LIST],
        "{{/* said */}}n-{{ .env }}",
        '{{ ne .env "dev" }}{{ .env | trimSuffix "v" | quote }}',
    ),
    (
        [{"git": {**GIT, "files": [{"path": "apps/*/app.yaml"}]}}],
        "{{ .path.basenameNormalized }}",
        "{{ .path.path }}/{{ index .path.segments 1 }}/{{ .path.filename }}",
    ),
    (
        [{"git": {**GIT, "files": [{"path": "lists/*.json"}], "values": {"v": "{{ .app }}!"}}}],
        "{{ .app }}-{{ .values.v }}",
        "{{ .path.filenameNormalized }}",
    ),
    (
        [{"git": {**GIT, "files": [{"path": "lists/*"}], "pathParamPrefix": "my"}}],
        "{{ .app }}",
        "{{ .my.path.basename }}",
    ),
    (
        [
            {
                "matrix": {
                    "generators": [
                        {"git": {**GIT, "files": [{"path": "apps/*/app.yaml"}]}},
                        {"list": {"elements": [], "elementsYaml": EACH}},
                    ]
                }
            }
        ],
        "{{ .app }}-{{ .name }}",
        "{{ .path.path }}/{{ .size }}",
    ),
    ([LIST, LIST], "{{ .app.x }}", "x"),
    ([LIST], "{{ .app", "x"),
]
SIMPLE: list[tuple[list[Any], str, str]] = [
    ([LIST], "{{app}}-{{ env }}", "x/{{none}}"),
    (
        [{"list": {"elements": [{"app": "a", "values": {"size": "3"}}]}}],
        "{{app}}",
        "{{values.size}}",
    ),
    (
        [{"git": {**GIT, "files": [{"path": "apps/*/app.yaml"}], "values": {"v": "{{app}}!"}}}],
        "{{path.basename}}-{{values.v}}",
        "{{path}}/{{path[0]}}/{{path.filename}}/{{flag}}/{{environments.1.name}}",
    ),
    (
        [
            {
                "matrix": {
                    "generators": [
                        LIST,
                        {"list": {"elements": [{"more": "{{app}}!"}]}},
                    ]
                }
            }
        ],
        "{{app}}",
        "{{more}}",
    ),
    ([{"list": {"elements": [{"app": 1}]}}], "{{app}}", "x"),
]
STRICT = ["missingkey=error"]
CASES = [
    *((*case, {"goTemplate": True, "goTemplateOptions": STRICT}) for case in GO),
    *((*case, {"goTemplate": True}) for case in GO),
    *((*case, {}) for case in SIMPLE),
]


def a_set(case: Any) -> dict[str, Any]:
    sets, name, path, options = case
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "all", "namespace": "argocd"},
        "spec": {
            **options,
            "generators": sets,
            "template": {
                "metadata": {"name": name},
                "spec": {
                    "project": "default",
                    "source": {"repoURL": REPOSITORY, "path": path},
                    "destination": {"name": "in-cluster"},
                },
            },
        },
    }


def said(applications: list[Any]) -> list[tuple[Any, ...]]:
    return [
        (
            at(each, "metadata", "name"),
            at(each, "metadata", "namespace"),
            at(each, "metadata", "finalizers"),
            at(each, "spec", "source", "path"),
        )
        for each in applications
    ]


def test_sets_make_what_argo_cd_makes_of_them(argo: Argo, tmp_path: Path) -> None:
    """All that is made by our reading of templates and generators, Argo CD makes alike."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    questions = [
        {"id": str(number), "root": str(tmp_path), "set": a_set(case)}
        for number, case in enumerate(CASES)
    ]
    answers = argo.ask("applicationset", questions)
    repository = repository_at(tmp_path, is_given=True)
    failed = 0
    for case, answer in zip(CASES, answers, strict=True):
        made, problems = applications_of(a_set(case), repository)
        assert [one.unknown for one in made] == [{}] * len(made), case
        if answer.get("error"):
            assert problems, (case, answer["error"])
            failed += 1
            continue
        assert problems == [], (case, problems)
        assert said([one.data for one in made]) == said(answer["applications"] or []), case
    assert failed >= 4


def properties(kind: str) -> Any:
    file = module() / f"manifests/crds/{kind}-crd.yaml"
    (crd,) = read(file.read_bytes(), dialect="manifest")
    return crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]


def differing(table: Any, schema: Any, path: str, *, is_whole: bool) -> list[str]:
    """Where a table says something else than a schema."""
    if table is fields.ANYTHING:
        return []
    kind = schema.get("type") or ("any" if schema.get("x-kubernetes-int-or-string") else "?")
    if isinstance(table, list):
        wrong = [] if kind == "array" else [f"{path} is {kind}"]
        inner = schema.get("items", {})
        return wrong or differing(table[0], inner, f"{path}[]", is_whole=is_whole)
    if isinstance(table, dict):
        if fields.EVERY in table and "properties" not in schema:
            return [] if kind in ("object", "?") else [f"{path} is {kind}"]
        known = schema.get("properties", {})
        missing = {*known} - {*table} if is_whole and fields.EVERY not in table else set()
        foreign = {*table} - {*known} - {fields.EVERY}
        wrong = [f"{path}.{name} is not told of" for name in sorted(missing)]
        wrong += [f"{path}.{name} is no field" for name in sorted(foreign)]
        return wrong + [
            line
            for name in sorted({*table} & {*known})
            for line in differing(table[name], known[name], f"{path}.{name}", is_whole=is_whole)
        ]
    wanted = {"string": fields.TEXT, "boolean": fields.FLAG, "any": fields.COUNT}
    wanted |= {"integer": fields.COUNT}
    return [] if wanted.get(kind) is table else [f"{path} is {kind}"]


def test_our_tables_are_those_of_the_crds(argo: Argo) -> None:
    """Every field with its type, in both directions."""
    assert argo.program.exists()
    spec = properties("application")["spec"]
    assert differing(fields.SPEC, spec, "spec", is_whole=True) == []
    whole = properties("applicationset")["spec"]
    own = {**fields.APPLICATION_SET["spec"], "template": fields.ANYTHING}
    assert differing(own, whole, "spec", is_whole=False) == []
    assert {*whole["properties"]} == {*own}
    made = whole["properties"]["generators"]["items"]
    assert differing(fields.GENERATOR, made, "generators[]", is_whole=True) == []
