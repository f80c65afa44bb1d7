"""What `stateful-fn` may import: one process per app, so every module counts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CALL = """
import sys
sys.stdin = open({stdin!r})
before = set(sys.modules)
from renderer.fn import answer
assert answer(open({stdin!r}, "rb").read()) == 0
sys.stderr.write("\\n".join(sorted(set(sys.modules) - before)))
"""
OURS = {
    "renderer", "renderer.errors", "renderer.fn",
    "renderer.app", "renderer.app.accept", "renderer.app.config_files",
    "renderer.app.config_rules", "renderer.app.defaults", "renderer.app.environments",
    "renderer.app.env_rules", "renderer.app.load", "renderer.app.network_rules",
    "renderer.app.peer_rules", "renderer.app.peers", "renderer.app.pod_rules",
    "renderer.app.pod_security_rules",
    "renderer.app.probe_rules", "renderer.app.resource_rules", "renderer.app.rules",
    "renderer.app.security_rules", "renderer.app.selector_rules", "renderer.app.service_rules",
    "renderer.app.shapes",
    "renderer.krm", "renderer.krm.resource_list",
    "renderer.kubernetes", "renderer.kubernetes.downward",
    "renderer.kubernetes.images", "renderer.kubernetes.labels",
    "renderer.kubernetes.names", "renderer.kubernetes.quantities",
    "renderer.resources", "renderer.resources.client_service", "renderer.resources.config_maps",
    "renderer.resources.environment_variables", "renderer.resources.headless_service",
    "renderer.resources.metadata", "renderer.resources.network_policy", "renderer.resources.pod",
    "renderer.resources.pod_disruption_budget", "renderer.resources.pod_services",
    "renderer.resources.security", "renderer.resources.service_account",
    "renderer.resources.service_monitor", "renderer.resources.statefulset",
    "renderer.resources.volumes",
}  # fmt: skip
FORBIDDEN = {
    "typer", "rich", "deepdiff", "pydantic", "pydantic_core", "dataclasses", "typing", "json",
    "pathlib", "subprocess", "logging", "difflib", "decimal", "hashlib", "inspect",
}  # fmt: skip


def imported(tmp_path: Path) -> set[str]:
    config = (ROOT / "bases/redis/statefulapp.yaml").read_text()
    body = "".join(f"  {line}\n" for line in config.splitlines())
    stdin = tmp_path / "stdin.yaml"
    stdin.write_text(
        f"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n{body}"
    )
    environment = {key: each for key, each in os.environ.items() if not key.startswith("COVERAGE")}
    result = subprocess.run(
        [sys.executable, "-c", CALL.format(stdin=str(stdin))],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    assert "kind: StatefulSet" in result.stdout
    return set(result.stderr.split())


def test_function_imports_only_what_it_needs(tmp_path: Path) -> None:
    modules = imported(tmp_path)
    assert not modules & FORBIDDEN
    ours = {name for name in modules if name.partition(".")[0] == "renderer"}
    assert {name for name in ours if not name.startswith("renderer.yaml")} <= OURS
    allowed = {"renderer", "yaml", "_yaml", "cython_runtime"} | set(sys.stdlib_module_names)
    tops = {name.partition(".")[0] for name in modules}
    assert {name for name in tops if not name.startswith("_cython")} <= allowed
