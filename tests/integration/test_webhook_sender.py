"""The sender of webhooks against receivers on loopback that misbehave, and names that lead where they must not."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpcore
import pytest

from functions.adapters import webhooks
from functions.adapters.webhooks import SHOWN, HttpWebhookSender, retry_after
from functions.application.ports.webhooks import Sent
from functions.domain.webhook_address import Reach, network_of
from tests.fakes.receiver import OK, Authority, Got, Receiver, answering, authority, receiving
from tests.unit.domain.test_webhook_address import REFUSED

NAME, PUBLIC = "hooks.example.com", "93.184.216.34"
HEADERS = {"webhook-id": "evt_1", "content-type": "application/json"}
BODY = b'{"type":"backup.failed"}'
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


class Dns:
    """Answers with each of its answers in turn, the last one for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, name: str, port: int) -> Sequence[str]:
        assert port in {443, 8443}
        self.asked.append(name)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


def to(receiver: Receiver, *, seconds: float = 5.0) -> Sent:
    """Send to a receiver that the setting names."""
    reach = Reach(trusted=frozenset({("127.0.0.1", receiver.port)}))
    return HttpWebhookSender(lambda: reach, seconds=seconds).send(receiver.url(), HEADERS, BODY)


def test_a_receiver_gets_the_bytes_and_the_headers() -> None:
    with receiving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine")) as receiver:
        sent = to(receiver)

    assert (sent.status, sent.answer, sent.error) == (200, "fine", "")
    (got,) = receiver.got
    assert got.line == "POST /hook?a=b HTTP/1.1"
    assert got.body == BODY
    assert got.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert got.headers["webhook-id"] == "evt_1"
    assert 0 < sent.seconds < 5


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_not_even_to_loopback(status: int) -> None:
    with receiving() as inside:
        answer = f"HTTP/1.1 {status} X\r\nLocation: {inside.url()}\r\nContent-Length: 0\r\n\r\n".encode()
        with receiving(answering(answer)) as receiver:
            sent = to(receiver)

    assert sent.status == status
    assert (receiver.connections, inside.connections) == (1, 0)


def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        sent = to(receiver)

    assert sent.status == 204
    assert proxy.connections == 0


def test_a_receiver_that_hangs_is_left_after_a_while() -> None:
    def hang(connection: socket.socket, _: Got) -> None:
        connection.recv(1)  # until the sender hangs up

    with receiving(hang) as receiver:
        started = time.monotonic()
        sent = to(receiver, seconds=0.5)

    assert (sent.status, sent.error) == (None, "There was no answer within 0.5 seconds.")
    assert time.monotonic() - started < 5


def test_a_receiver_that_never_takes_the_request_in_is_left_too() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as silent:
        reach = Reach(trusted=frozenset({("127.0.0.1", silent.getsockname()[1])}))
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        sent = HttpWebhookSender(lambda: reach, seconds=0.5).send(url, HEADERS, BODY)

    assert sent.status is None


def test_a_receiver_that_sends_a_byte_now_and_then_gains_nothing() -> None:
    def drip(connection: socket.socket, _: Got) -> None:
        connection.settimeout(0.05)
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1000:
            connection.sendall(bytes([byte]))
            try:
                if not connection.recv(1):
                    return
            except TimeoutError:
                continue

    with receiving(drip) as receiver:
        sent = to(receiver, seconds=0.7)

    assert (sent.status, sent.error) == (None, "There was no answer within 0.7 seconds.")
    assert sent.seconds < 3


def test_of_an_answer_of_ten_megabytes_the_beginning_is_read() -> None:
    written = []

    def flood(connection: socket.socket, _: Got) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n")
        for _part in range(160):
            connection.sendall(b"y" * 65536)
            written.append(65536)

    with receiving(flood) as receiver:
        sent = to(receiver)

    assert sent.status == 200
    assert sent.answer == "y" * SHOWN
    assert sum(written) < 10_485_760


def test_headers_without_end_are_no_answer() -> None:
    def flood(connection: socket.socket, _: Got) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            connection.sendall(f"X-{number}: {'z' * 1000}\r\n".encode())

    with receiving(flood) as receiver:
        sent = to(receiver)

    assert (sent.status, sent.error) == (None, "The connection ended before there was an answer in HTTP.")


@pytest.mark.parametrize("part", [b"", b"HTTP/1.1 2", b"HTTP/1.1 200 OK\r\nContent-", b"nonsense\r\n\r\n"])
def test_who_dies_before_it_has_answered_has_not_answered(part: bytes) -> None:
    with receiving(answering(part)) as receiver:
        sent = to(receiver)

    assert (sent.status, sent.error) == (None, "The connection ended before there was an answer in HTTP.")


