"""mail: give a shop a relay of its own for its mail, or its cluster's again, with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator

from functions.domain import mail
from functions.domain.kinds import settings
from functions.domain.kinds.base import Parameters
from functions.domain.numbers import WHOLE
from functions.domain.store import StoreSpec

SETTING = "mail"


class Mail(Parameters):
    """The store's own relay, all of it; without a host it is the cluster's. Its password never comes this way."""

    model_config = ConfigDict(serialize_by_alias=True)

    host: Annotated[mail.PublicHost | None, Field(description=f"{mail.HOST}; null: the relay of the store's cluster")] = None
    port: Annotated[mail.PublicPort, WHOLE, Field(description=mail.PORT)] = 587
    security: Annotated[mail.Security, Field(description=mail.SECURITY)] = "starttls"
    user: Annotated[mail.UserName | None, Field(description=mail.USER)] = None
    sender: Annotated[mail.Email | None, Field(description=mail.SENDER, alias="from")] = None
    reply_to: Annotated[mail.Email | None, Field(description=mail.REPLY_TO)] = None
    key: Annotated[mail.PasswordKey | None, Field(description=f"{mail.KEY}. PUT /api/stores/{{store_id}}/mail makes it")] = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.host is None:
            return self
        if self.sender is None:
            raise ValueError("must have from beside host: a relay has to know the sender")
        if self.user is not None and self.security == "none":
            raise ValueError(f"its security {mail.IN_CLEAR}")
        if (self.user is None) != (self.key is None):
            raise ValueError("must have a password for user, and none without: PUT /api/stores/{store_id}/mail takes it")
        if self.key is not None and not mail.is_of(self.key, host=self.host, port=self.port, user=self.user):
            raise ValueError("must have a key that is of this host, port and user: no other relay is told its password")
        return self


def spec_with(spec: StoreSpec, parameters: Mapping[str, Any]) -> StoreSpec:
    """Return the spec with this relay, or with none of its own."""
    relay = parameters if parameters.get("host") else None
    return settings.changed(spec, {SETTING: relay})


KIND = settings.kind(
    name="mail",
    summary="send the shop's mail through a relay of its own, or through its cluster's again; a failure puts the old one back",
    failure_reason="MailFailed",
    done="The shop has its relay, and sells: a test order went through.",
    back=("Going back to the old relay", "The old relay is set again"),
    change=("Changing the relay", "The relay is changed"),
    parameters=Mail,
    settings=lambda _: (SETTING,),
    spec_after=spec_with,
    for_copies=False,
)
