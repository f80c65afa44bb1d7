"""`stateful watch`: render as files change, and say what each change does to pods and data.

A round does what `stateful render` does with the same paths; what has not changed is not built
again. The verdicts are those of `stateful diff`: on the apps as they were before the round, or as
they are in a git revision.
"""

from __future__ import annotations

import gc
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from renderer.cli import files
from renderer.cli.diff import coloured, judged_in, sides_of
from renderer.cli.edits import Edits
from renderer.cli.options import (
    Filename,
    HasPlans,
    KubeVersion,
    holding_paths,
    naming_revision,
    output_folder,
)
from renderer.cli.render import report, told, tree_of
from renderer.cli.streams import has_colour, is_for_eyes, say, say_all, write_words
from renderer.errors import Problem, RenderError
from renderer.inputs.allowed import allowances_of, today
from renderer.inputs.project import Root, default_specs, project_files, root_for
from renderer.inputs.revision import at_revision
from renderer.inputs.since import (
    Spec,
    environments_of,
    name_of,
    paired,
    read_by,
    sides_between,
)
from renderer.inputs.sources import DEFAULT, STDIN, collected
from renderer.inputs.specs import read_specs, split
from renderer.inputs.stamps import Stamps, changes, stamps_of
from renderer.kubernetes.names import number_of
from renderer.resources.collisions import Together
from renderer.resources.pipeline import builds_of

if TYPE_CHECKING:
    from renderer.app.load import Document
    from renderer.inputs.sides import Sides
    from renderer.resources.pipeline import Builds

# Seconds between two looks; where a look takes long, so many times as long.
PAUSE, SHARE = 0.3, 20
# What changes within so many seconds is one change: an editor that writes, a branch that is
# checked out. Who never comes to an end is not waited for longer than the other number.
SETTLED, LONGEST = 0.1, 3.0
# So many of the files that have changed are named.
MOST_NAMED = 3


def watch(
    paths: Annotated[
        list[str] | None,
        holding_paths("[PATH]...", "StatefulApps, as with -f: files and folders."),
    ] = None,
    filename: Filename = None,
    against: Annotated[
        str | None,
        naming_revision("Say what differs from a git revision, instead of what this change does."),
    ] = None,
    has_plans: HasPlans = False,
    kube_version: KubeVersion = None,
    output_dir: Annotated[
        Path | None,
        output_folder("Where the tree is written, as `stateful render` has it."),
    ] = None,
) -> None:
    """Render StatefulApps whenever a file changes, and show what that does to pods and data.

    It writes what `stateful render` writes, and looks at the specs, the files that they name, and
    the files that were rendered. Then it shows what `stateful diff` shows of the apps that have
    changed: what the last change does, or with --against everything since a revision. A spec that
    is wrong is said, nothing is written, and it goes on. Ctrl-C ends it.

    \b
    Examples:
      stateful watch                             all apps below bases/
      stateful watch bases/nginx                 one app
      stateful watch --against HEAD bases        what a commit would do
    """
    gc.enable()  # this call goes on
    names = [*(paths or []), *(filename or [])]
    _refuse(names)
    watched = _Watched(names, output_dir, kube_version, against, has_plans=has_plans)
    watched.begin()
    watched.go_on()


def _root(names: list[str], cluster: int | None) -> Root:
    """Return where the tree lands; what is wrong with the specs is for the first round to say."""
    try:
        found = [document.file for document in read_specs(names, cluster)]
    except RenderError:
        found = [str(Path(name) / DEFAULT) if Path(name).is_dir() else name for name in names]
    return root_for(found)


def _refuse(names: list[str]) -> None:
    """Refuse what cannot be watched."""
    if STDIN in names:
        raise typer.BadParameter("must be files or folders: what stdin holds does not change")
    for name in names:
        path, environment = split(name)
        if environment is not None:
            message = f"must be a whole app, all of which is written: {path}"
            raise typer.BadParameter(f'{message}, got "{name}"')


@dataclass(frozen=True)
class _App:
    """An app as it was rendered.

    Args:
        spec: where it was read from, and what it says.
        builds: its base, and all environments.
        tree: {path: text} of what is written of it.
    """

    spec: Spec
    builds: Builds
    tree: dict[str, str]

    @property
    def name(self) -> str:
        """Return what it is called."""
        return name_of(self.spec.document)

    @property
    def reads(self) -> set[str]:
        """Return the paths of its file, and of those that it names."""
        return _read_by(self.spec)


