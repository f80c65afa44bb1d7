"""What `make dist` packs; that the file works is tested in e2e."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_zipapp", ROOT / "tools/build_zipapp.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_wheels_must_agree_on_a_file(builder: ModuleType) -> None:
    found: dict[str, bytes] = {}
    for _ in range(2):
        builder._add(found, "pydantic/main.py", b"1")
    assert found == {"pydantic/main.py": b"1"}
    with pytest.raises(SystemExit, match=r"pydantic/main\.py is in two wheels, and differs"):
        builder._add(found, "pydantic/main.py", b"2")


@pytest.mark.parametrize(
    "name", ["a/", "a/b.pyi", "a-1.dist-info/RECORD", "a-1.dist-info/WHEEL", "a/sboms/a.json"]
)
def test_what_no_program_reads_stays_out(builder: ModuleType, name: str) -> None:
    found: dict[str, bytes] = {}
    builder._add(found, name, b"")
    assert found == {}


def test_no_module_whose_fields_pydantic_explains_is_compiled_ahead(builder: ModuleType) -> None:
    hot = builder._hot()
    assert {"renderer/fn.py", "renderer/krm/exec_plugin.py", "renderer/app/load.py"} <= hot
    assert {"renderer/app/tables.py", "renderer/yaml/composer.py", "yaml/__init__.py"} <= hot
    models = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "renderer").rglob("*.py")
        if re.search(r"^class \w+\((Model|TypedDict)\b", path.read_text(), re.MULTILINE)
    ]
    assert models
    assert not hot & set(models)


def test_every_target_of_the_documents_is_built(builder: ModuleType) -> None:
    pythons = {tuple(map(int, each.split("-")[0].split("."))) for each in builder.TARGETS}
    assert min(pythons) == (3, 11)
    assert "Python 3.11 to 3.14" in (ROOT / "docs/install.md").read_text()
    assert max(pythons) == (3, 14)


def test_an_unknown_target_is_refused(
    builder: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["build_zipapp.py", "--target", "2.7-vax"])
    with pytest.raises(SystemExit) as stop:
        builder.main()
    assert stop.value.code == 2
    assert "invalid choice: '2.7-vax'" in capsys.readouterr().err
