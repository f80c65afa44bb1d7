"""The values that Kubernetes' types are made of, as pydantic types.

A check that says everything in one sentence stands in front of a union, because pydantic would
report a wrong value once for each member.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, PlainValidator

from renderer.kubernetes import downward, images, names, quantities, versions

Value = TypeVar("Value")

# Kubernetes takes null for absent. Here null is refused: environments use it to remove a field, so
# one that is left over is a mistake.
STRICT = ConfigDict(extra="forbid", strict=True)


def in_key_order(value: dict[str, Value]) -> dict[str, Value]:
    """Sort a map, so that the order in the source is never a difference in the output."""
    return dict(sorted(value.items()))


Int32 = Annotated[int, Field(ge=-(2**31), le=2**31 - 1)]
# Kubernetes would take 64 bits, but kustomize applies JSON patches with floats, which round.
Int64 = Annotated[int, Field(ge=-(2**53), le=2**53)]
ZeroOrMore = Annotated[int, Field(ge=0, le=2**31 - 1)]
OneOrMore = Annotated[int, Field(ge=1, le=2**31 - 1)]
Percentage = Annotated[int, Field(ge=1, le=100)]
# 0777 is the highest that the API server takes; a folder may have the sticky bit as well.
FileMode = Annotated[int, Field(ge=0, le=0o777)]
StickyMode = Annotated[int, Field(ge=0, le=0o1777)]
TokenLifetime = Annotated[int, Field(ge=600, le=2**32)]
Byte = Annotated[int, Field(ge=0, le=255)]
PortNumber = Annotated[int, Field(ge=1, le=names.HIGHEST_PORT)]

Quantity = Annotated[
    str,
    BeforeValidator(quantities.stored_amount, json_schema_input_type=str | int | float),
]
CountOrPercent = Annotated[
    int | str, PlainValidator(names.count_or_percent, json_schema_input_type=int | str)
]
PortReference = Annotated[
    int | str, PlainValidator(names.port_reference, json_schema_input_type=int | str)
]
Time = str
Image = Annotated[str, AfterValidator(images.check)]
KubernetesVersion = Annotated[str, BeforeValidator(versions.of_spec, json_schema_input_type=str)]

DnsLabel = Annotated[str, AfterValidator(names.dns_label)]
ObjectName = Annotated[str, AfterValidator(names.dns_subdomain)]
HostName = Annotated[str, AfterValidator(names.host_name)]
DriverName = Annotated[str, AfterValidator(names.driver_name)]
Namespace = Annotated[str, AfterValidator(names.namespace)]
PortName = Annotated[str, AfterValidator(names.port_name)]
EnvName = Annotated[str, AfterValidator(names.env_name)]
ConfigKey = Annotated[str, AfterValidator(names.config_key)]
LabelKey = Annotated[str, AfterValidator(names.label_key)]
LabelValue = Annotated[str, AfterValidator(names.label_value)]
AnnotationKey = Annotated[str, AfterValidator(names.annotation_key)]
ResourceName = Annotated[str, AfterValidator(names.resource_name)]
FieldPath = Annotated[str, AfterValidator(downward.field_path)]
ResourceField = Annotated[str, AfterValidator(downward.resource_field)]
IpAddress = Annotated[str, AfterValidator(names.ip_address)]
AbsolutePath = Annotated[str, AfterValidator(names.absolute_path)]
Subpath = Annotated[str, AfterValidator(names.subpath)]
FilePath = Annotated[str, AfterValidator(names.file_path)]
StraightPath = Annotated[str, AfterValidator(names.straight_path)]
PathFromRoot = Annotated[str, AfterValidator(names.path_from_root)]

AppProtocol = Annotated[str, AfterValidator(names.app_protocol)]
Base64 = Annotated[str, AfterValidator(names.base64)]
Cidr = Annotated[str, AfterValidator(names.cidr)]
HeaderName = Annotated[str, AfterValidator(names.header_name)]
IscsiName = Annotated[str, AfterValidator(names.iscsi_name)]
CredentialSpec = Annotated[str, AfterValidator(names.credential_spec)]
WindowsUser = Annotated[str, AfterValidator(names.windows_user)]
SearchDomain = Annotated[str, AfterValidator(names.search_domain)]
SysctlName = Annotated[str, AfterValidator(names.sysctl_name)]
SomeText = Annotated[str, AfterValidator(names.some_text)]
Trimmed = Annotated[str, AfterValidator(names.trimmed)]
Duration = Annotated[str, AfterValidator(names.duration)]
PathBeside = Annotated[str, AfterValidator(names.path_beside)]
UrlPath = Annotated[str, AfterValidator(names.url_path)]
SessionTimeout = Annotated[int, Field(ge=1, le=86400)]
TrafficDistribution = Literal["PreferClose", "PreferSameZone", "PreferSameNode"]

Command = Annotated[list[str], Field(min_length=1)]

SortedMap = Annotated[dict[str, Value], AfterValidator(in_key_order)]
Labels = Annotated[dict[LabelKey, LabelValue], AfterValidator(in_key_order)]
Annotations = Annotated[dict[AnnotationKey, str], AfterValidator(in_key_order)]
ResourceList = Annotated[dict[ResourceName, Quantity], AfterValidator(in_key_order)]
