"""Every plan that `stateful diff` prints, done step by step on a real cluster, as it is printed.

A situation is a change of golden/changes/<case>/. Its before.yaml is applied, and its pods are
ready; the plan comes from `stateful diff -o json`; a shell runs the commands of its steps with the
real kubectl, in their order. What only hands can do is in HANDS, with the closest act that there is
here. Then nothing differs any more from what was wanted, and the pods and claims that were lost on
the way are those that the situation names: the plan names them as well.
"""

from __future__ import annotations

import copy
import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from api import MERGE, Watch, is_ready, until
from commands import run
from plane import environment
from sets import APPS, CORE, claims, is_waiting

from renderer.changes.plan import PLANS
from renderer.yaml import dump_all, read

if TYPE_CHECKING:
    from conftest import Figures
    from plane import Plane

pytestmark = pytest.mark.cluster
CHANGES = Path(__file__).parent.parent / "golden/changes"
AT_ONCE = 6
# No command takes longer; where one waits for what never comes, that is its end.
LIMIT = 240
ALL = ("db-2", "db-1", "db-0")
Object = dict[str, Any]
Edit = Callable[[list[Object]], None]


# --- what is tried --------------------------------------------------------------------------------


@dataclass
class Situation:
    """A change, its plan, and what may be lost on the way.

    Args:
        plan: the name of the plan.
        case: the folder in golden/changes.
        restarted: the pods that are replaced, in their order.
        gone: the pods that are there no more.
        lost: the claims that are deleted, under whatever name there is one afterwards.
        named: what tells it from another situation of this plan and case.
        edits: what changes in both sides beforehand.
        after: what changes in the wanted side alone.
        before: what is done first, once the pods are ready; the diff is with what is live then.
        is_stuck: whether the new template does not work, so that its rollout never ends.
    """

    plan: str
    case: str
    restarted: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    named: str = ""
    edits: Edit | None = None
    after: Edit | None = None
    before: Callable[[Trial], None] | None = None
    is_stuck: bool = False

    @property
    def name(self) -> str:
        return "-".join(filter(None, (self.plan, self.case, self.named)))


def the_set(objects: list[Object]) -> Object:
    return next(each for each in objects if each["kind"] == "StatefulSet")


def spec_of(objects: list[Object]) -> Object:
    return the_set(objects)["spec"]


def on_delete(objects: list[Object]) -> None:
    spec_of(objects)["updateStrategy"] = {"type": "OnDelete"}


def owned_claims(objects: list[Object]) -> None:
    spec_of(objects)["persistentVolumeClaimRetentionPolicy"] = {"whenDeleted": "Delete"}


def two_templates(objects: list[Object]) -> None:
    (template,) = spec_of(objects)["volumeClaimTemplates"]
    other = copy.deepcopy(template)
    other["metadata"]["name"] = "wal"
    spec_of(objects)["volumeClaimTemplates"].append(other)
    (container,) = spec_of(objects)["template"]["spec"]["containers"]
    container["volumeMounts"].append({"name": "wal", "mountPath": "/wal"})


def nowhere(objects: list[Object]) -> None:
    """No node has the label: the pods wait for ever, as with any template that does not work."""
    spec_of(objects)["template"]["spec"]["nodeSelector"] = {"disk": "none"}


def parallel(objects: list[Object]) -> None:
    spec_of(objects)["podManagementPolicy"] = "Parallel"


def each_claim(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}-{pod}" for name in names for pod in reversed(ALL))


def declared(objects: list[Object]) -> None:
    """Declare the first claim beside the set, larger than its template."""
    (template,) = spec_of(objects)["volumeClaimTemplates"]
    spec = {**template["spec"], "resources": {"requests": {"storage": "4Gi"}}}
    kind = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
    metadata = {"name": "data-db-0", "labels": {"app": "db"}}
    objects.insert(0, {**kind, "metadata": metadata, "spec": spec})


def declared_smaller(objects: list[Object]) -> None:
    objects[0]["spec"]["resources"]["requests"]["storage"] = "2Gi"
    same_image(objects)


def same_image(objects: list[Object]) -> None:
    (container,) = spec_of(objects)["template"]["spec"]["containers"]
    container["image"] = "postgres:16.4"


