"""`stateful-fn`: the KRM function, one process per app and so started as cheaply as possible.

No typer, no pydantic unless something is wrong: a test lists the modules it may import.
"""

from __future__ import annotations

import sys

USAGE = """\
stateful-fn: render a StatefulApp as a KRM function, called by kustomize.

It reads a ResourceList from stdin, takes the StatefulApp in its functionConfig, and writes a
ResourceList with the app's StatefulSet, Services and PodDisruptionBudget to stdout.
spec.environment chooses the environment; without it, the base is rendered.

  # kustomization.yaml
  generators:
  - statefulapp.yaml          # or a kustomization that patches one

  # statefulapp.yaml
  apiVersion: stateful-renderer.dev/v1alpha1
  kind: StatefulApp
  metadata:
    name: nginx
    annotations:
      config.kubernetes.io/function: |
        exec: {path: stateful-fn}
  ...

  kustomize build --enable-alpha-plugins --enable-exec .

Options: --help, --version. People use `stateful`.
Exit codes: 0 rendered, 1 the input is wrong, 2 wrong call, 3 a bug of ours.
"""


def main() -> int:
    """Answer one call on stdin; returns the exit code, for `results` alone fail no build."""
    if sys.argv[1:] in (["--version"], ["version"]):
        from renderer import __version__

        sys.stdout.write(f"stateful-fn {__version__}\n")
        return 0
    if sys.argv[1:] in (["--help"], ["-h"]):
        sys.stdout.write(USAGE)
        return 0
    if sys.argv[1:] or sys.stdin.isatty():
        sys.stderr.write(USAGE)
        return 2
    return answer(sys.stdin.buffer.read())


def answer(text: bytes) -> int:
    """Run the function, with a valid ResourceList on stdout whatever happens."""
    from renderer.krm import resource_list

    try:
        output, problems = resource_list.run(text)
        said = "".join(f"stateful-fn: {problem}\n" for problem in problems)
        code = 1 if problems else 0
    except Exception as error:  # noqa: BLE001  # no traceback may take the place of the answer
        said, code = f"stateful-fn: bug, please report it: {error!r}\n{_traceback()}", 3
        output = resource_list.failed(said)
    sys.stderr.write(said)
    sys.stdout.buffer.write(output.encode())
    sys.stdout.buffer.flush()
    return code


def _traceback() -> str:
    import traceback

    return traceback.format_exc()


if __name__ == "__main__":
    sys.exit(main())
