"""The certificate that a shop's address shows, in a handshake with a server on loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from functions.adapters.kube.health import ask_shop, certificate_of
from functions.application.certificate_care import CertificateCare
from functions.application.ports.insight import Certificate
from functions.application.ports.repository import Insert
from functions.domain.certificate import CERTIFICATES_BY_TIME
from functions.domain.cluster import Cluster
from functions.domain.notice_entities import NOTICES
from functions.domain.notice_target import NoticeTarget, TargetKind
from tests.fakes import FakeClock, FakeClusters, FakeRepository
from tests.fakes.platform import local_cluster
from tests.fakes.samples import store

ENDS = datetime(2024, 5, 1, 12, tzinfo=UTC)
SHOP = "https://demo.localhost"


def write_certificate(folder: Path) -> Path:
    """Write an expired certificate that nobody trusts, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(ENDS - timedelta(days=90))
        .not_valid_after(ENDS)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def names() -> list[str | None]:
    """The names that the server was asked for."""
    return []


@pytest.fixture
def ingress(tmp_path: Path, names: list[str | None]) -> Iterator[Cluster]:
    """A cluster whose ingress shakes hands and says nothing more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(tmp_path))
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                taken, _ = listener.accept()
            except OSError:
                return
            with taken:
                try:
                    context.wrap_socket(taken, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    yield local_cluster(port=listener.getsockname()[1]).model_copy(update={"scheme": "https"})
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)


def test_a_certificate_is_read_whether_it_holds_or_not(ingress: Cluster, names: list[str | None]) -> None:
    assert certificate_of(ingress, SHOP) == Certificate("CN=an authority", ENDS, ENDS - timedelta(days=90))
    assert names == ["demo.localhost"]


def test_a_shop_with_a_certificate_that_does_not_hold_is_told_so(ingress: Cluster) -> None:
    assert ask_shop(ingress, SHOP).message == "The shop's certificate is not one to be trusted."


def test_where_nobody_shakes_hands_there_is_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    assert certificate_of(local_cluster(port=port), SHOP) is None


def test_what_the_ingress_shows_is_noted_for_metrics_and_told_when_it_has_ended(ingress: Cluster) -> None:
    repository, clock = FakeRepository(), FakeClock()
    target = NoticeTarget(id="nt-1", owner="olga", kind=TargetKind.EMAIL, address="o@example.com", created_at=ENDS)
    repository.commit(Insert(store("demo")), Insert(target))
    care = CertificateCare(
        repository=repository, clock=clock, clusters=FakeClusters(ingress), look=certificate_of, holder="here"
    )

    care.go_on()

    (row,) = repository.find(CERTIFICATES_BY_TIME)
    assert (row.host, row.not_after, row.renew_by) == ("demo.localhost", ENDS, ENDS - timedelta(days=15))
    (told,) = repository.rows(NOTICES, target_id="nt-1")
    assert "ended on 2024-05-01 12:00 UTC" in told.message
