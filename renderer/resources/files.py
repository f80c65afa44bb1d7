"""What builders make: plain objects that read like the YAML they become, by their files."""

from typing import Any

Object = dict[str, Any]
# {file name in the base: object}, in the order they are written.
Files = dict[str, Object]
