"""Receivers of webhooks on loopback that behave as a test says, with TLS or without, and who signs their certificates."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = b"HTTP/1.1 204 No Content\r\n\r\n"
SECONDS = 20.0


@dataclass(frozen=True)
class Got:
    """A request, as it came."""

    line: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[socket.socket, Got], None]


@dataclass
class Receiver:
    """What it got, and what it does with the next connection. `sni` has the names that it was asked for in TLS."""

    port: int
    behave: Behaviour
    got: list[Got] = field(default_factory=list)
    connections: int = 0
    sni: list[str | None] = field(default_factory=list)

    def url(self, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """Where it is."""
        return f"{scheme}://{host}:{self.port}/hook?a=b"


def answering(answer: bytes) -> Behaviour:
    """Answer so."""
    return lambda connection, _: connection.sendall(answer)


FINE = answering(OK)


@contextmanager
def receiving(behave: Behaviour = FINE, *, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Listen on loopback until the test is over."""
    listener = socket.create_server(("127.0.0.1", 0))
    receiver = Receiver(listener.getsockname()[1], behave)
    if tls is not None:
        tls.sni_callback = lambda _socket, name, _context: receiver.sni.append(name)
    threads: list[threading.Thread] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            receiver.connections += 1
            thread = threading.Thread(target=_handle, args=(receiver, connection, tls), daemon=True)
            threads.append(thread)
            thread.start()

    server = threading.Thread(target=serve, daemon=True)
    server.start()
    try:
        yield receiver
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        server.join(SECONDS)
        for thread in threads:
            thread.join(SECONDS)


def _handle(receiver: Receiver, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
    connection.settimeout(SECONDS)
    with connection, suppress(OSError):  # whoever sends hangs up when it has enough
        if tls is None:
            _one(receiver, connection)
        else:
            with tls.wrap_socket(connection, server_side=True) as secure:
                _one(receiver, secure)


def _one(receiver: Receiver, connection: socket.socket) -> None:
    got = _read(connection)
    if got is not None:
        receiver.got.append(got)
        receiver.behave(connection, got)


def _read(connection: socket.socket) -> Got | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    line, *lines = head.decode("ascii").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Got(line, headers, body)


@dataclass(frozen=True)
class Authority:
    """Signs certificates that only who is told so trusts."""

    folder: Path

    def client(self) -> ssl.SSLContext:
        """A context that trusts this authority alone."""
        return ssl.create_default_context(cafile=str(self.folder / "authority.pem"))

    def server(self, name: str, *, trusted: bool = True) -> ssl.SSLContext:
        """The context of a server with this name; not `trusted`: it signed its certificate itself."""
        key, authority = _pem_key(self.folder / "authority.key"), self.folder / "authority.pem"
        own = ec.generate_private_key(ec.SECP256R1())
        issuer = x509.load_pem_x509_certificate(authority.read_bytes()).subject if trusted else _named(name)
        made = _certificate(_named(name), issuer, own, key if trusted else own, name=name)
        file = self.folder / f"{name}.pem"
        file.write_bytes(_private(own) + made.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def authority(folder: Path) -> Authority:
    """Make an authority in a folder."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _named("An authority")
    (folder / "authority.key").write_bytes(_private(key))
    (folder / "authority.pem").write_bytes(_certificate(name, name, key, key).public_bytes(serialization.Encoding.PEM))
    return Authority(folder)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, name: str = ""
) -> x509.Certificate:
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not name, path_length=None), critical=True)
    )
    if name:
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return made.sign(by, hashes.SHA256())


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _pem_key(file: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
