"""`stateful facts`: what pods, DNS names and claims an app will have."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from renderer import facts as names
from renderer.cli.options import (
    Environment,
    Filename,
    Inputs,
    KubeVersion,
    check_one_environment,
)
from renderer.cli.streams import say, write_result, write_words
from renderer.cli.trouble import written
from renderer.errors import Problem, RenderError
from renderer.inputs.groups import Groups, groups_of
from renderer.inputs.sources import attempted
from renderer.inputs.specs import all_for_cluster, read_specs
from renderer.objects.resource import Objects, Resource, is_a, is_patch
from renderer.objects.workload import replicas
from renderer.reports.wrapping import aligned
from renderer.resources.pipeline import build_of, builds_of
from renderer.yaml import dump

if TYPE_CHECKING:
    from renderer.app.load import Document
    from renderer.inputs.groups import Group
    from renderer.resources.pipeline import Build

SET = "StatefulSet"
# What a person reads, and what a program may ask for before it takes minutes and gigabytes.
MOST_SHOWN = 1_000
MOST_LISTED = 100_000


class FactsFormat(StrEnum):
    """How to print facts, or a report of what is wrong."""

    text = "text"
    json = "json"
    yaml = "yaml"
    github = "github"
    junit = "junit"
    markdown = "markdown"
    sarif = "sarif"


def facts(
    paths: Inputs = None,
    filename: Filename = None,
    environment: Environment = None,
    kube_version: KubeVersion = None,
    output: Annotated[
        FactsFormat,
        typer.Option(
            "-o", "--output", help="For people or programs; or report to CI what is wrong."
        ),
    ] = FactsFormat.text,
) -> None:
    """Print pods in start order, their DNS names, and the claims they will have.

    Of a StatefulApp, the base and every environment are printed, or what -e selects. A PATH may
    also hold any StatefulSets, whoever wrote them; kustomizations are built by kustomize. A folder
    that -f names is one of StatefulApps, and all else in it is left out.
    The text shows the first 1,000 pods and says how many more there are. -o github, junit, markdown
    and sarif only report what is wrong.

    `stateful describe` is the same.

    \b
    Examples:
      stateful facts -f bases/nginx
      stateful facts -f bases/postgres -e prod -o json
      stateful facts bases/postgres@prod -o yaml
      stateful facts overlays/postgres/prod
      helm template db ./chart | stateful facts -
    """
    folders = [name for name in filename or [] if Path(name).is_dir()]  # of apps alone
    paths = [*(paths or []), *(name for name in filename or [] if name not in folders)]
    read = read_all(paths) if paths else Groups([])
    named = [document for group in read.groups for document in group.documents]
    documents = all_for_cluster(named, kube_version)
    if folders or not paths:
        documents += read_specs(folders, kube_version)
    check_one_environment(environment, documents)
    sets = [
        (group, resource) for group in read.groups for resource in group.objects if is_set(resource)
    ]
    if not documents and not sets:
        raise RenderError([read.nothing("StatefulApps or StatefulSets")])
    if environment and not documents:
        raise typer.BadParameter("must stand beside a StatefulApp", param_hint="--environment")
    of_apps, problems = attempted(documents, partial(_of_app, environment=environment))
    of_sets, more_problems = attempted(sets, _of_set)
    if problems or more_problems:
        raise RenderError([*problems, *more_problems])
    records = [*(record for records in of_apps for record in records), *of_sets]
    if output is FactsFormat.json:
        write_result(json.dumps(records, indent=2) + "\n")
    elif output is FactsFormat.yaml:
        write_result(dump(records))
    elif output is not FactsFormat.text:
        write_result(written([], output.value, "stateful facts"))
    else:
        write_words("\n".join(map(_text, records)))


def read_all(paths: list[str]) -> Groups:
    """Return what paths hold, all of it.

    Raises:
        RenderError: something in there cannot be read.
    """
    read = groups_of(paths)
    for line in read.skipped():
        say(line)
    if read.trouble:
        raise RenderError(read.trouble)
    return read


def is_set(resource: Resource) -> bool:
    """Tell whether an object is a whole StatefulSet, and no patch of one."""
    return is_a(resource, SET) and not is_patch(resource.data)


def _of_app(document: Document, environment: str | None) -> list[dict[str, Any]]:
    """Return the facts of the StatefulSet that an app is, in one environment or in all."""
    is_one = environment or document.asked
    builds = _selected(document, environment) if is_one else builds_of(document)
    sets = {name: _set_of(build) for name, build in builds.items()}
    problems = [
        document.place(problem, name)
        for name, workload in sets.items()
        for problem in too_many(workload)
    ]
    if problems:
        raise RenderError(problems)
    return [
        {
            "app": build.app.metadata.name,
            "environment": name,
            **names.facts(
                sets[name],
                Objects([Resource(data) for data in build.objects]),
                build.app.spec.cluster_domain,
            ),
        }
        for name, build in builds.items()
    ]


def _selected(document: Document, environment: str | None) -> dict[str | None, Build]:
    build = build_of(document, environment)
    return {build.environment: build}


def _set_of(build: Build) -> Resource:
    return next(resource for resource in map(Resource, build.objects) if resource.kind == SET)


def _of_set(placed: tuple[Group, Resource]) -> dict[str, Any]:
    """Return the facts of a StatefulSet that somebody wrote."""
    group, workload = placed
    problems = too_many(workload)
    if not workload.name:
        problems.append(Problem("SR802", ("metadata", "name"), "is required"))
    if problems:
        raise RenderError(group.place(problem, workload) for problem in problems)
    found = names.facts(workload, Objects(group.objects))
    return {"statefulSet": workload.name, "file": workload.file, **found}


def too_many(workload: Resource) -> list[Problem]:
    """Return the problem of a StatefulSet whose pods nobody can list."""
    count = replicas(workload)
    message = f"must be at most {MOST_LISTED} for facts to list the pods, got {count}"
    too_many = Problem("SR209", ("spec", "replicas"), message)
    return [too_many] if count > MOST_LISTED else []


def _text(found: dict[str, Any]) -> str:
    """Return one environment as aligned columns: one line per claim, or per pod without any."""
    count = found["replicas"]
    pods = f"{count} pods, started {found['start']}" if count > 1 else f"{count or 'no'} pod"
    head = f"{_subject(found)}: namespace {found['namespace']}, {pods}"
    rows: list[tuple[str, ...]] = [("POD", "DNS NAME", "CLAIM", "SIZE", "CLASS")]
    for pod in found["pods"][:MOST_SHOWN]:
        claims = pod["claims"] or [{"name": "-", "size": "-", "storageClassName": "-"}]
        for index, claim in enumerate(claims):
            first = (pod["name"], pod["dnsName"] or "-") if index == 0 else ("", "")
            size, storage_class = claim["size"] or "-", _class(claim["storageClassName"])
            rows.append((*first, claim["name"], size, storage_class))
    lines = [f"  {line}" for line in aligned(rows)] if found["pods"] else []
    lines += [f"  and {count - MOST_SHOWN} more pods"] if count > MOST_SHOWN else []
    total = [f"  storage in all: {found['totalStorage']}"] if found["totalStorage"] != "0" else []
    return "".join(f"{line}\n" for line in [head, *lines, *total])


def _subject(found: dict[str, Any]) -> str:
    """Return what the facts are of: an app in an environment, or a StatefulSet in a file."""
    if "app" in found:
        return f"{found['app']} {found['environment'] or 'base'}"
    return f"{SET} {found['statefulSet']} in {found['file']}"


def _class(name: str | None) -> str:
    return "(cluster default)" if name is None else name or "(none)"