def suspended(objects: list[Object]) -> None:
    """Let a Job make no pod: what is waited for here are the pods of sets, which stay."""
    for each in objects:
        if each["kind"] == "Job":
            each["spec"]["suspend"] = True


def break_the_set(trial: Trial) -> None:
    """Let a rollout that does not work begin, as somebody does whose change is to mend it."""
    broken = copy.deepcopy(trial.old)
    nowhere(broken)
    (trial.folder / "BROKEN.yaml").write_text(dump_all(broken))
    trial.shell.must("kubectl apply -f BROKEN.yaml")
    trial.until(lambda: is_waiting(the_pod(trial, "db-2")), "db-2 waits")


SITUATIONS = (
    Situation("add-claim", "claim-added", ALL[::-1]),
    Situation("add-claim", "claim-added", ALL[::-1], named="parallel", edits=parallel),
    Situation("back-up", "image-major", ALL),
    Situation("change-attributes", "claim-attributes"),
    Situation("delete-pods", "held-by-ondelete", ALL),
    Situation("grow", "claim-grows"),
    Situation("grow", "claim-grows", named="two", edits=two_templates, after=parallel),
    Situation("keep-claims", "scale-down-deletes-claims", gone=("db-2",)),
    Situation("keep-volume", "pvc-removed", lost=("data-db-0",)),
    Situation("keep-volumes", "set-removed", gone=ALL),
    Situation("keep-volumes", "set-removed", gone=ALL, named="owned", edits=owned_claims),
    Situation("label-claims", "claim-labels"),
    Situation("lower-partition", "held-by-partition", ALL),
    Situation("move-data", "data-mount", ALL),
    Situation("rebind-volumes", "set-renamed", gone=ALL, lost=each_claim("data")),
    Situation("rebind-volumes", "set-moved", gone=ALL, lost=each_claim("data")),
    Situation("rebind-volumes", "claim-renamed", ALL, lost=each_claim("data")),
    Situation("recreate", "pod-management"),
    Situation("recreate", "pod-management", named="owned", edits=owned_claims),
    Situation("recreate", "pod-management", named="by-hand", edits=on_delete),
    Situation("recreate-and-restart", "service-name", ALL),
    Situation("recreate-and-restart", "service-name", ALL, named="by-hand", edits=on_delete),
    Situation("recreate-and-restart", "claim-removed", ALL),
    Situation("recreate-service", "service-becomes-headless"),
    Situation("recreate-service", "service-stays-headless"),
    Situation("relabel-and-recreate", "selector", ALL),
    Situation("replace-volumes", "claim-shrinks", ALL, lost=each_claim("data")),
    Situation("replace-volumes", "pvc-shrinks", lost=("data-db-0",)),
    Situation("restart-users", "config-in-env", ALL),
    Situation("restart-users", "config-in-env", ALL, named="by-hand", edits=on_delete),
    Situation("restart-users", "account-token", ALL),
    Situation("run-again", "job-image", edits=suspended),
    Situation("say-strategy-first", "ondelete-over-rolling"),
    Situation("scale-down", "scale-down", gone=("db-2", "db-1")),
    Situation("stuck-rollout", "image", ("db-2",), named="broken", after=nowhere, is_stuck=True),
    Situation(
        "stuck-rollout",
        "image",
        ("db-2",),
        named="broken-parallel",
        edits=parallel,
        after=nowhere,
        is_stuck=True,
    ),
    Situation("delete-broken-pods", "image", ALL, before=break_the_set),
    Situation(
        "replace-volumes",
        "image",
        ("db-0",),
        lost=("data-db-0",),
        named="declared",
        edits=declared,
        after=declared_smaller,
    ),
)
# Plans that say what to write in Git instead, and have no step to do.
WRITTEN_INSTEAD = {"keep-label", "keep-order", "new-name", "second-service"}


# --- what only hands can do -----------------------------------------------------------------------


@dataclass
class Hand:
    """What a person does at a step, by the beginning of what the step says.

    Args:
        why: why no command of the step does it.
        act: the closest act that there is here; none where nothing is left to do.
        is_first: whether it comes before the commands of the step, and not after them.
    """

    why: str
    act: Callable[[Trial], None] | None = None
    is_first: bool = False


