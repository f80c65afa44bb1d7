"""What to do about a change, step by step, with the real names of all that is touched.

A plan reads like what an experienced person would type: what to pause, check, run, wait for, and
what can go wrong. Commands are for a POSIX shell; whatever is in capitals nobody here can know.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from renderer.changes import about_claims
from renderer.changes.about_claims import claims_of, claims_of_pods, template_of
from renderer.changes.about_others import CONFIG, account_users, all_users
from renderer.changes.about_pods import missing_labels
from renderer.changes.about_sets import PARTITION, RETENTION
from renderer.changes.compare import Field
from renderer.changes.rollout import count, every_pod, gone, rollout, starting
from renderer.changes.verdict import Case, Plan, Step
from renderer.kubernetes.labels import TRACKING_ID
from renderer.kubernetes.quantities import canonical
from renderer.objects.declared import declared, ordinal_of, takers
from renderer.objects.reading import annotations_of, at, mapping, number, text
from renderer.objects.resource import Resource
from renderer.objects.selectors import selected_labels
from renderer.objects.workload import claim_name, claims, pod_name
from renderer.reports.json_text import json_text

TEMPLATES = tuple(about_claims.TEMPLATES.split("."))
RETAIN = '{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}'
UNDO = "kubectl apply -f OLD.yaml"
NOTES = {"labels": "label", "annotations": "annotate"}
BACK_UP = Step("check", "back all of it up, and try to restore it")

Fields = tuple[Field, ...]
Made = Callable[[Case, Fields], Plan]


def plan_of(name: str, case: Case, fields: Fields) -> Plan | None:
    """Return a plan by its name, for one change; None where no name is given.

    Args:
        name: the name.
        case: the change.
        fields: all fields of it whose verdict asks for this plan; none where it is about the whole
            object.
    """
    return PLANS[name](case, fields) if name else None


# --- words of a shell -----------------------------------------------------------------------------


def _kubectl(about: Case | Resource, *words: str) -> str:
    """Return a command in the namespace of an object: of a change, that of the object before."""
    resource = (about.change.before or about.change.one) if isinstance(about, Case) else about
    where = ["-n", resource.namespace] if resource.namespace else []
    return shlex.join(["kubectl", *where, *words])


def _patch(case: Case, kind: str, name: str, patch: Any) -> str:
    return _kubectl(case, "patch", kind, name, "--type=merge", "-p", _json(patch))


def _json(value: Any) -> str:
    return json_text(value, indent=None)


def _asked(about: Case | Resource, kind: str, name: str, path: str) -> str:
    """Return a command that prints one field of an object."""
    return _kubectl(about, "get", kind, name, "-o", f"jsonpath={{{path}}}")


def _named(pods: Iterable[str]) -> list[str]:
    return [f"pod/{pod}" for pod in pods]


def _while_paused(case: Case, *steps: Step) -> tuple[Step, ...]:
    """Return steps with those around them that keep others from undoing them."""
    app = _argo_app(case)
    stop = (
        f"argocd app set {app} --sync-policy none",
        "flux suspend kustomization KUSTOMIZATION",
    )
    go_on = (
        f"argocd app set {app} --sync-policy automated",
        "flux resume kustomization KUSTOMIZATION",
    )
    why = "stop Argo CD or Flux: it would repeat the refused change, or undo these steps"
    when = "let it go on, once a diff against the cluster is empty"
    return (Step("pause", why, stop), *steps, Step("resume", when, go_on))


def _argo_app(case: Case) -> str:
    """Return the Application, where the live object names it."""
    for resource in (case.old, case.new):
        if tracked := text(annotations_of(resource.written).get(TRACKING_ID)):
            return shlex.quote(tracked.partition(":")[0])
    return "APPLICATION"


def _applied(says: str = "apply what is in Git, by hand or by a sync") -> Step:
    return Step("apply", says, ("kubectl apply -f NEW.yaml",))


def _until_gone(case: Case, pods: Iterable[str]) -> str:
    return _kubectl(case, "wait", "--for=delete", *_named(pods), "--timeout=30m")


def _replaced(about: Case | Resource, pod: str) -> tuple[str, ...]:
    """Return how to replace a pod by hand: its controller makes it anew under its name."""
    ready = _kubectl(about, "wait", "--for=condition=Ready", f"pod/{pod}", "--timeout=30m")
    return _kubectl(about, "delete", "pod", pod), f"until {ready}; do sleep 2; done"


def _all_replaced(about: Case | Resource, pods: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for pod in pods for word in _replaced(about, pod))


def _rolled(case: Case) -> Step:
    """Return the step that waits for the pods; of OnDelete no rollout has a status."""
    pods = _named(starting(case.new))
    words = ["rollout", "status", f"statefulset/{case.new.name}"]
    if _strategy(case.new) == "OnDelete" and pods:
        words = ["wait", "--for=condition=Ready", *pods]
    return Step("wait", "until all pods are ready", (_kubectl(case.new, *words, "--timeout=30m"),))


def _strategy(workload: Resource) -> str:
    return text(at(workload.data, "spec", "updateStrategy", "type"))


def _restarts(workload: Resource) -> tuple[str, ...]:
    """Return how to restart all pods of a set: a rollout does not reach those that are held."""
    partition = number(at(workload.data, *PARTITION))
    if _strategy(workload) == "OnDelete" or partition:
        return _all_replaced(workload, every_pod(workload))
    return (_kubectl(workload, "rollout", "restart", f"statefulset/{workload.name}"),)


# --- the set, made anew over its running pods -----------------------------------------------------


def _retained(case: Case) -> tuple[Step, ...]:
    """Return the steps after which claims outlive their set."""
    name = case.old.name
    asked = _asked(case, "statefulset", name, ".".join(("", *RETENTION, "whenDeleted")))
    check = Step("check", "whenDeleted must be Retain, or claims go with the set", (asked,))
    if case.was(*RETENTION, "whenDeleted") != "Delete":
        return (check,)
    wanted = {"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}
    owned = (
        f'until [ -z "$({_asked(case, "pvc", claim, ".metadata.ownerReferences")})" ];'
        " do sleep 2; done"
        for claim in _claims(case, ())
    )
    commands = (_patch(case, "statefulset", name, wanted), *owned)
    return Step("run", "take the claims from the set: they must not go with it", commands), check


def _anew(case: Case) -> tuple[Step, ...]:
    delete = _kubectl(case, "delete", "statefulset", case.old.name, "--cascade=orphan")
    return (
        *_retained(case),
        Step("run", "delete the set alone: its pods run on, its claims stay", (delete,)),
        _applied("apply it anew: it adopts the pods"),
        _rolled(case),
    )


ANEW_RISKS = (
    "without --cascade=orphan, and with Argo CD's Force or Replace, all pods are deleted at once",
    "between the two steps nobody replaces a pod that fails",
)


def recreate(case: Case, _fields: Fields) -> Plan:
    """Make the set anew, over the pods that run."""
    steps = _while_paused(case, *_anew(case))
    return Plan("recreate", "make the set anew over its running pods", steps, ANEW_RISKS)


def recreate_and_restart(case: Case, _fields: Fields) -> Plan:
    """Make the set anew, and restart its pods where no new template does."""
    steps = _while_paused(case, *_anew(case), *_restarted(case))
    title = "make the set anew, and restart its pods"
    return Plan("recreate-and-restart", title, steps, ANEW_RISKS)


def _restarted(case: Case) -> tuple[Step, ...]:
    commands = _restarts(case.new)
    if case.touches("spec", "template"):
        commands = _all_replaced(case.new, rollout(case).held)
    if not commands:
        return ()
    says = "restart the pods, one by one: they take it over only then"
    return Step("run", says, commands), _rolled(case)


def keep_label(case: Case, _fields: Fields) -> Plan:
    """Write what the selector wants into the template."""
    wanted = ", ".join(f"{key}: {value}" for key, value in missing_labels(case).items())
    return Plan(
        "keep-label",
        "write the labels that the selector wants",
        instead=f"have {wanted} in the labels of the pod template",
    )


def relabel_and_recreate(case: Case, fields: Fields) -> Plan:
    """Give the pods the new labels first, so that the new set finds them."""
    if missing_labels(case):  # a set that is deleted could not be made again
        return keep_label(case, fields)
    wanted = mapping(case.will_be("spec", "selector", "matchLabels"))
    labels = [f"{key}={value}" for key, value in wanted.items()]
    commands = tuple(
        _kubectl(case, "label", "--overwrite", "pod", pod, *labels) for pod in starting(case.old)
    )
    labelled = Step("run", "give every pod the labels that the new selector wants", commands)
    *retained, deleted, applied, rolled = _anew(case)
    steps = _while_paused(case, *retained, deleted, labelled, applied, rolled)
    risk = "a pod without the labels is not adopted, and its name stays taken: the set waits for it"
    return Plan(
        "relabel-and-recreate",
        "give the pods the new labels, and make the set anew",
        steps,
        (*ANEW_RISKS, risk),
        "keep the selector: labels that change belong into the template, and not into it",
    )


# --- volumes --------------------------------------------------------------------------------------


def _claims(case: Case, fields: Fields) -> tuple[str, ...]:
    """Return the claims that a change is about: of the pods, and those known to be left over."""
    if case.change.identity.kind == "PersistentVolumeClaim":
        return (case.old.name,)
    return tuple(
        name for template in _templates(case, fields) for name in _claims_of(case, template)
    )


def _claims_of(case: Case, template: str) -> tuple[str, ...]:
    left = (claim.name for claim in declared(case.old, case.before, template).values())
    return tuple(dict.fromkeys((*claims_of(case, template), *left)))


def _templates(case: Case, fields: Fields) -> list[str]:
    """Return the claim templates that fields are in, in their order; all, where none is said."""
    inside = [template_of(field) for field in fields if field.path[: len(TEMPLATES)] == TEMPLATES]
    return list(dict.fromkeys(filter(None, inside))) or [name for *_, name in claims(case.old)]


def _all_of(case: Case, kind: str) -> str:
    """Return the command that lists what has the labels of a set's pods."""
    labels = ",".join(f"{key}={value}" for key, value in selected_labels(case.old).items())
    return _kubectl(case, "get", kind, *(["-l", labels] if labels else []))


