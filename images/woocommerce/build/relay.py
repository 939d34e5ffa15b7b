"""A mail relay for proofs: relay.py PORT CERTIFICATE KEY FOLDER. Takes mail from whoever signs in over TLS; a file for each."""

import itertools
import pathlib
import signal
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

port, certificate, key, folder = sys.argv[1:]
numbers = itertools.count(1)


class Handler:
    """Writes what comes."""

    async def handle_DATA(self, server, session, envelope):
        head = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n".encode()
        draft = pathlib.Path(folder) / "draft"
        draft.write_bytes(head + envelope.original_content)
        draft.rename(pathlib.Path(folder) / f"{next(numbers):03}.eml")
        return "250 OK"


def signs_in(server, session, envelope, mechanism, data):
    """Only the user and the password of the proof."""
    return AuthResult(success=(data.login, data.password) == (b"shop", b"build-only-mail"))


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
relay = Controller(
    Handler(), hostname="0.0.0.0", port=int(port), tls_context=context, require_starttls=True, authenticator=signs_in, auth_required=True
)
relay.start()
signal.sigwait({signal.SIGTERM, signal.SIGINT})
relay.stop()
