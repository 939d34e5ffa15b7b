"""`python -m tests.chaos`: breaks a platform while it works, round after round, and says what came of it.

It starts a platform of its own, with a data folder of its own, on the cluster of the installation that is up (`make up`): that
one, its stores and its platform are left alone. The last line is `N kills, 0 stuck, 0 doubled, 0 leaked, 0 lost`.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from functions.adapters.kube.kubeconfig import read_access
from tests.chaos.client import Api
from tests.chaos.disks import small_disks
from tests.chaos.engine import NAME
from tests.chaos.every import FAULTS, chances
from tests.chaos.leaks import Leaks, count_leaks, leaks_part
from tests.chaos.place import Place, make_place, namespaces_of, new_token
from tests.chaos.play import Player
from tests.chaos.proxy import ApiServerProxy
from tests.chaos.report import Tally, line_of, part, say
from tests.chaos.rounds import LIFE, plan
from tests.chaos.supervisor import Supervisor
from tests.chaos.targets import kill, marked
from tests.cluster.installation import HOME
from tests.reliability.run.page import with_part

IDLE_ROUNDS = 25  # so many in a row that kill nothing: what was named kills nothing, and rounds are counted instead


@contextmanager
def platform(folder: Path, engine: str) -> Iterator[Player]:
    """A platform that runs, ready to be played with; gone at the end, with what it made."""
    place = make_place(folder)
    with ExitStack() as stack:
        stack.enter_context(small_disks(place))
        proxy = ApiServerProxy(read_access(HOME / "kubeconfig"), token=new_token(), folder=folder)
        stack.callback(proxy.close)
        place.write_kubeconfig(proxy.address, proxy.certificate, proxy.token)
        token = place.make_token()
        supervisor = Supervisor(place)
        stack.callback(end, supervisor, place)
        supervisor.start()
        player = Player(place, Api(place, token), supervisor, proxy, engine=engine)
        stack.callback(player.watch.stop)
        yield player


def end(supervisor: Supervisor, place: Place) -> None:
    """Stop the platform, and what is left of its runs."""
    supervisor.stop()
    for pid in marked(place):
        kill(pid)


def play(players: Sequence[Player], options: argparse.Namespace, tally: Tally) -> None:
    """Play what was asked for; a person who types Ctrl-C gets what there is by then.

    Each player takes a store's whole life at a time, so that a round is the same whoever plays it.
    """
    drawn_from = chances(tuple(name for name in options.only.split(",") if name))
    whole = (range(life * LIFE, (life + 1) * LIFE) for life in itertools.count())
    lives: Iterator[Sequence[int]] = whole if options.round is None else iter([[options.round]])
    turn, until, over = threading.Lock(), time.monotonic() + options.minutes * 60, threading.Event()

    def enough() -> bool:
        idle = len(tally.rounds) >= IDLE_ROUNDS and not tally.kills
        return over.is_set() or tally.kills >= options.kills or idle or time.monotonic() > until

    def live(player: Player) -> None:
        while not enough():
            with turn:
                life = next(lives, ())
            for number in itertools.takewhile(lambda _number: not enough(), life):
                played = player.play(plan(options.seed, number, drawn_from))
                tally.rounds.append(played)
                say(line_of(played))
            if not life:
                return

    with ThreadPoolExecutor(len(players)) as pool:
        try:
            for ended in [pool.submit(live, player) for player in players]:
                ended.result()
        finally:
            over.set()


def options_of(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="processes to kill at least (default 300)")
    parser.add_argument("--seed", type=int, default=None, help="what everything is drawn from; it is printed (default: random)")
    parser.add_argument("--round", type=int, default=None, help="play this round of the seed alone")
    parser.add_argument("--players", type=int, default=1, help="platforms at once, each with stores of its own (default 1)")
    parser.add_argument("--only", default="", help=f"faults to draw from, with commas between: {', '.join(sorted(FAULTS))}")
    parser.add_argument("--engine", default=NAME, help=f"what stores are on (default {NAME}, which is made for this)")
    parser.add_argument("--minutes", type=float, default=10**6, help="begin no round after so many")
    parser.add_argument("--leaks", type=int, default=0, help="instead: make and delete so many stores and see what stays")
    parser.add_argument("--keep", action="store_true", help="keep the data folder, with the platform's log")
    parser.add_argument("--page", type=Path, default=None, help="write the figures into this page")
    parser.add_argument("--note", action="append", default=[], help="a remark for the page: what else the machine did")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(10**6)
    return options


def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """A TERM is as good as a Ctrl-C."""
    raise KeyboardInterrupt


def main() -> None:
    """Run; exit code 1 if anything was found."""
    options = options_of()
    signal.signal(signal.SIGTERM, interrupt)
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    tally = Tally(options.seed, players=options.players)
    leaks: Leaks | None = None
    say(f"seed {options.seed}; data in {folder}")
    with ExitStack() as stack:
        players = [stack.enter_context(platform(folder / str(number), options.engine)) for number in range(options.players)]
        try:
            if options.leaks:
                leaks = count_leaks(players[0], options.leaks)
            else:
                play(players, options, tally)
        except KeyboardInterrupt:
            say("Stopped; this is what there is by now.")
        finally:
            for player in players:
                player.close()
        tally.rest = [name for player in players for name in namespaces_of(player.place)]
    if options.page is not None and (leaks or not options.leaks):
        page = options.page.read_text(encoding="utf-8") if options.page.exists() else ""
        written = leaks_part(leaks, options.note) if leaks else part(tally, options.note)
        options.page.write_text(with_part(page, written), encoding="utf-8")
    good = tally.good and (leaks.good if leaks else not options.leaks)
    if good and not options.keep:
        shutil.rmtree(folder)
    if not options.leaks:
        say(tally.last_line())
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
