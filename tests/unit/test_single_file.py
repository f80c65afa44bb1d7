"""Which program the single file is."""

from __future__ import annotations

import sys

import pytest

from renderer import single_file


@pytest.mark.parametrize(
    ("argv", "program"),
    [
        (["stateful.pyz", "fn", "--version"], "stateful-fn "),
        (["/x/stateful-fn", "--version"], "stateful-fn "),
        (["stateful-fn.pyz", "--version"], "stateful-fn "),
        (["stateful.pyz", "version"], "stateful "),
        (["stateful", "--version"], "stateful "),
    ],
)
def test_the_name_or_the_first_argument_says_which_program(
    argv: list[str],
    program: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(SystemExit) as stop:
        single_file.main()
    assert not stop.value.code
    assert capfd.readouterr().out.startswith(program)
