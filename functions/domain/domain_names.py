"""Domains of shops' own: what name may be one, what its owner has to set in the DNS, what a shop's address is with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from functions.domain.mail import HERE_ONLY

MOST_DOMAINS: Final = 10
# The name of the record that has the token, in front of the domain: 253 characters are what the DNS takes for both.
TOKEN_LABEL: Final = "_storeyard"  # noqa: S105 - a name
NAME_MAX: Final = 253 - len(TOKEN_LABEL) - 1
LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
NAME_PATTERN: Final = rf"^({LABEL}\.)+{LABEL}$"
LAST: Final = r"[a-z]{2,63}|xn--[a-z0-9-]+"
# Endings that are for machines or for the DNS itself; no shop is looked for there.
NOWHERE: Final = HERE_ONLY | {"arpa", "onion", "alt"}


# What is wrong with a name, the most telling first.
RULES: Final[tuple[tuple[Callable[[str], bool], str], ...]] = (
    (lambda name: "*" in name, "must be one name, without a wildcard"),
    (lambda name: name.endswith("."), "must not end with a dot"),
    (lambda name: bool(re.search("[/:]", name)), "must be a name alone, without scheme, port or path"),
    (lambda name: not name.isascii(), "must be in ASCII: with letters beyond that, its form with xn--"),
    (lambda name: "." not in name, "must be a whole name, with at least one dot, like shop.example.com"),
    (
        lambda name: not re.fullmatch(NAME_PATTERN, name),
        "must be labels of letters, digits and inner hyphens, 63 characters each at most, with dots between",
    ),
    (lambda name: not re.fullmatch(LAST, _last(name)), "must be a name, not an address: its last label has letters alone"),
    (lambda name: _last(name) in NOWHERE, "must be a name that the internet knows: nobody finds this one there"),
)


def check_name(value: str) -> str:
    """Return the name, or raise ValueError with the rule it breaks."""
    for breaks, rule in RULES:
        if breaks(value):
            raise ValueError(rule)
    return value


def _last(name: str) -> str:
    return name.rpartition(".")[2]


DomainName = Annotated[
    str,
    StringConstraints(to_lower=True, min_length=1, max_length=NAME_MAX),
    AfterValidator(check_name),
    WithJsonSchema({"type": "string", "maxLength": NAME_MAX, "pattern": NAME_PATTERN}),
]


def check_all(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names, or raise ValueError if one is there twice."""
    if len(set(names)) < len(names):
        raise ValueError("must not have a name twice")
    return names


DomainNames = Annotated[
    tuple[DomainName, ...],
    Field(max_length=MOST_DOMAINS),
    AfterValidator(check_all),
]


def is_below(name: str, domains: Iterable[str]) -> bool:
    """True for a name that is one of these domains, or below one."""
    return any(name == domain or name.endswith(f".{domain}") for domain in (each.lower() for each in domains))


def token_name(name: str) -> str:
    """Where the TXT record with a claim's token is."""
    return f"{TOKEN_LABEL}.{name}"


def address_at(url: str, host: str) -> str:
    """Return an address with another host: scheme and port stay."""
    place = urlsplit(url)
    return f"{place.scheme}://{host}{f':{place.port}' if place.port else ''}"


def public_url(url: str, domains: Sequence[str]) -> str:
    """Return a shop's public address: its primary domain's, or the platform's own."""
    return address_at(url, domains[0]) if domains else url
