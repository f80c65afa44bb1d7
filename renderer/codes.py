"""Every error code: what it means and what to do. `stateful explain CODE` prints it.

Codes are stable: scripts, SARIF rules and people's notes refer to them. SR1xx is about YAML text,
SR2xx about one field, SR3xx about fields together, SR4xx about environments, SR5xx about files,
SR6xx about KRM calls, SR7xx about Argo CD, SR8xx about diff, SR900 to SR979, SR995 and SR996
about anybody's manifests (`stateful validate`), SR98x about the programs around us.
"""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    "SR101": (
        "the text is not YAML",
        (
            "The file cannot be read at all. The line and column say where reading stopped; the "
            "mistake is there or just above. Usual causes: a tab as indentation, a missing "
            "blank after a colon, a quote or bracket that is not closed."
        ),
    ),
    "SR102": (
        "a key stands twice in one map",
        (
            "YAML readers keep the last of two equal keys in silence, so one of the two values "
            "would be lost. Remove one; both lines are named."
        ),
    ),
    "SR103": (
        "readers disagree about a plain value",
        (
            "Python, kubectl and kustomize read this text as different values: `yes` is true to "
            "one and a text to another, `0644` is 420 or 644. Write text in quotes, and numbers "
            "plainly: 420."
        ),
    ),
    "SR104": (
        "a YAML tag",
        (
            "Tags such as `!!binary` or `!Ref` mean different things to different readers. "
            "Remove it."
        ),
    ),
    "SR105": (
        "a key is not a text",
        (
            "`1:` and `true:` are no texts, `yes:` is one only for some readers. Write the key "
            "in quotes."
        ),
    ),
    "SR106": (
        "an anchor or alias that cannot be followed",
        (
            "The alias names no anchor, refers to itself, or grows into far more text than was "
            "written."
        ),
    ),
    "SR107": (
        "nested too deeply",
        "No spec needs a hundred levels; this one may be an attack.",
    ),
    "SR108": (
        "too large",
        "A spec is at most 1 MiB: it ends up in ConfigMaps and Git reviews.",
    ),
    "SR109": (
        "a character that does not survive",
        ("Texts must be UTF-8, without control characters: kustomize refuses or changes them."),
    ),
    "SR110": (
        "a way of writing that only some readers take",
        (
            "kubectl and kustomize read an older YAML than most editors: they know no `\\/` in "
            "double quotes, no plain `?` within brackets, no `%YAML` line. And kustomize hands "
            "some texts over as others. Write it as the hint says, or in double quotes."
        ),
    ),
    "SR205": (
        "not a StatefulApp",
        (
            "apiVersion and kind say which schema the document follows, and must be exactly as "
            "given."
        ),
    ),
    "SR208": (
        "not a version of Kubernetes that is supported",
        (
            "spec.kubernetesVersion is a text from 1.31 to 1.37, in quotes: as a number, 1.40 "
            "would be 1.4. A cluster's own version may be newer, and is then checked as 1.37."
        ),
    ),
    "SR301": (
        "a name stands twice",
        "Kubernetes or a merge would keep only one of the two, in silence.",
    ),
    "SR305": (
        "words about a mount that is not there",
        (
            "With volumeMode: Block the app gets a device and no folder, so nothing can be said "
            "of how it is mounted: remove the field, or write volumeMode: Filesystem. Without "
            "mountPath the claim is mounted by its name, elsewhere: say it there."
        ),
    ),
    "SR306": (
        "an environment variable with two values",
        (
            "`value` and `valueFrom` exclude each other. Where an environment changes one into "
            "the other it must also remove the old one: `{name: X, value: null, valueFrom: "
            "{...}}`."
        ),
    ),
    "SR307": (
        "none or several of a choice",
        "Exactly one of the fields must be set.",
    ),
    "SR308": (
        "a name of something that is not there",
        (
            "A port, file or folder is named that the spec does not have: a port of `spec.ports` "
            "or of a container, a file of `config`, or where a `config` is mounted. The message "
            "lists the names that there are. A mount of a volume that is not there is SR931."
        ),
    ),
    "SR311": (
        "a client Service that cannot work",
        "Its name, ports or node ports are impossible.",
    ),
    "SR313": (
        "an environment named base",
        "The base is the app without any environment.",
    ),
    "SR314": (
        "fields of the pod that contradict one another",
        "Kubernetes refuses it when it creates a pod; before 1.34 not before.",
    ),
    "SR320": (
        "what the Pod Security Standard forbids",
        (
            "The app says by podSecurity which standard its pods meet. A namespace that enforces "
            "it would refuse the pods, and only the StatefulSet's events would tell."
        ),
    ),
    "SR321": (
        "a file beside the spec that cannot be read",
        (
            "fromFile is a path below the spec's own folder; nothing outside of it is read, also "
            "not through a link. A KRM function has no folder: write text or base64 there."
        ),
    ),
    "SR323": (
        "a list of peers that cannot be made",
        (
            "A list needs a headless Service for the names, placeholders that stand for something, "
            "and a file (mountPath) where it differs between pods."
        ),
    ),
    "SR324": (
        "a config whose changes reach no running pod",
        (
            "The kubelet renews the files of a ConfigMap in running pods, but never one that is "
            "mounted alone, with subPath. With `onChange: none` nothing restarts the pods either, "
            "so they read the old file until something else restarts them. Write `onChange: "
            "roll`, or mount the folder without subPath."
        ),
    ),
    "SR325": (
        "a label that follows from another field",
        (
            "What selects the pods is said once: by selector, or else by the app's name, in "
            "app.kubernetes.io/name and app.kubernetes.io/instance. Remove the label, or give the "
            "selector that a live StatefulSet has."
        ),
    ),
    "SR326": (
        "a size beside templateSize that cannot be",
        (
            "templateSize is the size in the claim template of the live StatefulSet, which can "
            "never change, and size what its volumes grow to. A volume never shrinks, and a pod "
            "whose claim is not declared gets one of templateSize. docs/growing.md has the whole "
            "story."
        ),
    ),
    "SR340": (
        "a patch that cannot be read",
        "It is the text of a strategic merge patch or of JSON 6902 operations, as in kustomize.",
    ),
    "SR341": (
        "a patch for no object",
        "kustomize drops such a patch without a word, and the change is missed in the cluster.",
    ),
    "SR342": (
        "a patch that changes nothing",
        "What it says is already so, or the name in it is not the one that was meant.",
    ),
    "SR343": (
        "a patch that cannot be applied",
        "An operation fails, or a merge would add a nameless or incomplete item.",
    ),
    "SR344": (
        "a patch that changes an identity",
        (
            "Names, selectors and claims follow from the app and never change: in a cluster the "
            "change would be refused, or leave the data behind."
        ),
    ),
    "SR345": (
        "a patch that leaves an invalid object",
        "Kubernetes would refuse the field, or drop it in silence.",
    ),
    "SR346": (
        "an extra resource that cannot be",
        (
            "It must be one object of a cluster, not one that the app makes itself, in the app's "
            "namespace, and without the values of a Secret."
        ),
    ),
    "SR347": (
        "an extra resource that is not valid",
        "Kubernetes would refuse the field, or drop it in silence.",
    ),
    "SR401": (
        "an unknown environment",
        "The name must be one of spec.environments.",
    ),
    "SR402": (
        "an override that removes what is not there",
        ("null and `$patch: delete` must find something, or a typing error would pass in silence."),
    ),
    "SR403": (
        "a merge directive that is not understood",
        (
            "In an item of a list of named items, beside its name, `$patch: delete` removes it. As "
            "the first item, `$patch: replace` alone says that the list is the whole one."
        ),
    ),
    "SR404": (
        "an empty list in an environment",
        "Merged by name it would change nothing. Write null to remove the whole list.",
    ),
    "SR405": (
        "claim labels that differ between environments",
        (
            "Labels and annotations of a claim template can never change. What varies with an "
            "environment or a version does not belong there; sizes and classes may differ."
        ),
    ),
    "SR406": (
        "an environment in another namespace than kustomize says",
        (
            "kustomize's namespace: holds for all that is in a kustomization, such as generated "
            "Secrets. An app that went elsewhere would miss them, or start on empty volumes."
        ),
    ),
    "SR501": (
        "a file that cannot be read or written",
        "The message is the operating system's.",
    ),
    "SR502": (
        "no StatefulApp found",
        "A render of nothing would be an empty success, and Argo CD prunes what is missing.",
    ),
    "SR503": (
        "a file in the way that was not written by this tool",
        (
            "Nothing that somebody else wrote is ever overwritten or deleted. Move the file, or "
            "name the app differently. Nor is anything written through a link in place of a "
            "folder, wherever it leads: put a folder there."
        ),
    ),
    "SR504": (
        "a generated file was edited by hand",
        (
            "Writing it again would lose the edit. Move the change into the StatefulApp "
            "(usually under spec.environments), or give the edit up with --overwrite-edited. "
            "`stateful render` would lose a comment, too. In a Kptfile the hand may be another "
            "mutator: let it select StatefulApps only, or exclude what is generated."
        ),
    ),
    "SR505": (
        "two apps of one name",
        "They would be written to the same folder, or be one object in a cluster.",
    ),
    "SR506": (
        "two specs for one app",
        (
            "The files that would be written were rendered from another spec, which is still "
            "there. Rendering one over the other would deploy the wrong one of the two."
        ),
    ),
    "SR507": (
        "two apps that want the same object or claim",
        (
            "In a cluster one would take over the other's Service, or both would write to one "
            "volume. A claim is named template, app, ordinal: data-a-web-0 belongs to the template "
            "data-a of web, and to the template data of a-web."
        ),
    ),
    "SR508": (
        "a render that was interrupted",
        (
            "It was killed while it wrote, so some files may be new and others old. The next "
            "`stateful render` into the folder first takes back what was begun. Where it cannot, "
            "nothing is written, and the old files stay in .stateful-render."
        ),
    ),
    "SR509": (
        "a claim that would become smaller",
        (
            "The files that would be replaced declare the claim with a larger size. A volume never "
            "shrinks: the API server refuses it, and Argo CD or Flux stops there. docs/growing.md "
            "says how to get to smaller volumes."
        ),
    ),
    "SR510": (
        "a call that cannot be understood",
        "An option or an argument is none of this command's, is missing, or contradicts another.",
    ),
    "SR511": (
        "a file that is not as it would be rendered",
        (
            "The spec has changed since, or the file was made by another version. Render again "
            "and commit both together: what is deployed is the file."
        ),
    ),
    "SR512": (
        "a file of a spec that is gone",
        (
            "It was rendered from a spec that is no longer there, and nothing renders it again. "
            "What still deploys it runs as it is; `stateful render --prune` removes files that "
            "nobody has edited. Pruned from a cluster, the pods go, and the claims stay unless "
            "persistentVolumeClaimRetentionPolicy says otherwise."
        ),
    ),
    "SR513": (
        "a stateful.toml that is wrong",
        (
            "It says what holds for a project: where specs are, where trees are written, from when "
            "on a command fails, what is accepted. `stateful explain stateful.toml` has all keys."
        ),
    ),
    "SR514": (
        "specs of several trees",
        (
            "A tree is written where its specs belong: where stateful.toml says, or above the "
            "bases/ that they are in. Two trees in one folder would take over each other's apps. "
            "So a call that names specs of several, or of another one than that of the folder in "
            "which it is made, must say where with -O."
        ),
    ),
    "SR601": (
        "not a ResourceList",
        "stateful-fn is called by kustomize; people use `stateful render`.",
    ),
    "SR602": (
        "a call without a configuration",
        "The functionConfig says what to do, and there are no objects to do it with either.",
    ),
    "SR603": (
        "a configuration in the wrong place",
        (
            "kustomize hands a generator its own config and no resources, and a transformer the "
            "resources: a StatefulApp goes under `generators:` or among the resources, a "
            "StatefulEnvironment or a ConfigMap under `transformers:`."
        ),
    ),
    "SR604": (
        "a configuration of an unknown kind",
        "docs/krm-function.md lists what stateful-fn can be given, and by whom.",
    ),
    "SR605": (
        "nothing to render",
        (
            "A call that makes nothing would be an empty success: what is missing from its answer "
            "is deleted, from a folder or, by pruning, from a cluster."
        ),
    ),
    "SR606": (
        "an option that is unknown, has a wrong value or changes nothing",
        "The message says what is allowed; docs/krm-function.md lists all options.",
    ),
    "SR607": (
        "a change that matches nothing, or does not fit what it matches",
        (
            "A StatefulEnvironment names StatefulSets, claim templates and containers. A name that "
            "is not there would change nothing, in silence."
        ),
    ),
    "SR608": (
        "a text that cannot be changed safely",
        (
            "Objects of other people are changed in their text, so that everything else stays as "
            "it is. Where an anchor or a merge holds the value, write it out; where YAML readers "
            "disagree on another one, quote it."
        ),
    ),
    "SR609": (
        "a change of what a StatefulApp renders",
        (
            "In a package, the next rendering would undo it; in a build, lists of peers and "
            "budgets would stay as they were for other replicas. A StatefulApp has environments "
            "of its own. What it renders is known by the label app.kubernetes.io/managed-by, or "
            "by stateful-renderer.dev/service on the Service that it names."
        ),
    ),
    "SR610": (
        "a file of the package is in the way",
        (
            "Nothing that somebody else wrote is ever overwritten. Move the file, or name the "
            "app differently."
        ),
    ),
    "SR611": (
        "an object that is written by hand and generated too",
        (
            "A cluster would get one of the two, by chance. Files that a kustomization of the "
            "package lists as patches are not meant."
        ),
    ),
    "SR612": (
        "a call for a part of a package",
        (
            "kpt hands over only what was selected, and adds what comes back to the rest: files "
            "that were generated before would get everything a second time. After such a call, one "
            "for the whole package puts that right."
        ),
    ),
    "SR614": (
        "findings that a StatefulGuard does not let through",
        (
            "There are findings from spec.failOn on, and they stand beside this error. Mend them, "
            "or allow one with a reason in spec.allow."
        ),
    ),
    "SR615": (
        "a StatefulSet that is no longer generated",
        (
            "Its app was renamed, its file or its environment is gone, or its namespace is another "
            "one. Where the StatefulSet is pruned, its pods are deleted. The claims of their "
            "volumes have its name in theirs and are in its namespace, so a StatefulSet of another "
            "name or in another namespace starts on empty ones. Only a warning: it may be meant. "
            "To a function, a file that .krmignore hides is gone too."
        ),
    ),
    "SR616": (
        "a StatefulSet that becomes another one",
        (
            "Its selector, its serviceName or the name of a claim template is not what was written "
            "before. The API server refuses that of a StatefulSet that runs, naming no field. One "
            "that is made anew has other claims: the old volumes stay behind, used by nobody. "
            "`stateful diff` has the way out. Only a warning: perhaps it was never applied."
        ),
    ),
    "SR701": (
        "an Application sets what nobody reads",
        (
            "A parameter or variable of spec.source.plugin has another name, form or value than "
            "what the plugin reads. It would do nothing, in silence. docs/argocd.md lists all."
        ),
    ),
    "SR702": (
        "something beside the spec that Argo CD would lose",
        (
            "The plugin prints the objects of one app. A kustomization, a second spec or another "
            "manifest in the folder of the Application would not be applied, and what it had made "
            "before would be pruned. Files that we rendered from the spec may stand there, and so "
            "may a manifest with the comment +argocd:skip-file-rendering."
        ),
    ),
    "SR703": (
        "an Application that asks for no environment",
        (
            "The spec has environments, and its base instead would scale the set and move it into "
            "another namespace. Name one, or base: by the plugin parameter or variable of the "
            "Application, or by spec.environment."
        ),
    ),
    "SR704": (
        "two namespaces that differ",
        (
            "The environment names another namespace than the Application's destination. Argo CD "
            "lets the manifest win, and CreateNamespace=true makes the destination's alone."
        ),
    ),
    "SR705": (
        "a kind that the destination does not have",
        (
            "Argo CD lists the kinds that the cluster serves in KUBE_API_VERSIONS, and this one is "
            "not among them: the sync would fail. Install its CRD, in the same app or before it. "
            "Of an object that may come later, an annotation says so: "
            "argocd.argoproj.io/sync-options: SkipDryRunOnMissingResource=true."
        ),
    ),
    "SR706": (
        "a spec that Argo CD would apply",
        (
            "In a folder that no plugin and no kustomization claims, Argo CD applies every "
            "manifest, and a StatefulApp deploys nothing. It leaves out a file with the comment "
            "+argocd:skip-file-rendering."
        ),
    ),
    "SR707": (
        "an Application that cannot be emulated",
        (
            "`stateful argocd emulate` knows sources of plugins, kustomizations and plain folders, "
            "and the fields of these that Argo CD hands to kustomize as they are. What needs Argo "
            "CD itself, `argocd app diff --local --server-side-generate` shows."
        ),
    ),
    "SR708": (
        "a trap in an Application's own fields",
        (
            "Argo CD changes what it renders by fields of the Application, and some of them do to "
            "a StatefulSet what a server refuses, or what keeps a cluster from forming. "
            "docs/argocd.md lists them."
        ),
    ),
    "SR709": (
        "a spec that an ApplicationSet does not find",
        "Argo CD looks for it by its name, which must be statefulapp.yaml or statefulapp.yml.",
    ),
    "SR710": (
        "an Application that Argo CD cannot render, or not as it is meant",
        (
            "A field has another type than Argo CD's or does nothing, the plugin is not named as "
            "plugin.yaml names it, a path leads nowhere, or a generator makes nothing. What only "
            "Argo CD or a cluster knows is said and not guessed."
        ),
    ),
    "SR711": (
        "an Application that could be better",
        (
            "Without the annotation argocd.argoproj.io/manifest-generate-paths, every commit of "
            "the repository renders an app again. Without CreateNamespace=true, a first sync fails "
            "where nobody else makes the namespace. Both are advice, for which nothing fails."
        ),
    ),
    "SR712": (
        "an Application that deletes claims",
        (
            "Pruning deletes a claim that Git has no more, as after scaling down. The finalizer "
            "resources-finalizer.argocd.argoproj.io, which an ApplicationSet without "
            "preserveResourcesOnDeletion adds, deletes it with the Application. Claims that "
            "`stateful` declares say Prune=false,Delete=false."
        ),
    ),
    "SR713": (
        "an Application that Argo CD fails with",
        (
            "`stateful diff --application` renders Applications as Argo CD does, in a revision and "
            "now, and one of the two fails. What its condition would say is shown."
        ),
    ),
    "SR801": (
        "a side of a diff cannot be read",
        "It must be PATH or PATH@ENVIRONMENT.",
    ),
    "SR802": (
        "an object without identity",
        "Every object needs apiVersion, kind and metadata.name.",
    ),
    "SR803": (
        "kustomize is missing or failed",
        "A folder with a kustomization is built by kustomize itself.",
    ),
    "SR804": (
        "a git revision that cannot be read",
        (
            "Name a branch, a tag or a commit that is here: `git fetch` it first. In CI, check out "
            "with its history: `fetch-depth: 0`. The call is made in the working tree of the "
            "repository that the paths are in; a submodule is a repository of its own."
        ),
    ),
    "SR805": (
        "kubectl is missing or cannot read",
        "Log in, or choose a cluster by --context. Only `kubectl get` is run.",
    ),
    "SR821": (
        "no StatefulSet to take over",
        (
            "`stateful adopt` makes an app of every StatefulSet in its input. Where there is none, "
            "an empty success would hide that something else was read."
        ),
    ),
    "SR822": (
        "a name that two StatefulSets have",
        (
            "The name is that of the app and of its folder. Two StatefulSets of one name are "
            "environments of one app only where they were given so, each with its own -e."
        ),
    ),
    "SR823": (
        "what no YAML can carry",
        "Some values, such as control characters, are read otherwise by kubectl or kustomize.",
    ),
    "SR824": (
        "a selector that no spec can say",
        (
            "spec.selector has matchLabels alone. A StatefulSet that finds its pods by "
            "matchExpressions cannot be taken over, for a selector can never change."
        ),
    ),
    "SR831": (
        "what a first spec cannot be made of",
        (
            "`stateful init` needs a name and an image, or an example of its gallery. On a "
            "terminal it asks for what is missing; anywhere else all of it is named at once, and "
            "nothing is written."
        ),
    ),
    "SR908": (
        "an allowance that cannot be read",
        (
            "Each names a code of a rule and the reason: in the annotation "
            "stateful-renderer.dev/allow, in a StatefulGuard, in stateful.toml, or in a file for "
            "--allow. Of a change, it names the id of a verdict, the object and the environment: "
            "in stateful.toml, or in a file for `stateful diff --allow`."
        ),
    ),
    "SR909": (
        "an allowance that nothing needs",
        (
            "What it allows is not found any more: remove it, so that a new finding is seen. Or it"
            " is found in other environments too, and accepted only where all of them allow it."
        ),
    ),
    "SR979": (
        "nothing to judge or to list",
        (
            "The paths hold no manifests and no StatefulApps (for `stateful facts`: no "
            "StatefulSets), or kustomize built nothing: it "
            "skips functions in silence unless it may run them."
        ),
    ),
    "SR980": (
        "kustomize is missing",
        "Rendered overlays and `stateful-fn` both need it, in version 5.4 or newer.",
    ),
    "SR981": (
        "a kustomize that is too old",
        (
            "Older ones than 5.4 call functions in other ways and are not tested with. kubectl has "
            "a kustomize of its own inside, which is often older than the one beside it."
        ),
    ),
    "SR982": (
        "stateful-fn is not on PATH",
        (
            "kustomize looks for `exec: {path: stateful-fn}` on its own PATH, which in CI and in "
            "Argo CD is another one than yours. A path with a slash is taken from the folder of "
            "the kustomization, and an absolute one as it is."
        ),
    ),
    "SR983": (
        "stateful-fn of another version",
        (
            "Two installations are on this machine, and kustomize would render with another "
            "version than `stateful` does."
        ),
    ),
    "SR984": (
        "stateful-fn cannot be started",
        (
            "Its file lacks the right to be executed, or the Python that its first line names is "
            "gone: a virtual environment that was moved or made again. The system calls both "
            "`no such file or directory`."
        ),
    ),
    "SR985": (
        "a function that is skipped in silence",
        (
            "Without --enable-exec, a flag that kubectl does not have at all, kustomize skips a "
            "function that is a program, prints the rest, and ends with 0. Whoever prunes what is "
            "not printed deletes a database. Make it fail instead: add to the kustomization a "
            "patch without effect, which fails where its object is missing: `patches: [{patch: "
            "'{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: NAME}}'}]`, with its "
            "namespace if it has one. Transformers run after patches: where one of them expands "
            "the app, the patch belongs in a kustomization above. For kubectl, install the exec "
            "plugin with `stateful doctor --install-plugin` and remove the annotation "
            "config.kubernetes.io/function: without the plugin or its flag, every call then fails. "
            "Or commit rendered overlays, which need no function."
        ),
    ),
    "SR986": (
        "a call that does nothing",
        (
            "Every configuration of ours that a kustomization leads to was looked at in a real "
            "build. Either kustomize skips its function; or the function makes nothing when it is "
            "called by itself, because it is another program or the configuration says that it "
            "only validates; or a validator under transformers, which gives nothing back, loses "
            "every object; or StatefulApps among the resources are printed as they are, and a "
            "cluster that does not know the kind refuses them, or keeps them without any pods. "
            "What patches, prefixes and transformers rename or remove afterwards is meant so."
        ),
    ),
    "SR987": (
        "a build that fails",
        (
            "The first line of what kustomize says is shown. Run the same command to see the rest. "
            "A folder under generators, transformers or validators is built by itself, with the "
            "same program and options, to see what it calls. Give the options that your CI or Argo "
            "CD uses with --build-options."
        ),
    ),
    "SR988": (
        "a plugin.yaml that Argo CD does not understand",
        (
            "Argo CD reads the file without complaint, ignores every field that it does not know, "
            "and finds out about a wrong command only when an Application is rendered."
        ),
    ),
    "SR989": (
        "Python compiles at every start",
        (
            "Nothing was compiled at installation, and nothing may be written now: a read-only "
            "file system, another user, or PYTHONDONTWRITEBYTECODE. Compile once when the image "
            "is built."
        ),
    ),
    "SR990": (
        "no temporary folder",
        (
            "kustomize hands an exec plugin its configuration in a temporary file. On a read-only "
            "root file system, mount an empty folder and name it with TMPDIR."
        ),
    ),
    "SR991": (
        "the file of somebody else where the exec plugin belongs",
        (
            "It is never overwritten or removed. Move it away, or choose another folder with "
            "--plugin-home and KUSTOMIZE_PLUGIN_HOME."
        ),
    ),
    "SR992": (
        "an exec plugin that kustomize does not find",
        (
            "kustomize looks in one folder alone, the first that exists: KUSTOMIZE_PLUGIN_HOME, "
            "XDG_CONFIG_HOME/kustomize/plugin, ~/.config/kustomize/plugin, ~/kustomize/plugin."
        ),
    ),
    "SR993": (
        "an exec plugin that does not work",
        (
            "It calls a stateful-fn that is gone or of another version, or may not be executed. "
            "Install it again."
        ),
    ),
    "SR994": (
        "a field of a kustomization that reaches only a part of an app",
        (
            "kustomize applies images, labels, namePrefix and the like before the transformers. "
            "Of a StatefulApp that one of these expands, it knows metadata, containers and "
            "initContainers: image, sidecars and pods' labels stay as they are. What generators "
            "made it renames afterwards, with all references, but not in the texts of variables "
            "and files, where lists of peers, and other objects, then name pods and hosts that are "
            "not there; the same holds for pods that `replicas` takes away. "
            "docs/krm-function.md says what each field reaches, and how to tell kustomize more."
        ),
    ),
    "SR998": (
        "an environment that an app of generators is not rendered in",
        (
            "A StatefulEnvironment, or a ConfigMap that runs stateful-fn, selects an environment "
            "for the StatefulApps that it expands: those among the resources. One under generators "
            "was expanded before, as its own spec.environment says, and a transformer sees no more "
            "than its objects. List the app under resources, or let it select the environment "
            "itself."
        ),
    ),
    "SR999": (
        "a bug of ours",
        "Please report it, with the spec if you can.",
    ),
}
