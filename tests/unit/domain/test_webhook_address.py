"""Where a webhook may lead: every row of what is refused, and what a URL may look like."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from functions.domain.webhook_address import Place, Reach, as_address, is_public, place_of

PUBLIC = (
    "93.184.216.34",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "198.20.0.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00::1",
)
# A first and a last address of each network that is refused; what the list of the two references has is all here.
REFUSED = {
    "this network": ("0.0.0.0", "0.255.255.255"),
    "private 10": ("10.0.0.0", "10.255.255.255"),
    "private 172": ("172.16.0.0", "172.31.255.255"),
    "private 192": ("192.168.0.0", "192.168.255.255"),
    "loopback": ("127.0.0.1", "127.255.255.254"),
    "link-local": ("169.254.0.1", "169.254.255.255"),
    "metadata of most clouds": ("169.254.169.254", "169.254.170.2"),
    "metadata of Azure": ("168.63.129.16",),
    "metadata of Alibaba": ("100.100.100.200",),
    "metadata of Oracle": ("192.0.0.192",),
    "CGNAT": ("100.64.0.0", "100.127.255.255"),
    "protocol assignments": ("192.0.0.0", "192.0.0.255"),
    "documentation 1": ("192.0.2.1",),
    "documentation 2": ("198.51.100.1",),
    "documentation 3": ("203.0.113.1",),
    "relays of 6to4": ("192.88.99.1",),
    "AS112": ("192.31.196.1", "192.175.48.1", "2620:4f:8000::1"),
    "AMT": ("192.52.193.1",),
    "benchmarks": ("198.18.0.0", "198.19.255.255"),
    "multicast": ("224.0.0.1", "239.255.255.255", "ff02::1"),
    "reserved": ("240.0.0.1", "255.255.255.254"),
    "broadcast": ("255.255.255.255",),
    "unspecified 6": ("::",),
    "loopback 6": ("::1",),
    "v4-mapped": ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::ffff:a9fe:a9fe"),
    "v4-compatible": ("::127.0.0.1", "::93.184.216.34"),
    "v4-translated": ("::ffff:0:127.0.0.1",),
    "NAT64": ("64:ff9b::7f00:1", "64:ff9b::5db8:d822"),
    "local NAT64": ("64:ff9b:1::1",),
    "discard": ("100::1",),
    "Teredo": ("2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
    "benchmarks 6": ("2001:2::1",),
    "ORCHID": ("2001:10::1", "2001:20::1"),
    "documentation 6": ("2001:db8::1", "3fff::1"),
    "6to4": ("2002:7f00:1::1", "2002:5db8:d822::1"),
    "segment routing": ("5f00::1",),
    "unique local": ("fc00::1", "fdff::1"),
    "metadata of AWS 6": ("fd00:ec2::254",),
    "link-local 6": ("fe80::1", "febf::1", "fe80::1%eth0"),
    "site-local": ("fec0::1",),
}


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_on_the_public_internet_is_reached(address: str) -> None:
    assert is_public(ip_address(address))
    assert not Reach().refuses([ip_address(address)])


@pytest.mark.parametrize("row", REFUSED)
def test_what_is_not_is_refused(row: str) -> None:
    for address in REFUSED[row]:
        assert not is_public(ip_address(address)), address
        assert Reach().refuses([ip_address(address)])


@pytest.mark.parametrize("row", REFUSED)
def test_one_bad_address_among_good_ones_spoils_all(row: str) -> None:
    good = [ip_address(address) for address in PUBLIC]

    for address in REFUSED[row]:
        assert Reach().refuses([*good, ip_address(address)])


def test_a_name_without_addresses_is_refused() -> None:
    assert Reach().refuses([])


def test_networks_of_the_platforms_own_are_refused_too() -> None:
    reach = Reach(networks=(ip_network("93.184.216.0/24"), ip_network("2a00::/16")))

    assert reach.refuses([ip_address("93.184.216.34")])
    assert reach.refuses([ip_address("2a00::1")])
    assert not reach.refuses([ip_address("8.8.8.8")])


@pytest.mark.parametrize(
    ("url", "place", "authority"),
    [
        ("https://hooks.example.com", Place("https", "hooks.example.com", 443, "/"), "hooks.example.com"),
        ("https://Hooks.Example.com:443/", Place("https", "hooks.example.com", 443, "/"), "hooks.example.com"),
        ("https://a.example:8443/x?y=1&z=%20", Place("https", "a.example", 8443, "/x?y=1&z=%20"), "a.example:8443"),
        ("https://a.example?y", Place("https", "a.example", 443, "/?y"), "a.example"),
        ("http://[::1]:9000/x", Place("http", "::1", 9000, "/x"), "[::1]:9000"),
        ("http://a.example/", Place("http", "a.example", 80, "/"), "a.example"),
    ],
)
def test_a_url_in_its_parts(url: str, place: Place, authority: str) -> None:
    assert place_of(url) == place
    assert place.authority == authority


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "whole URL"),
        ("hooks.example.com/", "whole URL"),
        ("ftp://hooks.example.com/", "whole URL"),
        ("file:///etc/passwd", "whole URL"),
        ("gopher://hooks.example.com/", "whole URL"),
        ("HTTPS://hooks.example.com/", "whole URL"),
        ("https://", "whole URL"),
        ("https://user@hooks.example.com/", "whole URL"),
        ("https://user:pw@hooks.example.com/", "whole URL"),
        ("https://hooks.example.com@127.0.0.1/", "whole URL"),
        ("https://hooks.example.com\\@127.0.0.1/", "whole URL"),
        ("https://hooks.example.com/#x", "whole URL"),
        ("https://hooks.example.com/ x", "whole URL"),
        ("https://hooks.example.com/\r\nX-Evil: 1", "whole URL"),
        ("https://hooks.example.com/é", "whole URL"),
        ("https://hööks.example.com/", "whole URL"),
        ("https://hooks.example.com:/", "whole URL"),
        ("https://[fe80::1%25eth0]/", "whole URL"),
        ("https://[::1/", "whole URL"),
        ("https://[:::::]/", "IPv6 address"),
        ("https://hooks.example.com:0/", "port that there is"),
        ("https://hooks.example.com:99999/", "port that there is"),
        ("https://hooks.example.com/" + "x" * 2048, "at most 2048"),
        ("http://hooks.example.com/", "begin with https://"),
        ("https://hooks.example.com:80/", "443 or 8443"),
        ("https://hooks.example.com:6443/", "443 or 8443"),
        ("https://127.0.0.1/", "public internet"),
        ("https://[::ffff:7f00:1]/", "public internet"),
        ("https://[::1]:8443/", "public internet"),
        ("https://169.254.169.254/latest/meta-data", "public internet"),
        ("https://2130706433/", "internet knows"),
        ("https://0x7f000001/", "internet knows"),
        ("https://0177.0.0.1/", "internet knows"),
        ("https://127.1/", "internet knows"),
        ("https://127.0.0.1./", "internet knows"),
        ("https://hooks.example.com./", "internet knows"),
        ("https://localhost/", "internet knows"),
        ("https://metadata.google.internal/", "internet knows"),
        ("https://kubernetes.default.svc.cluster.local/", "internet knows"),
        ("https://-a.example/", "internet knows"),
        ("https://yard.example.org/", "back to the platform"),
        ("https://demo.YARD.example.org/", "back to the platform"),
    ],
)
def test_a_url_that_is_refused_says_which_rule_it_breaks(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Reach(names=("yard.example.org",)).place(url)


def test_what_the_setting_names_is_reached_by_http_at_its_very_port() -> None:
    reach = Reach(trusted=frozenset({("127.0.0.1", 9000), ("localhost", 9000)}))

    for url in ("http://127.0.0.1:9000/", "https://localhost:9000/x"):
        assert reach.trusts(reach.place(url))
    for url in ("http://127.0.0.1:9001/", "http://127.0.0.2:9000/", "http://localhost/"):
        with pytest.raises(ValueError, match="must"):
            reach.place(url)


def test_only_the_form_that_everybody_reads_the_same_way_is_an_address() -> None:
    assert as_address("127.0.0.1") == ip_address("127.0.0.1")
    assert as_address("fe80::1%eth0") is None
    assert as_address("127.1") is None
