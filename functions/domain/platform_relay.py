"""The platform's mail relay, as the variables say it that inventories read too: what it sends itself goes out through it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.domain.mail import Email, HostName, Port, Security, UserName

PREFIX: Final = "STOREYARD_MAIL_"


class PlatformRelay(BaseModel):
    """A relay; its password is in a file, which is read when something is sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    host: HostName = Field(alias="STOREYARD_MAIL_HOST")
    port: Port = Field(587, alias="STOREYARD_MAIL_PORT")
    security: Security = Field("starttls", alias="STOREYARD_MAIL_SECURITY")
    user: UserName | None = Field(None, alias="STOREYARD_MAIL_USER")
    sender: Email = Field(alias="STOREYARD_MAIL_FROM")
    password_file: Annotated[Path | None, Field(alias="STOREYARD_MAIL_PASSWORD_FILE")] = None
    ca_file: Annotated[Path | None, Field(alias="STOREYARD_MAIL_CA_FILE")] = None


def platform_relay(variables: Mapping[str, str]) -> PlatformRelay | None:
    """Return the relay that the variables say, None without a host. Raises ValueError that names the variable and its rule."""
    names = {str(field.alias) for field in PlatformRelay.model_fields.values()}
    given = {name: value for name, value in variables.items() if name in names and value}
    if f"{PREFIX}HOST" not in given:
        return None
    try:
        relay = PlatformRelay.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}") from error
    if relay.user is not None and relay.password_file is None:
        raise ValueError(f"{PREFIX}PASSWORD_FILE: it is needed with {PREFIX}USER")
    if relay.user is not None and relay.security == "none":
        raise ValueError(f"{PREFIX}SECURITY: it must be starttls or tls with {PREFIX}USER: a password is never sent in clear")
    return relay
