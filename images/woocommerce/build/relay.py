"""A mail relay for proofs: relay.py PORT CERTIFICATE KEY FOLDER. Takes mail from whoever signs in over TLS; a file for each."""

from __future__ import annotations

import itertools
import pathlib
import signal
import ssl
import sys
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, certificate, key, folder = sys.argv[1:]
numbers = itertools.count(1)


class Handler:
    """Writes what comes."""

    async def handle_DATA(self, *told: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        """Write a mail to a file, with what the relay was told of it as headers in front."""
        mail = told[2]
        head = f"X-Envelope-From: {mail.mail_from}\r\nX-Envelope-To: {', '.join(mail.rcpt_tos)}\r\n".encode()
        draft = pathlib.Path(folder) / "draft"
        draft.write_bytes(head + mail.original_content)
        draft.rename(pathlib.Path(folder) / f"{next(numbers):03}.eml")
        return "250 OK"


def signs_in(*told: Any) -> AuthResult:
    """Only the user and the password of the proof."""
    return AuthResult(success=(told[4].login, told[4].password) == (b"shop", b"build-only-mail"))


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
relay = Controller(
    Handler(),
    hostname="",
    port=int(port),
    tls_context=context,
    require_starttls=True,
    authenticator=signs_in,
    auth_required=True,
)
relay.start()
signal.sigwait({signal.SIGTERM, signal.SIGINT})
relay.stop()
