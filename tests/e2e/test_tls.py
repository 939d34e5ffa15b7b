"""Shops over https with certificates of a real ACME server: the chain is checked, each domain has one, and http leads there."""

from __future__ import annotations

import json
import socket
import ssl
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from cryptography import x509

from tests.cluster.acme import DOMAIN, HTTP, HTTPS, Authority, authority
from tests.cluster.installation import kubectl, until
from tests.cluster.platform import unique
from tests.cluster.playbooks import play
from tests.e2e import ENGINE

SOON = 20 * 60 + 60  # seconds: Traefik renews certificates of an hour when they have 20 minutes left, and looks each minute


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Authority]:
    """An authority and its ingress; there can be one at a time."""
    with authority(tmp_path) as made:
        yield made


def shown(acme: Authority, host: str) -> x509.Certificate:
    """The certificate that the ingress shows for a name, vouched for by the authority. Raises ssl.SSLError."""
    trusting = ssl.create_default_context(cafile=str(acme.roots))
    with (
        socket.create_connection((acme.node, HTTPS), 5) as plain,
        trusting.wrap_socket(plain, server_hostname=host) as secured,
    ):
        return x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")


def test_a_shop_sells_over_https_from_its_first_minute_and_its_domain_too(acme: Authority) -> None:
    store_id = unique("tls")
    host, own = f"{store_id}.{DOMAIN}", f"{store_id}.example.com"
    began = time.monotonic()
    play("provision.yml", store_id, ENGINE, *acme.variables)
    took = time.monotonic() - began
    try:
        certificate = shown(acme, host)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value.get_values_for_type(
            x509.DNSName
        )
        assert (names, "Pebble" in certificate.issuer.rfc4514_string()) == ([host], True)
        with httpx.Client(trust_env=False, verify=ssl.create_default_context(cafile=str(acme.roots))) as http:
            plain = http.get(f"http://{acme.node}:{HTTP}/some?a=1", headers={"Host": host})
            assert (plain.status_code, plain.headers["location"]) == (301, f"https://{host}:{HTTPS}/some?a=1")
            page = http.get(
                f"https://{acme.node}:{HTTPS}/", headers={"Host": f"{host}:{HTTPS}"}, extensions={"sni_hostname": host}
            )
        assert (page.status_code, page.headers["strict-transport-security"]) == (httpx.codes.OK, "max-age=3600")
        assert f"http://{host}" not in page.text
        with pytest.raises(ssl.SSLError):
            shown(acme, f"nobody.{DOMAIN}")

        wanted = ["-e", json.dumps({"store_domains_names": [own]}), *acme.variables]
        play("domains.yml", store_id, ENGINE, *wanted)
        assert own in str(shown(acme, own).extensions)
        sys.stdout.write(f"https: {took:.1f} s from the command to a verified shop\n")
    finally:
        play("delete.yml", store_id, ENGINE, *acme.variables)
    assert f"store-{store_id}" not in kubectl("get", "namespaces", "--output=name")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_certificates_are_renewed_before_their_end_and_may_be_proven_by_tls(tmp_path: Path) -> None:
    store_id = unique("renew")
    host = f"{store_id}.{DOMAIN}"
    with authority(tmp_path, challenge="tls-alpn", lives=SOON) as acme:
        play("provision.yml", store_id, ENGINE, *acme.variables)
        try:
            first = shown(acme, host)

            def later() -> datetime | None:
                now = shown(acme, host)
                return now.not_valid_after_utc if now.serial_number != first.serial_number else None

            assert until(later, "the certificate is renewed", seconds=240) > first.not_valid_after_utc
        finally:
            play("delete.yml", store_id, ENGINE, *acme.variables)
