"""Lists with commas, as settings have them: host names, networks, servers. What is no text is returned as it is."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import Final

# A name or IPv4 address as a Host header has it, or an IPv6 address in brackets.
HOST: Final = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|\[[0-9a-f:.]{2,45}\]"
)
SERVER: Final = re.compile(r"\[(?P<six>[^\]]+)\](:(?P<sixth>\d{1,5}))?|(?P<four>[0-9.]+)(:(?P<port>\d{1,5}))?")
DNS_PORT, PORT_MAX, MOST_SERVERS = 53, 65535, 4


def hosts(value: object) -> object:
    """Return the host names of a list with commas, as a Host header has them: lower case, no port."""
    if not isinstance(value, str):
        return value
    names = [name.strip().lower() for name in value.split(",")]
    for name in names:
        if not HOST.fullmatch(name):
            raise ValueError(f"{name!r} is not a host name (no scheme, port or wildcard; an IPv6 address in brackets)")
    return tuple(names)


def networks(value: object) -> object:
    """Return the networks of a list with commas; an address is a network of one."""
    if not isinstance(value, str):
        return value
    try:
        return tuple(ip_network(name.strip()) for name in value.split(","))
    except ValueError as error:
        raise ValueError("it is a list of addresses and networks with commas between, like 10.0.0.0/8") from error


def dns_servers(value: object) -> object:
    """Return the addresses of a list with commas, each with its port: 53 where none is given."""
    if not isinstance(value, str):
        return value
    texts = value.split(",")
    if len(texts) > MOST_SERVERS:
        raise ValueError(f"it names more than {MOST_SERVERS}")
    return tuple(_server(each.strip()) for each in texts)


def hosts_with_ports(value: object) -> object:
    """Return the hosts of a list with commas, each with the port that has to be there: `hooks.test:8080`, `[::1]:9000`."""
    if not isinstance(value, str):
        return value
    return frozenset(_host_with_port(each.strip().lower()) for each in value.split(","))


def _host_with_port(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not HOST.fullmatch(host) or not port.isdecimal() or not 1 <= int(port[:6]) <= PORT_MAX:
        raise ValueError(f"{text!r} is not a host with its port, like hooks.example.com:8080")
    return host.strip("[]"), int(port)


def _server(text: str) -> tuple[str, int]:
    found = SERVER.fullmatch(text)
    try:
        address = str(ip_address((found["six"] or found["four"]) if found else text))
    except ValueError as error:
        raise ValueError(f"{text!r} is not an address, nor one with a port like 127.0.0.1:5353") from error
    port = int((found["sixth"] or found["port"] or DNS_PORT) if found else DNS_PORT)
    if not 1 <= port <= PORT_MAX:
        raise ValueError(f"{text!r} has a port that there is not")
    return address, port
