"""Sends mail through the platform's relay: with TLS as its setting says, and its certificate has to be good."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from functions.application.ports.notices import Mail, Posted
from functions.application.ports.system import Clock
from functions.domain.platform_relay import PlatformRelay

SECONDS: Final = 10.0  # for each step of the conversation
NAME: Final = "Storeyard"
PERMANENT: Final = 500
ANSWER_SHOWN: Final = 120


class SmtpMailSender:
    """The sender. The password is read from its file each time, so that a new one needs no restart."""

    def __init__(self, relay: PlatformRelay, clock: Clock, *, seconds: float = SECONDS) -> None:
        self._relay = relay
        self._clock = clock
        self._seconds = seconds

    def send(self, mail: Mail) -> Posted:
        """Hand a mail to the relay, and say what became of it."""
        try:
            self._handed_over(mail)
        except smtplib.SMTPRecipientsRefused as error:
            return _refused(*next(iter(error.recipients.values())))
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused):  # the platform's fault, which somebody mends
            return Posted(taken=False, said="The platform's mail relay did not let the platform send.")
        except smtplib.SMTPResponseException as error:
            return _refused(error.smtp_code, error.smtp_error)
        except ssl.SSLError:
            return Posted(taken=False, said="The certificate of the platform's mail relay is not trusted for its name.")
        except (smtplib.SMTPException, OSError):
            return Posted(taken=False, said="The platform's mail relay cannot be reached, or broke off.")
        return Posted(taken=True)

    def _handed_over(self, mail: Mail) -> None:
        """Send it. What goes wrong after the relay took it changes nothing about that: it would be sent twice."""
        connection = self._connected()
        try:
            connection.send_message(self._message(mail), self._relay.sender, [mail.to])
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        relay = self._relay
        tls = ssl.create_default_context(cafile=str(relay.ca_file) if relay.ca_file else None)
        if relay.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(relay.host, relay.port, timeout=self._seconds, context=tls)
        else:
            connection = smtplib.SMTP(relay.host, relay.port, timeout=self._seconds)
        try:
            if relay.security == "starttls":
                connection.starttls(context=tls)
            if relay.user is not None and relay.password_file is not None:
                connection.login(relay.user, _password(relay.password_file))
        except BaseException:
            connection.close()
            raise
        return connection

    def _message(self, mail: Mail) -> EmailMessage:
        """The mail with its headers. The library refuses a header with a line in it; none has one that somebody typed."""
        made = EmailMessage()
        made["From"] = Address(NAME, addr_spec=self._relay.sender)
        made["To"] = mail.to
        made["Subject"] = mail.subject
        made["Date"] = format_datetime(self._clock.now())
        made["Message-ID"] = f"<{mail.name}@{self._relay.sender.rpartition('@')[2]}>"
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(mail.text, cte="quoted-printable")  # not every relay takes eight bits
        made.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        return made


def _password(file: Path) -> str:
    return file.expanduser().read_text(encoding="utf-8").strip()


def _refused(code: int, answer: bytes | str) -> Posted:
    """A relay's refusal: with 5xx it says that it will not take this mail later either."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"The mail relay answered {code}: {' '.join(text.split())[:ANSWER_SHOWN]}."
    return Posted(taken=False, said=said, never=code >= PERMANENT)
