"""`stateful init`: a first spec from nothing, or from an example, that renders as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from renderer.cli import completion
from renderer.cli.options import given, output_folder


def init(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="Of the app, and of its folder.", callback=given),
    ] = None,
    image: Annotated[
        str | None, typer.Option(metavar="IMAGE", help="What its container runs.", callback=given)
    ] = None,
    port: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[NAME:]PORT", help="A port it listens on; may be repeated.", callback=given
        ),
    ] = None,
    storage: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME:PATH:SIZE",
            help="A volume that each pod has; may be repeated.",
            callback=given,
        ),
    ] = None,
    env: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Its environments, with commas.", callback=given),
    ] = None,
    replicas: Annotated[int | None, typer.Option(metavar="N", help="How many pods.")] = None,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="EXAMPLE",
            help="Begin with an example: cassandra, elasticsearch, etcd, kafka, mongodb, nginx,"
            " postgres, rabbitmq, redis or zookeeper.",
            callback=given,
            autocompletion=completion.examples,
        ),
    ] = None,
    output_dir: Annotated[
        Path | None,
        output_folder(
            "Where bases/<name>/statefulapp.yaml is written. Default: where stateful.toml"
            " says, else the folder above bases/ when called inside of it, else here."
        ),
    ] = None,
    stdout: Annotated[
        bool, typer.Option("--stdout", help="Print the spec; write nothing.")
    ] = False,
) -> None:
    """Write a first spec, short and complete: it renders as it stands.

    It is made of what is given, or of an example of the gallery with the name, image, ports and
    storage that are given put in. What is missing is asked for on a terminal. A spec that is there
    is never written over.

    \b
    Examples:
      stateful init web --image nginx:1.27 --port 80 --env dev,prod
      stateful init db --image postgres:17 --port 5432 \\
        --storage data:/var/lib/postgresql/data:10Gi --env dev,prod
      stateful init orders --like kafka --storage data:/var/lib/kafka/data:50Gi
      stateful init cache --like redis --stdout
    """
    from renderer.cli.first import begin  # the rule book is slow to import: not for other commands

    begin(
        name or like or "",
        image or "",
        port or [],
        storage or [],
        env or "",
        replicas,
        like=like,
        folder=output_dir,
        stdout=stdout,
    )
