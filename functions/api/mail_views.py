"""The public JSON of mail relays."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, SecretStr, WithJsonSchema

from functions.api.schemas import View
from functions.application.mail import MailSetting, MailSource, WantedRelay
from functions.domain import mail
from functions.domain.numbers import WHOLE

PASSWORD_MAX: Final = 1024
_EXAMPLE: dict[str, JsonValue] = {
    "host": "smtp.example.com",
    "user": "shop",
    "password": "as-the-relay-has-it",
    "from": "shop@example.com",
}


def _one_line(value: SecretStr) -> SecretStr:
    """Shops read it from a file, whose ends they trim."""
    text = value.get_secret_value()
    if not 1 <= len(text) <= PASSWORD_MAX:
        raise ValueError(f"must have 1 to {PASSWORD_MAX} characters")
    if not text.isprintable() or text != text.strip():
        raise ValueError("must not hold control characters, nor begin or end with a space")
    return value


_SCHEMA: Final = {"type": "string", "format": "password", "writeOnly": True, "minLength": 1, "maxLength": PASSWORD_MAX}
RelayPassword = Annotated[SecretStr, AfterValidator(_one_line), WithJsonSchema(_SCHEMA)]


class ChangeMail(BaseModel):
    """A relay of the store's own, all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    host: Annotated[mail.PublicHost, Field(description=f"{mail.HOST}; never one in a private network")]
    port: Annotated[mail.PublicPort, WHOLE, Field(description=mail.PORT)] = 587
    security: Annotated[mail.Security, Field(description=mail.SECURITY)] = "starttls"
    user: Annotated[mail.UserName | None, Field(description=mail.USER)] = None
    password: Annotated[
        RelayPassword | None,
        Field(description="the user's; if left out, the one that was given before for the same host, port and user stays"),
    ] = None
    sender: Annotated[mail.Email, Field(description=mail.SENDER, alias="from")]
    reply_to: Annotated[mail.Email | None, Field(description=mail.REPLY_TO)] = None

    def wanted(self) -> WantedRelay:
        """Return what the use case takes."""
        password = self.password.get_secret_value() if self.password is not None else None
        return WantedRelay(self.model_dump(by_alias=True, exclude={"password"}), password)


class TestMail(BaseModel):
    """Where a test mail goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: Annotated[mail.Email, Field(description="whose it is", examples=["ada@example.com"])]


class MailView(View):
    """How a store's mail goes out, as it is set now: a shop takes over what its cluster has with its next release."""

    source: MailSource = Field(description="whose relay it is; none: the shop sends no mail")
    host: str | None = Field(description="null: there is no relay")
    port: int | None
    security: mail.Security | None
    user: str | None = Field(description="null: nobody signs in, or it is the platform's, which is not told")
    sender: str | None = Field(alias="from", description="the address that the shop's mail comes from")
    reply_to: str | None = Field(description="where answers go; null: the address of the shop's administrator")
    has_password: bool = Field(description="whether one is kept for it; it is shown to nobody")

    @classmethod
    def of(cls, found: MailSetting) -> MailView:
        """Return the public form."""
        relay = found.relay
        said = relay.model_dump(include={"host", "port", "security", "user", "sender", "reply_to"}) if relay else {}
        if found.source is not MailSource.STORE:
            said |= {"user": None}
        nothing = dict.fromkeys(("host", "port", "security", "user", "from", "reply_to"))
        return cls.model_validate({"source": found.source, **nothing, **said, "has_password": bool(relay and relay.key)})


class MailSent(View):
    """The relay took a test mail. Whether it arrives is for the one whose address it is to see."""

    sent: bool
