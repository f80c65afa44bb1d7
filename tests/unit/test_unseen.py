"""Nothing of the input that cannot be seen, or turns a line around, reaches a stream as it is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from calling import statefulset
from commands import Result, run
from hostile import APP, CHARACTERS, STORAGE

from renderer.reports.formats import WRITERS
from renderer.reports.json_text import UNSEEN, json_text
from renderer.reports.record import Entry, Report, Rule
from renderer.yaml import dump

FORMATS = ("text", "json", *WRITERS)
# What YAML cannot carry at all is refused long before.
CARRIED = {
    name: character
    for name, character in CHARACTERS.items()
    if name not in ("line-feed", "tab", "return", "no-character", "surrogate")
}
ALL = "".join(CHARACTERS.values()).replace("\ud800", "")
WHOLE = Entry(
    Rule("SR936"),
    "error",
    "error",
    f"StatefulSet/{ALL}",
    f"message {ALL}",
    hint=f"hint {ALL}",
    path=f"path {ALL}",
    file=f"file {ALL}",
    line=3,
    environments=(f"environment {ALL}",),
    details=f"details {ALL}",
)


def assert_seen(text: str) -> None:
    """All of a text can be seen, but for the line ends that formats have."""
    assert UNSEEN.findall(text) == []
    unknown = [character for character in text if not character.isprintable()]
    assert {*unknown} <= {"\n", "\ufe0f"}  # an icon of ours has the latter


@pytest.mark.parametrize("name", [*WRITERS])
def test_a_writer_shows_it_escaped(name: str) -> None:
    allowed = Entry(**{**WHOLE.__dict__, "allowed": f"reason {ALL}"})
    written = WRITERS[name](Report("stateful validate", (WHOLE, allowed), f"summary {ALL}"))
    assert_seen(written)
    if name == "sarif":
        json.loads(written)
    if name == "junit":
        ET.fromstring(written)  # noqa: S314  # our own


@pytest.mark.parametrize("name", CHARACTERS)
def test_json_has_the_same_value(name: str) -> None:
    value = {f"a{CHARACTERS[name]}é": [CHARACTERS[name] * 2, "ü 日本"]}
    written = json_text(value)
    assert_seen(written)
    assert json.loads(written) == value
    assert "ü 日本" in written
    assert_seen(json_text(value, indent=None))


# --- commands -------------------------------------------------------------------------------------


def labelled(character: str, value: str = "a") -> dict[str, Any]:
    """A set with the character wherever a cluster may take it, and where it may not."""
    data = statefulset()
    data["metadata"]["annotations"] = {"example.com/a": f"{value}{character}"}
    template = data["spec"]["template"]
    template["metadata"].setdefault("labels", {})[f"x{character}"] = f"{value}{character}"
    container = template["spec"]["containers"][0]
    container["env"] = [{"name": f"A{character}", "value": f"{value}{character}"}]
    container["image"] = f"web:{value}{character}"
    return data


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("name", CARRIED)
def test_of_manifests(
    name: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = f"b{CARRIED[name]}.yaml"
    Path("a.yaml").write_text(json.dumps(labelled(CARRIED[name])))
    Path(file).write_text(json.dumps(labelled(CARRIED[name], "b")))
    for arguments in (["validate", file], ["diff", "a.yaml", file], ["diff", file, "nowhere"]):
        result = run(*arguments, "-o", output)
        assert result.stdout + result.stderr
        assert_seen(result.stdout)
        assert_seen(result.stderr)


@pytest.mark.parametrize("name", CARRIED)
def test_of_a_spec(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the value is kept, as in what is rendered, it is escaped; else it is refused so."""
    monkeypatch.chdir(tmp_path)
    escaped = json.dumps(f"a{CARRIED[name]}")
    more = (
        f"  env: [{{name: A, value: {escaped}}}]\n  podAnnotations: {{example.com/a: {escaped}}}\n"
    )
    Path("statefulapp.yaml").write_text(APP + STORAGE + more)
    calls = [
        *(["render", "-o", output] for output in ("yaml", "json", "spec", "name")),
        *(["facts", "-o", output] for output in ("text", "json")),
        *(["validate", "statefulapp.yaml", "-o", output] for output in FORMATS),
        ["argocd", "generate"],
        ["argocd", "parameters"],
    ]
    for arguments in calls:
        result = run(*arguments)
        assert result.stdout + result.stderr
        assert_seen(result.stdout)
        assert_seen(result.stderr)


@pytest.mark.parametrize("output", FORMATS)
def test_of_applications(output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    character = "\u202e"
    application = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": f"a{character}"},
        "spec": {
            f"k{character}": 1,
            "source": {
                "repoURL": f"u{character}",
                "path": f"p{character}",
                "plugin": {
                    "name": f"stateful-renderer{character}",
                    "parameters": [{"name": f"n{character}", "string": "x"}],
                },
            },
        },
    }
    file = f"a{character}.yaml"
    Path(file).write_text(dump(application))
    doctor = run("doctor", file, "-o", output)
    assert doctor.code == 1
    emulated = run("argocd", "emulate", "-f", file)
    assert emulated.code == 2
    subprocess.run(["git", "init", "-q"], check=True)
    for words in (["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@x", *words], check=True)
    compared = run("diff", "--against", "HEAD", "-f", file, "-o", output)
    assert compared.code == 2
    for result in (doctor, emulated, compared):
        assert isinstance(result, Result)
        assert_seen(result.stdout)
        assert_seen(result.stderr)
