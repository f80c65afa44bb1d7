"""`stateful explain`: codes, verdicts and fields, and what it says of none of these."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from calling import ROOT
from commands import Result, run

from renderer.app.shapes import RECORDS
from renderer.changes import explained
from renderer.changes.table import ROWS
from renderer.codes import CODES
from renderer.rules.book import ALL

OF_SPECS = sorted(code for code in CODES if code.startswith("SR3"))


def test_a_code() -> None:
    assert run("explain", "SR105") == Result(
        0,
        "SR105: a key is not a text\n\n"
        "`1:` and `true:` are no texts, `yes:` is one only for some readers. Write the\n"
        "key in quotes.\n",
        "",
    )


def test_a_code_in_small_letters() -> None:
    assert run("explain", "sr105") == run("explain", "SR105")


def test_a_code_that_has_become_several() -> None:
    result = run("explain", "SR304").stdout
    assert result.startswith("SR304 has become:\n\n")
    assert "SR1067: Access modes that exclude each other\n" in result


def test_a_code_of_which_a_part_has_become_another() -> None:
    result = run("explain", "SR305").stdout
    assert result.startswith("SR305: words about a mount that is not there\n\n")
    assert "Parts of it have become:\n\nSR1060: " in result


def test_a_long_explanation_is_wrapped() -> None:
    lines = run("explain", "SR103").stdout.splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= 80


def test_a_field_has_its_type_and_default() -> None:
    assert run("explain", "spec.replicas") == Result(
        0,
        "spec.replicas  <integer> default: 1\n\n  Number of pods. Default: 1, as in Kubernetes.\n",
        "",
    )


def test_a_field_that_is_required_says_so() -> None:
    assert run("explain", "spec.image").stdout.startswith("spec.image  <string> required\n")


def test_a_field_of_an_item_is_found_without_an_index() -> None:
    assert run("explain", "spec.storage.size").stdout == (
        "spec.storage.size  <string | number> required\n\n"
        "  Requested size, such as 10Gi. A StatefulSet cannot change it later;\n"
        "  templateSize lets the volumes grow.\n"
        '  Must be a size such as "10Gi".\n'
    )


def test_a_field_with_fields_lists_them() -> None:
    assert (
        run("explain", "spec.serviceAccount").stdout
        == """\
spec.serviceAccount  <ServiceAccount>

  The ServiceAccount of the pods; made only when asked for. Pods get no token of
  it by default: an app that calls the Kubernetes API needs
  automountServiceAccountToken: true, too.
  The identity of the pods towards the Kubernetes API and the cloud.

fields:
  create  <boolean> default: true
      Whether to make it; false refers to one that is there.
  name  <string>
      Name of the ServiceAccount. Default: the app's name.
  annotations  <map of string>
      Annotations of the ServiceAccount, such as the cloud role it stands for.
