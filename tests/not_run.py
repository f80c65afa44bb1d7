"""A test whose real program is not there: a failure in CI, elsewhere a skip that is told loudly."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOT_RUN = "did not run, so nobody knows"


def missing(message: str, remedy: str = "make tools") -> NoReturn:
    """Give up on a program that is not there, and name the command that gets it."""
    message = f"{message}; run `{remedy}`"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
