"""`stateful schema`: what a StatefulApp may hold, for editors and for clusters."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from typing import Annotated

import typer

from renderer.cli.streams import write_result


class Output(StrEnum):
    """For whom the schema is."""

    jsonschema = "jsonschema"
    crd = "crd"


FILES = {
    Output.jsonschema: "statefulapp.schema.json",
    Output.crd: "statefulapps.crd.yaml",
}


def schema(
    output: Annotated[
        Output,
        typer.Option(
            "-o",
            "--output",
            help="JSON Schema (draft 7) for editors, or a CustomResourceDefinition.",
        ),
    ] = Output.jsonschema,
) -> None:
    """Print the schema of the StatefulApp.

    Editors that use yaml-language-server complete and document every field with it. Rendering
    needs no CRD in any cluster.

    \b
    Examples:
      stateful schema > statefulapp.schema.json
      ... and as the first line of a spec, with the way from its folder to that file:
      # yaml-language-server: $schema=../../statefulapp.schema.json
      stateful schema -o crd | kubectl apply -f -
    """
    write_result(packaged(output))


def packaged(output: Output) -> str:
    """Return the text of a schema as it is installed with the program."""
    return (files("renderer") / "schemas" / FILES[output]).read_text("utf-8")