def test_who_dies_in_the_middle_of_the_body_has_said_its_status() -> None:
    with receiving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")) as receiver:
        sent = to(receiver)

    assert (sent.status, sent.answer) == (200, "half")


def test_an_answer_that_is_no_text_is_shown_as_far_as_it_is() -> None:
    with receiving(answering(b"HTTP/1.1 500 X\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\xffok")) as receiver:
        sent = to(receiver)

    assert (sent.status, sent.answer) == (500, "�ok")


@pytest.mark.parametrize(("status", "asked"), [(429, 120), (503, 120), (502, 120), (504, 120), (500, None), (200, None)])
def test_who_is_busy_may_ask_for_time(status: int, asked: int | None) -> None:
    answer = f"HTTP/1.1 {status} X\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n"
    with receiving(answering(answer.encode())) as receiver:
        sent = to(receiver)

    assert sent.retry_after == (timedelta(seconds=asked) if asked else None)


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("0", timedelta()),
        ("90", timedelta(seconds=90)),
        ("99999999999999999999", timedelta(days=1)),
        ("Mon, 30 Nov 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 30 Nov 2026 11:00:00 GMT", timedelta()),
        ("Mon, 30 Nov 2099 11:00:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("-1", None),
        ("", None),
    ],
)
def test_how_long_a_retry_after_asks_to_wait(text: str, wait: timedelta | None) -> None:
    assert retry_after(text, NOW) == wait


