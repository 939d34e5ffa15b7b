"""X-Forwarded-For and -Proto: who the caller behind proxies is, and whether by HTTPS, as far as the proxies can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network


def forwarded_for(peer: str, header: str, trusted: tuple[Network, ...]) -> str:
    """Return the caller's address: the last one that a trusted proxy named and that is not such a proxy itself.

    Each proxy adds whom it got the request from at the end; what stands before that anybody may have written.
    """
    address = peer
    for named in reversed([part.strip() for part in header.split(",") if part.strip()]):
        if not _is_proxy(address, trusted):
            break
        try:
            address = str(ip_address(named.strip("[]")))
        except ValueError:
            break
    return address


def came_by_https(scope: Mapping[str, Any], trusted: tuple[Network, ...]) -> bool:
    """True if the caller used HTTPS: on this connection, or as a trusted proxy says of its own."""
    if scope.get("scheme") == "https":
        return True
    if not _is_proxy((scope.get("client") or ("",))[0], trusted):
        return False
    said = [value for name, value in scope["headers"] if name == b"x-forwarded-proto"]
    # The last proxy may have got it from another one: the first of them is what the caller met.
    return bool(said) and said[-1].decode("latin-1").split(",")[0].strip().lower() == "https"


def _is_proxy(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
