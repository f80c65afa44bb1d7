"""Inputs that mean harm, made by kind: each is refused, and none of them costs or shows anything.

A case is (name, text): the text of a file that must hold a StatefulApp.
"""

from __future__ import annotations

from collections.abc import Iterator

HEAD = """\
apiVersion: stateful-renderer.dev/v1alpha1
kind: StatefulApp
metadata: {name: db}
spec:
"""
APP = f"{HEAD}  image: postgres:17\n  ports: [{{name: sql, port: 5432}}]\n"
STORAGE = "  storage: [{name: data, mountPath: /data, size: 1Gi}]\n"

# What commands a terminal, hides, or turns a line around.
CHARACTERS = {
    "escape": "\x1b[31m",
    "bell": "\x07",
    "backspace": "\x08",
    "return": "\r",
    "line-feed": "\n",
    "tab": "\t",
    "next-line": "\x85",
    "delete": "\x7f",
    "control-sequence": "\x9b",
    "turned-around": "\u202e",
    "isolated": "\u2066",
    "line-separator": "\u2028",
    "zero-width": "\u200b",
    "mark": "\ufeff",
    "no-character": "\uffff",
    "tag": "\U000e0041",
    "surrogate": "\ud800",
}
# Places of a text that are shown where they are wrong: a key, or a value that no check takes.
SHOWN = {
    "field": '  "no{}field": 1\n',
    "value": '  replicas: "1{}"\n',
    "name": '  storage: [{{name: "a{}", mountPath: /a, size: 1Gi}}]\n',
    "size": '  storage: [{{name: a, mountPath: /a, size: "1{}"}}]\n',
    "environment": '  environments: [{{name: "e{}"}}]\n',
    "variable": '  env: [{{name: "=A{}", value: x}}]\n',
    "kind": '  extraResources: [{{name: x, resource: {{apiVersion: v1, kind: "K{}"}}}}]\n',
    "patch": '  patches: [{{name: x, patch: "kind: \\"{}\\""}}]\n',
}


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield every case, by kind."""
    yield from characters()
    yield from (("bytes-" + name, content) for name, content in NO_TEXTS.items())
    for kind in (shapes, depths, amounts, numbers, lengths, aliases, paths, tags):
        yield from ((f"{kind.__name__}-{name}", text.encode()) for name, text in kind())


def characters() -> Iterator[tuple[str, bytes]]:
    """Each character escaped in each place, and raw."""
    for name, character in CHARACTERS.items():
        written = "".join(
            f"\\x{ord(one):02x}"
            if ord(one) < 256
            else f"\\u{ord(one):04x}"
            if ord(one) < 65536
            else f"\\U{ord(one):08x}"
            for one in character
        )
        for place, text in SHOWN.items():
            escaped = written.replace("\\", "\\\\") if place == "patch" else written
            yield f"escaped-{name}-{place}", (APP + text.format(escaped)).encode()
            raw = APP + text.format(character)
            yield f"raw-{name}-{place}", raw.encode("utf-8", "surrogatepass")


NO_TEXTS = {
    "none": b"",
    "comment": b"# nothing\n",
    "mark": b"\xef\xbb\xbf",
    "nul": b"\0" * 100,
    "utf-16": APP.encode("utf-16"),
    "utf-32": APP.encode("utf-32"),
    "latin-1": f"{APP}  x: é\n".encode("latin-1"),
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "elf": b"\x7fELF\x02\x01\x01\x00",
    "half-a-character": APP.encode() + b"\xc3",
    "overlong": APP.encode() + b"  x: \xc0\xaf\n",
}


def shapes() -> Iterator[tuple[str, str]]:
    """What is no map where one is needed, at every depth."""
    for value in ("null", "[]", "{}", "text", "1", "true", "[1, [2]]", "'{}'", "{a: {b: 1}}"):
        yield f"document-{value}", f"{value}\n"
        yield f"spec-{value}", HEAD.replace("spec:\n", f"spec: {value}\n")
        yield f"metadata-{value}", APP.replace("{name: db}", value)
        if value not in ("null", "[]"):
            yield f"environments-{value}", f"{APP}  environments: {value}\n"
            yield f"storage-{value}", f"{APP}  storage: {value}\n"
            yield f"patches-{value}", f"{APP}  patches: {value}\n"
            yield f"extra-{value}", f"{APP}  extraResources: {value}\n"


def depths() -> Iterator[tuple[str, str]]:
    """What goes deeper than anything can follow."""
    for depth in (100, 1_000, 100_000):
        yield f"lists-{depth}", f"{APP}  args: {'[' * depth}{']' * depth}\n"
        yield f"maps-{depth}", f"{APP}  affinity: {'{a: ' * depth}{'}' * depth}\n"
        yield f"open-{depth}", f"{APP}  args: {'[' * depth}\n"
        blocks = "".join(f"{' ' * level}a:\n" for level in range(3, min(depth, 1_000)))
        yield f"blocks-{depth}", f"{APP}  affinity:\n{blocks}"
        yield f"dashes-{depth}", f"{APP}  args:\n  {'- ' * depth}a\n"


def amounts() -> Iterator[tuple[str, str]]:
    """Very many of something that is wrong."""
    yield "fields", APP + "".join(f"  key{number}: 1\n" for number in range(10_000))
    yield "twice", APP + "  replicas: 1\n" * 10_000
    yield "documents", "---\nkind: x\n" * 10_000
    for field in ("storage", "env", "ports", "volumes", "sidecars", "extraResources", "peers"):
        yield (
            field,
            f"{APP.split('  ports', maxsplit=1)[0]}  {field}:\n" + "    - {no: 1}\n" * 5_000,
        )
    names = "".join(f"    - {{name: e{number}, no: 1}}\n" for number in range(1_000))
    yield "environments", f"{APP}  environments:\n{names}"
    yield "one-environment", f"{APP}  environments:\n" + "    - {name: e}\n" * 5_000


def numbers() -> Iterator[tuple[str, str]]:
    """What would make it build, or count, without an end."""
    for digits in (10, 19, 5_000):
        number = "9" * digits
        yield f"replicas-{digits}", f"{APP}  replicas: {number}\n  podServices: {{}}\n"
        yield f"ordinals-{digits}", f"{APP}  ordinals: {{start: {number}}}\n"
        yield f"port-{digits}", f"{HEAD}  image: a\n  ports: [{{name: a, port: {number}}}]\n"
        yield (
            f"format-{digits}",
            f'{APP}  peers: [{{name: A, format: "{{ordinal+{number}}}!{{"}}]\n',
        )
        yield f"size-{digits}", f"{APP}  storage: [{{name: a, mountPath: /a, size: {number}Gx}}]\n"
        yield f"grace-{digits}", f"{APP}  terminationGracePeriodSeconds: -{number}\n"
        yield f"cpu-{digits}", f"{APP}  resources: {{limits: {{cpu: 1e{number}}}}}\n"
    yield "peers", f"{APP}  replicas: 2147483647\n  peers: [{{name: A}}]\n"
    yield "pods", f"{APP}  replicas: 2147483647\n  podServices: {{}}\n"


def lengths() -> Iterator[tuple[str, str]]:
    """One thing that is very long."""
    long = "a" * 500_000
    yield "text", f"{APP}{STORAGE.replace('1Gi', long)}"
    yield "key", f"{APP}  {long}: 1\n"
    yield "name", APP.replace("{name: db}", f"{{name: {long}}}")
    yield "image", APP.replace("postgres:17", f"{'a/' * 200_000}:")
    yield "path", f"{APP}{STORAGE.replace('/data', 'data' + '/..' * 100_000)}"
    yield "number", f"{APP}  replicas: 1{'0' * 300_000}\n"
    yield "line", f"{APP}  x{' ' * 500_000}y: 1\n"
    yield "quote", f'{APP}  x: "{long}\n'
    yield "spec", f"{APP}# {'a' * 2_000_000}\n"
    yield "label", f"{APP}  podLabels: {{a: {long}}}\n"
    yield "schedule", f"{APP}  nodeSelector: {{{'a.' * 100_000}: b}}\n"


def aliases() -> Iterator[tuple[str, str]]:
    """What fills all memory when it is copied, or leads to itself."""
    bomb = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 12))
    yield "bomb", f"x0: &x0 [a, a]\n{bomb}{APP}"
    merges = "".join(f"x{n}: &x{n} {{<<: [*x{n - 1}, *x{n - 1}]}}\n" for n in range(1, 30))
    yield "merges", f"x0: &x0 {{a: 1}}\n{merges}{APP}"
    yield "itself", f"{APP}  args: &a [*a]\n"
    yield "itself-merged", f"{APP}  podLabels: &a {{<<: *a}}\n"
    yield "unknown", f"{APP}  args: *nobody\n"
    yield "many", f"{APP}  x: [{', '.join(f'&a{n} a' for n in range(20_000))}]\n"
    patch = bomb.replace("\n", "\\n")
    yield "in-a-patch", f'{APP}  patches: [{{name: x, patch: "x0: &x0 [a]\\n{patch}"}}]\n'


def paths() -> Iterator[tuple[str, str]]:
    """Names that would be files somewhere else."""
    for name in ("..", ".", "../../up", "/root", "a/b", "a\\\\b", "~", "CON", "-rf", "%2e%2e", ""):
        quoted = f'"{name}"'
        head = "apiVersion: v1, metadata: {name: x}"
        extra = f"{{name: {quoted}, resource: {{{head}, kind: ConfigMap}}}}"
        kind = f"{{name: x, resource: {{{head}, kind: {quoted}}}}}"
        if name != "CON":
            yield f"app-{name}", APP.replace("{name: db}", f"{{name: {quoted}}}")
            yield f"environment-{name}", f"{APP}  environments: [{{name: {quoted}}}]\n"
            yield f"extra-{name}", f"{APP}  extraResources: [{extra}]\n"
            yield f"kind-{name}", f"{APP}  extraResources: [{kind}]\n"
        file = f"{{name: c, mountPath: /c, files: [{{name: x, fromFile: {quoted}}}]}}"
        yield f"file-{name}", f"{APP}  config: [{file}]\n"


def tags() -> Iterator[tuple[str, str]]:
    """What a YAML reader might run, or take for something else."""
    for tag in ("!!python/object/apply:os.system [ls]", "!!binary aGk=", "!x y", "!!set {a}"):
        yield tag.split()[0].strip("!").replace("/", "-"), f"{APP}  args: [{tag}]\n"
    yield "directive", f"%YAML 1.1\n---\n{APP}"
    yield "tag-directive", f"%TAG ! tag:x,2000:\n---\n{APP}"
    yield "template", f"{APP}  args: [{{{{ .Values.x }}}}]\n"