def _class_of(case: Case, template: str) -> str:
    """Return a word that is the class of a template's claims: as it says, or as a claim has it."""
    for _, each, name in claims(case.old):
        if name == template and (said := text(at(each, "spec", "storageClassName"))):
            return shlex.quote(said)
    for claim in _claims_of(case, template):
        return f'"$({_asked(case, "pvc", claim, ".spec.storageClassName")})"'
    return "CLASS"


def grow(case: Case, fields: Fields) -> Plan:
    """Grow every claim, then make the set anew with the new template."""
    sizes = {template_of(field): canonical(field.after) for field in fields}
    pairs = [(claim, size) for name, size in sizes.items() for claim in _claims_of(case, name)]
    wanted = " and ".join(f"{name} to {size}" for name, size in sizes.items())
    first = fields[0]
    steps = _while_paused(
        case,
        Step(
            "check",
            "the class must allow it: this must print true",
            tuple(
                f"kubectl get storageclass {_class_of(case, name)}"
                " -o jsonpath={.allowVolumeExpansion}"
                for name in sizes
            ),
        ),
        Step(
            "check",
            "are there more claims, of pods that an earlier scale-down removed?",
            (_all_of(case, "pvc"),),
        ),
        Step(
            "run",
            "grow every claim",
            tuple(
                _patch(case, "pvc", claim, {"spec": {"resources": {"requests": {"storage": size}}}})
                for claim, size in pairs
            ),
        ),
        Step(
            "wait",
            "until each has its size: where a driver rounds up, see that it has more;"
            " FileSystemResizePending needs a restart of its pod",
            tuple(
                _kubectl(
                    case,
                    "wait",
                    f"pvc/{claim}",
                    f"--for=jsonpath={{.status.capacity.storage}}={size}",
                    "--timeout=30m",
                )
                for claim, size in pairs
            ),
        ),
        *_anew(case),
    )
    return Plan(
        "grow",
        f"grow the claims of {wanted}, and make the set anew",
        steps,
        (
            "a class without allowVolumeExpansion refuses it, and so do drivers that cannot",
            "a set that is made anew before the claims have grown leaves them small, unnoticed",
            *ANEW_RISKS,
        ),
        f"leave the template at {first.before}, and declare the claims at {first.after} beside the"
        f" set; a StatefulApp does so with `size: {first.after}, templateSize: {first.before}`"
        " (docs/growing.md)",
    )


