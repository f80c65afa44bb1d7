"""What each check function means as a pattern, the same to Python, Go and JavaScript.

A check without a regular form gets a wider one, or none: a schema may accept more than the reader.
"""

from __future__ import annotations

import re
from typing import Any

from renderer.kubernetes import downward, images, names, versions

Schema = dict[str, Any]

_NUMBER = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_ZERO = r"(?:0+(?:\.0*)?|\.0+)"
_NOT_ZERO = r"(?:[0-9]*[1-9][0-9]*(?:\.[0-9]*)?|[0-9]*\.[0-9]*[1-9][0-9]*)"
_SUFFIX = "(?:[numkMGTPE]?|[KMGTPE]i|[eE][+-]?[0-9]{1,2})"
_KEY_NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?"
_ANY_CASE = names.DNS_SUBDOMAIN[0].replace("a-z", "A-Za-z")
_STANDARD = f"{'|'.join(names.STANDARD_RESOURCES)}|hugepages-[0-9A-Za-z]+"
# One part of a path that is neither empty nor `..`; for a mount neither `.`, `:` nor a control.
_PART = r"(?:[^/.][^/]*|\.(?:[^/.][^/]*)?|\.\.[^/]+)"
_IN = r"[^/:\x00-\x1f\x7f]"
_MOUNT_PART = rf"(?:[^/.:\x00-\x1f\x7f]{_IN}*|\.[^/.:\x00-\x1f\x7f]{_IN}*|\.\.{_IN}+)"


def form(pattern: str, words: str, limit: int | None = None) -> Schema:
    """Return a pattern, and what an editor says where it does not hold."""
    length = {"maxLength": limit} if limit else {}
    return {"pattern": f"^(?:{pattern})$", "patternErrorMessage": f"must be {words}", **length}


