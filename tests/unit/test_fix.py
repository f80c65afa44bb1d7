"""What hints leave no choice about is put into the text of a spec, and nothing else changes."""

from __future__ import annotations

import os
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from commands import Result, run, write
from hypothesis import example, given, settings
from hypothesis import strategies as st

from renderer.app.fix import fixed
from renderer.app.meant import OURS, Same
from renderer.errors import QUOTE, Exact
from renderer.inputs.specs import read_specs
from renderer.resources.pipeline import builds_of
from renderer.yaml import read

HEAD = "apiVersion: stateful-renderer.dev/v1alpha1\nkind: StatefulApp\n"
META = "metadata: {name: db}\n"
SPEC = "spec:\n  image: db:1\n"
# A line of a spec as people write it, and as it is put right.
MENDED = {
    "  env: [{name: A, value: yes}]": '  env: [{name: A, value: "yes"}]',
    "  env: [{name: A, value: 0644}]": '  env: [{name: A, value: "0644"}]',
    "  env: [{name: A, value: 1.20}]": '  env: [{name: A, value: "1.20"}]',
    "  env: [{name: A, value: 1e3}]": '  env: [{name: A, value: "1e3"}]',
    "  env: [{name: A, value: 2024-01-02}]": '  env: [{name: A, value: "2024-01-02"}]',
    "  env: [{name: A, value: true}]  # on": '  env: [{name: A, value: "true"}]  # on',
    "  args: [--port, 5432]": '  args: [--port, "5432"]',
    "  command: run": "  command: [run]",
    "  enableServiceLinks: yes": "  enableServiceLinks: true",
    '  enableServiceLinks: "false"': "  enableServiceLinks: false",
    '  replicas: "3"  # three': "  replicas: 3  # three",
    "  replicaCount: 3": "  replicas: 3",
    '  replicaCount: "3"': "  replicas: 3",
    "  minReadySeconds: 30s": "  minReadySeconds: 30",
    "  terminationGracePeriodSeconds: 2m": "  terminationGracePeriodSeconds: 120",
    "  strategy:\n    type: OnDelete  # mine": "  updateStrategy:\n    type: OnDelete  # mine",
    "  updateStrategy: OnDelete": "  updateStrategy: {type: OnDelete}",
    "  serviceName: peers": "  headlessService: {name: peers}",
    "  serviceAccountName: bot": "  serviceAccount: {create: false, name: bot}",
    "  headlessService: peers": "  headlessService: {name: peers}",
    "  imagePullSecrets: [regcred]": "  imagePullSecrets: [{name: regcred}]",
    "  imagePullSecrets:\n  - regcred  # ours": "  imagePullSecrets:\n  - {name: regcred}  # ours",
    "  podLabels: [{value: b, name: a}]": "  podLabels: {a: b}",
    "  nodeSelector: [a=1, {b: c}]": '  nodeSelector: {a: "1", b: c}',
    "  config: [{name: c, mountPath: /c, files: {a: b}}]": (
        "  config: [{name: c, mountPath: /c, files: [{name: a, text: b}]}]"
    ),
    "  networkPolicy: yes": "  networkPolicy: {}",
    "  envFrom: [{secretRef: s}]": "  envFrom: [{secretRef: {name: s}}]",
    "  env: {MODE: fast}  # or slow": "  env: [{name: MODE, value: fast}]  # or slow",
    "  tolerations: {key: a, operator: Exists}": "  tolerations: [{key: a, operator: Exists}]",
    "  podDisruptionBudget: true": "  podDisruptionBudget: {enabled: true}",
    "  pdb: {maxUnavailable: 1}": "  podDisruptionBudget: {maxUnavailable: 1}",
    "  ports: [{name: a, containerPort: 1}]": "  ports: [{name: a, port: 1}]",
    "  volumes: [{name: a, secret: {secretName: b, defaultMode: 0640}}]": (
        "  volumes: [{name: a, secret: {secretName: b, defaultMode: 416}}]"
    ),
    "  volumes: [{name: a, secret: {secretName: b, defaultMode: 644}}]": (
        "  volumes: [{name: a, secret: {secretName: b, defaultMode: 420}}]"
    ),
    "  storage: [{name: a, path: /a, size: 1Gi, accessModes: [RWO]}]": (
        "  storage: [{name: a, mountPath: /a, size: 1Gi, accessModes: [ReadWriteOnce]}]"
    ),
    "  ports: [{name: a, containerPort: 1}]\n"
    "  environments: [{name: dev, ports: [{name: a, containerPort: 2}]}]": (
        "  ports: [{name: a, port: 1}]\n  environments: [{name: dev, ports: [{name: a, port: 2}]}]"
    ),
    "  environments: [{name: dev, replicaCount: 1, updateStrategy: OnDelete}]": (
        "  environments: [{name: dev, replicas: 1, updateStrategy: {type: OnDelete}}]"
    ),
}
# What more than one thing may be meant by, or what nobody knows a way out of.
LEFT = [
    "  readinessProbe: true",  # {} says nothing
    "  resources: true",
    "  affinity: true",
    "  replicas: 010",  # ten, or eight
    "  replicas: 1_000",
    "  imagepullPolicy: Always",  # a near name is a guess
    "  args: --port 1",
    "  command: sh -c run",
    "  serviceName: [a]",
    "  serviceName: a\n  headlessService: {publishNotReadyAddresses: false}",
    "  replicaCount: 3\n  replicas: 2",
    "  storage: {data: 10Gi}",
    "  ports: {client: 4222}",
    "  networkPolicy: false",  # in an environment it would be null
    "  replicas: null",
    "  storage: [{name: a, mountPath: /a, resources: {requests: {storage: 1Gi}}}]",
    "  extraResources: [{name: a, resource: {apiVersion: v1, kind: A, data: {b: yes}}}]",
    "  nodeSelector: {yes: a}",  # of a key it is not clear what kubectl makes of it
    "  resources: {requests: {cpu: 010}}",  # ten, or eight
    "  ports: {web: 010}",
    "  serviceAccount: bot",  # is it there, or to be made?
    "  nodeSelector: [a=1, b=2, c=3, d=4, e=5]",  # hints name a few of many
    "  nodeSelector: [a=1, a=2]",
    "  nodeSelector: [{a: 1.10}]",
    "  podLabels: [{name: a, value: true}]",
    "  podLabels: [{name: a, value: [b]}]",
    "  podLabels: [{name: n, value: b}]",  # what kubectl makes of n
    "  config: [{name: c, mountPath: /c, files: {a: 1}}]",
    "  env: {A: 1}",
    "  env: [A]",  # empty, or that of a shell around it
    "  environments: {dev: 3}",
]  # fmt: skip
# What is written at several places at once, or with room for a comment in it.
ALONE = [
    "  env: &env\n  - {name: A, value: yes}\n  sidecars: [{name: s, image: s:1, env: *env}]",
    "  replicas: &three '3'",
    "  serviceName: >-\n    peers",
    "  serviceName:  # whose\n    peers",
]