def replace_volumes(case: Case, fields: Fields) -> Plan:
    """Replace one volume after the other, where the app copies its data by itself."""
    is_set = case.change.identity.kind == "StatefulSet"
    replaced = _replaced_claims(case, fields) if is_set else _replaced_claim(case)
    one_by_one = Step(
        "run",
        "replace one claim and pod after the other, never the next before the app says"
        " that it has all data again",
        replaced,
    )
    anew = (*_anew(case), one_by_one) if is_set else (one_by_one, _applied("apply the claim"))
    steps = _while_paused(
        case,
        BACK_UP,
        _kept(case, _claims(case, fields)),
        *anew,
    )
    return Plan(
        "replace-volumes",
        "replace the volumes one by one, where the app copies its data by itself",
        steps,
        (
            "an app that does not replicate loses the data: copy into a second set instead",
            *(ANEW_RISKS if is_set else ()),
        ),
        "leave the field as it is",
    )


def _replaced_claims(case: Case, fields: Fields) -> tuple[str, ...]:
    """Return how each pod of a set gets new claims: of all templates that change, at once."""
    templates = _templates(case, fields)
    return tuple(
        word
        for pod in every_pod(case.old)
        for word in (
            *(_deleted_claim(case, claim_name(template, pod)) for template in templates),
            *_replaced(case, pod),
        )
    )


