"""A stand-in for the DNS: a resolver on loopback, over UDP, that says of names what a test set."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

LINKS = 8


class NameServer(socketserver.ThreadingUDPServer):
    """`records`: by name and type, the texts of the records. `silent`: it answers nobody; `broken`: with SERVFAIL."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Query)
        self.records: dict[tuple[str, str], list[str]] = {}
        self.silent = self.broken = False

    @property
    def server(self) -> tuple[str, int]:
        """Where it answers."""
        return "127.0.0.1", int(self.server_address[1])

    def set(self, name: str, **records: str | list[str]) -> None:
        """Say these records of a name, by type."""
        for kind, given in records.items():
            self.records[name, kind] = [given] if isinstance(given, str) else given

    def forget(self) -> None:
        """Say of every name that there is none."""
        self.records.clear()

    def answer(self, question: dns.message.Message) -> dns.message.Message:
        """What it says to a question: a CNAME is followed, as resolvers do."""
        said = dns.message.make_response(question, recursion_available=True)
        if self.broken:
            said.set_rcode(dns.rcode.SERVFAIL)
            return said
        name = question.question[0].name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.question[0].rdtype)
        for _ in range(LINKS):
            if alias := self.records.get((name, "CNAME")):
                said.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", "CNAME", f"{alias[0]}."))
                name = alias[0]
        if found := self.records.get((name, kind)):
            said.answer.append(dns.rrset.from_text(f"{name}.", 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self.records):
            said.set_rcode(dns.rcode.NXDOMAIN)
        return said


class _Query(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        if self.server.silent:
            return
        data, socket = self.request
        socket.sendto(self.server.answer(dns.message.from_wire(data)).to_wire(), self.client_address)


@contextmanager
def name_server(records: Mapping[tuple[str, str], Any] | None = None) -> Iterator[NameServer]:
    """Run one for as long as it is needed."""
    with NameServer() as made:
        made.records |= records or {}
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield made
        finally:
            made.shutdown()