class _Watched:
    """Apps that are rendered again and again.

    Args:
        names: the paths of a call; none mean what they mean for `stateful render`.
        output_dir: where the tree is written; None leaves it to the project.
        cluster: the version of Kubernetes that the caller names.
        against: the revision to compare with; None compares with the round before.
        has_plans: whether to say what to do.
    """

    def __init__(
        self,
        names: list[str],
        output_dir: Path | None,
        cluster: int | None,
        against: str | None,
        *,
        has_plans: bool,
    ) -> None:
        self._given = names
        self._output_dir = output_dir
        self._cluster = cluster
        self._against = against
        self._has_plans = has_plans
        self._apps: list[_App] = []
        self._is_rendered = False
        self._project = project_files()
        self._find()
        # What is looked at beside the names: files that apps read, and files that were rendered.
        self._read: set[str] = set()
        self._beside: set[str] = set()
        self._seen: Stamps = {}
        # What has changed since the apps were rendered: after an error, more than the last time.
        self._changed: set[str] = set()

    def begin(self) -> None:
        """Render everything once.

        Raises:
            RenderError: a path or the revision is not there; what else is wrong is only said.
        """
        if not all(Path(name).exists() for name in self._names):
            read_specs(self._names, self._cluster)
        if self._against:
            with at_revision(self._against):
                pass
        self._seen = self._look()
        self._round()
        apps = f"{number_of(len(self._apps), 'app')} in " if self._apps else ""
        say(f"watching {apps}{', '.join(self._names)}; Ctrl-C ends it")

    def go_on(self) -> NoReturn:
        """Wait for changes, and render after each of them, for ever."""
        while True:
            if changed := self._next_change():  # else all is again as it was
                self._changed |= changed.keys()
                _say_heading(changed)
                self._round()

    def _find(self) -> None:
        """Find the specs, and where their tree is, as the project has it now.

        Raises:
            RenderError: its file is wrong, or names what is not there.
        """
        self._names = self._given or default_specs()
        self._folder = self._output_dir or told(_root(self._names, self._cluster))

    # --- looking ----------------------------------------------------------------------------------

    def _look(self) -> Stamps:
        return stamps_of([*self._names, *self._project, *self._beside])

    def _next_change(self) -> dict[str, str]:
        """Wait until files change, and then until they change no more; return what has changed."""
        took, now = 0.0, self._seen
        while now == self._seen:
            time.sleep(max(PAUSE, SHARE * took))
            began = time.monotonic()
            now = self._look()
            took = time.monotonic() - began
        before = None
        while now != before and time.monotonic() < began + LONGEST:
            time.sleep(SETTLED)
            before, now = now, self._look()
        changed = changes(self._seen, now)
        self._seen = now
        return changed

    def _look_at(self, beside: set[str]) -> None:
        """Look at other files from now on; that they come and go is no change of theirs."""
        come, gone = beside - self._beside, self._beside - beside
        self._beside = beside
        now = self._look()
        kept = {path: seen for path, seen in self._seen.items() if path in now or path not in gone}
        self._seen = {path: now[path] for path in come & now.keys()} | kept

    def _overlook(self, plan: files.Plan) -> None:
        """Take what we have written ourselves for seen."""
        own = {str(self._folder / path) for path in (*plan.writes, *plan.removals)}
        others = {path: seen for path, seen in self._seen.items() if path not in own}
        self._seen = others | stamps_of(own)

    # --- rendering --------------------------------------------------------------------------------

    def _round(self) -> None:
        """Render, write, and say what that does; or say what is wrong."""
        try:
            self._render()
        except RenderError as error:
            say_all(error.problems)
        except OSError as error:
            file, message = str(error.filename or "stateful"), error.strerror or str(error)
            say_all([Problem("SR501", (), message, file=file)])

    def _render(self) -> None:
        if self._is_other_project:
            self._find()
        before, after = self._apps, self._rendered()
        tree = {path: text for app in after for path, text in app.tree.items()}
        plan, refused = self._written(
            tree, Edits([app.spec.document for app in after], self._folder)
        )
        self._apps, self._changed = after, set()
        self._look_at(self._read | {str(self._folder / path) for path in tree})
        self._overlook(plan)
        if self._against:
            self._say_effects(sides_of("watch", self._given, self._against, self._cluster, None))
        elif self._is_rendered:
            self._say_effects(_between(before, after))
        elif not plan.is_current:
            say("what that does: `stateful diff --against HEAD`")
        self._is_rendered = True
        say_all(refused)

    def _rendered(self) -> list[_App]:
        """Return all apps; only those are built that have changed, or that another one is in.

        Raises:
            RenderError: with the problems of all of them.
        """
        documents, together = self._documents(), Together()
        known = {
            (app.spec.path, app.name): app
            for app in self._apps
            if app.reads.isdisjoint(self._changed) and not self._is_other_project
        }

        def rendered(document: Document) -> _App:
            app = known.get((document.file, name_of(document)))
            if app and not _collisions(app, together):
                return app
            builds = builds_of(document, together=together)
            return _App(
                Spec(document.file, document), builds, tree_of(document, builds, self._folder)
            )

        return collected(documents, rendered)

    @property
    def _is_other_project(self) -> bool:
        """Tell whether the file has changed that has a say in how all apps are rendered."""
        return not self._changed.isdisjoint(self._project)

    def _documents(self) -> list[Document]:
        """Return the apps that there are now; none where the files of all of them are gone."""
        there = [name for name in self._names if Path(name).exists()]
        try:
            documents = read_specs(there, self._cluster) if there else []
        except RenderError:
            if not self._apps or any(Path(app.spec.path).exists() for app in self._apps):
                raise
            documents = []
        self._read = {
            path for document in documents for path in _read_by(Spec(document.file, document))
        }
        self._look_at(self._beside | self._read)
        return documents

    def _written(self, tree: dict[str, str], edits: Edits) -> tuple[files.Plan, list[Problem]]:
        """Write the tree; return what was done, and which files somebody has edited.

        Raises:
            RenderError: nothing was written.
        """
        done: list[files.Plan] = []

        def said(plan: files.Plan) -> None:
            report(plan)
            done.append(plan)

        try:
            return files.write(self._folder, tree, edits=edits, report=said), []
        except RenderError as error:
            if not done:
                raise
            return done[0], error.problems

    def _say_effects(self, found: list[Sides]) -> None:
        """Say what differs, and what that does."""
        from renderer.changes import report as effects  # brings deepdiff
        from renderer.changes.allowed import accepted
        from renderer.changes.verdict import worst_first

        changes = [change for sides in found for change in judged_in(sides, self._cluster)]
        known = accepted(changes, allowances_of([]), lambda _: False, today())
        judged = worst_first(known.judged)
        text = effects.text(judged, has_plans=self._has_plans)
        write_words(coloured(text) if has_colour() else text)
        if not judged:
            say("nothing differs for pods and data")
        elif not self._has_plans and any(judgement.plans for judgement in judged):
            say("what to do, step by step: `stateful watch --plan`")
        say_all(list(known.remarks()))