def _replaced_claim(case: Case) -> tuple[str, ...]:
    """Return how a claim is replaced: it goes with the pod that has it."""
    pods = [
        pod_name(workload, ordinal_of(case.old)) for workload, _ in takers(case.old, case.before)
    ]
    if not pods:
        return (_kubectl(case, "delete", f"pvc/{case.old.name}"),)
    return (_deleted_claim(case, case.old.name), *_all_replaced(case, pods))


def _deleted_claim(case: Case, name: str) -> str:
    return _kubectl(case, "delete", f"pvc/{name}", "--wait=false")


def _kept(case: Case, names: tuple[str, ...]) -> Step:
    """Return the step that keeps the volumes of claims, whatever becomes of the claims."""
    commands = []
    for name in names:
        volume = _asked(case, "pvc", name, ".spec.volumeName")
        commands.append(f"kubectl patch pv \"$({volume})\" --type=merge -p '{RETAIN}'")
    return Step("run", "keep the volumes, whatever becomes of their claims", tuple(commands))


def add_claim(case: Case, _fields: Fields) -> Plan:
    """Make the set anew, and restart each pod by hand.

    The controller looks at the pods from the lowest up, and goes no further than the first that has
    not got all volumes: a higher one that is deleted would not come back before.
    """
    *anew, _ = _anew(case)
    steps = _while_paused(
        case,
        *anew,
        Step(
            "run",
            "delete the pods one by one, the lowest first: no rollout gets past them",
            _all_replaced(case, starting(case.old)),
        ),
        _rolled(case),
    )
    risk = "until a pod is deleted the controller tries to change it, and fails: event FailedUpdate"
    return Plan(
        "add-claim", "make the set anew, and replace its pods by hand", steps, (risk, *ANEW_RISKS)
    )


def label_claims(case: Case, fields: Fields) -> Plan:
    """Label the claims, which no template does once they are there."""
    notes = [(field, verb) for field in fields for key, verb in NOTES.items() if key in field.path]
    verbs = " and ".join(dict.fromkeys(verb for _, verb in notes)) or "label or annotate"
    commands = tuple(
        _kubectl(case, verb, "--overwrite", "pvc", claim, *_noted(field))
        for field, verb in notes
        for claim in _claims_of(case, template_of(field))
    )
    steps = _while_paused(
        case,
        Step("run", f"{verbs} the claims that are there", commands),
        *_anew(case),
    )
    return Plan(
        "label-claims",
        f"{verbs} the claims, and make the set anew",
        steps,
        ANEW_RISKS,
        "keep labels and annotations of claim templates as they are",
    )


