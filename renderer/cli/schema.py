"""`stateful schema`: what our documents may hold, for editors and for clusters."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from renderer.cli.streams import write_result


class Output(StrEnum):
    """For whom the schema is; `json` is another word for `jsonschema`."""

    jsonschema = "jsonschema"
    json = "json"
    yaml = "yaml"
    crd = "crd"


class Kind(StrEnum):
    """What it is the schema of."""

    app = "StatefulApp"
    environment = "StatefulEnvironment"
    guard = "StatefulGuard"


def schema(
    output: Annotated[
        Output,
        typer.Option(
            "-o",
            "--output",
            help="JSON Schema (draft 7) for editors, in JSON or YAML, or a"
            " CustomResourceDefinition.",
        ),
    ] = Output.jsonschema,
    kind: Annotated[
        Kind,
        typer.Option(
            help="The app, or a configuration of `stateful-fn`, which needs none in a cluster.",
            case_sensitive=False,
        ),
    ] = Kind.app,
) -> None:
    """Print the schema of the StatefulApp, or of another kind of ours.

    Editors that use yaml-language-server complete and document every field with it. Rendering
    needs no CRD in any cluster.

    \b
    Examples:
      stateful schema > statefulapp.schema.json
      ... and as the first line of a spec, with the way from its folder to that file:
      # yaml-language-server: $schema=../../statefulapp.schema.json
      stateful schema --kind StatefulGuard > statefulguard.schema.json
      stateful schema -o yaml
      stateful schema -o crd | kubectl apply -f -
    """
    if output is Output.crd and kind is not Kind.app:
        message = f"a {kind} configures `stateful-fn`, and never is in a cluster"
        raise typer.BadParameter(message, param_hint="'--kind'")
    text = packaged(output, kind)
    if output is Output.yaml:
        from renderer.yaml import dump  # editors want JSON

        text = dump(json.loads(text))
    write_result(text)


def packaged(output: Output = Output.jsonschema, kind: Kind = Kind.app) -> str:
    """Return the text of a schema as it is installed with the program."""
    from importlib.resources import files

    name = "statefulapps.crd.yaml" if output is Output.crd else f"{kind.lower()}.schema.json"
    return (files("renderer") / "schemas" / name).read_text("utf-8")
