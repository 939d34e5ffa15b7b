"""Serves the stage until SIGTERM: `python -m tests.stage --port 8100`. One line of JSON says that it is ready, and where."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from tests.stage.doors import read_failing
from tests.stage.seeds import PASSWORD
from tests.stage.served import Stage, Wanted, stage


def main() -> int:
    """Serve; 0 once it was told to end."""
    given = _arguments().parse_args()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    wanted = Wanted(
        port=given.port,
        now=given.at or datetime.now(UTC).replace(microsecond=0),
        stores=given.stores,
        pace=given.pace,
        hold=given.hold,
        slow=given.slow,
        failing=dict(given.fail),
        dashboard=given.dashboard,
        slots=given.slots,
        freeze=given.freeze,
    )
    with _folder(given.folder) as folder, stage(folder, wanted) as there:
        sys.stdout.write(json.dumps(_told(there)) + "\n")
        sys.stdout.flush()
        over.wait()
    return 0


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="storeyard-stage-") as made:
        yield Path(made)


def _told(there: Stage) -> dict[str, object]:
    people = {name: user.email for name, user in there.seeded.people.items()}
    return {
        "url": there.url,
        "password": PASSWORD,
        **people,
        "tokens": there.seeded.tokens,
        "running": there.seeded.held,
        "queued": there.seeded.waiting,
    }


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.stage", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on loopback; 0: any")
    parser.add_argument("--stores", type=int, default=0, help="so many stores at least")
    parser.add_argument("--dashboard", type=Path, help="folder of the built page, which is served at /")
    parser.add_argument("--folder", type=Path, help="where the state is kept; one that was left there is gone on with")
    parser.add_argument("--hold", action="store_true", help="what is under way stays so, and what waits behind it")
    parser.add_argument("--freeze", action="store_true", help="whatever runs stays under way")
    parser.add_argument("--slots", type=int, default=2, help="operations that run at once")
    parser.add_argument("--pace", type=float, default=1.0, help="how slow runs are; 0.1 is ten times as fast")
    parser.add_argument("--at", type=_moment, help="the time on the stage as it is set, like 2026-03-02T09:00:00Z; else now")
    parser.add_argument("--slow", type=float, default=0.0, help="seconds that each answer of the API takes longer")
    parser.add_argument(
        "--fail", action="append", type=_route, default=[], metavar="ROUTE=STATUS", help="a route fails, like getLogs=503"
    )
    return parser


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _route(text: str) -> tuple[str, int]:
    try:
        return read_failing(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
