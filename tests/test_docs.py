"""What README and docs show: every command runs, every YAML block is read and rendered.

A page may tell a story: a block ```console holds commands behind `$ ` and what they print, a block
with `title="FILE"` is that file, and a block ```diff with a title is an edit of it. The blocks of
such a page are done in their order, in a folder of its own. `...` stands for lines left out.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from calling import ROOT
from commands import run
from golden_check import Golden

from renderer.app import GROUP, KIND, is_app, shapes
from renderer.changes.allowed import allowances_in
from renderer.cli.main import command_line
from renderer.yaml import dump, read

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```(\w*)(?: title=\"([^\"]+)\")?\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(.* \| )?stateful ")
# Behind a command: what a block says of it, where its output goes.
END = re.compile(r"\s{2,}|\s#|\s>|\s\|\s(?!stateful)")
INLINE = re.compile(r"`((?:[^`\n]+\| )?stateful [^`]+)`")
# What a page can show and this machine has not: a cluster, Applications, a registry, another host;
# and what goes on until somebody ends it.
ELSEWHERE = ("--live", "--application", "install-plugin", "argocd", "stateful watch")
MANIFESTS = (
    "manifests/db.yaml",
    "overlays/dev/db.yaml",
    "overlays/prod/db.yaml",
    "before.yaml",
    "after.yaml",
    "environments/prod/web/db.yaml",
    "environments/prod-next/web/db.yaml",
)
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b|\.\.\.|CODE|<[a-z]+>")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: Path
    line: int
    language: str
    title: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    return (_block(page, found) for found in BLOCK.finditer(page.read_text("utf-8")))


def _block(page: Path, found: re.Match[str]) -> Block:
    indent, language, title, text = found.groups()
    lines = text.splitlines(keepends=True)
    line = found.string.count("\n", 0, found.start()) + 1
    text = "".join(line.removeprefix(indent) for line in lines)
    return Block(page, line, language, title or "", text)


ALL = [block for page in PAGES for block in blocks(page)]
STORIES = sorted({block.page for block in ALL if block.language == "console"})


@pytest.mark.e2e
@pytest.mark.parametrize("page", STORIES, ids=lambda page: page.stem)
def test_a_story(page: Path, kustomize: Path, golden: Golden, tmp_path: Path) -> None:
    def told(found: re.Match[str]) -> str:
        block = _block(page, found)
        if block.language == "console":
            return found[0].replace(found[4], _replayed(block.text, tmp_path, kustomize))
        if block.language == "diff" and block.title:
            _edit(tmp_path / block.title, block.text)
        elif block.title:
            file = tmp_path / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text)
        return found[0]

    golden.check_text(page, BLOCK.sub(told, page.read_text("utf-8")))


def _replayed(text: str, folder: Path, kustomize: Path) -> str:
    """Return the block with what its commands print now; `...` stays where it holds."""
    programs = [Path(sys.executable).parent, kustomize.parent, os.environ["PATH"]]
    environment = {
        "PATH": ":".join(map(str, programs)),
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{f"GIT_{who}_NAME": "you" for who in ("AUTHOR", "COMMITTER")},
        **{f"GIT_{who}_EMAIL": "you@example.com" for who in ("AUTHOR", "COMMITTER")},
    }
    told = []
    for step in re.split(r"^(?=\$ )", text, flags=re.MULTILINE)[1:]:
        line, _, expected = step.partition("\n")
        result = subprocess.run(
            ["bash", "-c", line.removeprefix("$ ")],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed = re.sub(r"(?m)^(ok +\w[^:]*: [\d.]+)(, .*)?$", r"\1", result.stdout)
        told.append(f"{line}\n{expected if _holds(expected, printed) else printed}")
    return "".join(told)


def _holds(expected: str, printed: str) -> bool:
    pattern = ".*?".join(map(re.escape, re.split(r"^\.\.\.\n", expected, flags=re.MULTILINE)))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


def _edit(file: Path, edit: str) -> None:
    lines = edit.splitlines(keepends=True)
    before, after = (
        "".join(line[1:] for line in lines if line[0] in signs) for signs in (" -", " +")
    )
    text = file.read_text()
    assert text.count(before) == 1, f"{file.name} must hold once:\n{before}"
    file.write_text(text.replace(before, after))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the examples, and the files of others that the pages name."""
    folder = tmp_path_factory.mktemp("repository")
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, folder / name)
    nginx = run("render", "-f", str(ROOT / "bases/nginx"), "-e", "prod", "-o", "yaml").stdout
    for name in MANIFESTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(nginx.replace("nginx", "db"))
    for name in ("statefulset.yaml", "service.yaml"):
        shutil.copy(ROOT / "bases/nginx" / name, folder / name)
    git = ["git", "-C", str(folder), "-c", "user.name=you", "-c", "user.email=you@example.com"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *arguments], check=True)
    return folder


