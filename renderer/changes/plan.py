"""What to do about a change, step by step, with the real names of all that is touched.

A plan reads like what an experienced person would type: what to pause, check, run, wait for, and
what can go wrong. Commands are for a POSIX shell; whatever is in capitals nobody here can know.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable
from typing import Any

from renderer.changes.about_claims import claims_of, template_of
from renderer.changes.about_others import CONFIG, users
from renderer.changes.compare import Field
from renderer.changes.rollout import count, every_pod, gone, rollout, starting
from renderer.changes.verdict import Case, Plan, Step
from renderer.objects.reading import annotations_of, at, mapping, number, text
from renderer.objects.selectors import selected_labels
from renderer.objects.workload import claim_name, claims

TEMPLATES = ("spec", "volumeClaimTemplates")
TRACKING = "argocd.argoproj.io/tracking-id"
UNTIL_GONE = ("--for=delete", "--timeout=30m")
RETAIN = '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'

Made = Callable[[Case, Field], Plan]


def plan_of(name: str, case: Case, field: Field) -> Plan | None:
    """Return a plan by its name, for one change; None where no name is given."""
    return PLANS[name](case, field) if name else None


# --- words of a shell -----------------------------------------------------------------------------


def _kubectl(case: Case, *words: str) -> str:
    """Return a command about something in the namespace of the change, as it was."""
    resource = case.change.before or case.change.one
    where = ["-n", resource.namespace] if resource.namespace else []
    return shlex.join(["kubectl", *where, *words])


def _patch(case: Case, kind: str, name: str, patch: Any) -> str:
    text = json.dumps(patch, separators=(",", ":"), ensure_ascii=False)
    return _kubectl(case, "patch", kind, name, "--type=merge", "-p", text)


def _named(pods: Iterable[str]) -> list[str]:
    return [f"pod/{pod}" for pod in pods]


def _pause(case: Case) -> Step:
    app = _argo_app(case)
    return Step(
        "pause",
        "stop Argo CD or Flux: it would repeat the refused change, or undo these steps",
        (
            f"argocd app set {app} --sync-policy none",
            "flux suspend kustomization KUSTOMIZATION",
        ),
    )


def _resume(case: Case) -> Step:
    return Step(
        "resume",
        "let it go on, once a diff against the cluster is empty",
        (
            f"argocd app set {_argo_app(case)} --sync-policy automated",
            "flux resume kustomization KUSTOMIZATION",
        ),
    )


def _argo_app(case: Case) -> str:
    """Return the Application, where the live object names it."""
    for each in (case.old, case.new):
        if tracked := text(annotations_of(each.written).get(TRACKING)):
            return shlex.quote(tracked.partition(":")[0])
    return "APPLICATION"


def _applied(says: str = "apply what is in Git, by hand or by a sync") -> Step:
    return Step("apply", says, ("kubectl apply -f NEW.yaml",))


def _replaced(case: Case, pod: str) -> tuple[str, ...]:
    """Return how to replace a pod by hand: its controller makes it anew under its name."""
    ready = _kubectl(case, "wait", "--for=condition=Ready", f"pod/{pod}", "--timeout=30m")
    return _kubectl(case, "delete", "pod", pod), f"until {ready}; do sleep 2; done"


def _rolled(case: Case, name: str = "") -> Step:
    wait = _kubectl(case, "rollout", "status", f"statefulset/{name or case.name}", "--timeout=30m")
    return Step("wait", "until all pods are ready", (wait,))


# --- the set, made anew over its running pods -----------------------------------------------------


def _retained(case: Case) -> Step:
    policy = "{.spec.persistentVolumeClaimRetentionPolicy.whenDeleted}"
    name = case.old.name
    commands = [_kubectl(case, "get", "statefulset", name, "-o", f"jsonpath={policy}")]
    if case.was("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete":
        wanted = {"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}
        commands = [_patch(case, "statefulset", name, wanted), *commands]
    return Step("check", "whenDeleted must be Retain, or claims go with the set", tuple(commands))


def _anew(case: Case) -> tuple[Step, ...]:
    delete = _kubectl(case, "delete", "statefulset", case.old.name, "--cascade=orphan")
    return (
        _retained(case),
        Step("run", "delete the set alone: its pods run on, its claims stay", (delete,)),
        _applied("apply it anew: it adopts the pods"),
        _rolled(case),
    )


ANEW_RISKS = (
    "without --cascade=orphan, and with Argo CD's Force or Replace, all pods are deleted at once",
    "between the two steps nobody replaces a pod that fails",
)


def _restarted(case: Case) -> Step:
    restart = _kubectl(case, "rollout", "restart", f"statefulset/{case.name}")
    return Step("run", "restart the pods, one by one: they take it over only then", (restart,))


def recreate(case: Case, _field: Field) -> Plan:
    """Make the set anew, over the pods that run."""
    steps = (_pause(case), *_anew(case), _resume(case))
    return Plan("recreate", "make the set anew over its running pods", steps, ANEW_RISKS)


def recreate_and_restart(case: Case, _field: Field) -> Plan:
    """Make the set anew, and restart its pods."""
    steps = (_pause(case), *_anew(case), _restarted(case), _rolled(case), _resume(case))
    title = "make the set anew, and restart its pods"
    return Plan("recreate-and-restart", title, steps, ANEW_RISKS)


def relabel_and_recreate(case: Case, _field: Field) -> Plan:
    """Give the pods the new labels first, so that the new set finds them."""
    wanted = mapping(case.will_be("spec", "selector", "matchLabels"))
    labels = [f"{key}={value}" for key, value in wanted.items()]
    commands = tuple(
        _kubectl(case, "label", "--overwrite", "pod", pod, *labels) for pod in starting(case.old)
    )
    labelled = Step("run", "give every pod the labels that the new selector wants", commands)
    retained, deleted, applied, rolled = _anew(case)
    steps = (_pause(case), retained, deleted, labelled, applied, rolled, _resume(case))
    risk = "a pod without the labels is not adopted, and its name stays taken: the set waits for it"
    return Plan(
        "relabel-and-recreate",
        "give the pods the new labels, and make the set anew",
        steps,
        (*ANEW_RISKS, risk),
        "keep the selector: labels that change belong into the template, and not into it",
    )


# --- volumes --------------------------------------------------------------------------------------


def _claims(case: Case, field: Field) -> tuple[str, ...]:
    if case.change.identity.kind == "PersistentVolumeClaim":
        return (case.old.name,)
    is_in_template = field.path[: len(TEMPLATES)] == TEMPLATES and template_of(field)
    templates = [template_of(field)] if is_in_template else [name for *_, name in claims(case.old)]
    return tuple(name for each in templates for name in claims_of(case, each))


def _all_claims(case: Case) -> Step:
    labels = ",".join(f"{key}={value}" for key, value in selected_labels(case.old).items())
    listed = _kubectl(case, "get", "pvc", "-l", labels) if labels else _kubectl(case, "get", "pvc")
    return Step(
        "check", "are there more claims, of pods that an earlier scale-down removed?", (listed,)
    )


def _class_of(case: Case, field: Field) -> str:
    template = template_of(field)
    for _, claim, name in claims(case.old):
        if name == template:
            return text(at(claim, "spec", "storageClassName"))
    return ""


def grow(case: Case, field: Field) -> Plan:
    """Grow every claim, then make the set anew with the new template."""
    name, size = template_of(field), field.after
    kind = shlex.quote(_class_of(case, field)) if _class_of(case, field) else "CLASS"
    wanted = {"spec": {"resources": {"requests": {"storage": size}}}}
    names = _claims(case, field)
    allows = f"kubectl get storageclass {kind} -o jsonpath={{.allowVolumeExpansion}}"
    capacity = "jsonpath={.status.capacity.storage}=" + str(size)
    steps = (
        _pause(case),
        Step("check", "the class must allow it: this must print true", (allows,)),
        _all_claims(case),
        Step("run", "grow every claim", tuple(_patch(case, "pvc", each, wanted) for each in names)),
        Step(
            "wait",
            f"until each has {size}; FileSystemResizePending needs a restart of its pod",
            tuple(
                _kubectl(case, "wait", f"pvc/{each}", f"--for={capacity}", "--timeout=30m")
                for each in names
            ),
        ),
        *_anew(case),
        _resume(case),
    )
    return Plan(
        "grow",
        f"grow the claims of {name} to {size}, and make the set anew",
        steps,
        (
            "a class without allowVolumeExpansion refuses it, and so do drivers that cannot",
            "a set that is made anew before the claims have grown leaves them small, unnoticed",
            *ANEW_RISKS,
        ),
        f"leave the template at {field.before}, and declare the claims at {size} beside the set; a"
        f" StatefulApp does so with `size: {size}, templateSize: {field.before}` (docs/growing.md)",
    )


def replace_volumes(case: Case, field: Field) -> Plan:
    """Replace one volume after the other, where the app copies its data by itself."""
    names = _claims(case, field)
    pods = every_pod(case.old) if case.change.identity.kind == "StatefulSet" else ("POD",)
    template = template_of(field)
    one_by_one = tuple(
        word
        for pod in pods
        for word in (
            _kubectl(
                case,
                "delete",
                f"pvc/{claim_name(template, pod) if template else names[0]}",
                "--wait=false",
            ),
            *_replaced(case, pod),
        )
    )
    anew = _anew(case) if case.change.identity.kind == "StatefulSet" else (_applied(),)
    steps = (
        _pause(case),
        Step("check", "back all of it up, and try to restore it"),
        _kept(case, names),
        *anew,
        Step(
            "run",
            "replace one claim and pod after the other, never the next before the app says"
            " that it has all data again",
            one_by_one,
        ),
        _resume(case),
    )
    return Plan(
        "replace-volumes",
        "replace the volumes one by one, where the app copies its data by itself",
        steps,
        (
            "an app that does not replicate loses the data: copy into a second set instead",
            *ANEW_RISKS,
        ),
        "leave the field as it is",
    )


def _kept(case: Case, names: tuple[str, ...]) -> Step:
    """Return the step that keeps the volumes of claims, whatever becomes of the claims."""
    commands = []
    for name in names:
        volume = _kubectl(case, "get", "pvc", name, "-o", "jsonpath={.spec.volumeName}")
        commands.append(f"kubectl patch pv \"$({volume})\" --type=merge -p '{RETAIN}'")
    return Step("run", "keep the volumes, whatever becomes of their claims", tuple(commands))


def add_claim(case: Case, _field: Field) -> Plan:
    """Make the set anew, and restart each pod by hand."""
    pods = tuple(word for pod in every_pod(case.old) for word in _replaced(case, pod))
    *anew, _ = _anew(case)
    steps = (
        _pause(case),
        *anew,
        Step(
            "run", "delete the pods one by one, the highest first: no rollout gets past them", pods
        ),
        _rolled(case),
        _resume(case),
    )
    risk = "until a pod is deleted the controller tries to change it, and fails: event FailedUpdate"
    return Plan(
        "add-claim", "make the set anew, and replace its pods by hand", steps, (risk, *ANEW_RISKS)
    )


def label_claims(case: Case, field: Field) -> Plan:
    """Label the claims, which no template does once they are there."""
    said = field.after if isinstance(field.after, dict) else {field.path[-1]: field.after}
    words = [f"{key}={value}" if value is not None else f"{key}-" for key, value in said.items()]
    verb = "annotate" if "annotations" in field.path else "label"
    commands = tuple(
        _kubectl(case, verb, "--overwrite", "pvc", each, *words) for each in _claims(case, field)
    )
    steps = (
        _pause(case),
        Step("run", f"{verb} the claims that are there", commands),
        *_anew(case),
        _resume(case),
    )
    return Plan(
        "label-claims",
        f"{verb} the claims, and make the set anew",
        steps,
        ANEW_RISKS,
        "keep labels and annotations of claim templates as they are",
    )


def change_attributes(case: Case, field: Field) -> Plan:
    """Change the class of attributes of every claim, then that of the template."""
    wanted = {"spec": {"volumeAttributesClassName": field.after}}
    commands = tuple(_patch(case, "pvc", each, wanted) for each in _claims(case, field))
    steps = (
        _pause(case),
        Step("run", "change every claim: the driver does the rest", commands),
        *_anew(case),
        _resume(case),
    )
    return Plan("change-attributes", "change the claims, and make the set anew", steps, ANEW_RISKS)


def keep_order(_case: Case, _field: Field) -> Plan:
    """Write the templates as they were."""
    return Plan(
        "keep-order",
        "write the claim templates in the order that they had",
        instead="keep the order",
    )


def rebind_volumes(case: Case, field: Field) -> Plan:
    """Let new claims take over the old volumes."""
    old_pods, new_pods = starting(case.old), starting(case.new)
    pairs = _rebound(case, field)
    names = tuple(old for old, _ in pairs)
    known = [
        f"V{index}=$({_kubectl(case, 'get', 'pvc', old, '-o', 'jsonpath={.spec.volumeName}')})"
        for index, (old, _) in enumerate(pairs)
    ]
    free = [
        f'kubectl patch pv "$V{index}" --type=merge -p \'{{"spec":{{"claimRef":null}}}}\''
        for index in range(len(pairs))
    ]
    made = [
        f'{new}: spec of {old}, with volumeName: "$V{index}"'
        for index, (old, new) in enumerate(pairs)
    ]
    steps = (
        _pause(case),
        Step("check", "back all of it up, and try to restore it"),
        _kept(case, names),
        Step("run", "note which volume belongs to which claim", tuple(known)),
        Step(
            "run",
            "stop the pods: this is an outage",
            (
                _kubectl(case, "scale", "statefulset", case.old.name, "--replicas=0"),
                _kubectl(
                    case,
                    "wait",
                    "--for=delete",
                    *(f"pod/{pod}" for pod in old_pods),
                    "--timeout=30m",
                ),
            ),
        ),
        Step(
            "run",
            "delete the old set and its claims, whose volumes stay",
            (
                _kubectl(case, "delete", "statefulset", case.old.name),
                _kubectl(case, "delete", "pvc", *names),
            ),
        ),
        Step("run", "free the volumes", tuple(free)),
        Step("edit", "write new claims that name the volumes: " + "; ".join(made)),
        _applied("apply the claims, and then the set"),
        _rolled(case),
        _resume(case),
    )
    several = len(old_pods) != len(new_pods)
    more = ("the numbers of pods differ: the last ones start on empty claims",) if several else ()
    return Plan(
        "rebind-volumes",
        "let claims of the new names take over the old volumes",
        steps,
        ("a volume with reclaim policy Delete goes with its claim: see that it says Retain", *more),
        "keep the name: a title for people can be a label",
    )


def _rebound(case: Case, field: Field) -> list[tuple[str, str]]:
    """Return which claim becomes which."""
    old = [name for *_, name in claims(case.old)]
    new = [name for *_, name in claims(case.new)]
    if field.path:  # a claim template of another name
        gone_names = [name for name in old if name not in new]
        come_names = [name for name in new if name not in old]
        pairs = list(zip(gone_names, come_names, strict=False))
    else:
        pairs = [(name, name) for name in old if name in new]
    pods = zip(starting(case.old), starting(case.new), strict=False)
    return [
        (claim_name(one, was), claim_name(other, will))
        for was, will in pods
        for one, other in pairs
    ]


def keep_volumes(case: Case, field: Field) -> Plan:
    """Keep what the volumes hold before a set goes."""
    steps = (
        Step("check", "back all of it up, and try to restore it"),
        _kept(case, _claims(case, field)),
        _retained(case),
        _applied("apply the removal, or let it be pruned"),
    )
    instead = "let replicas be 0 first, and remove it when nobody missed it"
    return Plan("keep-volumes", "keep the volumes of a set that goes", steps, (), instead)


def keep_volume(case: Case, _field: Field) -> Plan:
    """Keep what a volume holds before its claim goes."""
    steps = (_kept(case, (case.old.name,)), _applied("apply the removal, or let it be pruned"))
    return Plan("keep-volume", "keep the volume of a claim that goes", steps)


def keep_claims(case: Case, _field: Field) -> Plan:
    """Take the deletion of claims back before scaling down."""
    wanted = {"spec": {"persistentVolumeClaimRetentionPolicy": {"whenScaled": "Retain"}}}
    steps = (
        Step(
            "run",
            "let claims outlive their pods",
            (_patch(case, "statefulset", case.old.name, wanted),),
        ),
        _applied("then scale down"),
    )
    instead = "write whenScaled: Retain, and delete claims by hand when nobody needs them"
    return Plan("keep-claims", "keep the claims while scaling down", steps, (), instead)


def scale_down(case: Case, _field: Field) -> Plan:
    """Take members out of the app before their pods go."""
    pods = gone(case)
    steps = (
        Step(
            "check",
            "let the app move data and leadership away from, and forget, the members "
            + ", ".join(pods),
        ),
        _applied(),
        Step(
            "wait",
            "until they are gone",
            (
                _kubectl(
                    case, "wait", "--for=delete", *(f"pod/{pod}" for pod in pods), "--timeout=30m"
                ),
            ),
        ),
    )
    risk = "scaling up again later finds the claims that are left, with the data of today"
    return Plan("scale-down", "take members out before their pods go", steps, (risk,))


def move_data(case: Case, _field: Field) -> Plan:
    """Copy data before the place changes where the app looks for it."""
    steps = (
        Step("check", "back all of it up, and try to restore it"),
        Step(
            "edit",
            "copy the data to where the app will look for it, by an init container or a Job"
            " that mounts the same claim",
        ),
        _applied("then change the mount"),
        _rolled(case),
    )
    return Plan(
        "move-data", "copy the data before its place changes", steps, (), "leave the mount as it is"
    )


def back_up(case: Case, field: Field) -> Plan:
    """Take snapshots before an upgrade."""
    names = ", ".join(_claims(case, field))
    steps = (
        Step("check", f"make a VolumeSnapshot or a backup of {names}, and try to restore it"),
        Step("check", "read the notes on upgrades of the app: which versions can follow which?"),
        _applied(),
        _rolled(case),
    )
    risk = "going back to the old image may not read the new files: only the backup does"
    return Plan(
        "back-up",
        "back up before the upgrade",
        steps,
        (risk,),
        "try it first in an environment with a copy of the data",
    )


# --- rollouts -------------------------------------------------------------------------------------


def delete_pods(case: Case, _field: Field) -> Plan:
    """Replace pods by hand."""
    commands = tuple(word for pod in rollout(case).held for word in _replaced(case, pod))
    steps = (_applied(), Step("run", "delete the pods one by one, the highest first", commands))
    return Plan("delete-pods", "replace the pods by hand, as OnDelete wants it", steps)


def lower_partition(case: Case, _field: Field) -> Plan:
    """Let go of one pod after the other."""
    partition = number(case.will_be("spec", "updateStrategy", "rollingUpdate", "partition"))
    first = max(min(partition, count(case.new)) - 1, 0)
    steps = (
        _applied(),
        Step(
            "edit",
            f"lower spec.updateStrategy.rollingUpdate.partition from {partition} to {first}:"
            f" {rollout(case).held[0]} restarts",
        ),
        Step("check", "is it well? Then go on, down to 0"),
    )
    return Plan("lower-partition", "let go of one pod after the other", steps)


def stuck_rollout(case: Case, _field: Field) -> Plan:
    """Say how to get out where the first new pod does not get ready."""
    first = (rollout(case).pods or ("POD",))[0]
    steps = (
        _applied(),
        _rolled(case),
        Step(
            "run",
            f"only if {first} does not get ready: undo the change, apply, and delete it",
            (_kubectl(case, "delete", "pod", first),),
        ),
    )
    risk = (
        "to undo the change is not enough: the controller waits for the broken pod before it"
        " replaces it (kubernetes#67250)"
    )
    title = f"watch the rollout; if {first} does not get ready, undo the change and delete it"
    return Plan("stuck-rollout", title, steps, (risk,))


def delete_broken_pods(case: Case, _field: Field) -> Plan:
    """Delete the pods that a rollout waits for in vain."""
    labels = ",".join(f"{key}={value}" for key, value in selected_labels(case.old).items())
    listed = _kubectl(case, "get", "pods", *(["-l", labels] if labels else []))
    steps = (
        _applied(),
        Step("check", "which pods are not ready?", (listed,)),
        Step(
            "run",
            "delete each of them: it comes back with the new template",
            (_kubectl(case, "delete", "pod", "POD"),),
        ),
        _rolled(case),
    )
    return Plan("delete-broken-pods", "delete the pods that are not ready", steps)


def say_strategy_first(_case: Case, _field: Field) -> Plan:
    """Own what the server has filled in, so that the next apply can take it away."""
    lines = "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}"
    steps = (
        Step("edit", f"write what is there already: {lines}"),
        _applied("apply that: nothing restarts"),
        Step("edit", "then write type: OnDelete alone"),
        _applied(),
    )
    return Plan("say-strategy-first", "say the old strategy once, and then the new one", steps)


def restart_users(case: Case, _field: Field) -> Plan:
    """Restart the sets that read something only at their start."""
    names = sorted({name for used in users(case).values() for name in used}) or ["SET"]
    commands = tuple(_kubectl(case, "rollout", "restart", f"statefulset/{name}") for name in names)
    steps = (_applied(), Step("run", "restart what reads it at its start, pod by pod", commands))
    hashed = "give it a name with a hash of its content, or put a checksum into the pod template"
    is_config = case.change.identity.kind in CONFIG
    return Plan("restart-users", "restart what uses it", steps, (), hashed if is_config else "")


def new_name(case: Case, _field: Field) -> Plan:
    """Make another object in place of one that never changes."""
    instead = f"write it under a new name, and name that where {case.name} is used"
    return Plan("new-name", "make another object under a new name", instead=instead)


# --- Services -------------------------------------------------------------------------------------


def recreate_service(case: Case, _field: Field) -> Plan:
    """Delete a Service and make it anew."""
    delete = _kubectl(case, "delete", "service", case.old.name)
    steps = (
        _pause(case),
        Step(
            "run",
            "delete the Service, and apply it at once",
            (f"{delete} && kubectl apply -f NEW.yaml",),
        ),
        _resume(case),
    )
    risks = (
        "names do not resolve for some seconds, and for up to 30 more where that was cached",
        "a new address reaches no client that remembers the old one",
    )
    return Plan(
        "recreate-service",
        "make the Service anew",
        steps,
        risks,
        "leave it as it is, and make a second Service under another name",
    )


def second_service(case: Case, _field: Field) -> Plan:
    """Leave the headless Service alone."""
    return Plan(
        "second-service",
        "make a second Service for clients",
        instead=f"leave {case.name} headless, and make a second Service of the type wanted",
    )


PLANS: dict[str, Made] = {
    "add-claim": add_claim,
    "back-up": back_up,
    "change-attributes": change_attributes,
    "delete-broken-pods": delete_broken_pods,
    "delete-pods": delete_pods,
    "grow": grow,
    "keep-claims": keep_claims,
    "keep-order": keep_order,
    "keep-volume": keep_volume,
    "keep-volumes": keep_volumes,
    "label-claims": label_claims,
    "lower-partition": lower_partition,
    "move-data": move_data,
    "new-name": new_name,
    "rebind-volumes": rebind_volumes,
    "recreate": recreate,
    "recreate-and-restart": recreate_and_restart,
    "recreate-service": recreate_service,
    "relabel-and-recreate": relabel_and_recreate,
    "replace-volumes": replace_volumes,
    "restart-users": restart_users,
    "say-strategy-first": say_strategy_first,
    "scale-down": scale_down,
    "second-service": second_service,
    "stuck-rollout": stuck_rollout,
}