def text(*lines: str, meta: str = META) -> str:
    return HEAD + meta + SPEC + "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("line", MENDED)
def test_what_leaves_no_choice_is_put_in(line: str) -> None:
    new, fixes, left = fixed(text(line))
    assert (new, left) == (text(MENDED[line]), [])
    assert 1 <= len(fixes) <= 2
    assert fixed(new) == (new, [], [])


@pytest.mark.parametrize("line", LEFT)
def test_what_is_a_guess_is_left_to_people(line: str) -> None:
    assert fixed(text(line))[:2] == (text(line), [])


@pytest.mark.parametrize("line", ALONE)
def test_what_stands_elsewhere_too_or_on_several_lines_is_left_alone_and_said(line: str) -> None:
    new, fixes, left = fixed(text(line))
    assert (new, fixes) == (text(line), [])
    assert left
    assert {problem.message for problem in left} == {
        "is left alone: it stands at an anchor or alias, or goes over several lines"
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("metadata:\n  name: db\n  uid: a\n", "metadata:\n  name: db\n"),
        ("metadata:\n  uid: a\n  name: db\n", "metadata:\n  name: db\n"),
        ("metadata:\n  name: db\n  uid: a  # why\n", "metadata:\n  name: db\n  # why\n"),
        ("metadata: {creationTimestamp: null, name: db}\n", "metadata: {name: db}\n"),
        ("metadata: {name: db, creationTimestamp: null}\n", "metadata: {name: db}\n"),
        ("metadata: {uid: a, name: db, generation: 1}\n", "metadata: {name: db}\n"),
        ("metadata: {name: db, uid: a, generation: 1}\n", "metadata: {name: db}\n"),
    ],
)
def test_what_only_a_server_writes_goes(before: str, after: str) -> None:
    new, fixes, left = fixed(text(meta=before))
    assert (new, left) == (text(meta=after), [])
    assert all(fix.said().partition(": ")[2].startswith("removed ") for fix in fixes)