def _read_by(spec: Spec) -> set[str]:
    return {str(Path(path)) for path in (spec.path, *read_by(spec))}


def _collisions(app: _App, together: Together) -> list[Problem]:
    """Return what an app has that another one has too, as it was built."""
    return [
        problem
        for environment, build in app.builds.items()
        for problem in together.collisions(build.app, build.objects, environment)
    ]


def _between(before: list[_App], after: list[_App]) -> list[Sides]:
    """Return the apps that are others now, in each environment as they were and as they are."""
    kept = {id(app) for app in before} & {id(app) for app in after}
    gone, come = (
        {app.spec: app.builds for app in apps if id(app) not in kept} for apps in (before, after)
    )
    found = []
    for one, other in paired(list(gone), list(come)):
        was, will = environments_of(one), environments_of(other)
        old = {name: gone[one][name] for name in was} if one else {}
        new = {name: come[other][name] for name in will} if other else {}
        found += sides_between(_called(other or one), dict.fromkeys((*will, *was)), old, new)
    return found


def _called(spec: Spec | None) -> str:
    """Return how a user names a spec."""
    path = Path(spec.path) if spec else Path()
    return str(path.parent if path.name == DEFAULT else path)


def _say_heading(changed: dict[str, str]) -> None:
    """Say what has changed and when; on a terminal in a line that eyes find again."""
    named = [f"{what} {path}" for path, what in changed.items()]
    more = f", and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    line = f"{time.strftime('%H:%M:%S')} {', '.join(named[:MOST_NAMED])}{more}"
    if is_for_eyes(sys.stderr):
        say("")
        line = f"── {line} ".ljust(shutil.get_terminal_size().columns, "─")
    say(line)