"""
    )


def test_all_fields_below_as_a_tree() -> None:
    lines = run("explain", "env", "--recursive").stdout.splitlines()
    assert lines[:8] == [
        "spec.env  <list of EnvVar>",
        "",
        "  Environment variables of the main container. Secrets only by secretKeyRef.",
        "",
        "fields:",
        "  name  <string> required",
        "  value  <string>",
        "  valueFrom  <EnvVarSource>",
    ]
    assert "      fieldPath  <string> required" in lines


def test_spec_is_listed_by_topic_on_few_screens() -> None:
    lines = run("explain", "spec").stdout.splitlines()
    assert len(lines) <= 80
    assert max(map(len, lines)) <= 80
    topics = [line for line in lines if line.endswith(":")]
    assert topics == [
        "the main container:",
        "ours, where Kubernetes has no word:",
        "the StatefulSet:",
        "the pods, as in Kubernetes:",
    ]
    assert "  image                     required. Image of the main container, with" in lines[6]
    assert "  storage              Volumes that every pod gets for itself" in lines
    *above, pods = "\n".join(lines[4:-2]).split(f"{topics[-1]}\n")
    named = [line.split()[0] for line in above[0].splitlines() if line[:2] == "  "]
    named += [name.strip() for name in pods.replace("\n", " ").split(",")]
    assert sorted(named) == sorted(RECORDS["Spec"][0])
    assert {"sidecars", "podSecurityContext", "tolerations"} <= set(pods.replace(",", "").split())


def test_the_tree_of_spec_does_not_say_everything_twice() -> None:
    lines = run("explain", "spec", "--recursive").stdout.splitlines()
    assert lines[-1] == "  environments  <list of Environment>"
    assert "      mountPath  <string> required" in lines
    inside = run("explain", "spec.environments", "--recursive").stdout
    assert "\n  replicas  <integer>\n" in inside


def test_a_field_of_kubernetes_is_explained_in_its_words() -> None:
    assert run("explain", "spec.env.name").stdout == (
        "spec.env.name  <string> required\n\n"
        "  Name of the environment variable. May consist of any printable ASCII\n"
        "  characters except '='.\n"
        '  Must be letters, digits, "_", "-" and ".", with no digit and no ".." in front.\n'
    )


def test_a_field_that_is_taken_over_from_kubernetes_has_its_default() -> None:
    assert run("explain", "spec.imagePullPolicy").stdout == (
        "spec.imagePullPolicy  <Always | IfNotPresent | Never>\n\n"
        "  When to pull the image. Defaults to Always if :latest tag is specified, or\n"
        "  IfNotPresent otherwise.\n"
    )


def test_a_list_of_choices_a_limit_and_an_awkward_default() -> None:
    assert run("explain", "storage.accessModes").stdout.startswith(
        "spec.storage.accessModes  <list of ReadWriteOnce | ReadOnlyMany | ReadWriteMany |"
        " ReadWriteOncePod> default: [ReadWriteOnce]\n"
    )
    assert (
        "<string | integer from 1 to 65535>"
        in run("explain", "clientService.ports.targetPort").stdout
    )
    assert run("explain", "peers.first").stdout.startswith(
        "spec.peers.first  <integer, 1 or more>\n"
    )
    assert run("explain", "peers.separator").stdout.startswith(
        'spec.peers.separator  <string> default: ","\n'
    )
    assert run("explain", "storage.storageClassName").stdout.startswith(
        'spec.storage.storageClassName  <"" | string>\n'
    )


def test_an_object_of_any_kind_may_hold_anything() -> None:
    inside = run("explain", "extraResources.resource.spec.schedule").stdout
    assert inside.startswith("spec.extraResources.resource.spec.schedule  <anything>\n")
    whole = run("explain", "extraResources.resource").stdout
    assert whole.startswith("spec.extraResources.resource  <map of anything> required\n")


def test_what_removes_an_item_is_explained() -> None:
    assert "takes the item of this name out" in run("explain", "environments.env.$patch").stdout


def test_fields_are_explained_without_pydantic() -> None:
    code = (
        "import sys; from renderer.app.fields import Fields;"
        "from renderer.cli.schema import Kind, packaged;"
        "import json; Fields(json.loads(packaged()), Kind.app).explained('spec.storage');"
        "print('renderer.app.models' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_choices_are_listed() -> None:
    assert "<OrderedReady | Parallel>" in run("explain", "spec.podManagementPolicy").stdout


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        ("spec.storage[0].size", "spec.storage.size"),
        ("spec.storage[name=data].size", "spec.storage.size"),
        ("spec.environments[2].storage[0].size", "spec.environments.storage.size"),
        ("storage.size", "spec.storage.size"),
        ("replicas", "spec.replicas"),
        ("statefulapp.spec.replicas", "spec.replicas"),
        ("StatefulApp", "StatefulApp"),
        ("metadata.labels.app", "metadata.labels.app"),
        ('metadata.labels["a/b"]', 'metadata.labels["a/b"]'),
        ('["metadata"].name', "metadata.name"),
        ("spec.env[0].valueFrom.secretKeyRef.name", "spec.env.valueFrom.secretKeyRef.name"),
    ],
)
def test_a_field_is_found_as_errors_and_people_write_it(subject: str, path: str) -> None:
    result = run("explain", subject)
    assert (result.code, result.stderr) == (0, "")
    assert result.stdout.partition("  <")[0] == path


def test_a_key_of_a_map_is_explained_as_the_map() -> None:
    assert run("explain", 'spec.nodeSelector["a/b"]').stdout == (
        'spec.nodeSelector["a/b"]  <string>\n\n  Labels that a node must have.\n'
        '  Must be empty or letters, digits, "-", "_" and ".", with a letter or digit at\n'
        "  both ends.\n"
    )


def test_an_environment_may_say_any_field_of_spec_and_requires_none() -> None:
    assert run("explain", "spec.environments.replicas").stdout == (
        "spec.environments.replicas  <integer>\n\n  Number of pods. Default: 1, as in Kubernetes.\n"
    )
    assert run("explain", "spec.environments.image").stdout.startswith(
        "spec.environments.image  <string>\n"
    )
    assert run("explain", "spec.environments.name").stdout.startswith(
        "spec.environments.name  <string> required\n"
    )


@pytest.mark.parametrize("field", ["environment", "environments"])
def test_environments_do_not_nest(field: str) -> None:
    assert f"spec.environments.{field}: is not a field" in refused(f"spec.environments.{field}")


def refused(subject: str) -> str:
    result = run("explain", subject)
    assert (result.code, result.stdout) == (2, "")
    return result.stderr


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        ("spec.storag", 'spec.storag: is not a field (did you mean "storage"?)'),
        ("spec.storage[0].sise", 'spec.storage.sise: is not a field (did you mean "size"?)'),
        ("spec.sstorage.size", 'spec.sstorage: is not a field (did you mean "storage"?)'),
        ("kin", 'kin: is not a field (did you mean "kind"?)'),
        ("storag", 'storag: is not a field (did you mean "storage"?)'),
        ("zzz", "zzz: is not a field (known: apiVersion, kind, metadata, spec)"),
        ("spec.replicas.x", "spec.replicas.x: is not a field: spec.replicas has none below it"),
        ("", 'must name a field, got "" (known: apiVersion, kind, metadata, spec)'),
        ("[0]", 'must name a field, got "[0]" (known: apiVersion, kind, metadata, spec)'),
        ("sr109x", "sr109x: is not a field (known: apiVersion, kind, metadata, spec)"),
        (
            "sr399",
            'must be an error code, got "SR399" (known: '
            + ", ".join(OF_SPECS[:12])
            + f" and {len(OF_SPECS) - 12} more)",
        ),
        (
            "SR000",
            'must be an error code, got "SR000" (known: '
            + ", ".join(sorted([*CODES, *ALL])[:12])
            + f" and {len([*CODES, *ALL]) - 12} more)",
        ),
    ],
    ids=lambda each: each[:20],
)
def test_what_is_neither_is_refused_with_what_is_near(subject: str, message: str) -> None:
    assert refused(subject) == f"{message}  [SR201]\n"


def test_version() -> None:
    assert run("version") == run("--version")
    assert run("version").stdout.startswith("stateful ")


def test_a_bug_of_ours_exits_with_3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renderer.cli.main.command_line", lambda *_: 1 / 0)
    result = run("version")
    assert (result.code, result.stdout) == (3, "")
    assert result.stderr.startswith("Traceback")
    assert result.stderr.endswith("this is a bug, please report it with the lines above\n")


def test_fields_of_other_kinds_begin_with_the_kind() -> None:
    fail_on = run("explain", "StatefulGuard.spec.failOn")
    assert fail_on.stdout.startswith("spec.failOn  <error | warning | info | never> default: error")
    assert run("explain", "statefulguard.failOn") == fail_on
    assert run("explain", "StatefulGuard").stdout.startswith("StatefulGuard  <object>\n")
    sets = run("explain", "StatefulEnvironment.statefulSets[0].claims.size").stdout
    assert sets.startswith("spec.statefulSets.claims.size  <string | number>\n")
    wrong = run("explain", "StatefulGuard.spec.failon")
    assert wrong.code == 2
    assert 'did you mean "failOn"?' in wrong.stderr
    assert run("explain", "StatefulApp.replicas") == run("explain", "spec.replicas")


# --- verdicts -------------------------------------------------------------------------------------


def test_a_verdict_is_explained_with_its_plan_and_source() -> None:
    result = run("explain", "claim-grows")
    assert (result.code, result.stderr) == (0, "")
    head, meaning, why, plan, source = result.stdout.rstrip("\n").split("\n\n")
    assert head.split() == [
        "claim-grows",
        "(rejected):",
        "spec.volumeClaimTemplates[*].spec.resources.requests.storage",
        "of",
        "StatefulSet",
    ]
    assert meaning == "rejected: the API server refuses the whole object."
    assert why.startswith("The server refuses any change of a claim template")
    assert plan.startswith("Plan grow: Grow every claim, then make the set anew")
    assert "\n4. run: grow every claim\n" in plan
    assert source == "See https://github.com/kubernetes/kubernetes/issues/68737"
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_verdict_as_json_has_the_commands_of_its_plan() -> None:
    found = json.loads(run("explain", "claim-grows", "-o", "json").stdout)
    assert (found["effect"], found["kinds"]) == ("rejected", ["StatefulSet"])
    commands = [each for step in found["plan"]["steps"] for each in step["commands"]]
    assert any("data-db-2" in command for command in commands)


def test_a_verdict_with_the_name_of_a_field_is_explained_below_it() -> None:
    text = run("explain", "image").stdout
    assert text.startswith("spec.image  <")
    assert "\nimage (restart): spec.template.spec.containers[*].image of StatefulSet\n" in text


def test_a_page_that_a_message_names() -> None:
    result = run("explain", "docs/growing.md")
    assert (result.code, result.stderr) == (0, "")
    assert result.stdout == (ROOT / "docs/growing.md").read_text()


def test_a_page_that_is_none_has_a_way_out() -> None:
    result = run("explain", "docs/growin.md")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        'must be a page, got "docs/growin.md" (did you mean "docs/growing.md"?)  [SR201]\n'
    )


def test_every_page_that_a_message_names_is_there() -> None:
    texts = [path.read_text() for path in (ROOT / "renderer").rglob("*.py")]
    named = {page for text in texts for page in re.findall(r"docs/[a-z-]+\.md", text)}
    assert named
    assert [page for page in sorted(named) if run("explain", page).code] == []


def test_every_verdict_says_why_in_lines_of_80() -> None:
    for row in ROWS:
        found = explained.record(row)
        assert str(found["why"]).strip(), row.id
        assert "plan" in found or not row.plan, row.id
        assert max(map(len, explained.text(row).splitlines())) <= 80, row.id


def test_a_verdict_that_is_none_has_a_way_out() -> None:
    result = run("explain", "claim-grow")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == (
        'must be a verdict of diff, got "claim-grow" (did you mean "claim-grows"?)  [SR201]\n'
    )
    assert "(stateful explain --all)" in run("explain", "xyzzy-qq").stderr


def test_all_as_json_and_as_lines() -> None:
    found = json.loads(run("explain", "--all", "-o", "json").stdout)
    assert {each["id"] for each in found["verdicts"]} == {row.id for row in ROWS}
    assert {each["code"] for each in found["rules"]} == set(ALL)
    assert {each["code"] for each in found["codes"]} == set(CODES) - set(ALL)
    lines = run("explain", "--all").stdout.splitlines()
    assert len(lines) == sum(map(len, found.values()))
    assert [line.split()[1] for line in lines if line.startswith("claim-grows ")] == ["rejected"]


def test_a_code_as_json() -> None:
    rule = json.loads(run("explain", "sr936", "-o", "json").stdout)
    assert (rule["code"], rule["severity"]) == ("SR936", ALL["SR936"].severity)
    assert rule["wayOut"] == ALL["SR936"].way_out
    assert json.loads(run("explain", "SR801", "-o", "json").stdout)["title"]
    assert run("explain", "SR1", "-o", "json").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "must be a code, a verdict or a field, or --all"),
        (["SR103", "--all"], "must be a code, a verdict or a field, or --all"),
        (["spec.image", "-o", "json"], "of fields, `stateful schema` prints JSON"),
    ],
)
def test_calls_that_cannot_be_meant(words: list[str], said: str) -> None:
    result = run("explain", *words)
    assert result.code == 2
    assert said in result.stderr
