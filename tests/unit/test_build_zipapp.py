"""What `make dist` packs; that the file works is tested in e2e."""

from __future__ import annotations

import importlib.util
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


@pytest.mark.parametrize(
    "name",
    [
        "a/",
        "a/b.pyi",
        "yaml/_yaml.cpython-311-x86_64-linux-gnu.so",
        "pydantic/main.py",
        "pydantic_core-2.50.4.dist-info/METADATA",
        "a-1.dist-info/RECORD",
        "a-1.dist-info/WHEEL",
        "a/sboms/a.json",
    ],
)
def test_what_no_call_reads_stays_out(builder: ModuleType, name: str) -> None:
    assert not builder._is_packed(name)
    assert builder._is_packed("yaml/__init__.py")


def test_what_every_call_imports_is_compiled_ahead(builder: ModuleType) -> None:
    hot = builder._hot()
    assert {"renderer/fn.py", "renderer/krm/exec_plugin.py", "renderer/app/load.py"} <= hot
    assert {"renderer/kubernetes/tables.py", "renderer/yaml/composer.py", "yaml/__init__.py"} <= hot
