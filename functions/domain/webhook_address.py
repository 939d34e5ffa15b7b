"""Where a webhook may lead: the rules for its URL, and the addresses that nobody may have the platform connect to."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from functions.domain.domain_names import check_name, is_below

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

URL_MAX: Final = 2048
PORTS: Final = (443, 8443)
PORT_MAX: Final = 65535
HTTP_PORT: Final = 80
# What RFC 3986 has in a path and a query, and nothing else: no fragment, no space, no second reading by another parser.
_URL: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(:(?P<port>[0-9]{1,5}))?"
    r"(?P<target>[/?][A-Za-z0-9\-._~%!$&'()*+,;=:@/?]*)?"
)
# Every row of IANA's special-purpose registries that is not the public internet, and what clouds keep for themselves.
NOT_PUBLIC: Final[tuple[IPv4Network, ...]] = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by providers (CGNAT); Alibaba's metadata
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own services, on a public address
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
# Of IPv6 only what is given out for the public internet is reached, without what carries an IPv4 address or is special there.
PUBLIC_6: Final = IPv6Network("2000::/3")
NOT_PUBLIC_6: Final[tuple[IPv6Network, ...]] = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)


@dataclass(frozen=True)
class Place:
    """A URL in its parts, read once: whoever connects takes these, and no other parser's."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """What the Host header says."""
        usual = HTTP_PORT if self.scheme == "http" else PORTS[0]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


@dataclass(frozen=True)
class Reach:
    """How far webhooks reach here. `trusted`: hosts with ports that are reached by http too, and at any address.

    `names` are domains of the platform's own, `networks` what else is refused: the clusters' ingress, their nodes.
    """

    trusted: frozenset[tuple[str, int]] = frozenset()
    names: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()

    def trusts(self, place: Place) -> bool:
        """True for a place that the setting names."""
        return (place.host, place.port) in self.trusted

    def place(self, url: str) -> Place:
        """Return a URL in its parts. Raises ValueError with the rule it breaks."""
        place = place_of(url)
        if self.trusts(place):
            return place
        if place.scheme != "https":
            raise ValueError("must begin with https://")
        if place.port not in PORTS:
            raise ValueError("must have the port 443 or 8443, or none")
        literal = as_address(place.host)
        if literal is None:
            check_host(place.host, self.names)
        elif self.refuses([literal]):
            raise ValueError("must not lead to an address that is not on the public internet")
        return place

    def refuses(self, addresses: Collection[Address]) -> bool:
        """True unless every one of these addresses may be connected to: of a name that also has a bad one, none is tried."""
        return not addresses or any(self._refused(each) for each in addresses)

    def _refused(self, address: Address) -> bool:
        return not is_public(address) or any(
            address.version == network.version and address in network for network in self.networks
        )


def place_of(url: str) -> Place:
    """Return a URL in its parts. Raises ValueError where it is none, or has what no webhook's has."""
    if len(url) > URL_MAX:
        raise ValueError(f"must have at most {URL_MAX} characters")
    found = _URL.fullmatch(url)
    if found is None:
        raise ValueError("must be a whole URL like https://hooks.example.com/shop, in ASCII, without user name and fragment")
    scheme, host = found["scheme"], found["host"].lower().strip("[]")
    if ":" in host and as_address(host) is None:
        raise ValueError("must have an IPv6 address in its brackets, if there are any")
    port = int(found["port"] or (HTTP_PORT if scheme == "http" else PORTS[0]))
    if not 1 <= port <= PORT_MAX:
        raise ValueError("must have a port that there is")
    target = found["target"] or "/"
    return Place(scheme, host, port, target if target.startswith("/") else f"/{target}")


def check_host(host: str, own: Collection[str]) -> None:
    """Raise ValueError for a name that is no name of the internet's, or is the platform's own."""
    try:
        check_name(host)
    except ValueError as error:
        raise ValueError(f"must have a host that the internet knows: it {error}") from error
    if is_below(host, own):
        raise ValueError("must not lead back to the platform or its shops")


def as_address(text: str) -> Address | None:
    """Return the address that a host is, None for a name. Only the form that everybody reads the same way is one."""
    try:
        return ip_address(text) if "%" not in text else None
    except ValueError:
        return None


def is_public(address: Address) -> bool:
    """True for an address on the public internet. What stands for an IPv4 address in IPv6 is none: it is refused as a whole."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC)
    if address.scope_id is not None:
        return False
    return address in PUBLIC_6 and not any(address in network for network in NOT_PUBLIC_6)


def network_of(address: str) -> Network:
    """Return an address as a network of one."""
    return ip_network(address)