def _lower_partition(trial: Trial, least: int = 2) -> None:
    rolling = spec_of(trial.new)["updateStrategy"]["rollingUpdate"]
    rolling["partition"] = least
    trial.write()
    trial.shell.must("kubectl apply -f NEW.yaml")
    settled_down_to(trial, least)


def settled_down_to(trial: Trial, least: int) -> None:
    """Wait until all pods from the last down to one have the new template, and no other has."""

    def ask() -> bool:
        live = the_live_set(trial)
        status = live["status"]
        is_seen = status["observedGeneration"] == live["metadata"]["generation"]
        counts = status.get("updatedReplicas", 0), status.get("readyReplicas", 0)
        return bool(is_seen and counts == (3 - least, 3))

    trial.until(ask, f"pods down to {least} are new")


def _lower_to_the_end(trial: Trial) -> None:
    for least in (1, 0):
        _lower_partition(trial, least)


def _retain_scaled(trial: Trial) -> None:
    spec_of(trial.new)["persistentVolumeClaimRetentionPolicy"] = {"whenScaled": "Retain"}
    trial.write()


def _say_rolling(trial: Trial) -> None:
    said = {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}}
    spec_of(trial.new)["updateStrategy"] = said
    trial.write()


def _say_on_delete(trial: Trial) -> None:
    on_delete(trial.new)
    trial.write()


def _grown(trial: Trial) -> None:
    """Say of claims that their volumes have grown, as a driver does."""
    for claim in claims(trial.api, trial.space).values():
        size = {"capacity": claim["spec"]["resources"]["requests"]}
        volume = trial.api.path(CORE, "PersistentVolume", "", claim["spec"]["volumeName"])
        trial.api.must("PATCH", volume, {"spec": size}, MERGE)
        path = trial.api.path(CORE, "PersistentVolumeClaim", trial.space, claim["metadata"]["name"])
        trial.api.must("PATCH", f"{path}/status", {"status": size}, MERGE)


def _still_broken(trial: Trial) -> None:
    """See that the change is undone, and the pod stays as it is: why a person must delete it."""
    first = trial.pods()["db-2"]
    time.sleep(2)
    assert trial.pods()["db-2"] == first
    assert not is_ready(the_pod(trial, "db-2"))


HANDS = {
    "stop Argo CD or Flux": Hand("neither runs here, so nothing is applied by itself"),
    "let it go on": Hand("the same"),
    "back all of it up": Hand("nodes of kwok run no pods, so volumes hold nothing"),
    "make a VolumeSnapshot": Hand("the same, and no driver makes any"),
    "read the notes on upgrades": Hand("an app's notes are for people"),
    "copy the data to where": Hand("volumes hold nothing"),
    "let the app move data": Hand("no app runs"),
    "grow every claim": Hand("kwok has no driver that resizes a volume", _grown),
    "lower spec.updateStrategy": Hand("it is written in Git", _lower_partition),
    "is it well?": Hand("a person judges; then the same again", _lower_to_the_end),
    "let claims outlive": Hand("it is written in Git", _retain_scaled),
    "write what is there already": Hand("it is written in Git", _say_rolling),
    "then write type: OnDelete": Hand("it is written in Git", _say_on_delete),
    "and delete that pod": Hand("that it is needed is looked at", _still_broken, is_first=True),
}
# Steps from here on are for a rollout that does not end.
IF_STUCK = "only if"
# What a step says that its commands must print.
PRINTS = {"must print true": "true", "whenDeleted must be Retain": "Retain"}
# What nobody knows before, in capitals, and what it is here.
CAPITALS = {"delete pod POD": "delete pod db-2"}


# --- how it is tried ------------------------------------------------------------------------------