def test_nobody_there_is_said_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    reach = Reach(trusted=frozenset({("127.0.0.1", port)}))

    sent = HttpWebhookSender(lambda: reach).send(f"http://127.0.0.1:{port}/", HEADERS, BODY)

    assert (sent.status, sent.error) == (None, "The host did not take the connection.")


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were connected to. No test here reaches any but loopback: what is asked for is written down."""
    addresses: list[str] = []

    def connect(_self: object, host: str, *_: object, **__: object) -> httpcore.NetworkStream:
        addresses.append(host)
        raise httpcore.ConnectError("not in a test")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return addresses


@pytest.mark.parametrize("row", REFUSED)
def test_a_name_with_an_address_that_is_refused_is_not_connected_to(row: str, connected: list[str]) -> None:
    for address in REFUSED[row]:
        for answer in ([address], [PUBLIC, address], [address, PUBLIC]):
            dns = Dns(answer)
            sent = HttpWebhookSender(Reach, resolve=dns).send(f"https://{NAME}/", HEADERS, BODY)
            assert (sent.status, sent.error) == (None, "The host has an address that is not on the public internet.")
            assert dns.asked == [f"{NAME}."]
    assert connected == []


@pytest.mark.parametrize("row", REFUSED)
def test_an_address_that_is_refused_is_not_connected_to_by_itself_either(row: str, connected: list[str]) -> None:
    for address in REFUSED[row]:
        host = f"[{address}]" if ":" in address else address
        for port in ("", ":443", ":8443"):
            dns = Dns([PUBLIC])
            sent = HttpWebhookSender(Reach, resolve=dns).send(f"https://{host}{port}/", HEADERS, BODY)
            assert sent.status is None
            assert sent.error.startswith("The URL cannot be used here: it must ")
            assert dns.asked == []
    assert connected == []


def test_a_name_that_changes_its_answer_is_connected_to_where_it_was_checked(connected: list[str]) -> None:
    dns = Dns([PUBLIC], ["127.0.0.1"])

    sent = HttpWebhookSender(Reach, resolve=dns).send(f"https://{NAME}/", HEADERS, BODY)

    assert sent.error == "The host did not take the connection."
    assert connected == [PUBLIC]
    assert dns.asked == [f"{NAME}."]
    assert HttpWebhookSender(Reach, resolve=dns).send(f"https://{NAME}/", HEADERS, BODY).error.startswith("The host has an")
    assert connected == [PUBLIC]


def test_of_a_name_with_many_addresses_three_are_tried(connected: list[str]) -> None:
    many = [f"93.184.216.{number}" for number in range(1, 9)]

    HttpWebhookSender(Reach, resolve=Dns(many)).send(f"https://{NAME}/", HEADERS, BODY)

    assert connected == many[:3]


def test_where_clusters_are_met_and_what_the_setting_refuses_is_not_connected_to(connected: list[str]) -> None:
    reach = Reach(networks=(network_of(PUBLIC),), names=("yard.example.org",))

    by_name = HttpWebhookSender(lambda: reach, resolve=Dns([PUBLIC])).send(f"https://{NAME}/", HEADERS, BODY)
    own = HttpWebhookSender(lambda: reach, resolve=Dns(["8.8.8.8"])).send("https://demo.yard.example.org/", HEADERS, BODY)

    assert by_name.error == "The host has an address that is not on the public internet."
    assert own.error == "The URL cannot be used here: it must not lead back to the platform or its shops."
    assert connected == []


def test_a_name_that_nobody_knows_is_said_so(connected: list[str]) -> None:
    sent = HttpWebhookSender(Reach, resolve=Dns([])).send(f"https://{NAME}/", HEADERS, BODY)

    assert (sent.status, sent.error) == (None, "The name of the host is not known.")
    assert connected == []


def test_a_dns_that_hangs_is_not_waited_for(connected: list[str]) -> None:
    over = threading.Event()

    def slow(_name: str, _port: int) -> Sequence[str]:
        over.wait(30)
        return [PUBLIC]

    sent = HttpWebhookSender(Reach, resolve=slow, seconds=0.3).send(f"https://{NAME}/", HEADERS, BODY)

    over.set()
    assert (sent.status, sent.error) == (None, "There was no answer within 0.3 seconds.")
    assert connected == []


def test_http_is_nobodys_unless_the_setting_says_so(connected: list[str]) -> None:
    sent = HttpWebhookSender(Reach, resolve=Dns([PUBLIC])).send(f"http://{NAME}/", HEADERS, BODY)

    assert sent.error == "The URL cannot be used here: it must begin with https://."
    assert connected == []


@pytest.fixture
def signed(tmp_path: Path) -> Authority:
    """An authority that the sender trusts."""
    return authority(tmp_path)


@pytest.fixture
def led(monkeypatch: pytest.MonkeyPatch) -> Callable[[Receiver], list[str]]:
    """Lead connections to public addresses to a receiver here, and return which they were: nothing else of them changes."""

    def lead(receiver: Receiver) -> list[str]:
        asked, real = [], httpcore.SyncBackend.connect_tcp

        def connect(self: httpcore.SyncBackend, host: str, port: int, *more: Any) -> httpcore.NetworkStream:
            asked.append(f"{host}:{port}")
            return real(self, "127.0.0.1", receiver.port, *more)

        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
        return asked

    return lead


def test_the_checked_address_is_met_by_the_hosts_name(signed: Authority, led: Callable[[Receiver], list[str]]) -> None:
    with receiving(tls=signed.server(NAME)) as receiver:
        asked = led(receiver)
        sender = HttpWebhookSender(Reach, resolve=Dns([PUBLIC], ["127.0.0.1"]), trust=signed.client)
        sent = sender.send(f"https://{NAME}:8443/hook", HEADERS, BODY)

    assert sent.status == 204
    assert asked == [f"{PUBLIC}:8443"]
    assert receiver.sni == [NAME]
    assert receiver.got[0].headers["host"] == f"{NAME}:8443"


@pytest.mark.parametrize(("name", "trusted"), [("other.example.com", True), (NAME, False)], ids=["other name", "nobody's"])
def test_a_certificate_has_to_be_good(
    signed: Authority, led: Callable[[Receiver], list[str]], name: str, trusted: bool
) -> None:
    with receiving(tls=signed.server(name, trusted=trusted)) as receiver:
        led(receiver)
        sent = HttpWebhookSender(Reach, resolve=Dns([PUBLIC]), trust=signed.client).send(f"https://{NAME}/", HEADERS, BODY)

    assert (sent.status, sent.error) == (None, "The host's certificate is not one that is trusted for its name.")
    assert receiver.got == []


def test_who_stops_in_the_middle_of_tls_is_left(signed: Authority, led: Callable[[Receiver], list[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        led(Receiver(silent.getsockname()[1], answering(OK)))
        sender = HttpWebhookSender(Reach, resolve=Dns([PUBLIC]), trust=signed.client, seconds=0.5)
        sent = sender.send(f"https://{NAME}/", HEADERS, BODY)

    assert (sent.status, sent.error) == (None, "There was no answer within 0.5 seconds.")


def test_this_machine_looks_names_up_and_an_unknown_one_has_no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def known(name: str, port: int, **_: object) -> list[Any]:
        asked.append(name)
        if name == "unknown.":
            raise socket.gaierror("unknown")
        return [(2, 1, 6, "", (PUBLIC, port)), (2, 2, 17, "", (PUBLIC, port)), (10, 1, 6, "", ("2a00::1", port, 0, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", known)

    assert webhooks.look_up("known.", 443) == [PUBLIC, "2a00::1"]
    assert webhooks.look_up("unknown.", 443) == ()
    assert asked == ["known.", "unknown."]


def test_certificates_are_those_that_this_machine_trusts() -> None:
    assert HttpWebhookSender(Reach)._trust is ssl.create_default_context