LABEL = form(*names.DNS_LABEL[:2], names.LABEL_LIMIT)
KEY = form(f"(?:{names.DNS_SUBDOMAIN[0]}/)?{_KEY_NAME}", names.LABEL_KEY[1], names.KEY_LIMIT)
PORT_NAME = form(*names.PORT_NAME[:2], names.PORT_NAME_LIMIT)
TEXTS: dict[str, Schema] = {
    # These look at a map as a whole.
    "fit_together": {},
    "without_ours": {},
    "absolute_path": form(
        f"(?:/{_MOUNT_PART})+/?", 'an absolute path below "/" with no ".." and no ":"'
    ),
    "annotation_key": form(
        f"(?:{_ANY_CASE}/)?{_KEY_NAME}", names.ANNOTATION_KEY[1], names.KEY_LIMIT
    ),
    "app_protocol": KEY,
    "base64": form("[A-Za-z0-9+/= \t\r\n]*", "bytes in base64"),
    "check": form(
        f"{images.NAME}(?::{images.TAG})?(?:@{images.DIGEST})?",
        'a lower-case image such as "nginx:1.27" or "ghcr.io/owner/app:1.0"',
    ),
    "cidr": form(r"[0-9a-fA-F:.]+/[0-9]{1,3}", 'a range of IP addresses such as "10.0.0.0/8"'),
    "config_key": form(*names.CONFIG_KEY[:2], names.SUBDOMAIN_LIMIT),
    "dns1035_label": form(*names.DNS_1035_LABEL[:2], names.LABEL_LIMIT),
    "dns_label": LABEL,
    "dns_subdomain": form(*names.DNS_SUBDOMAIN[:2], names.SUBDOMAIN_LIMIT),
    "duration": form(names.DURATION, 'a duration such as "30s" or "1m"') | {"minLength": 1},
    "driver_name": form(
        _ANY_CASE, 'letters, digits, "-" and ".", such as ebs.csi.aws.com', names.LABEL_LIMIT
    ),
    "env_name": form(*names.ENV_NAME[:2]),
    "field_path": form(
        "|".join(
            (
                *map(re.escape, (*downward.OWN_FIELDS, *downward.PLACE_FIELDS)),
                r"metadata\.(?:labels|annotations)(?:\['[^'\]]+'\])?",
            )
        ),
        "one of "
        + ", ".join((*downward.OWN_FIELDS, *downward.PLACE_FIELDS, "metadata.labels['key']")),
    ),
    "file_path": form(
        rf"(?:[^/.][^/]*|\.(?:[^/.][^/]*)?)(?:/{_PART}?)*",
        'the path of a file, with no "/" and no ".." in front',
    ),
    "header_name": form(names.HEADER_NAME, 'letters, digits and "-"'),
    "host_name": form(*names.DNS_SUBDOMAIN[:2], names.HOST_NAME_LIMIT),
    "ip_address": form("[0-9a-fA-F:.]+(?:%.+)?", 'an IP address such as "10.0.0.1" or "fd00::1"'),
    "iscsi_name": form(names.ISCSI_NAME, 'such as "iqn.2001-04.com.example:disk1"'),
    "label_key": KEY,
    "label_value": form(*names.LABEL_VALUE[:2], names.LABEL_LIMIT),
    "namespace": LABEL,
    "of_spec": form(versions.FORM, 'a version of Kubernetes such as "1.34", in quotes'),
    "path_beside": form(f"{_PART}(?:/{_PART})*", 'a relative path with no ".." in it'),
    "path_from_root": form("/[\\s\\S]*", 'an absolute path, with "/" in front'),
    "port_name": PORT_NAME,
    "resource_field": form(
        rf"(?:{'|'.join(downward.RESOURCE_KINDS)})\.(?:{_STANDARD})",
        'a resource such as "limits.cpu" or "requests.memory"',
    ),
    "resource_name": form(
        f"{_STANDARD}|{names.DNS_SUBDOMAIN[0]}/{_KEY_NAME}",
        f"{', '.join(names.STANDARD_RESOURCES)}, hugepages-<size> or <domain>/<name>",
    ),
    "search_domain": form(names.SEARCH_DOMAIN, 'a domain such as "example.com"'),
    "credential_spec": {"minLength": 1, "maxLength": names.LONGEST_CREDENTIAL},
    "some_text": {"minLength": 1},
    "statefulset_name": form(*names.DNS_1035_LABEL[:2], names.STATEFULSET_LIMIT),
    "straight_path": form(f"/?{_PART}?(?:/{_PART}?)*", 'a path without ".." in it')
    | {"minLength": 1},
    "subpath": form(
        f"(?:{_PART}(?:/{_PART}?)*)?", 'a relative path, with no "/" in front and no ".." in it'
    ),
    "sysctl_name": form(names.SYSCTL_NAME, 'a sysctl such as "net.core.somaxconn"'),
    "trimmed": form(r"(?:\S(?:[\s\S]*\S)?)?", "a text without blanks around it"),
    "windows_user": form(
        r"""(?:[^"/\\:;|=,+*?<>@\[\]\x00-\x1f\x7f]{1,255}\\)?[^"/\\:;|=,+*?<>@\[\]\x00-\x1f\x7f]{1,104}""",
        r'a user of Windows such as "ContainerUser" or "NT AUTHORITY\SYSTEM"',
    ),
    "url_path": form("/[!-~]*", 'the path of a URL, with "/" in front and no blanks'),
}

# A number or a text; `type` is the number's.
MIXED: dict[str, Schema] = {
    "count_or_percent": {
        "type": "integer",
        "minimum": 0,
        "maximum": names.HIGHEST_COUNT,
        **form("[1-9]?[0-9]%|100%", 'a number such as 1 or a percentage such as "25%"'),
    },
    "port_reference": {
        "type": "integer",
        "minimum": 1,
        "maximum": names.HIGHEST_PORT,
        **PORT_NAME,
        "patternErrorMessage": f"must be a port or the name of one, {names.PORT_NAME[1]}",
    },
    "stored_amount": {
        "type": "number",
        "minimum": 0,
        **form(rf"(?:\+?{_NUMBER}|-{_ZERO}){_SUFFIX}", 'a quantity such as "10Gi" or "500m"'),
    },
    "storage_size": {
        "type": "number",
        "exclusiveMinimum": 0,
        **form(rf"\+?{_NOT_ZERO}{_SUFFIX}", 'a size such as "10Gi"'),
    },
}


def pattern_of(check: Any) -> Schema:
    """Return what a check of a text asks for, as far as a pattern can say it."""
    return _entry(TEXTS, check)


def is_text(check: Any) -> bool:
    """Tell whether a check takes texts alone; it may see other values, to word what is wrong."""
    return check.__name__ in TEXTS


def range_of(check: Any) -> Schema:
    """Return what a check takes that takes a number or a text."""
    return _entry(MIXED, check)


def _entry(table: dict[str, Schema], check: Any) -> Schema:
    if check.__name__ not in table:
        raise SystemExit(f"tools/schema_patterns.py: say what {check.__qualname__} accepts")
    return table[check.__name__]
