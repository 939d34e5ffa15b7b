"""Orders, customers and stock that are newer than a backup: read out of a shop before a restore, put back after it.

What was read out lies beside the backup that was made of the shop as it was then, with the report of what became of it.
Both are streams: a line at a time is in memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from functions.application.ports.backups import BackupTarget
from functions.domain.carried import CarriedSummary, CarryFailed, read_line, summarise

NEWER: Final = "newer.ndjson.gz"
REPORT: Final = "carried.ndjson.gz"
# The clocks of the shop, its database and the platform differ. What was in the backup already is reported as present.
OVERLAP: Final = timedelta(minutes=5)
LINE_MAX: Final = 16 << 20
_GZIP: Final = 31


class ShopScript(Protocol):
    """The shop's own script, in its web pod: standard input to standard output, as streams. Raises StoreyardError."""

    def __call__(self, words: Sequence[str], stdin: Iterable[bytes] | None = None) -> Iterator[bytes]:
        """Run it with these words and yield what it prints; it has ended well when the iterator has."""


def read_out(script: ShopScript, target: BackupTarget, folder: str, *, since: datetime) -> int:
    """Write what the shop has newer than that into the folder, and return how many lines there are. Raises StoreyardError."""
    moment = (since.astimezone(UTC) - OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = _Counted()
    target.write(f"{folder}/{NEWER}", _packed(lines.pass_on(script(["export", "--since", moment]))))
    return lines.number


def put_back(script: ShopScript, target: BackupTarget, folder: str) -> CarriedSummary:
    """Put what was read out into the shop, and return what became of it. May be repeated. Raises StoreyardError.

    The shop reports each line that it was given, else this fails: a line that is lost is an order that is lost.
    """
    sent, said = _Counted(), _Counted()
    report = script(["import"], sent.pass_on(_unpacked(target.read(f"{folder}/{NEWER}"))))
    target.write(f"{folder}/{REPORT}", _packed(said.pass_on(report)))
    summary = summarise(map(read_line, report_of(target, folder)))
    told = sum(counts.total for counts in (summary.orders, summary.customers, summary.stock))
    if not sent.number == said.number == told:
        raise CarryFailed(f"the shop was given {sent.number} lines to carry over and reported {told}")
    return summary


def report_of(target: BackupTarget, folder: str) -> Iterator[bytes]:
    """Yield the lines of the report that lies in a folder. Raises StoreyardError."""
    rest = b""
    for chunk in _unpacked(target.read(f"{folder}/{REPORT}")):
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines
        if len(rest) > LINE_MAX:
            raise CarryFailed("the shop's report has a line that does not end")
    if rest:
        yield rest


class _Counted:
    """Passes chunks on, and knows how many lines there were."""

    def __init__(self) -> None:
        self.number = 0

    def pass_on(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        with _ended(chunks):
            for chunk in chunks:
                self.number += chunk.count(b"\n")
                yield chunk


def _packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(wbits=_GZIP)
    with _ended(chunks):
        for chunk in chunks:
            yield from _some(packer.compress(chunk))
    yield packer.flush()


def _unpacked(chunks: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=_GZIP)
    with _ended(chunks):
        for chunk in chunks:
            rest = chunk
            while rest and not unpacker.eof:
                yield from _some(_unpack(unpacker.decompress, rest))
                rest = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise CarryFailed("what was read out of the shop is not whole any more")


def _unpack(unpack: Callable[[bytes, int], bytes], packed: bytes) -> bytes:
    try:
        return unpack(packed, LINE_MAX)
    except zlib.error:
        raise CarryFailed("what was read out of the shop is damaged") from None


def _some(chunk: bytes) -> tuple[bytes, ...]:
    return (chunk,) if chunk else ()


@contextmanager
def _ended(chunks: Iterator[bytes]) -> Iterator[None]:
    """End what yields the chunks as soon as nobody reads them: a command in a pod would run on."""
    try:
        yield
    finally:
        if isinstance(chunks, Generator):
            chunks.close()
