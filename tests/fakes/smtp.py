"""A mail relay on loopback that takes mail over TLS from whoever signs in, and refuses the rest as relays do (aiosmtpd)."""

from __future__ import annotations

import asyncio
import queue
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "yard", "relay-only+secret"
SECONDS = 20.0
UNKNOWN, FULL = "nobody@example.com", "full@example.com"


@dataclass
class Taken:
    """A mail as it arrived, with how it came."""

    sender: str
    receivers: list[str]
    message: EmailMessage
    secured: bool
    user: str


@dataclass
class Relay:
    """What a relay took, and where it is."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse a mailbox that there is not, and one that is full for now."""
        if address == UNKNOWN:
            return "550 5.1.1 No such user here"
        if address == FULL:
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep a mail."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        secured = session.ssl is not None or isinstance(server.transport.get_extra_info("sslcontext"), ssl.SSLContext)
        self.taken.append(Taken(str(envelope.mail_from), envelope.rcpt_tos, message, secured, str(session.auth_data)))
        return "250 OK"


@contextmanager
def relaying(tls: ssl.SSLContext, *, implicit: bool = False) -> Iterator[Relay]:
    """Run a relay until the test is over; `implicit`: TLS from the first byte on."""
    relay = Relay()

    def sign_in(_server: Any, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=good, handled=False, auth_data=USER if good else None)

    way: dict[str, Any] = {} if implicit else {"tls_context": tls, "require_starttls": True}
    listener = socket.create_server(("127.0.0.1", 0))
    relay.port = listener.getsockname()[1]
    runs: queue.SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = queue.SimpleQueue()

    async def serve() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def door() -> SMTP:
            with warnings.catch_warnings():  # it does not see that TLS from the first byte on is TLS
                warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
                return SMTP(relay, authenticator=sign_in, auth_required=True, auth_require_tls=not implicit, loop=loop, **way)

        async with await loop.create_server(door, sock=listener, ssl=tls if implicit else None):
            runs.put((loop, over))
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    loop, over = runs.get(timeout=SECONDS)
    try:
        yield relay
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(SECONDS)