def test_a_comment_between_a_key_and_its_value_stays() -> None:
    document = text(meta="metadata:\n  name: db\n  uid: # whose\n    a\n")
    new, fixes, left = fixed(document)
    assert (new, fixes) == (document, [])
    assert [problem.path for problem in left] == [("metadata", "uid")]


def test_what_is_wrong_with_others_stays_and_is_told() -> None:
    document = text("  replicas: '3'", "  nonsense: 1") + "---\n" + text("  replicas: '2'")
    new, fixes, _ = fixed(document + "---\napiVersion: v1\nkind: ConfigMap\ndata: {a: yes}\n")
    assert [fix.line for fix in fixes] == [6, 14]
    assert "replicas: 3\n  nonsense: 1" in new
    assert new.endswith("data: {a: yes}\n")


@pytest.mark.parametrize("broken", ["", "a: [", "- 1\n", HEAD + "spec: 3\n", "a: b\na: c\n"])
def test_what_cannot_be_read_stays_as_it_is(broken: str) -> None:
    assert fixed(broken) == (broken, [], [])


def test_many_mistakes_take_no_longer_than_a_few_rounds() -> None:
    lines = [f"  - {{name: A{number}, value: yes}}" for number in range(2000)]
    new, fixes, _ = fixed(text("  env:", *lines))
    assert len(fixes) == 2000
    assert new.count('"yes"') == 2000


def test_every_other_word_of_the_table_is_a_field() -> None:
    from renderer.app.shapes import RECORDS

    same = {key: hint for key, hint in OURS.items() if isinstance(hint, Same)}
    assert len(same) > 10
    assert [key for key, hint in same.items() if hint.key not in RECORDS[key[0]][0]] == []


def test_a_hint_that_can_be_put_in_is_a_text_to_all_others() -> None:
    hint = Exact("write 3", 3, key="replicas")
    assert hint == "write 3"
    again = pickle.loads(pickle.dumps(hint))  # noqa: S301  # our own
    assert (again, again.value, again.key, again.beside) == ("write 3", 3, "replicas", "")
    assert not isinstance(QUOTE, Exact)


# Lines that stand for themselves, so that any of them can be in one spec together.
KINDS: dict[str, list[str]] = {}
for mistake in MENDED:
    if mistake.count("environments") < 1 or "ports" not in mistake:
        KINDS.setdefault(re.findall(r"\w+", MENDED[mistake])[0], []).append(mistake)
FINE = ["  revisionHistoryLimit: 3", "  hostAliases:", "  - {ip: 10.0.0.1, hostnames: [a]}"]
COMMENTS = st.sampled_from(["", "# one", "  # two: yes", "  #three", "#"])


@st.composite
def mistaken(draw: Any) -> str:
    kinds = draw(st.permutations(sorted(KINDS)))[: draw(st.integers(0, len(KINDS)))]
    lines: list[str] = []
    for kind in kinds:
        for line in draw(st.sampled_from(KINDS[kind])).split("\n"):
            comment = draw(COMMENTS)
            behind = draw(st.sampled_from(["", " ", "   # behind: it", "  # '"]))
            is_clear = "#" not in line and not line.endswith(("|", ">-"))
            lines += [comment] if comment and line.startswith("  ") and line[2] != " " else []
            lines.append(line + behind if is_clear else line)
    lines += FINE if draw(st.booleans()) else []
    lines += ["  nonsense: 1"] if draw(st.booleans()) else []
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return text(*lines, meta="metadata:\n  name: db\n  creationTimestamp: null # c\n").replace(
        "\n", ends
    )


def comments(document: str) -> list[str]:
    return [
        found.strip() for found in re.findall(r"(?:^|(?<=\s))#[^\r\n]*", document, re.MULTILINE)
    ]