class Shell:
    """A shell that a person types into: what it has noted in a variable stays."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        self.folder, self.variables = folder, variables
        self.process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["sh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
            env=self.variables,
            process_group=0,
        )

    def __call__(self, command: str, limit: float = LIMIT) -> tuple[int | None, str]:
        """Return how a command ended, None where it did not, and what it printed."""
        process, lines = self.process, []
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{{ {command}\n}} </dev/null\necho; echo ended $?\n")
        process.stdin.flush()
        end = threading.Timer(limit, lambda: os.killpg(process.pid, 9))
        end.start()
        for line in process.stdout:
            if line.startswith("ended "):
                end.cancel()
                return int(line.split()[1]), "".join(lines).strip()
            lines.append(line)
        self.close()
        self.process = self._started()
        return None, "".join(lines).strip()

    def must(self, command: str) -> str:
        code, said = self(command)
        assert code == 0, f"{command}\n{said}"
        return said

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


@dataclass
class Had:
    """What was there: {pod: uid}, and claims."""

    pods: dict[str, str]
    claims: dict[str, Object]


class Trial:
    """A situation in namespaces of its own, in a folder with OLD.yaml and NEW.yaml."""

    def __init__(self, situation: Situation, plane: Plane, kubectl: Path, folder: Path) -> None:
        self.situation, self.api = situation, plane.api
        self.version = plane.version.removeprefix("v")
        self.said: list[str] = []
        self.wrong: list[str] = []
        self.plan: Object = {}
        self.names, self.count = "", 0
        self.had = Had({}, {})
        self.watches: list[Watch] = []
        self.space = f"plan-{situation.name}"
        self.folder = folder / situation.name
        self.folder.mkdir()
        self.old, self.new = self._side("before.yaml"), self._side("after.yaml")
        if situation.after:
            situation.after(self.new)
        self.write()
        config = json.loads(plane.kubeconfig.read_text())
        config["contexts"][0]["context"]["namespace"] = self.space
        authority = config["clusters"][0]["cluster"]
        authority["certificate-authority"] = str(plane.folder / authority["certificate-authority"])
        self.config = self.folder / "kubeconfig"
        self.config.write_text(json.dumps(config))
        variables = {
            **environment(plane.folder),
            "KUBECONFIG": str(self.config),
            "KUBECACHEDIR": str(folder / "cache"),
            "PATH": f"{kubectl.parent}{os.pathsep}{os.environ['PATH']}",
        }
        self.shell = Shell(self.folder, variables)
        self.spaces = sorted(
            {each["metadata"].get("namespace", self.space) for each in (*self.old, *self.new)}
        )

    def _side(self, name: str) -> list[Object]:
        text = (CHANGES / self.situation.case / name).read_text()
        objects = [each for each in read(text, dialect="manifest") if each]
        if self.situation.edits and any(each["kind"] == "StatefulSet" for each in objects):
            self.situation.edits(objects)
        for each in objects:
            if said := each["metadata"].get("namespace"):
                each["metadata"]["namespace"] = f"{self.space}-{said}"
        return objects

    def close(self) -> None:
        for watch in self.watches:
            watch.stop()
        self.shell.close()

    @property
    def live(self) -> tuple[str, ...]:
        """The side of `stateful diff` that is the cluster."""
        return "--live", "-n", self.space

    @property
    def wanted(self) -> list[Object]:
        return self.old if self.situation.is_stuck else self.new

    def write(self) -> None:
        for name, objects in (("OLD.yaml", self.old), ("NEW.yaml", self.new)):
            (self.folder / name).write_text(dump_all(objects))

    def pods(self) -> dict[str, str]:
        """Return {pod: uid} of all namespaces."""
        return {name: pod["metadata"]["uid"] for name, pod in self._all(CORE, "Pod").items()}

    def claims(self) -> dict[str, Object]:
        return self._all(CORE, "PersistentVolumeClaim")

    def _all(self, version: str, kind: str) -> dict[str, Object]:
        return {
            each["metadata"]["name"]: {**each, "kind": kind}
            for space in self.spaces
            for each in self.api.items(version, kind, space)
        }

    def volumes(self) -> set[str]:
        return {each["metadata"]["name"] for each in self.api.items(CORE, "PersistentVolume", "")}

    def start(self) -> None:
        """Apply what is before, until its pods are ready and its claims have volumes."""
        for space in self.spaces:
            self.api.namespace(space)
        self.shell.must("kubectl apply -f OLD.yaml")
        self.rest(self.old)

    def rest(self, objects: list[Object]) -> None:
        """Wait until all is as it should be, and no pod or claim is on its way."""
        self.until(lambda: all(map(self._is_done, self._sets(objects))), "the sets are done")

        total = sum(each["spec"]["replicas"] for each in self._sets(objects))

        def ask() -> bool:
            found = [*self._all(CORE, "Pod").values(), *self.claims().values()]
            if sum(each["kind"] == "Pod" for each in found) != total:
                return False
            return not any("deletionTimestamp" in each["metadata"] for each in found) and all(
                is_ready(each) or each["status"].get("phase") == "Bound" for each in found
            )

        self.until(ask, "all is at rest")

    def until(self, ask: Callable[[], bool], what: str) -> None:
        until(ask, f"{self.space}: {what}", LIMIT, pause=0.25)

    def _sets(self, objects: list[Object]) -> list[Object]:
        return [each for each in objects if each["kind"] == "StatefulSet"]

    def _is_done(self, wanted: Object) -> bool:
        space, name = wanted["metadata"].get("namespace", self.space), wanted["metadata"]["name"]
        live = self.api.get(APPS, "StatefulSet", space, name)
        if not live:
            return False
        status = live.get("status", {})
        counts = {
            status.get(key, 0) for key in ("replicas", "availableReplicas", "updatedReplicas")
        }
        is_seen = status.get("observedGeneration") == live["metadata"].get("generation")
        return is_seen and counts == {live["spec"]["replicas"]}


def the_live_set(trial: Trial) -> Object:
    path = trial.api.path_of(the_set(trial.new), trial.space)
    return trial.api.must("GET", path)


def the_pod(trial: Trial, name: str) -> Object:
    found = trial.api.get(CORE, "Pod", trial.space, name)
    assert found
    return found


def called(trial: Trial, *sides: str) -> dict[str, Any]:
    """Return what `stateful diff` says, of the folder and the cluster of a trial."""
    files = [str(trial.folder / each) if each.endswith(".yaml") else each for each in sides]
    more = "--kube-version", trial.version
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KUBECONFIG", "KUBECACHEDIR", "PATH"):
            patch.setenv(name, trial.shell.variables[name])
        result = run("diff", *files, *more, "-o", "json")
    assert result.code in (0, 1), result.stderr
    return json.loads(result.stdout)


def steps_of(trial: Trial, report: dict[str, Any]) -> tuple[Object, str]:
    """Return the plan, and all that is said of its change: where names are looked for."""
    found = [
        (verdict["plan"], json.dumps(change["verdicts"]))
        for change in report["changes"]
        for verdict in change["verdicts"]
        if verdict.get("plan", {}).get("id") == trial.situation.plan
    ]
    assert found, f"{trial.space}: no such plan"
    return found[0]


def followed(trial: Trial, plan: Object) -> int:
    """Do a plan as it is printed, and return how many commands that were."""
    count = 0
    for step in plan["steps"]:
        if step["says"].startswith(IF_STUCK) and not trial.situation.is_stuck:
            return count
        hand = next((HANDS[key] for key in HANDS if step["says"].startswith(key)), None)
        assert hand or step["commands"], f"nobody says what to do: {step['says']}"
        if hand and hand.act and hand.is_first:
            hand.act(trial)
        if step["kind"] not in ("pause", "resume"):
            for command in step["commands"]:
                follow(trial, step, command)
                count += 1
        if hand and hand.act and not hand.is_first:
            hand.act(trial)
    return count


def follow(trial: Trial, step: Object, command: str) -> None:
    for word, known in CAPITALS.items():
        command = command.replace(word, known)
    waits_in_vain = trial.situation.is_stuck and "rollout status" in command
    code, said = trial.shell(command, 4 if waits_in_vain else LIMIT)
    trial.said.append(f"$ {command}\n{said}")
    assert code == (None if waits_in_vain else 0), f"ended with {code}"
    for key, text in PRINTS.items():
        assert key not in step["says"] or said == text, f"must print {text}"


def begun(trial: Trial) -> None:
    """Have what is before, and note all that may be lost."""
    trial.start()
    if trial.situation.before:
        trial.situation.before(trial)
    trial.watches = [trial.api.events(CORE, "Pod", space) for space in trial.spaces]
    trial.had = Had(trial.pods(), trial.claims())


def done(trial: Trial) -> None:
    trial.count = followed(trial, trial.plan)
    trial.rest(trial.wanted)


def attempted(act: Callable[[Trial], None], trials: list[Trial], at_once: int) -> None:
    """Do the same for all trials that are well so far."""

    def attempt(trial: Trial) -> None:
        try:
            act(trial)
        except (AssertionError, TimeoutError) as error:
            trial.wrong.append("\n".join((*trial.said, str(error))))

    well = [trial for trial in trials if not trial.wrong]
    if at_once == 1:  # `stateful` itself is called in the main thread alone
        list(map(attempt, well))
    else:
        with ThreadPoolExecutor(at_once) as pool:
            list(pool.map(attempt, well))


def planned(trial: Trial) -> None:
    report = called(trial, *(trial.live if trial.situation.before else ("OLD.yaml",)), "NEW.yaml")
    trial.plan, trial.names = steps_of(trial, report)


def judged(trial: Trial) -> None:
    left = called(trial, *trial.live, "OLD.yaml" if trial.situation.is_stuck else "NEW.yaml")
    going = [pod for watch in trial.watches for pod in watch.going()]
    trial.wrong += [
        *(f"differs still: {json.dumps(each)}" for each in left["changes"]),
        *unnamed(trial, going),
        *lost_pods(trial, going),
        *lost_claims(trial),
    ]


def unnamed(trial: Trial, going: list[str]) -> Iterator[str]:
    """Yield what is lost and not named; to restart a set names all pods of it."""
    for each in {*going, *trial.situation.lost}:
        workload = each.rpartition("-")[0]
        restart = f"restart statefulset/{workload}"
        if each not in trial.names and restart not in trial.names:
            yield f"{each} is lost, and nobody has named it"


def lost_pods(trial: Trial, going: list[str]) -> Iterator[str]:
    restarted, gone = trial.situation.restarted, trial.situation.gone
    if sorted(going) != sorted((*restarted, *gone)):
        yield f"{going} are deleted, and {(*restarted, *gone)} should be"
    if restarted and going != list(restarted):
        yield f"{going} is the order, and {restarted} should be"
    before, after = trial.had.pods, trial.pods()
    if kept := [pod for pod in before if pod not in going and before[pod] != after.get(pod)]:
        yield f"{kept} are others now"


def lost_claims(trial: Trial) -> Iterator[str]:
    before = trial.had.claims
    after = {each["metadata"]["uid"] for each in trial.claims().values()}
    lost = {name for name, claim in before.items() if claim["metadata"]["uid"] not in after}
    if lost != set(trial.situation.lost):
        yield f"claims {sorted(lost)} are lost, and {trial.situation.lost} should be"
    own = {claim["spec"]["volumeName"] for claim in before.values()}
    if gone := own - trial.volumes():
        yield f"volumes {gone} are deleted"
    used = {claim["spec"]["volumeName"] for claim in trial.claims().values()}
    if trial.situation.plan == "rebind-volumes" and own != used:
        yield f"the volumes were {own}, and are {used}"


def test_every_plan_leads_there_and_loses_nothing_that_it_does_not_name(
    cluster: Plane, kubectl: Path, figures: Figures, tmp_path: Path
) -> None:
    began = time.monotonic()
    trials = [Trial(each, cluster, kubectl, tmp_path) for each in SITUATIONS]
    try:
        for act, at_once in ((begun, AT_ONCE), (planned, 1), (done, AT_ONCE), (judged, 1)):
            attempted(act, trials, at_once)
    finally:
        for trial in trials:
            trial.close()
    wrong = {trial.space: trial.wrong for trial in trials if trial.wrong}
    figures.say(
        f"{len({each.plan for each in SITUATIONS})} plans in {len(trials)} situations, done as they"
        f" are printed by {sum(trial.count for trial in trials)} commands in"
        f" {time.monotonic() - began:.0f} s: {len(trials) - len(wrong)} lead there, and lose what"
        " they name"
    )
    assert not wrong, "\n\n".join(f"{name}: " + "\n".join(wrong[name]) for name in wrong)


def test_every_plan_with_steps_is_tried() -> None:
    assert {each.plan for each in SITUATIONS} | WRITTEN_INSTEAD == set(PLANS)
