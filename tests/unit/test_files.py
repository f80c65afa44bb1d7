"""Writing a tree: all or nothing, and never over what somebody else wrote or edited."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.cli import disk
from renderer.cli.files import Plan, plan, write
from renderer.errors import RenderError
from renderer.kustomize.ownership import mark, says_the_same, sign, source_of, state

SPEC = "bases/db/statefulapp.yaml"
FIRST, OVERLAY = "bases/db/kustomization.yaml", "overlays/db/prod/kustomization.yaml"
DOCUMENTS = {FIRST: {"a": 1}, "bases/db/service.yaml": {"b": 1}, OVERLAY: {"c": 1}}
TREE = {path: sign(each, path, SPEC) for path, each in DOCUMENTS.items()}
CHANGED = {path: sign({"changed": 1}, path, SPEC) for path in TREE}


def snapshot(folder: Path) -> dict[str, str | None]:
    """Everything below a folder: {path: text}, None for a folder, and where a link leads."""
    return {path.relative_to(folder).as_posix(): content(path) for path in folder.rglob("*")}


def content(path: Path) -> str | None:
    if path.is_symlink():
        return f"-> {path.readlink()}"
    return None if path.is_dir() else path.read_bytes().decode()


def files(folder: Path) -> dict[str, str]:
    return {path: text for path, text in snapshot(folder).items() if text is not None}


def problems(result: Plan) -> list[str]:
    return [str(problem) for problem in result.problems]


# --- writing --------------------------------------------------------------------------------------


def test_a_tree_is_written_into_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    write(tmp_path / "new" / "folder", TREE)
    assert files(tmp_path / "new" / "folder") == TREE


def test_a_plan_alone_writes_nothing(tmp_path: Path) -> None:
    result = plan(tmp_path, TREE)
    assert (result.writes, result.is_done) == (TREE, False)
    assert snapshot(tmp_path) == {}


def test_a_second_render_leaves_every_file_alone(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    before = {path: (tmp_path / path).stat() for path in TREE}
    result = write(tmp_path, TREE)
    assert (result.unchanged, result.is_done) == (3, True)
    assert {path: (tmp_path / path).stat().st_ino for path in TREE} == {
        path: stat.st_ino for path, stat in before.items()
    }


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    result = write(tmp_path, {**TREE, FIRST: CHANGED[FIRST]})
    assert (list(result.writes), result.unchanged) == ([FIRST], 2)
    assert files(tmp_path) == {**TREE, FIRST: CHANGED[FIRST]}


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    text = sign("é: ☃\n", FIRST, SPEC)
    write(tmp_path, {FIRST: text})
    assert (tmp_path / FIRST).read_bytes() == text.encode()


def test_no_temporary_folder_stays(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bases", "overlays"]


def test_new_files_are_readable_as_the_umask_says(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    (tmp_path / "other").touch()
    assert (tmp_path / FIRST).stat().st_mode == (tmp_path / "other").stat().st_mode


# --- what is no longer rendered -------------------------------------------------------------------


def test_a_stale_file_goes(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    rest = {path: text for path, text in TREE.items() if path != "bases/db/service.yaml"}
    assert write(tmp_path, rest).removals == ["bases/db/service.yaml"]
    assert files(tmp_path) == rest


def test_the_folder_of_an_environment_that_went_goes(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    write(tmp_path, {path: text for path, text in TREE.items() if path != OVERLAY})
    assert sorted(snapshot(tmp_path)) == [
        "bases",
        "bases/db",
        "bases/db/kustomization.yaml",
        "bases/db/service.yaml",
    ]


def test_the_folders_of_an_app_that_was_renamed_go(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    documents = {path.replace("/db/", "/sql/"): each for path, each in DOCUMENTS.items()}
    renamed = {path: sign(each, path, SPEC) for path, each in documents.items()}
    write(tmp_path, renamed)
    assert files(tmp_path) == renamed
    assert not (tmp_path / "bases/db").exists()
    assert not (tmp_path / "overlays/db").exists()


def test_a_folder_with_a_file_of_somebody_else_stays(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    foreign = tmp_path / "overlays/db/prod/notes.txt"
    foreign.write_text("mine")
    write(tmp_path, {path: text for path, text in TREE.items() if path != OVERLAY})
    assert list((tmp_path / "overlays/db/prod").iterdir()) == [foreign]


def test_files_of_other_specs_stay(tmp_path: Path) -> None:
    other = signed("bases/web/service.yaml", "bases/web/statefulapp.yaml")
    write(tmp_path, other)
    assert write(tmp_path, TREE).removals == []
    assert files(tmp_path) == {**other, **TREE}


def test_files_of_nobody_stay(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    for path in ("bases/db/statefulapp.yaml", "bases/db/binary.yaml", "overlays/db/own.yaml"):
        (tmp_path / path).write_bytes(b"\xff\xfe mine\n")
    assert write(tmp_path, TREE).is_done


def test_files_outside_of_bases_and_overlays_stay(tmp_path: Path) -> None:
    (tmp_path / "copy.yaml").write_text(TREE[FIRST])
    assert write(tmp_path, TREE).removals == []
    assert (tmp_path / "copy.yaml").read_text() == TREE[FIRST]


def test_a_link_to_a_stale_file_stays(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    link = tmp_path / "bases/db/link.yaml"
    link.symlink_to("kustomization.yaml")
    assert write(tmp_path, TREE).is_done
    assert link.is_symlink()


# --- foreign files: SR503 -------------------------------------------------------------------------


def in_the_way(folder: Path, path: str) -> str:
    return (
        f"{folder / path}: is in the way: it was not written by this tool (move it away)  [SR503]"
    )


def test_a_file_of_somebody_else_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / FIRST).write_text("resources: []\n")
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_an_empty_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / FIRST).touch()
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_a_folder_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / FIRST).mkdir(parents=True)
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_bytes_that_are_no_text_are_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / FIRST).write_bytes(TREE[FIRST].encode() + b"\xff")
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


@pytest.mark.parametrize("target", ["same.yaml", "nowhere.yaml"])
def test_a_link_is_in_the_way_even_to_the_same_text_or_to_nothing(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / "bases/db/same.yaml").write_text(TREE[FIRST])
    (tmp_path / FIRST).symlink_to(target)
    assert in_the_way(tmp_path, FIRST) in problems(plan(tmp_path, TREE))


def test_a_file_of_somebody_else_is_not_given_up_with_overwrite_edited(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / FIRST).write_text("resources: []\n")
    result = plan(tmp_path, TREE, overwrite_edited=True)
    assert problems(result) == [in_the_way(tmp_path, FIRST)]


# --- edited files: SR504 --------------------------------------------------------------------------


def edited(folder: Path, path: str) -> str:
    return (
        f"{folder / path}: was edited since it was written, and the edit would be lost (move the"
        " edit into the StatefulApp, or give it up with --overwrite-edited)  [SR504]"
    )


def edit(file: Path) -> None:
    file.write_text(file.read_text() + "more: 1\n")


def test_an_edited_file_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    edit(tmp_path / FIRST)
    assert problems(plan(tmp_path, TREE)) == [edited(tmp_path, FIRST)]


def test_an_edited_file_is_not_removed(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    edit(tmp_path / OVERLAY)
    rest = {path: text for path, text in TREE.items() if path != OVERLAY}
    assert problems(plan(tmp_path, rest)) == [edited(tmp_path, OVERLAY)]


def test_an_edit_may_be_given_up(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    edit(tmp_path / FIRST)
    edit(tmp_path / OVERLAY)
    rest = {path: text for path, text in TREE.items() if path != OVERLAY}
    write(tmp_path, rest, overwrite_edited=True)
    assert files(tmp_path) == rest


def test_a_file_whose_first_line_was_changed_is_no_longer_ours(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    file = tmp_path / FIRST
    file.write_text(file.read_text().replace("; edit that and render again", ""))
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_what_was_edited_into_what_is_rendered_now_is_no_problem(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    (tmp_path / FIRST).write_text(CHANGED[FIRST])
    assert write(tmp_path, {**TREE, FIRST: CHANGED[FIRST]}).is_done


def test_a_first_line_of_another_version_is_renewed(tmp_path: Path) -> None:
    """Its checksum is made in another way; all else is as it is to be."""
    write(tmp_path, TREE)
    old = TREE[FIRST].replace("Checksum ", "Checksum 0", 1)
    (tmp_path / FIRST).write_text(old)
    assert not plan(tmp_path, TREE).is_done
    write(tmp_path, TREE)
    assert files(tmp_path) == TREE
    (tmp_path / FIRST).write_text(f"{old}more: 1\n")
    assert "SR504" in str(plan(tmp_path, TREE).problems[0])


def test_line_ends_of_windows_are_no_edit(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    for path in TREE:
        file = tmp_path / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    write(tmp_path, CHANGED)
    assert files(tmp_path) == CHANGED


def test_a_checkout_with_line_ends_of_windows_is_current(tmp_path: Path) -> None:
    """Git makes them again at the next checkout: `render --check` would fail for ever."""
    write(tmp_path, TREE)
    for path in TREE:
        file = tmp_path / path
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert plan(tmp_path, TREE).is_done


def test_a_stale_file_with_line_ends_of_windows_goes(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    file = tmp_path / OVERLAY
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    rest = {path: text for path, text in TREE.items() if path != OVERLAY}
    assert write(tmp_path, rest).removals == [OVERLAY]


# --- all or nothing -------------------------------------------------------------------------------


def test_any_problem_keeps_everything_from_being_written(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    edit(tmp_path / FIRST)
    before = snapshot(tmp_path)
    with pytest.raises(RenderError) as caught:
        write(tmp_path, {**CHANGED, "bases/db/new.yaml": CHANGED[FIRST]})
    assert [str(problem) for problem in caught.value.problems] == [edited(tmp_path, FIRST)]
    assert snapshot(tmp_path) == before


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    edit(tmp_path / FIRST)
    (tmp_path / OVERLAY).write_text("mine")
    assert problems(plan(tmp_path, CHANGED)) == [
        edited(tmp_path, FIRST),
        in_the_way(tmp_path, OVERLAY),
    ]


def test_a_file_where_a_folder_must_be_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "overlays").write_text("mine")
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, "overlays")]
    with pytest.raises(RenderError):
        write(tmp_path, TREE)
    assert snapshot(tmp_path) == {"overlays": "mine"}


# --- nothing outside ------------------------------------------------------------------------------


@pytest.fixture(params=[True, False], ids=["descriptors", "paths"])
def folders(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """An output folder, and a folder of somebody with files of ours; with and without dir_fd."""
    monkeypatch.setattr(disk, "HAS_DESCRIPTORS", request.param)
    write(tmp_path / "victim", TREE)
    (tmp_path / "out").mkdir()
    return tmp_path / "out", tmp_path / "victim"


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("bases", "../victim/bases"),
        ("overlays/db", "../../victim/overlays/db"),
        ("overlays/db/prod", "../../../victim/overlays/db/prod"),
        ("overlays/db/prod", "../../elsewhere"),
        ("overlays/db", "nowhere"),
        ("overlays/db", "db"),
    ],
)
def test_nothing_is_written_through_a_link(
    folders: tuple[Path, Path], path: str, target: str
) -> None:
    out, victim = folders
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    (out / "elsewhere").mkdir()
    (out / path).symlink_to(target)
    before = snapshot(out), snapshot(victim)
    message = f"{out / path}: is a link to {target}: nothing is written through links"
    assert problems(plan(out, CHANGED)) == [f"{message} (put a folder in its place)  [SR503]"]
    with pytest.raises(RenderError, match="nothing is written through links"):
        write(out, CHANGED, overwrite_edited=True)
    assert (snapshot(out), snapshot(victim)) == before


def test_nothing_behind_a_link_is_removed(folders: tuple[Path, Path]) -> None:
    """Its files are stale, by their first line; where they are read from, nothing is rendered."""
    out, victim = folders
    (out / "overlays").symlink_to(victim / "overlays")
    base = {path: text for path, text in TREE.items() if path != OVERLAY}
    assert write(out, base).removals == []
    assert files(victim) == TREE


def test_an_output_folder_may_be_a_link(folders: tuple[Path, Path]) -> None:
    out, _ = folders
    (out.parent / "link").symlink_to(out)
    write(out.parent / "link", TREE)
    assert files(out) == TREE


@pytest.mark.parametrize(
    "path",
    [
        "",
        "bases",
        "bases/..",
        "bases/../../x.yaml",
        "bases//x.yaml",
        "bases/db/",
        "bases/./x.yaml",
        "bases/db/\0.yaml",
        "bases/db\\..\\x.yaml",
        "bases/C:x.yaml",
        "../x.yaml",
        "/bases/db/x.yaml",
        "other/db/x.yaml",
        "bases/" + "d/" * 20 + "x.yaml",
    ],
)
def test_no_name_leads_anywhere_else(tmp_path: Path, path: str) -> None:
    with pytest.raises(RenderError, match="must be a path below bases or overlays, of plain names"):
        write(tmp_path / "out", {**TREE, path: "x: 1\n"})
    assert snapshot(tmp_path) == {"out": None}


def test_a_pipe_in_the_way_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    os.mkfifo(tmp_path / FIRST)
    os.mkfifo(tmp_path / "bases/db/other.yaml")
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_a_file_without_end_is_in_the_way_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    for path in (FIRST, "bases/db/other.yaml"):
        with (tmp_path / path).open("w") as stream:
            stream.write("# " if path != FIRST else TREE[FIRST])
            stream.truncate(1 << 40)
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, FIRST)]


def test_an_error_names_the_file_that_people_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left on device") as caught:
        write(tmp_path, TREE)
    assert str(caught.value.filename) == str(tmp_path / FIRST.replace("kustomization", "service"))
    assert snapshot(tmp_path) == {}


# --- the first line -------------------------------------------------------------------------------


def test_a_signed_text_says_what_it_is_and_was_made_from() -> None:
    assert sign({"a": 1}, FIRST, SPEC) == (
        "# Generated by stateful-renderer as bases/db/kustomization.yaml from"
        " bases/db/statefulapp.yaml; edit that and render again. Checksum 49f31a23d308\na: 1\n"
    )


def test_the_states_of_a_text() -> None:
    text = TREE[FIRST]
    found = [state(each, FIRST) for each in (text, f"{text}b: 1\n", "a: 1\n", "")]
    assert found == ["ours", "edited", "foreign", "foreign"]


@pytest.mark.parametrize(
    ("body", "is_ours"),
    [
        ("b: 2\na: '1'\n", True),
        ("b: 2.0\na: '1'\n", True),
        ("b: 2 # mine\na: '1'\n", False),
        ("b: 2\na: 1\n", False),
        ("b: '2'\na: '1'\n", False),
        ("b: 2\na: true\n", False),
        ("b: 2\n", False),
        ("b: 2\na: [\n", False),
        ("b: 2\na: '1'\n---\nc: 3\n", False),
        ('b: 2\na: "\\x85"\n', False),
        ("", False),
    ],
)
def test_an_order_of_keys_is_no_edit(body: str, is_ours: bool) -> None:
    line = mark(FIRST, SPEC, {"a": "1", "b": 2})
    assert state(f"{line}\n{body}", FIRST) == ("ours" if is_ours else "edited")
    assert state(f"# mine\n{line}\n{body}", FIRST) == "edited"


def test_an_order_in_a_list_is_an_edit() -> None:
    line = mark(FIRST, SPEC, {"a": [{"b": 1.0, "c": 2}, {}]})
    bodies = ("a: [{c: 2, b: 1}, {}]\n", "a: [{}, {b: 1, c: 2}]\n")
    assert [state(f"{line}\n{body}", FIRST) for body in bodies] == ["ours", "edited"]


NOTE = "internal.kpt.dev/upstream-identifier"


@pytest.mark.parametrize(
    ("metadata", "is_same", "expected"),
    [
        ("{name: a}", True, "ours"),
        ("{name: a, annotations: {}}", True, "ours"),
        ("{name: a, annotations: }", True, "ours"),
        (f"{{name: a, annotations: {{{NOTE}: x}}}}", True, "edited"),
        ("{name: a, annotations: {config.kubernetes.io/local-config: x}}", False, "edited"),
        ("{name: a, annotations: {config.kubernetes.io/depends-on: x}}", False, "edited"),
        ("{name: a, annotations: [x]}", False, "edited"),
        ("{name: a, labels: {}}", False, "edited"),
    ],
)
def test_what_kpt_writes_for_itself_is_no_change_and_not_lost(
    metadata: str, is_same: bool, expected: str
) -> None:
    new = sign({"metadata": {"name": "a"}, "x": 1}, FIRST, SPEC)
    text = f"{new.partition(chr(10))[0]}\nx: 1\nmetadata: {metadata}\n"
    assert (says_the_same(text, new), state(text, FIRST)) == (is_same, expected)


def test_a_comment_above_the_first_line_hides_no_file_of_ours(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    for path in (FIRST, OVERLAY):
        (tmp_path / path).write_text(f"# mine\n{TREE[path]}")
    rest = {path: text for path, text in TREE.items() if path != OVERLAY}
    assert plan(tmp_path, TREE).is_done
    assert problems(plan(tmp_path, rest)) == [edited(tmp_path, OVERLAY)]
    found = problems(plan(tmp_path, CHANGED))
    assert found == [edited(tmp_path, path) for path in TREE if path in (FIRST, OVERLAY)]


def test_a_copy_is_somebody_elses() -> None:
    assert state(TREE[FIRST], "bases/db/mine.yaml") == "foreign"
    assert source_of(TREE[FIRST], "bases/db/mine.yaml") is None


def test_the_source_of_a_text() -> None:
    assert [source_of(each, FIRST) for each in (TREE[FIRST], "a: 1\n")] == [SPEC, None]


def test_the_checksum_covers_the_source() -> None:
    assert state(TREE[FIRST].replace(SPEC, "other.yaml", 1), FIRST) == "edited"


# --- apps, specs and other people's files ---------------------------------------------------------


def signed(path: str, source: str) -> dict[str, str]:
    """One file of ours."""
    return {path: sign({"x": 1}, path, source)}


def test_stdin_says_nothing_about_other_apps(tmp_path: Path) -> None:
    write(tmp_path, signed("bases/a/service.yaml", "stdin"))
    result = write(tmp_path, signed("bases/b/service.yaml", "stdin"))
    assert result.removals == []
    assert sorted(files(tmp_path)) == ["bases/a/service.yaml", "bases/b/service.yaml"]


def test_a_spec_that_moved_takes_its_overlays_along(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    result = write(tmp_path, signed(FIRST, "moved/statefulapp.yaml"))
    assert result.removals == ["bases/db/service.yaml", OVERLAY]


def test_two_specs_of_one_app_do_not_overwrite_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").touch()
    write(tmp_path, signed(FIRST, "a.yaml"))
    (problem,) = problems(plan(tmp_path, signed(FIRST, "b.yaml")))
    assert problem == (
        f"{tmp_path / FIRST}: was rendered from a.yaml, which is still there: two specs share this"
        " app's name (render both in one call, or with an output folder for each)  [SR506]"
    )


def test_files_whose_spec_is_gone_are_named_and_stay(tmp_path: Path) -> None:
    write(tmp_path, signed("bases/old/service.yaml", "old.yaml"))
    result = write(tmp_path, TREE)
    assert (result.orphans, result.removals) == (["bases/old/service.yaml"], [])
    assert (tmp_path / "bases/old/service.yaml").exists()


def test_a_copy_of_one_of_our_files_stays(tmp_path: Path) -> None:
    write(tmp_path, TREE)
    (tmp_path / "bases/db/mine.yaml").write_text(TREE["bases/db/service.yaml"])
    assert write(tmp_path, TREE).is_done
    assert (tmp_path / "bases/db/mine.yaml").exists()


@pytest.mark.parametrize("name", ["kustomization.yml", "Kustomization"])
def test_a_second_kustomization_would_break_the_build(tmp_path: Path, name: str) -> None:
    (tmp_path / "bases/db").mkdir(parents=True)
    (tmp_path / "bases/db" / name).touch()
    assert problems(plan(tmp_path, TREE)) == [in_the_way(tmp_path, f"bases/db/{name}")]


@pytest.mark.slow
def test_renders_of_one_folder_wait_for_each_other(tmp_path: Path) -> None:
    """Four processes bring one folder to two states in turn; none may fail, no file may be lost."""
    program = (
        "import sys; from pathlib import Path; from renderer.cli.files import write;"
        "from renderer.kustomize.ownership import sign\n"
        "for round in range(10):\n"
        "    paths = [f'bases/a{n}/service.yaml' for n in range(30)]\n"
        "    document = {'x': f'{round}{sys.argv[2]}'}\n"
        "    write(Path(sys.argv[1]), {path: sign(document, path, 's.yaml') for path in paths})\n"
    )
    calls = [[sys.executable, "-c", program, str(tmp_path), str(number)] for number in range(4)]
    running = [subprocess.Popen(call, stderr=subprocess.PIPE, text=True) for call in calls]
    assert [(each.communicate()[1], each.returncode) for each in running] == [("", 0)] * 4
    assert len(files(tmp_path)) == 30