@settings(max_examples=60, deadline=None)
@given(mistaken())
@example(text("  replicas: '3'").replace("\n", "\r\n"))
def test_comments_and_all_the_rest_stay_and_nothing_is_left_to_do(document: str) -> None:
    new, fixes, left = fixed(document)
    assert left == []
    assert comments(new) == comments(document)
    assert new.count("\r") == new.count("\n") * document.count("\r\n") // document.count("\n")
    touched = {fix.line for fix in fixes}
    kept = [line for number, line in enumerate(document.split("\n"), 1) if number not in touched]
    new_lines = iter(new.split("\n"))
    assert all(line in new_lines for line in kept)  # in this order
    assert fixed(new) == (new, [], [])
    (data,) = read(new, dialect="manifest")
    assert data["spec"].get("nonsense") == read(document, dialect="manifest")[0]["spec"].get(
        "nonsense"
    )


GOLDEN = Path(__file__).parent.parent / "golden"
SPECS = sorted([*GOLDEN.glob("errors/*/*.yaml"), *GOLDEN.glob("trees/*/statefulapp.yaml")])


@pytest.mark.parametrize("file", SPECS, ids=lambda file: str(file.relative_to(GOLDEN)))
def test_nothing_that_people_write_breaks_it(file: Path) -> None:
    document = file.read_bytes().decode(errors="replace")
    new, fixes, _ = fixed(document)
    assert fixed(new)[:2] == (new, [])
    assert comments(new) == comments(document)
    assert (new == document) == (fixes == [])
    assert "trees" not in file.parts or not fixes  # what is right stays


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(*arguments: str) -> Result:
    return run("render", *arguments)


def rendered(name: str) -> Any:
    return builds_of(read_specs([name])[0])


FILE = "bases/db/statefulapp.yaml"


@pytest.mark.usefixtures("here")
def test_a_spec_is_fixed_in_place_and_rendered() -> None:
    write({FILE: text("  replicaCount: 3 # three", "  args: [5]")})
    Path(FILE).chmod(0o640)
    result = render("--fix")
    assert result.code == 0, result.stderr
    assert result.stderr.startswith(
        f"{FILE}:6:3: spec.replicaCount: wrote replicas in place of replicaCount\n"
        f'{FILE}:7:10: spec.args[0]: wrote "5" in place of 5\n'
    )
    assert Path(FILE).read_text() == text("  replicas: 3 # three", '  args: ["5"]')
    assert Path(FILE).stat().st_mode & 0o777 == 0o640
    assert [path.name for path in Path("bases/db").glob(".*")] == []
    assert render("--fix").stderr.startswith("files: 0 written")


@pytest.mark.usefixtures("here")
def test_what_is_still_wrong_is_told_after_the_fix() -> None:
    write({FILE: text("  replicaCount: 3", "  nonsense: 1")})
    result = render("--fix")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 2
    assert "statefulapp.yaml:7:3: spec.nonsense: is not a field" in result.stderr
    assert "  replicas: 3\n" in Path(FILE).read_text()
    assert not Path("overlays").exists()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("more", [[], ["-o", "json"], ["-o", "github"]])
def test_a_check_writes_nothing(more: list[str]) -> None:
    write({FILE: text("  replicaCount: 3")})
    result = render("--fix", "--check", *more)
    assert result.code == 1
    assert f"{FILE}:6:3: spec.replicaCount: would write replicas in place" in result.stderr
    assert result.stderr.endswith("not fixed: run `stateful render --fix`\n")
    assert bool(result.stdout) == bool(more)
    assert not more or "write replicas" in result.stdout
    assert Path(FILE).read_text() == text("  replicaCount: 3")
    write({FILE: text("  replicas: 3")})
    assert "would write" in render("--fix", "--check").stdout  # the tree is not there yet


@pytest.mark.usefixtures("here")
def test_manifests_alone_stand_on_stdout() -> None:
    write({"app.yaml": text("  replicaCount: 3")})
    result = render("--fix", "app.yaml@")
    assert result.code == 0, result.stderr
    assert result.stdout.startswith("apiVersion: ")
    assert "replicas: 3" in result.stdout


@pytest.mark.usefixtures("here")
def test_a_spec_that_is_named_twice_is_fixed_once() -> None:
    write({FILE: text("  replicaCount: 3")})
    result = render("--fix", "--check", "-f", "bases", "-f", f"./{FILE}", "-f", f"{FILE}@")
    assert (result.code, result.stderr.count("would write")) == (1, 1)


@pytest.mark.usefixtures("here")
def test_stdin_cannot_be_fixed() -> None:
    result = run("render", "--fix", "-f", "-", stdin=text("  replicaCount: 3"))
    assert (result.code, result.stdout) == (2, "")
    assert "--fix changes files, and stdin is none: save it first" in result.stderr


