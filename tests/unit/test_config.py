"""Files of a config: where they may come from, what they become, and what a change does."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from building import app_in, build_resources
from commands import run

from renderer.app.load import Document
from renderer.errors import RenderError
from renderer.inputs.beside import read_beside
from renderer.resources.config_maps import checksum
from renderer.yaml import dump, read

HEAD = {"apiVersion": "stateful-renderer.dev/v1alpha1", "kind": "StatefulApp"}


def spec(*files: dict[str, Any], **fields: Any) -> dict[str, Any]:
    config = {"name": "config", "mountPath": "/config", "files": [*files], **fields}
    return {**HEAD, "metadata": {"name": "db"}, "spec": {"image": "db:1", "config": [config]}}


def built(document: dict[str, Any], content: bytes = b"") -> dict[str, Any]:
    app = app_in(Document(document, read_beside=lambda _: content), None)
    return {each["kind"]: each for each in build_resources(app)}


@pytest.mark.parametrize(
    "content",
    [
        b"plain\n",
        b"",
        "é €\r\nwindows\r\n".encode(),
        b"\n\n leading\n",
        b"no line end",
        b"y: 0755\n# comment\n---\n",
    ],
)
def test_a_file_that_is_text_stays_text(content: bytes) -> None:
    found = built(spec({"name": "a", "fromFile": "a"}), content)["ConfigMap"]
    assert found["data"]["a"].encode() == content
    assert read(dump(found)) == [found]


@pytest.mark.parametrize(
    "content",
    [b"\x00", b"\xff\xfe", b"a\x1b[0m", "\u0085".encode(), b"\ta\nb\n", b"\xed\xa0\x80"],
)
def test_a_file_that_no_yaml_reader_keeps_is_bytes(content: bytes) -> None:
    found = built(spec({"name": "a", "fromFile": "a"}), content)["ConfigMap"]
    assert "data" not in found
    assert found["binaryData"] == {"a": b64encode(content).decode()}


def test_an_empty_file_is_kept() -> None:
    found = built(spec({"name": "a", "text": ""}, {"name": "b", "base64": ""}))["ConfigMap"]
    assert (found["data"], found["binaryData"]) == ({"a": ""}, {"b": ""})


def test_folded_base64_is_written_in_one_line() -> None:
    found = built(spec({"name": "a", "base64": "AAEC\nAwQF\n"}))["ConfigMap"]
    assert found["binaryData"] == {"a": "AAECAwQF"}


def test_a_function_has_no_folder() -> None:
    with pytest.raises(RenderError, match=r"must be text or base64 here") as raised:
        app_in(Document(spec({"name": "a", "fromFile": "a"})), None)
    assert [problem.code for problem in raised.value.problems] == ["SR321"]


def annotations(document: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = built(document)["StatefulSet"]["spec"]["template"]["metadata"].get(
        "annotations", {}
    )
    return found


def test_the_checksum_follows_the_content_and_nothing_else() -> None:
    one = annotations(spec({"name": "a", "text": "1"}, {"name": "b", "text": "2"}))
    assert list(one) == ["checksum.stateful-renderer.dev/config"]
    assert one == annotations(spec({"name": "b", "text": "2"}, {"name": "a", "text": "1"}))
    assert one == annotations(
        spec({"name": "a", "text": "1"}, {"name": "b", "text": "2"}, mountPath="/other")
    )
    assert one != annotations(spec({"name": "a", "text": "1"}, {"name": "b", "text": "3"}))
    assert one != annotations(spec({"name": "a", "text": "1"}, {"name": "c", "text": "2"}))


def test_where_one_value_ends_is_part_of_the_checksum() -> None:
    assert checksum({"data": {"a": "b", "c": "d"}}) != checksum({"data": {"a": "bc", "": "d"}})
    assert checksum({"data": {"a": "b"}}) != checksum({"binaryData": {"a": "b"}})


def test_a_file_that_the_app_reads_again_restarts_nothing() -> None:
    assert annotations(spec({"name": "a", "text": "1"}, onChange="none")) == {}


def test_keys_come_in_order_whatever_the_order_of_the_files() -> None:
    found = built(spec({"name": "b", "text": "2"}, {"name": "a", "text": "1"}))["ConfigMap"]
    assert list(found["data"]) == ["a", "b"]


# --- the disk -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "app/sub").mkdir(parents=True)
    (tmp_path / "app/sub/a.conf").write_text("inside")
    (tmp_path / "outside.conf").write_text("outside")
    return tmp_path / "app"


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / "link").symlink_to("sub/a.conf")
    (folder / "folder").symlink_to("sub")
    assert read_beside(folder, "link") == b"inside"
    assert read_beside(folder, "folder/a.conf") == b"inside"


@pytest.mark.parametrize("target", ["../outside.conf", "/etc/hostname", "sub/../../outside.conf"])
def test_a_link_out_of_the_folder_is_refused(folder: Path, target: str) -> None:
    (folder / "link").symlink_to(target)
    with pytest.raises(ValueError, match="must not lead out of the spec's folder"):
        read_beside(folder, "link")


def test_a_folder_that_leads_out_is_refused(folder: Path) -> None:
    (folder / "up").symlink_to("..")
    with pytest.raises(ValueError, match="must not lead out"):
        read_beside(folder, "up/outside.conf")


def test_a_link_to_itself_is_refused(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    with pytest.raises(ValueError, match=r"must be (there|readable)"):
        read_beside(folder, "loop")


def test_what_is_no_file_is_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe")  # to read it would wait for ever
    with pytest.raises(ValueError, match="must be a file, beside the spec"):
        read_beside(folder, "pipe")


def test_a_link_to_the_folder_of_the_spec_is_its_folder(folder: Path) -> None:
    (folder.parent / "link").symlink_to("app")
    assert read_beside(folder.parent / "link", "sub/a.conf") == b"inside"


def test_a_changed_file_is_seen_by_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("statefulapp.yaml").write_text(dump(spec({"name": "a", "fromFile": "a.conf"})))
    Path("a.conf").write_text("1\n")
    assert run("render").code == 0
    assert run("render", "--check").code == 0
    Path("a.conf").write_text("2\n")
    result = run("render", "--check")
    assert result.code == 1
    assert "would write bases/db/configmap-config.yaml" in result.stdout


def test_the_merged_spec_still_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("statefulapp.yaml").write_text(dump(spec({"name": "a", "fromFile": "a.conf"})))
    Path("a.conf").write_text("1\n")
    assert "fromFile: a.conf" in run("render", "-e", "base", "-o", "spec").stdout