def commands() -> dict[str, str]:
    """Return every call of `stateful` in a block or a text: its name in the tests -> it."""
    calls = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        lines = [
            line
            for block in blocks(page)
            if block.language in ("", "sh")
            for line in block.text.splitlines()
        ]
        for line in [*lines, *INLINE.findall(BLOCK.sub("", text).replace("\n", " "))]:
            command = END.split(line.strip())[0]
            if CALL.match(command):
                calls.setdefault(command, f"{page.stem}: {command}")
    return calls


@pytest.mark.e2e
@pytest.mark.parametrize("command", commands().keys(), ids=commands().values())
def test_a_command(
    command: str, repository: Path, kustomize: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository)
    monkeypatch.setenv("PATH", f"{kustomize.parent}:{os.environ['PATH']}")
    piped, _, own = command.rpartition("| ")
    words = shlex.split(own)[1:]
    if PLACEHOLDER.search(own) or any(word in own for word in ELSEWHERE) or not words[1:]:
        assert known(words) == []
        return
    manifests = (repository / "manifests/db.yaml").read_text()
    result = run(*words, stdin=manifests if piped else "")
    subprocess.run(["git", "clean", "-fdq"], check=True)
    assert result.code in (0, 1), result.stderr


def known(words: list[str]) -> list[str]:
    """Return the words of a call that no command and no option has."""
    command: Any = typer.main.get_command(command_line())
    words = [word for word in words if not PLACEHOLDER.search(word) and word != "--help"]
    while words and not words[0].startswith("-") and hasattr(command, "commands"):
        name, *words = words
        if name not in command.commands:
            return [name]
        command = command.commands[name]
    options = {name for option in command.params for name in option.opts + option.secondary_opts}
    return [word for word in words if word.startswith("--") and word not in options]


@pytest.mark.parametrize("block", [block for block in ALL if block.language == "yaml"], ids=str)
def test_a_block_of_yaml(block: Block, tmp_path: Path) -> None:
    """Every block is YAML; what is a StatefulApp, or fields of one, renders. A list allows."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files/tls.conf").write_text("tls on\n")
    for document in read(block.text):
        assert document
        if isinstance(document, list):
            assert allowances_in(document, lambda problem: problem)
        elif data := _as_app(document):
            (tmp_path / "statefulapp.yaml").write_text(dump(data))
            result = run("render", "-f", str(tmp_path), "-o", "yaml")
            assert (result.code, result.stderr) == (0, "")


def _as_app(document: Any) -> dict[str, Any] | None:
    """Return the StatefulApp that a block is, or is a part of; None for what belongs to others."""
    if is_app(document):
        return document
    fields: Any = document if document.keys() <= shapes.RECORDS["Spec"][0].keys() else {}
    if document.keys() <= {"metadata", "spec"}:
        fields = document.get("spec", {})
    if not fields and "metadata" not in document:
        return None
    metadata = {"name": "nginx", **document.get("metadata", {})}
    api = {"apiVersion": f"{GROUP}/v1alpha1", "kind": KIND}
    return {**api, "metadata": metadata, "spec": {"image": "nginx:1.27", **fields}}


def test_the_site(tmp_path: Path) -> None:
    """Every page is in the navigation, and no link leads nowhere."""
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path]
    result = subprocess.run(
        build,
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "tutorial/index.html").is_file()
