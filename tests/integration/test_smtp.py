"""Mail of the platform, through a relay on loopback: over TLS and signed in, or not at all."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from functions.adapters.smtp import SmtpMailSender
from functions.application.notice_mail import mail_of
from functions.application.notice_words import Message
from functions.application.ports.notices import Mail
from functions.domain.platform_relay import PlatformRelay
from tests.fakes import FakeClock
from tests.fakes.receiver import Authority, authority
from tests.fakes.smtp import FULL, PASSWORD, UNKNOWN, USER, relaying

SENDER = "shops@platform.example"


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who signs the relay's certificate."""
    return authority(tmp_path_factory.mktemp("authority"))


def sender(folder: Path, port: int, **fields: Any) -> SmtpMailSender:
    """A sender that trusts the authority alone."""
    (folder / "password").write_text(f"{PASSWORD}\n")
    given = {
        "host": "localhost",
        "port": port,
        "user": USER,
        "sender": SENDER,
        "password_file": folder / "password",
        "ca_file": folder / "authority.pem",
        **fields,
    }
    return SmtpMailSender(PlatformRelay.model_validate(given), FakeClock(), seconds=2)


def a_mail(to: str = "olga@example.com", title: str = "Tea & Càke is ready.") -> Mail:
    message = Message(
        title, reason="It <b>works</b>.", advice="Open it.", shop="http://demo.localhost", link="https://y.example/x"
    )
    return mail_of(message, to=to, name="nt-1.n1.1")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_over_tls_from_who_signed_in(signs: Authority, security: str) -> None:
    with relaying(signs.server("localhost"), implicit=security == "tls") as relay:
        posted = sender(signs.folder, relay.port, security=security).send(a_mail())

    assert (posted.taken, posted.said) == (True, "")
    (taken,) = relay.taken
    assert (taken.sender, taken.receivers, taken.secured, taken.user) == (SENDER, ["olga@example.com"], True, USER)
    message = taken.message
    assert message["From"] == f"Storeyard <{SENDER}>"
    assert message["Subject"] == "Tea & Càke is ready."
    assert message["Message-ID"] == "<nt-1.n1.1@platform.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    text, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert "It <b>works</b>." in text.get_content()
    assert "It &lt;b&gt;works&lt;/b&gt;." in page.get_content()
    assert '<a href="https://y.example/x">' in page.get_content()


def test_a_subject_with_lines_adds_no_header(signs: Authority) -> None:
    with relaying(signs.server("localhost")) as relay:
        posted = sender(signs.folder, relay.port).send(a_mail(title="Ready\r\nBcc: otto@example.com\r\n\r\nBody"))

    assert posted.taken
    (taken,) = relay.taken
    assert taken.receivers == ["olga@example.com"]
    assert taken.message["Bcc"] is None
    assert taken.message["Subject"] == "Ready Bcc: otto@example.com Body"


@pytest.mark.parametrize(("to", "never", "said"), [(UNKNOWN, True, "550: 5.1.1 No such"), (FULL, False, "452: 4.2.2")])
def test_a_mailbox_that_is_not_there_is_not_tried_again_and_a_full_one_is(
    signs: Authority, to: str, never: bool, said: str
) -> None:
    with relaying(signs.server("localhost")) as relay:
        posted = sender(signs.folder, relay.port).send(a_mail(to))

    assert (posted.taken, posted.never) == (False, never)
    assert said in posted.said
    assert relay.taken == []


def test_a_wrong_password_is_the_platforms_fault_and_comes_to_light_nowhere(signs: Authority) -> None:
    with relaying(signs.server("localhost")) as relay:
        made = sender(signs.folder, relay.port)
        (signs.folder / "password").write_text("another-secret")
        posted = made.send(a_mail())

    assert (posted.taken, posted.never) == (False, False)
    assert posted.said == "The platform's mail relay did not let the platform send."
    assert relay.taken == []


@pytest.mark.parametrize("name", ["localhost", "relay.example.com"])
def test_a_certificate_that_is_not_trusted_ends_it_before_the_password(signs: Authority, name: str) -> None:
    with relaying(signs.server(name, trusted=name != "localhost")) as relay:
        posted = sender(signs.folder, relay.port).send(a_mail())

    assert (posted.taken, posted.never) == (False, False)
    assert "certificate" in posted.said
    assert relay.taken == []


def test_a_relay_that_is_away_or_offers_no_tls_is_asked_again_later(signs: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    away = sender(signs.folder, port).send(a_mail())
    with relaying(signs.server("localhost"), implicit=True) as relay:
        other = sender(signs.folder, relay.port, security="starttls").send(a_mail())

    for posted in (away, other):
        assert (posted.taken, posted.never) == (False, False)
        assert posted.said == "The platform's mail relay cannot be reached, or broke off."