@pytest.mark.usefixtures("here")
def test_a_link_is_not_written_through() -> None:
    write({"elsewhere/app.yaml": text("  replicaCount: 3")})
    Path("app.yaml").symlink_to("elsewhere/app.yaml")
    result = render("--fix", "-f", "app.yaml")
    assert result.code == 2
    assert "app.yaml: is a link, and nothing is written through links" in result.stderr
    assert "wrote" not in result.stderr
    assert Path("elsewhere/app.yaml").read_text() == text("  replicaCount: 3")


@pytest.mark.usefixtures("here")
def test_what_somebody_changes_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli import fix

    def slow(document: str) -> Any:
        write({FILE: text("  replicaCount: 4")})
        return fixed(document)

    write({FILE: text("  replicaCount: 3")})
    monkeypatch.setattr(fix, "fixed", slow)
    result = render("--fix")
    assert result.code == 2
    assert "was changed by somebody while it was being fixed" in result.stderr
    assert Path(FILE).read_text() == text("  replicaCount: 4")


@pytest.mark.usefixtures("here")
def test_a_failure_leaves_the_file_and_nothing_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli.disk import Disk

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "app.yaml")

    write({"app.yaml": text("  replicaCount: 3"), ".app.yaml.stateful-fix": "killed before"})
    with monkeypatch.context() as patch:
        patch.setattr(Disk, "replace", full)
        assert "No space left on device" in render("--fix", "-f", "app.yaml").stderr
    assert [path.name for path in Path().iterdir()] == ["app.yaml"]
    assert Path("app.yaml").read_text() == text("  replicaCount: 3")
    assert render("--fix", "-f", "app.yaml").code == 0


@pytest.mark.usefixtures("here")
def test_a_mark_of_an_editor_and_its_line_ends_stay() -> None:
    document = text("  replicaCount: 3", "  nodeSelector: {a: é}", "  args: [5]")
    Path("app.yaml").write_bytes(b"\xef\xbb\xbf" + document.replace("\n", "\r\n").encode())
    assert render("--fix", "-f", "app.yaml", "-o", "name").code in (0, 2)
    wanted = document.replace("replicaCount", "replicas").replace("[5]", '["5"]')
    assert Path("app.yaml").read_bytes() == b"\xef\xbb\xbf" + wanted.replace("\n", "\r\n").encode()


@pytest.mark.usefixtures("here")
def test_other_files_of_a_folder_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    other = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, creationTimestamp: null}\n"
    write({FILE: text("  replicaCount: 3"), "bases/db/other.yaml": other})
    Path("bases/db/bytes.yaml").write_bytes(b"StatefulApp \xff")
    render("--fix", "-f", "bases")
    assert Path("bases/db/other.yaml").read_text() == other
    assert Path("bases/db/bytes.yaml").read_bytes() == b"StatefulApp \xff"
    assert "  replicas: 3\n" in Path(FILE).read_text()
    monkeypatch.chdir("bases/db")
    Path("bytes.yaml").unlink()
    assert rendered("statefulapp.yaml")


class Killed(BaseException):
    """The end of the program, at a call to the disk."""


class Dying:
    """Stands in for `os`, and lets the program end before the call of a number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        if not callable(real) or name in ("strerror", "close"):
            return real

        def call(*arguments: Any, **options: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise Killed
            return real(*arguments, **options)

        return call


@pytest.mark.usefixtures("here")
def test_whenever_it_is_killed_a_spec_is_old_or_new(monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli import disk
    from renderer.cli.fix import fix_specs

    old, new = text("  replicaCount: 3"), text("  replicas: 3")
    ends = []
    for number in range(200):
        write({"app.yaml": old})
        with monkeypatch.context() as patch:
            patch.setattr(disk, "os", Dying(number))
            try:
                fix_specs(["app.yaml"], check=False)
                ends.append("done")
            except Killed:
                ends.append("killed")
        assert Path("app.yaml").read_text() in (old, new)
        if ends[-1] == "done":
            break
        fix_specs(["app.yaml"], check=False)  # and what it left is no hindrance
        assert [path.name for path in Path().iterdir()] == ["app.yaml"]
        assert Path("app.yaml").read_text() == new
    assert len(ends) > 10
    assert ends[-1] == "done"
