"""What a shell completes, asked of the program as bash, zsh and fish do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.cli import completion

STATEFUL = Path(sys.executable).with_name("stateful")
SPEC = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec: {image: "db:1", environments: [{name: dev}, {name: prod}, {name: preview}]}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bases").mkdir()
    Path("bases/statefulapp.yaml").write_text(SPEC)


def completed(line: str, shell: str = "bash") -> list[str]:
    """What a shell offers for the last word of a line."""
    words = line.split(" ")
    variables = {
        "_STATEFUL_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    result = subprocess.run(
        [STATEFUL], capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    assert "Traceback" not in result.stderr
    return result.stdout.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_environments_of_the_apps_that_are_named(shell: str) -> None:
    found = " ".join(completed("stateful render -f bases -e p", shell))
    assert "prod" in found
    assert "preview" in found
    assert "dev" not in found


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("stateful render bases -e ", ["dev", "prod", "preview", "base"]),
        ("stateful facts bases@pr", ["bases@prod", "bases@preview"]),
        ("stateful graph bases@pr", ["bases@prod", "bases@preview"]),
        ("stateful diff bases@dev bases@pro", ["bases@prod"]),
        ("stateful render -f bases@d", ["bases@dev"]),
        ("stateful validate bases@pr", ["bases@prod", "bases@preview"]),
        ("stateful validate -f bases@d", ["bases@dev"]),
        ("stateful graph -f bases@d", ["bases@dev"]),
        ("stateful watch bases@d", ["bases@dev"]),
        ("stateful facts -f bases --env d", ["dev"]),
        ("stateful render nowhere -e ", []),
        ("stateful explain spec.storage.si", ["spec.storage.size", "spec.storage.sizeLimit"]),
        ("stateful explain replic", ["replicas"]),
        ("stateful explain SR40", [f"SR40{number}" for number in range(1, 7)]),
        ("stateful explain nothing.at.all", []),
        ("stateful explain claim-gr", ["claim-grows"]),
        ("stateful init --like post", ["postgres"]),
    ],
)
def test_what_bash_offers(line: str, offered: list[str]) -> None:
    assert completed(line) == offered


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["render", "bases", "@", "pr"], ["prod", "preview"]),
        (["render", "bases", "@"], ["dev", "prod", "preview", "base"]),
        (["diff", "bases", "@", "dev", "bases", "@", "pro"], ["prod"]),
        (["render", "bases", "--environment", "=", "d"], ["dev"]),
        (["render", "bases", "-e", "d"], ["dev"]),
        (["adopt", "-e", "prod", "=", "ba"], []),
    ],
)
def test_bash_itself_which_cuts_words(words: list[str], offered: list[str]) -> None:
    """As bash has them for `stateful render bases@pr`, with its own COMP_WORDBREAKS."""
    quoted = " ".join(f"'{word}'" for word in ["stateful", *words])
    script = (
        'eval "$(_STATEFUL_COMPLETE=source_bash stateful)"\n'
        f"COMP_WORDS=({quoted}) COMP_CWORD={len(words)}\n"
        "_stateful_completion stateful\n"
        """printf '%s\\n' "${COMPREPLY[@]}"\n"""
    )
    path = f"{STATEFUL.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert done.stdout.split() == offered, done.stderr


def test_a_broken_spec_completes_nothing() -> None:
    Path("bases/statefulapp.yaml").write_text("a: [")
    assert completion.paths("bases@") == []


def test_a_path_without_the_sign_is_for_the_shell() -> None:
    assert completion.paths("bases") == completion.paths("@p") == completion.paths("-@p") == []
