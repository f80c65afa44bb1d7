"""The rules for names, keys, paths and ports, as the API server and the kubelet hold them.

Every check returns the value or raises `ValueError(message)` or `ValueError(message, hint)`. The
message says what is allowed and quotes what was found; the hint, where there is one, is the value
that the writer most likely meant. A hint has always passed the check itself.

Source of the rules: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and
`k8s.io/apimachinery/pkg/util/validation`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from re import Match
    from typing import TypeGuard

    # What a value looks like: a regular expression, the same in words, and a quick look at it.
    Form = tuple[str, str, Callable[[str], bool]]

LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + LOWER
# What may stand in a path, and mostly need not be asked for one by one.
CONTROLS = frozenset(map(chr, range(0x20))).union("\x7f")
NOT_IN_PATH = CONTROLS.union(":")
ANY_STEPS = frozenset(["", ".", ".."])
PERCENTAGES = frozenset(f"{number}%" for number in range(101))


# A quick look is right when it says yes; where it says no, the pattern decides. Nearly all names
# are ordinary, and `re` takes longer to import than everything that `stateful-fn` does.


def is_made_of(text: str, letters: str) -> bool:
    """Tell whether a text holds nothing else, with a letter or digit at both ends."""
    return not text.strip(letters) and text[:1].isalnum() and text[-1].isalnum()


def is_shortest(path: str) -> bool:
    """Tell whether no step of a path below another could be left out."""
    return ANY_STEPS.isdisjoint(path.split("/"))


def normpath(path: str) -> str:
    """Return the shortest spelling of a path."""
    from posixpath import normpath as shortest  # only for errors

    return shortest(path)


def is_number(text: str) -> bool:
    """Tell whether a text is decimal digits, and such as everybody knows."""
    return text.isdigit() and text.isascii()


def is_label(text: str) -> bool:
    """Take a quick look at one part of a DNS name."""
    return is_made_of(text, LOWER + "-")


def is_word(text: str) -> bool:
    """Take a quick look at a name that any object, port or Service may bear."""
    return text[:1].isalpha() and "--" not in text and is_label(text)


def is_subdomain(text: str) -> bool:
    """Take a quick look at a DNS name."""
    return all(map(is_label, text.split(".")))


def is_qualified(text: str) -> bool:
    """Take a quick look at a label's value, or the name in a label's key."""
    return is_made_of(text, LETTERS + "-_.")


def is_key(text: str) -> bool:
    """Take a quick look at a label's or annotation's key."""
    prefix, slash, name = text.rpartition("/")
    if slash and not (len(prefix) <= SUBDOMAIN_LIMIT and is_subdomain(prefix)):
        return False
    return len(name) <= LABEL_LIMIT and is_qualified(name)


def is_variable(text: str) -> bool:
    """Take a quick look at the name of a variable."""
    return text.isascii() and text.isidentifier()


def replaced(pattern: str, by: str, text: str) -> str:
    """Replace all that a pattern matches."""
    import re

    return re.sub(pattern, by, text)


def fullmatch(pattern: str, text: str) -> Match[str] | None:
    """Match a whole text, since `$` also matches in front of a last newline."""
    import re  # slow to import; a pattern is compiled when it is first needed

    return re.fullmatch(pattern, text)


# Patterns stay text: `re` compiles one at its first use, and most are not used in a run. All are
# for `fullmatch`, because `$` also matches in front of a last newline. Without look-around they are
# the same to Go and JavaScript, so that the schemas can hold them.
_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_QUALIFIED = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"

DNS_LABEL: Form = (
    _LABEL,
    'lower-case letters, digits and "-", with no "-" at either end',
    is_label,
)
DNS_1035_LABEL: Form = (
    "[a-z](?:[-a-z0-9]*[a-z0-9])?",
    'lower-case letters, digits and "-", with a letter in front and no "-" at the end',
    is_word,
)
DNS_SUBDOMAIN: Form = (
    rf"{_LABEL}(?:\.{_LABEL})*",
    'lower-case letters, digits, "-" and ".", with a letter or digit around every "."',
    is_subdomain,
)
PORT_NAME: Form = (
    "(?:[0-9]+-)*[0-9]*[a-z][a-z0-9]*(?:-[a-z0-9]+)*",
    'lower-case letters, digits and single "-" inside, with at least one letter',
    is_word,
)
# Both parts of a key have a limit of their own.
_KEY_NAME = rf"(?=[^/]{{1,63}}\Z){_QUALIFIED}"
_KEY_WORDS = (
    'a name of at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, '
    'or a DNS name of at most 253 characters, "/" and such a name'
)
LABEL_KEY: Form = (
    rf"(?:(?=[^/]{{1,253}}/){DNS_SUBDOMAIN[0]}/)?{_KEY_NAME}",
    _KEY_WORDS,
    is_key,
)
ANNOTATION_KEY: Form = (
    rf"(?:(?=[^/]{{1,253}}/)(?ai:{DNS_SUBDOMAIN[0]})/)?{_KEY_NAME}",
    _KEY_WORDS,
    is_key,
)
LABEL_VALUE: Form = (
    f"(?:{_QUALIFIED})?",
    'empty or letters, digits, "-", "_" and ".", with a letter or digit at both ends',
    is_qualified,
)
ENV_NAME: Form = (
    r"(?:[-_a-zA-Z]|\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]*",
    'letters, digits, "_", "-" and ".", with no digit and no ".." in front',
    is_variable,
)
CONFIG_KEY: Form = (
    r"\.?[-_a-zA-Z0-9][-._a-zA-Z0-9]*",
    'letters, digits, "-", "_" and ".", with no ".." in front',
    is_qualified,
)

_WORD = "[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?"
HEADER_NAME = "[-A-Za-z0-9]+"
SEARCH_DOMAIN = rf"_?{_WORD}(?:\._?{_WORD})*\.?|\."
SYSCTL_NAME = rf"(?:{_WORD}[./])*{_WORD}"
DURATION = "(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?"
DURATION_UNITS = frozenset("smhdwy")
ISCSI_NAME = (
    r"iqn\.[0-9]{4}-[0-9]{2}\.[-.A-Za-z0-9]+:[^,;*&$|\s]+|eui\.[A-Za-z0-9]{16}|naa\.[A-Za-z0-9]{32}"
)
_USER = r"""(?=.*[^. ])[^"/\\:;|=,+*?<>@\[\]\x00-\x1f\x7f]{1,104}"""
_NETBIOS = r"""[^\\/:*?"<>|.\x00-\x1f\x7f][^\\/:*?"<>|\x00-\x1f\x7f]{0,14}"""
_NO_BLANKS = {ord(blank): None for blank in " \t\r\n"}  # base64 is often folded into lines

LABEL_LIMIT = 63
SUBDOMAIN_LIMIT = 253
KEY_LIMIT = SUBDOMAIN_LIMIT + len("/") + LABEL_LIMIT
PORT_NAME_LIMIT = 15
HOST_NAME_LIMIT = 64
# `-` and a hash of up to 10 characters are added to it in a label value of at most 63.
STATEFULSET_LIMIT = 52
LONGEST_CREDENTIAL = 64 * 1024
HIGHEST_PORT = 65535
HIGHEST_COUNT = 2**31 - 1
STANDARD_RESOURCES = ("cpu", "memory", "ephemeral-storage")
# Longer than every name but a DNS subdomain's, and still one line of a terminal.
QUOTED_LIMIT = 80
# Names that a person reads through to find the one that is meant.
MANY = 12


def dns_label(value: str) -> str:
    """Check what becomes one part of a DNS name: a container, a volume, a claim template."""
    return _checked(value, DNS_LABEL, LABEL_LIMIT, _as_label)


def dns1035_label(value: str) -> str:
    """Check a Service name, which was a label that starts with a letter until Kubernetes 1.37."""
    return _checked(value, DNS_1035_LABEL, LABEL_LIMIT, _as_label)


def dns_subdomain(value: str) -> str:
    """Check the name of most objects: ConfigMap, Secret, ServiceAccount, StorageClass."""
    return _checked(value, DNS_SUBDOMAIN, SUBDOMAIN_LIMIT, _as_subdomain)


def host_name(value: str) -> str:
    """Check a name that pods see as their own; Linux keeps one of 64 characters at most."""
    return _checked(value, DNS_SUBDOMAIN, HOST_NAME_LIMIT, _as_subdomain)


def driver_name(value: str) -> str:
    """Check the name of a CSI driver, which is a DNS name of 63 characters, in any case."""
    _checked(value.lower(), DNS_SUBDOMAIN, LABEL_LIMIT, _as_subdomain)
    return value


def namespace(value: str) -> str:
    """Check the name of a Namespace; it is part of every Service's DNS name."""
    return _checked(value, DNS_LABEL, LABEL_LIMIT, _as_label)


def statefulset_name(value: str) -> str:
    """Check a name that both a StatefulSet and its governing Service can bear.

    The API server accepts up to 63 characters and then every pod fails, see
    https://github.com/kubernetes/kubernetes/issues/64023.
    """
    if len(value) > STATEFULSET_LIMIT:
        limit = (
            f"at most {STATEFULSET_LIMIT} characters, not {len(value)}, because its pods get the "
            f"label controller-revision-hash=<name>-<hash> and a label value ends at {LABEL_LIMIT}"
        )
        hint = _hint(value, _as_label(value, STATEFULSET_LIMIT), DNS_1035_LABEL)
        raise refusal(limit, value, hint)
    return _checked(value, DNS_1035_LABEL, STATEFULSET_LIMIT, _as_label)


def port_name(value: str) -> str:
    """Check the name of a container port (an IANA service name); probes refer to it."""
    return _checked(value, PORT_NAME, PORT_NAME_LIMIT, _as_port_name)


def label_key(value: str) -> str:
    """Check a label's key: a name, with or without a DNS name and `/` in front."""
    return _checked(value, LABEL_KEY, KEY_LIMIT, _as_key)


def label_value(value: str) -> str:
    """Check a label's value; it may be empty."""
    return _checked(value, LABEL_VALUE, LABEL_LIMIT, _as_qualified_name)


def annotation_key(value: str) -> str:
    """Check an annotation's key: a label's, but with capitals in front of the `/` as well."""
    return _checked(value, ANNOTATION_KEY, KEY_LIMIT, _as_key)


def api_version(value: str) -> str:
    """Check the version of an API, with its group in front; the oldest, of Kubernetes, has none."""
    group, _, version = value.rpartition("/")
    if value == "v1" or (passes(dns_subdomain, group) and passes(dns1035_label, version)):
        return value
    raise refusal('a version such as "v1", or a group and a version such as "apps/v1"', value)


def kind(value: str) -> str:
    """Check what an object is; a CRD's server says it for all."""
    if passes(dns1035_label, value.lower()):
        return value
    raise refusal('a kind such as "ConfigMap": letters and digits, with a letter in front', value)


def passes(check: Callable[[str], object], value: str) -> bool:
    """Tell whether a check takes a value."""
    try:
        check(value)
    except ValueError:
        return False
    return True


def path_segment(value: str) -> str:
    """Check a name of which only the URL of its object is made."""
    if value in ("", ".", "..") or "/" in value or "%" in value:
        raise refusal('a name without "/" and "%", and neither "." nor ".."', value)
    return value


def config_key(value: str) -> str:
    """Check a key of a ConfigMap or Secret, which is also the name of the mounted file."""
    return _checked(value, CONFIG_KEY, SUBDOMAIN_LIMIT, _as_config_key)


def resource_name(value: str) -> str:
    """Check what a container can ask for; only an extended resource has a domain in front."""
    if value in STANDARD_RESOURCES or is_huge_pages(value):
        return value
    if "/" in value:
        return label_key(value)
    words = ", ".join(STANDARD_RESOURCES)
    raise refusal(
        f"one of {words}, hugepages-<size> or <domain>/<name>",
        value,
        nearest(value, STANDARD_RESOURCES),
    )


def is_huge_pages(value: str) -> bool:
    """Tell whether a resource is memory in pages of a size of its own, as `hugepages-2Mi`."""
    size = value.removeprefix("hugepages-")
    return size != value and size.isalnum() and size.isascii()


def env_name(value: str) -> str:
    """Check the name of an environment variable for all servers; 1.34 and later allow more."""
    no_limit = len(value)
    return _checked(value, ENV_NAME, no_limit, _as_env_name)


def ip_address(value: str) -> str:
    """Check an IPv4 or IPv6 address; servers from 1.36 on take no IPv4 inside of an IPv6."""
    import ipaddress  # rarely needed, and slow to import

    allowed = 'an IP address such as "10.0.0.1" or "fd00::1"'
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        raise refusal(allowed, value) from None
    if inside := getattr(address, "ipv4_mapped", None):
        raise refusal(allowed, value, did_you_mean(str(inside)))
    if getattr(address, "scope_id", None):
        raise refusal(allowed, value)
    return value


def cidr(value: str) -> str:
    """Check a range of IP addresses, written by its first address."""
    import ipaddress  # rarely needed, and slow to import

    allowed = 'a range of IP addresses such as "10.0.0.0/8" or "fd00::/8"'
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        raise refusal(allowed, value) from None
    if getattr(network.network_address, "ipv4_mapped", None):  # see ip_address
        raise refusal(allowed, value)
    if str(network) != value:
        raise refusal(allowed, value, did_you_mean(str(network)))
    return value


def duration(value: str) -> str:
    """Check how long something takes, as Prometheus writes it: `30s`, `1m30s`."""
    if is_number(value[:-1]) and value[-1] in DURATION_UNITS:
        return value
    if value and value != "0" and fullmatch(DURATION, value):
        return value
    hint = did_you_mean(f"{value}s") if value.isdigit() else ""
    raise refusal('a duration such as "30s" or "1m"', value, hint)


def app_protocol(value: str) -> str:
    """Check what a port speaks: an IANA name, or a name with a domain in front."""
    return _checked(value, LABEL_KEY, KEY_LIMIT, _as_key)


def header_name(value: str) -> str:
    """Check the name of an HTTP header."""
    return _like(HEADER_NAME, 'letters, digits and "-"', value)


def search_domain(value: str) -> str:
    """Check a domain in which a pod looks for names that have none."""
    return _like(SEARCH_DOMAIN, 'a domain such as "example.com"', value)


def iscsi_name(value: str) -> str:
    """Check the name of an iSCSI target or initiator."""
    return _like(ISCSI_NAME, 'an iSCSI name such as "iqn.2001-04.com.example:disk1"', value)


def windows_user(value: str) -> str:
    """Check whom a process on Windows runs as, with or without a domain in front."""
    allowed = r'a user of Windows such as "ContainerUser" or "NT AUTHORITY\SYSTEM"'
    domain = rf"(?:{_NETBIOS}|(?=.{{1,255}}\\){DNS_SUBDOMAIN[0]})"
    return _like(rf"(?s:(?:{domain}\\)?{_USER})", allowed, value)


def sysctl_name(value: str) -> str:
    """Check the name of a parameter of the kernel."""
    return _like(SYSCTL_NAME, 'a sysctl such as "net.core.somaxconn"', value)


def credential_spec(value: str) -> str:
    """Check the text of a Windows account that hosts manage, which has at most 64 KiB."""
    if len(some_text(value).encode(errors="replace")) > LONGEST_CREDENTIAL:
        raise ValueError(f"must be at most {LONGEST_CREDENTIAL} bytes")
    return value


def some_text(value: str) -> str:
    """Check a text that stands for something."""
    if not value:
        raise ValueError("must not be empty")
    return value


def trimmed(value: str) -> str:
    """Check a text that the server takes with the blanks around it."""
    if value != value.strip():
        raise refusal("a string without blanks around it", value, did_you_mean(value.strip()))
    return value


def any_env_name(value: str) -> str:
    """Check the name of a variable for servers from 1.34 on, as far as nothing can be wrong."""
    if not (value.isascii() and value.isprintable()) or "=" in value:
        raise refusal('printable ASCII letters without "="', value)
    return value


def url_path(value: str) -> str:
    """Check the path of a URL; blanks and control characters would end it."""
    is_visible = value.isascii() and value.isprintable() and " " not in value
    if is_visible and value.startswith("/"):
        return value
    hint = did_you_mean(f"/{value}") if is_visible and value else ""
    raise refusal('the path of a URL, with "/" in front and no blanks', value, hint)


def path_beside(value: str) -> str:
    """Check the path of a file below the spec's own folder, in its shortest spelling."""
    subpath(value)
    if is_shortest(value) and CONTROLS.isdisjoint(value) and "\\" not in value:
        return value
    shortest = normpath(value)
    hint = did_you_mean(shortest) if shortest not in (".", value) else ""
    raise refusal('the path of a file, with "/" between folders', value, hint)


def base64(value: str) -> str:
    """Check bytes in base64, in the one spelling that the API server gives back."""
    from binascii import a2b_base64, b2a_base64  # rarely needed; base64 would import re

    try:
        data = a2b_base64(value.translate(_NO_BLANKS), strict_mode=True)
        canonical = b2a_base64(data, newline=False).decode()
    except ValueError:
        raise refusal("bytes in base64", value) from None
    return canonical


def absolute_path(value: str) -> str:
    """Check a mountPath; some container runtimes read a `:` in it as a separator.

    Only the shortest spelling is taken, so that two texts are never one path; but for a `/` behind
    it, which many write.
    """
    if value.startswith("/") and NOT_IN_PATH.isdisjoint(value):
        return _shortest_path(value)
    mended = "/" + value.lstrip("/")
    hint = "" if value.startswith("/") or not _is_plain_path(value) else did_you_mean(mended)
    raise refusal('an absolute path, with "/" in front and no ":" in it', value, hint)


def _shortest_path(value: str) -> str:
    if is_shortest(value[1:].removesuffix("/")) and value == value.rstrip():
        return value
    shortest = "/" + normpath(value.rstrip()).lstrip("/")
    hint = did_you_mean(shortest) if shortest != "/" else ""
    allowed = 'a path below "/", with no ".." in it, no "/" that is not needed and no blank behind'
    raise refusal(allowed, value, hint)


def subpath(value: str) -> str:
    """Check a path inside a volume; it must not be able to leave the volume."""
    if not value.startswith("/") and ".." not in value.split("/") and "\x00" not in value:
        return value
    mended = value.lstrip("/")
    hint = did_you_mean(mended) if mended and ".." not in mended.split("/") else ""
    raise refusal('a relative path, with no "/" in front and no ".." in it', value, hint)


def file_path(value: str) -> str:
    """Check the path of a file in a volume; names that begin with ".." are the kubelet's own."""
    subpath(value)
    if value and not value.startswith(".."):
        return value
    raise refusal('the path of a file, with no "/" and no ".." in front', value)


def straight_path(value: str) -> str:
    """Check a path that must not lead upwards."""
    if value and ".." not in value.split("/"):
        return value
    hint = did_you_mean(normpath(value)) if value.startswith("/") else ""
    raise refusal('a path without ".." in it', value, hint)


def path_from_root(value: str) -> str:
    """Check a path on another machine."""
    if value.startswith("/"):
        return value
    raise refusal('an absolute path, with "/" in front', value, did_you_mean(f"/{value}"))


def port_reference(value: object) -> int | str:
    """Check a port as probes and Services give it; `8080` is a number and `"8080"` is a name."""
    if isinstance(value, str) and len(value) <= PORT_NAME_LIMIT:
        if is_word(value) or fullmatch(PORT_NAME[0], value):
            return value
    elif _is_integer(value) and 1 <= value <= HIGHEST_PORT:
        return value
    allowed = (
        f"a port from 1 to {HIGHEST_PORT} or the name of a port, which has at most "
        f"{PORT_NAME_LIMIT} {PORT_NAME[1]}"
    )
    raise refusal(allowed, value, _port_hint(value))


def count_or_percent(value: object) -> int | str:
    """Check what a rollout or a disruption budget may take away: `1` or `"25%"`."""
    if isinstance(value, str) and value in PERCENTAGES:
        return value
    if _is_integer(value):
        if 0 <= value <= HIGHEST_COUNT:
            return value
        raise refusal(f"a number from 0 to {HIGHEST_COUNT} or a percentage", value)
    found = isinstance(value, str) and fullmatch("(0*[0-9]{1,2}|0*100)(%?)", value)
    hint = did_you_mean(f"{int(found[1])}%" if found[2] else int(found[1])) if found else ""
    raise refusal('a number such as 1 or a percentage such as "25%"', value, hint)


def count_or_text(value: object) -> int | str:
    """Check what a server can read as a number or a percentage; rules say what it may be.

    JSON knows one kind of number, in which 1.0 is 1.
    """
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if isinstance(whole, str) or _is_integer(whole):
        return whole
    raise refusal('a number such as 1 or a percentage such as "25%"', value)


def refusal(allowed: str, value: object, hint: str = "") -> ValueError:
    """Word an error; the caller raises it."""
    message = f"must be {allowed}, got {quoted(value)}"
    return ValueError(message, hint) if hint else ValueError(message)


def quoted(value: object) -> str:
    """Write a value in one line as YAML and JSON both do: `"a"`, `true`, `null`; cut when long."""
    import json  # only for errors; start-up should not pay for it

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= QUOTED_LIMIT else f"{text[:QUOTED_LIMIT]}..."


def number_of(number: int, one: str) -> str:
    """Word a number of things: `1 pod`, `3 pods`."""
    return f"{number} {one}{'' if number == 1 else 's'}"


def first_of(names: Iterable[str], most: int) -> str:
    """Word the first of many names, and how many there are more: `a, b and 3 more`."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return f"{', '.join(every[:most])}{more}"


def did_you_mean(*candidates: object) -> str:
    """Word the hint; there may be no candidate."""
    return f"did you mean {' or '.join(map(quoted, candidates))}?" if candidates else ""


def one_of(known: Iterable[str]) -> str:
    """Word the hint that lists the known names, or the first of many."""
    return f"known: {first_of(known, MANY)}"


def nearest(value: str, known: Iterable[str]) -> str:
    """Word the hint for a slip of the pen, if there is a known name near it."""
    import difflib  # only for errors; start-up should not pay for it

    by_lower_case = {name.lower(): name for name in known}
    near = difflib.get_close_matches(value.lower(), by_lower_case, n=1)
    return did_you_mean(*(by_lower_case[name] for name in near))


def among(value: str, known: Iterable[str], otherwise: str) -> str:
    """Word the hint for a name that is not known: a near one, else all that are and another way."""
    names = [name for name in dict.fromkeys(known) if name]
    rest = [part for part in (one_of(names) if names else "", otherwise) if part]
    return nearest(value, names) or "; ".join(rest)


def _checked(value: str, form: Form, limit: int, mend: Callable[[str, int], str]) -> str:
    pattern, words, looks_right = form
    if len(value) <= limit and (looks_right(value) or fullmatch(pattern, value)):
        return value
    allowed = f"at most {limit} characters, not {len(value)}" if len(value) > limit else words
    raise refusal(allowed, value, _hint(value, mend(value, limit), form))


def _like(pattern: str, allowed: str, value: str) -> str:
    if not fullmatch(pattern, value):
        raise refusal(allowed, value)
    return value


def _hint(value: str, mended: str, form: Form) -> str:
    # Letters of other scripts cannot be kept, and what is left of such a name is no suggestion.
    usable = mended and mended != value and value.isascii() and fullmatch(form[0], mended)
    return did_you_mean(mended) if usable else ""


def _port_hint(value: object) -> str:
    if not isinstance(value, str):
        return ""
    if fullmatch("[1-9][0-9]{0,4}", value) and int(value) <= HIGHEST_PORT:
        return did_you_mean(int(value))
    return _hint(value, _as_port_name(value, PORT_NAME_LIMIT), PORT_NAME)


def _as_label(value: str, limit: int) -> str:
    return replaced("[^a-z0-9-]+", "-", value.lower()).strip("-")[:limit].rstrip("-")


def _as_subdomain(value: str, limit: int) -> str:
    labels = (_as_label(label, limit) for label in value.split("."))
    return ".".join(label for label in labels if label)[:limit].rstrip("-.")


def _as_port_name(value: str, limit: int) -> str:
    return _as_label(replaced("-+", "-", value), limit)


def _as_qualified_name(value: str, limit: int) -> str:
    return replaced("[^-A-Za-z0-9_.]+", "-", value).strip("-_.")[:limit].rstrip("-_.")


def _as_key(value: str, limit: int) -> str:
    prefix, slash, name = value.rpartition("/")
    name = _as_qualified_name(name, LABEL_LIMIT)
    return f"{_as_subdomain(prefix, SUBDOMAIN_LIMIT)}/{name}" if slash else name[:limit]


def _as_config_key(value: str, limit: int) -> str:
    return replaced("[^-._A-Za-z0-9]+", "-", value).strip("-")[:limit]


def _as_env_name(value: str, limit: int) -> str:
    name = replaced("[^-._A-Za-z0-9]+", "_", value)[:limit]
    return f"_{name}" if name[:1].isdigit() else name


def _is_plain_path(value: str) -> bool:
    return bool(value) and "\\" not in value and NOT_IN_PATH.isdisjoint(value)


def _is_integer(value: object) -> TypeGuard[int]:
    # To Python `True` is an int; to Kubernetes it is not.
    return isinstance(value, int) and not isinstance(value, bool)
