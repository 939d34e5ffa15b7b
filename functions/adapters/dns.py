"""Looks names up in the DNS, at resolvers that the settings name or at this machine's own: dnspython."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from functions.application.ports.dns import DnsSeen
from functions.domain.errors import Unavailable

if TYPE_CHECKING:
    from dns.resolver import Answer, Resolver

Server = tuple[str, int]
SECONDS: Final = 4.0  # that one resolver has for all that is asked of it
LEAST: Final = 0.1


class DnsResolvers:
    """Asks each resolver by itself. `servers`: address and port of each; none: those that this machine uses, as one."""

    def __init__(self, servers: Sequence[Server] = (), *, seconds: float = SECONDS) -> None:
        self._servers: Sequence[Server | None] = [*servers] or [None]
        self._seconds = seconds

    def look(self, name: str, token_name: str) -> DnsSeen:
        """Return what every resolver that answers has seen: what one of them lacks is not there. Raises Unavailable."""
        found = [seen for each in self._servers if (seen := _seen(each, name, token_name, self._seconds)) is not None]
        if not found:
            said = "No DNS resolver answers, so nothing can be said of a domain right now."
            raise Unavailable(said, told=said)
        return DnsSeen(
            texts=frozenset.intersection(*(seen.texts for seen in found)),
            aliases=frozenset.intersection(*(seen.aliases for seen in found)),
            addresses=_agreed([seen.addresses for seen in found]),
        )


def _agreed(addresses: Sequence[frozenset[str]]) -> frozenset[str]:
    """All addresses that any has seen, since whoever asks is led to any of them; none where one has seen none."""
    return frozenset().union(*addresses) if all(addresses) else frozenset()


def _seen(server: Server | None, name: str, token_name: str, seconds: float) -> DnsSeen | None:
    """What one resolver has seen; None where it does not answer."""
    from dns.exception import DNSException  # noqa: PLC0415 - it takes a while, and most requests want none of it

    until = time.monotonic() + seconds
    try:
        resolver = _resolver(server)
        four, six = (_answer(resolver, name, kind, until) for kind in ("A", "AAAA"))
        texts = _answer(resolver, token_name, "TXT", until)
    except (DNSException, OSError):
        return None
    return DnsSeen(
        texts=frozenset(b"".join(record.strings).decode("ascii", "replace") for record in _records(texts)),
        aliases=frozenset({*_aliases(four), *_aliases(six)}),
        addresses=frozenset(record.address for record in (*_records(four), *_records(six))),
    )


def _resolver(server: Server | None) -> Resolver:
    from dns.nameserver import Do53Nameserver  # noqa: PLC0415 - as above
    from dns.resolver import Resolver  # noqa: PLC0415 - as above

    if server is None:
        return Resolver()
    resolver = Resolver(configure=False)
    resolver.nameservers = [Do53Nameserver(*server)]
    return resolver


def _answer(resolver: Resolver, name: str, kind: str, until: float) -> Answer | None:
    """The answer, None where there is no such name. Raises DNSException where there is no answer at all."""
    from dns.resolver import NXDOMAIN  # noqa: PLC0415 - as above

    left = max(LEAST, until - time.monotonic())
    try:
        return resolver.resolve(f"{name}.", kind, lifetime=left, search=False, raise_on_no_answer=False)
    except NXDOMAIN:
        return None


def _records(answer: Answer | None) -> Iterable[Any]:
    """The records of the type that was asked for, at the end of the aliases."""
    return () if answer is None or answer.rrset is None else answer.rrset


def _aliases(answer: Answer | None) -> Iterable[str]:
    links = () if answer is None else answer.chaining_result.cnames
    return [record.target.to_text(omit_final_dot=True).lower() for link in links for record in link]
