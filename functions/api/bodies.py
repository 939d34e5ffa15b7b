"""The public JSON that callers send about stores and operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from functions.application.copies import FromBackup
from functions.domain.backup import BackupId
from functions.domain.errors import InvalidRequest
from functions.domain.fields import note_of
from functions.domain.kinds import all_kinds, configure
from functions.domain.mail import Email
from functions.domain.store import Slug, StoreName, StoreRequest, StoreSpec

# What only a backup can say instead of a request.
NEEDED: Final = ("name", "engine")
LEFT_OUT: Final = object()
UserIdGiven = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._@-]+$")]


def _describe_fields(schema: dict[str, Any]) -> None:
    """Say of each field what StoreSpec says of it, where its values are listed, and what stands for it if it is left out."""
    for name, field in StoreSpec.model_fields.items():
        note = note_of(field)
        if not note.asked:
            continue
        listed = f", one of GET /api/{note.listed}" if note.listed else ""
        filled_in = f"; {note.filled_in} if left out" if note.filled_in else ""
        schema["properties"][name]["description"] = f"{field.description}{listed}{filled_in}"
    for name in NEEDED:
        schema["properties"][name].pop("default", None)
    schema["anyOf"] = [{"required": list(NEEDED)}, {"required": ["backup"], "properties": {"backup": {"type": "string"}}}]
    schema["examples"] = [{"name": "Tea & Cake", "engine": "an-engine"}]


def _said(value: Any) -> Any:
    if value is LEFT_OUT:
        raise PydanticCustomError("missing", "Field required")
    return value


_needed = BeforeValidator(_said)


class CreateStore(StoreRequest):
    """The store that is wanted. What is left out is filled in."""

    model_config = ConfigDict(json_schema_extra=_describe_fields)

    # Left out (empty, which nobody can say) where a backup says it.
    name: Annotated[StoreName, _needed] = ""
    engine: Annotated[Slug, _needed] = ""
    backup: BackupId | None = Field(
        default=None,
        description="the id of a backup that the store is made of; what is left out is then as in the backup, and engine, "
        "country, currency and sample_products cannot be other than there",
    )
    owner: UserIdGiven | None = Field(
        default=None,
        description="the id of the user whose store it becomes, which only an admin may say of others; yours if left out",
    )
    email: Email | None = Field(default=None, description="another name for admin_email; give one of the two")

    def request(self) -> StoreRequest | FromBackup:
        """Return what the domain takes. Raises InvalidRequest where both names of one field are given."""
        if self.email is not None and self.admin_email is not None:
            raise InvalidRequest("is another name for admin_email: give one of the two", field="email")
        given = self.model_dump(exclude_unset=True, exclude={"owner", "email", "backup"})
        given |= {} if self.email is None else {"admin_email": self.email}
        if self.backup is not None:
            return FromBackup(self.backup, {name: value for name, value in given.items() if value is not None})
        return StoreRequest.model_validate(given)

    @model_validator(mode="before")
    @classmethod
    def _need_what_no_backup_says(cls, values: Any) -> Any:
        without = isinstance(values, dict) and values.get("backup") is None
        return {**dict.fromkeys(NEEDED, LEFT_OUT), **values} if without else values


def _names_of_kinds(schema: dict[str, Any]) -> None:
    schema["enum"] = list(all_kinds())


def _parameters_of_kinds(schema: dict[str, Any]) -> None:
    """Describe each kind's parameters, as its descriptor declares them."""
    schema["oneOf"] = [
        {
            "type": "object",
            "title": name,
            "required": ["kind", *(["parameters"] if _has_to_say_more(kind.parameters) else [])],
            "properties": {"kind": {"const": name, "description": kind.summary}, "parameters": schema_of(kind.parameters)},
        }
        for name, kind in all_kinds().items()
    ]


def _has_to_say_more(parameters: type[BaseModel]) -> bool:
    try:
        parameters()
    except ValidationError:
        return True
    return False


def schema_of(parameters: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a kind's parameters, whole: it stands inside of others, where no reference leads."""
    schema = parameters.model_json_schema()
    parts = schema.pop("$defs", {})
    return {key: _inlined(value, parts) for key, value in schema.items() if key not in {"description"}}


def _inlined(value: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_inlined(each, parts) for each in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _inlined(parts[value["$ref"].rpartition("/")[2]], parts)
    return {key: _inlined(each, parts) for key, each in value.items()}


KindName = Annotated[str, Field(json_schema_extra=_names_of_kinds)]


class CreateOperation(BaseModel):
    """What shall be done with the store."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_parameters_of_kinds)

    kind: Annotated[KindName, Field(examples=["verify"])]
    parameters: Annotated[dict[str, Any], Field(description="what the kind takes besides; most take nothing")] = {}


class ChangeStore(configure.Configure):
    """What shall change of a store; what is left out stays. At least one field is given."""
