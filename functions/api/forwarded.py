"""X-Forwarded-For: who the caller behind proxies is, as far as the proxies can be trusted."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address

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


def _is_proxy(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)
