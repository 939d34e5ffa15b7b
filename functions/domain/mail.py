"""How the mail of a shop goes out: through a relay, the store's own or that of the cluster that it is placed on."""

from __future__ import annotations

import hashlib
import re
from ipaddress import AddressValueError, IPv4Address
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter, WithJsonSchema

from functions.domain.numbers import WHOLE
from functions.domain.record import Record

MAIL_SECRET = "store-mail"  # noqa: S105 - the name of the object, which holds nothing
# Its keys: the platform's password and CA. One that is the store's own begins with the mark of the relay that it is for.
PLATFORM_KEY, CA_KEY = "platform", "ca.pem"
KEY_PATTERN = r"^own-[0-9a-f]{16}-[0-9a-f]{8}$"
HOST_PATTERN = r"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$"
# Names that only a machine, a house or a cluster knows.
HERE_ONLY = frozenset("corp home internal intranet invalid lan local localdomain localhost svc test".split())
HERE_ENDING = ".home.arpa"
# RFC 8314, and what large relays offer beside it for networks that close those.
SUBMISSION = frozenset({465, 587, 2465, 2525, 2587})


def check_public(host: str) -> str:
    """Return the host, or raise ValueError: a store's own relay is no way into a private network."""
    last = host.rpartition(".")[2]
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", last):  # an address, however it is written
        try:
            address = IPv4Address(host)
        except AddressValueError:
            raise ValueError("must be a host name, or an IPv4 address as four numbers") from None
        if not address.is_global or address.is_multicast:
            raise ValueError("must be a public address: a store's own relay is never in a private network")
    elif "." not in host or last in HERE_ONLY or host.endswith(HERE_ENDING):
        raise ValueError("must be a name that the internet knows: a store's own relay is never in a private network")
    return host


def check_submission(port: int) -> int:
    """Return the port, or raise ValueError: at 25 servers take mail from anybody, without a sign-in."""
    if port not in SUBMISSION:
        raise ValueError(
            f"must be one that relays take mail at from those who sign in: {', '.join(map(str, sorted(SUBMISSION)))}"
        )
    return port


Email = Annotated[
    str,
    StringConstraints(
        max_length=254,
        pattern=r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$",
    ),
]
EMAIL: TypeAdapter[str] = TypeAdapter(Email)
HostName = Annotated[str, StringConstraints(to_lower=True, max_length=253, pattern=HOST_PATTERN)]
PublicHost = Annotated[HostName, AfterValidator(check_public)]
Port = Annotated[int, Field(ge=1, le=65535)]
PublicPort = Annotated[int, AfterValidator(check_submission), WithJsonSchema({"type": "integer", "enum": sorted(SUBMISSION)})]
Security = Literal["starttls", "tls", "none"]
UserName = Annotated[str, StringConstraints(min_length=1, max_length=254, pattern=r"^[!-~]+$")]
PasswordKey = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]

HOST = "the relay's host name, or its public IPv4 address"
PORT = "the relay's port"
SECURITY = "TLS from the relay's first answer on (starttls), from the first byte on (tls), or none"
USER = "who signs in at the relay; null: nobody does"
SENDER = "the address that the shop's mail comes from, which the relay has to know"
REPLY_TO = "where answers go; null: the address of the shop's administrator"
IN_CLEAR = "must be starttls or tls beside a user: a password is never sent in clear"
KEY = f"which key of the Secret {MAIL_SECRET} has the relay's password; null: there is none"


class Relay(Record):
    """A relay, but for its password, which is in the store's cluster and nowhere else."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    host: Annotated[HostName, Field(description=HOST)]
    port: Annotated[Port, WHOLE, Field(description=PORT)] = 587
    security: Annotated[Security, Field(description=SECURITY)] = "starttls"
    user: Annotated[UserName | None, Field(description=USER)] = None
    sender: Annotated[Email, Field(description=SENDER, alias="from")]
    reply_to: Annotated[Email | None, Field(description=REPLY_TO)] = None
    key: Annotated[str | None, Field(description=KEY)] = None

    def values(self, *, network: str = "", ca: bool = False) -> dict[str, Any]:
        """Return it as a chart has it. `network`: where it is, if it has no public address; `ca`: it has a CA of its own."""
        return {
            "host": self.host,
            "port": self.port,
            "security": self.security,
            "user": self.user or "",
            "from": self.sender,
            "replyTo": self.reply_to or "",
            "key": self.key or "",
            "network": network,
            "ca": ca,
        }


NO_RELAY: dict[str, Any] = {
    **dict.fromkeys(("host", "user", "from", "replyTo", "key", "network"), ""),
    "port": 587,
    "security": "starttls",
    "ca": False,
}


def mark_of(*, host: str, port: int, user: str | None) -> str:
    """What the keys of a relay's passwords begin with: no password is ever told to another relay than it was given for."""
    return f"own-{hashlib.sha256(f'{host}:{port}:{user}'.encode()).hexdigest()[:16]}"


def is_of(key: str, *, host: str, port: int, user: str | None) -> bool:
    """True for the key of a password that was given for this relay."""
    return key.startswith(f"{mark_of(host=host, port=port, user=user)}-")