def _noted(field: Field) -> Iterator[str]:
    """Yield the words for kubectl that bring labels or annotations to what a field says."""
    if field.path[-1] in NOTES:
        old, new = mapping(field.before), mapping(field.after)
    else:
        old, new = {field.path[-1]: field.before}, {field.path[-1]: field.after}
    yield from (f"{key}={value}" for key, value in new.items() if value is not None)
    yield from (f"{key}-" for key in old if new.get(key) is None)


def change_attributes(case: Case, fields: Fields) -> Plan:
    """Change the class of attributes of every claim, then that of the template."""
    commands = tuple(
        _patch(case, "pvc", claim, {"spec": {"volumeAttributesClassName": field.after}})
        for field in fields
        for claim in _claims_of(case, template_of(field))
        if field.after  # the server never takes it away from a claim
    )
    steps = _while_paused(
        case,
        Step("run", "change every claim: the driver does the rest", commands),
        *_anew(case),
    )
    return Plan("change-attributes", "change the claims, and make the set anew", steps, ANEW_RISKS)


def keep_order(_case: Case, _fields: Fields) -> Plan:
    """Write the templates as they were."""
    return Plan(
        "keep-order",
        "write the claim templates in the order that they had",
        instead="keep the order",
    )


def rebind_volumes(case: Case, fields: Fields) -> Plan:
    """Let new claims take over the old volumes."""
    old_pods, new_pods = starting(case.old), starting(case.new)
    rebound = list(_rebound(case, fields))
    names = tuple(old for old, _, _ in rebound)
    known = [
        f"V{index}=$({_asked(case, 'pvc', old, '.spec.volumeName')})"
        for index, old in enumerate(names)
    ]
    free = [
        f'kubectl patch pv "$V{index}" --type=merge -p \'{{"spec":{{"claimRef":null}}}}\''
        for index in range(len(names))
    ]
    steps = _while_paused(
        case,
        BACK_UP,
        _kept(case, names),
        Step("run", "note which volume belongs to which claim", tuple(known)),
        Step(
            "run",
            "stop the pods: this is an outage",
            (
                _kubectl(case, "scale", "statefulset", case.old.name, "--replicas=0"),
                _until_gone(case, old_pods),
            ),
        ),
        Step(
            "run",
            "delete the old set and its claims, whose volumes stay",
            (
                _kubectl(case, "delete", "statefulset", case.old.name),
                _kubectl(case, "delete", "pvc", "--ignore-not-found", *names),
            ),
        ),
        Step("run", "free the volumes", tuple(free)),
        *_in_new_namespace(case),
        Step(
            "run",
            "make new claims that name the volumes, with class and size as they were",
            tuple(
                _made_claim(case.new, f"$V{index}", claim, template)
                for index, (_, claim, template) in enumerate(rebound)
            ),
        ),
        _applied("apply the set: it finds its claims"),
        _rolled(case),
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


def _rebound(case: Case, fields: Fields) -> Iterator[tuple[str, str, dict[Any, Any]]]:
    """Yield which claim becomes which, and the template of the new one."""
    old = [name for *_, name in claims(case.old)]
    new = {name: template for _, template, name in claims(case.new)}
    pairs = [(name, name) for name in old if name in new]
    gone_names = [name for name in old if name not in new]
    if fields and gone_names:  # claim templates of other names
        pairs = list(zip(gone_names, (name for name in new if name not in old), strict=False))
    for was, will in zip(starting(case.old), starting(case.new), strict=False):
        for one, other in pairs:
            yield claim_name(one, was), claim_name(other, will), new[other]


def _made_claim(workload: Resource, volume: str, name: str, template: dict[Any, Any]) -> str:
    """Return the command that makes a claim as the controller would, for a volume that is there."""
    spec = mapping(template.get("spec"))
    metadata = {
        "name": name,
        **({"namespace": workload.namespace} if workload.namespace else {}),
        "labels": {**mapping(at(template, "metadata", "labels")), **selected_labels(workload)},
    }
    said = {key: spec[key] for key in ("accessModes", "volumeMode") if key in spec}
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": metadata}
    kind, size = (
        f'"$(kubectl get pv "{volume}" -o jsonpath={{.spec.{path}}})"'
        for path in ("storageClassName", "capacity.storage")
    )
    begin = f'{_json(claim)[:-1]},"spec":{_json(said)[:-1]},"storageClassName":"'
    words = (
        *(shlex.quote(begin), kind, shlex.quote('","volumeName":"'), f'"{volume}"'),
        *(shlex.quote('","resources":{"requests":{"storage":"'), size, shlex.quote('"}}}}')),
    )
    return f"printf %s {''.join(words)} | kubectl apply -f -"


def _in_new_namespace(case: Case) -> tuple[Step, ...]:
    name = case.new.namespace
    if not name or name == case.old.namespace:
        return ()
    command = f"kubectl get namespace {shlex.quote(name)} || kubectl create namespace"
    return (Step("run", "have the new namespace", (f"{command} {shlex.quote(name)}",)),)


def keep_volumes(case: Case, fields: Fields) -> Plan:
    """Keep what the volumes hold before a set goes."""
    steps = (
        BACK_UP,
        _kept(case, _claims(case, fields)),
        *_retained(case),
        _removed(case),
    )
    instead = "let replicas be 0 first, and remove it when nobody missed it"
    return Plan("keep-volumes", "keep the volumes of a set that goes", steps, (), instead)


def _removed(case: Case) -> Step:
    """Return the step that removes an object, which no `kubectl apply` does."""
    delete = _kubectl(case, "delete", case.old.kind.lower(), case.old.name, "--wait=false")
    return Step("apply", "delete it, or let it be pruned", (delete,))


def keep_volume(case: Case, _fields: Fields) -> Plan:
    """Keep what a volume holds before its claim goes."""
    instead = () if case.change.after is None else (_applied("apply the new claim"),)
    steps = (_kept(case, (case.old.name,)), *instead, _removed(case))
    return Plan("keep-volume", "keep the volume of a claim that goes", steps)


def keep_claims(case: Case, _fields: Fields) -> Plan:
    """Take the deletion of claims back before scaling down."""
    kept = [f"pvc/{claim}" for claim in claims_of_pods(case.old, gone(case))]
    steps = (
        Step(
            "edit",
            "let claims outlive their pods, in the same change: write"
            " persistentVolumeClaimRetentionPolicy: {whenScaled: Retain}",
        ),
        _applied("then scale down, with both"),
        Step("wait", "until the pods are gone", (_until_gone(case, gone(case)),)),
        Step("check", "the claims are there", (_kubectl(case, "get", *kept),)),
    )
    instead = "write whenScaled: Retain, and delete claims by hand when nobody needs them"
    return Plan("keep-claims", "keep the claims while scaling down", steps, (), instead)


def scale_down(case: Case, _fields: Fields) -> Plan:
    """Take members out of the app before their pods go."""
    pods = gone(case)
    steps = (
        Step(
            "check",
            "let the app move data and leadership away from, and forget, the members "
            + ", ".join(pods),
        ),
        _applied(),
        Step("wait", "until they are gone", (_until_gone(case, pods),)),
    )
    risk = "scaling up again later finds the claims that are left, with the data of today"
    return Plan("scale-down", "take members out before their pods go", steps, (risk,))


def move_data(case: Case, _fields: Fields) -> Plan:
    """Copy data before the place changes where the app looks for it."""
    steps = (
        BACK_UP,
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


def back_up(case: Case, _fields: Fields) -> Plan:
    """Take snapshots before an upgrade."""
    names = ", ".join(_claims(case, ()))
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


def delete_pods(case: Case, _fields: Fields) -> Plan:
    """Replace pods by hand."""
    commands = _all_replaced(case, rollout(case).held)
    steps = (_applied(), Step("run", "delete the pods one by one, the highest first", commands))
    return Plan("delete-pods", "replace the pods by hand, as OnDelete wants it", steps)


def lower_partition(case: Case, _fields: Fields) -> Plan:
    """Let go of one pod after the other."""
    partition = number(case.will_be(*PARTITION))
    first = max(min(partition, count(case.new)) - 1, 0)
    steps = (
        _applied(),
        Step(
            "edit",
            f"lower {'.'.join(PARTITION)} from {partition} to {first}:"
            f" {rollout(case).held[0]} restarts",
        ),
        Step("check", "is it well? Then go on, down to 0"),
    )
    return Plan("lower-partition", "let go of one pod after the other", steps)


def stuck_rollout(case: Case, _fields: Fields) -> Plan:
    """Say how to get out where the first new pod does not get ready."""
    first = (rollout(case).pods or ("POD",))[0]
    undone = Step("run", f"only if {first} does not get ready: undo the change", (UNDO,))
    if case.will_be("spec", "podManagementPolicy") == "Parallel":
        title = f"watch the rollout; if {first} does not get ready, undo the change"
        return Plan("stuck-rollout", title, (_applied(), _rolled(case), undone))
    deleted = Step("run", "and delete that pod", (_kubectl(case, "delete", "pod", first),))
    risk = (
        "to undo the change is not enough: the controller waits for the broken pod before it"
        " replaces it (kubernetes#67250)"
    )
    title = f"watch the rollout; if {first} does not get ready, undo the change and delete it"
    return Plan("stuck-rollout", title, (_applied(), _rolled(case), undone, deleted), (risk,))


def delete_broken_pods(case: Case, _fields: Fields) -> Plan:
    """Delete the pods that a rollout waits for in vain."""
    steps = (
        _applied(),
        Step("check", "which pods are not ready?", (_all_of(case, "pods"),)),
        Step(
            "run",
            "delete each of them: it comes back with the new template",
            (_kubectl(case, "delete", "pod", "POD"),),
        ),
        _rolled(case),
    )
    return Plan("delete-broken-pods", "delete the pods that are not ready", steps)


def say_strategy_first(_case: Case, _fields: Fields) -> Plan:
    """Own what the server has filled in, so that the next apply can take it away."""
    lines = "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}"
    steps = (
        Step("edit", f"write what is there already: {lines}"),
        _applied("apply that: nothing restarts"),
        Step("edit", "then write type: OnDelete alone"),
        _applied(),
    )
    return Plan("say-strategy-first", "say the old strategy once, and then the new one", steps)


def restart_users(case: Case, _fields: Fields) -> Plan:
    """Restart the sets that read something only at their start."""
    is_config = case.change.identity.kind in CONFIG
    sets = {
        workload.name: workload for workload in (all_users if is_config else account_users)(case)
    }
    commands = tuple(word for name in sorted(sets) for word in _restarts(sets[name]))
    steps = (_applied(), Step("run", "restart what reads it at its start, pod by pod", commands))
    hashed = "give it a name with a hash of its content, or put a checksum into the pod template"
    return Plan("restart-users", "restart what uses it", steps, (), hashed if is_config else "")


def new_name(case: Case, _fields: Fields) -> Plan:
    """Make another object in place of one that never changes."""
    instead = f"write it under a new name, and name that where {case.name} is used"
    return Plan("new-name", "make another object under a new name", instead=instead)


def run_again(case: Case, _fields: Fields) -> Plan:
    """Delete a Job, whose template never changes, and let it run anew."""
    name = case.old.name
    delete = _kubectl(case, "delete", "job", name)
    steps = _while_paused(
        case,
        Step("check", "is it done? its pods end with it", (_kubectl(case, "get", "job", name),)),
        Step("run", "delete the Job, and apply it", (f"{delete} && kubectl apply -f NEW.yaml",)),
    )
    return Plan(
        "run-again",
        "delete the Job, and make it anew",
        steps,
        ("it runs once more: what it does has to bear that",),
        "write it under a new name; or let Argo CD make it anew at each sync, by the annotations"
        " argocd.argoproj.io/hook: Sync and argocd.argoproj.io/hook-delete-policy:"
        " BeforeHookCreation",
    )


# --- Services -------------------------------------------------------------------------------------


def recreate_service(case: Case, _fields: Fields) -> Plan:
    """Delete a Service and make it anew."""
    delete = _kubectl(case, "delete", "service", case.old.name)
    steps = _while_paused(
        case,
        Step(
            "run",
            "delete the Service, and apply it at once",
            (f"{delete} && kubectl apply -f NEW.yaml",),
        ),
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


def second_service(case: Case, _fields: Fields) -> Plan:
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
    "keep-label": keep_label,
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
    "run-again": run_again,
    "say-strategy-first": say_strategy_first,
    "scale-down": scale_down,
    "second-service": second_service,
    "stuck-rollout": stuck_rollout,
}
