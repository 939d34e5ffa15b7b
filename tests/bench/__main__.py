"""`python -m tests.bench`: measure the running platform and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import statistics
import time
from argparse import BooleanOptionalAction
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from functions.adapters.catalogue import FileCatalogue
from tests.bench.by_hand import Helm
from tests.bench.memory import Peak, used_gib, working_set_mib
from tests.bench.ours import Provisioned, Timed
from tests.bench.report import Measure, Report
from tests.bench.shops import buyers, speed
from tests.cluster.installation import HOME, PROJECT, make

REST_SECONDS = 60
BREATH_SECONDS = 4  # what the run before left to tidy up is not this one's
COLD_SECONDS = 3600
UPS = 5
LOOKS = 9
CROWD_SECONDS = 900
ENGINES = FileCatalogue(PROJECT / "charts").engines()
HEAD_START = (
    "Helm's side starts in a namespace that has its fence, Secret and service account already; making those is our side alone."
)
PAGE = PROJECT / "docs" / "benchmarks.md"
SHOPS_PAGE = PROJECT / "docs" / "benchmarks-shops.md"
SHOPS_HEAD = (
    "# How fast shops are",
    "",
    "Written by `make bench BENCH=--only-shops`; do not edit. Two shops of each engine on the plan small: what one visitor",
    "waits for, and a crowd of buyers who all begin at once, without a pause between their clicks, with a neighbour watched.",
)


def main() -> None:
    """Run what was asked for, in order; the page is written only when all of it went through."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    some = "may be given more than once; left out: each whose images are here"
    parser.add_argument("--engine", action="append", choices=list(ENGINES), help=some)
    parser.add_argument("-n", type=int, default=11, help="pairs (default 11)")
    parser.add_argument(
        "--only-shops", action="store_true", help="nothing but what --shops measures; writes docs/benchmarks-shops.md"
    )
    parser.add_argument("--crowd", type=int, default=20, help="stores created in one go (default 20, 0: none)")
    parser.add_argument("--shops", action=BooleanOptionalAction, default=True, help="how fast shops are, and a crowd in one")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    if options.only_shops:
        only_shops(options.engine)
        return
    report = Report()
    from_nothing(report)
    up_again(report)
    on_offer = Timed().engines()
    engines = options.engine or [name for name, available in on_offer.items() if available]
    for engine in engines:
        overhead(report, engine, options.n)
    for engine in engines if options.shops else ():
        in_shops(report, engine)
    if options.crowd:
        crowd(report, engines[0], options.crowd)
    report.notes.append(HEAD_START)
    report.notes += [f"Not measured: {name}, whose images could not be built here." for name in on_offer if not on_offer[name]]
    report.write(options.page)
    raise SystemExit(0 if all(measure.met for measure in report.measures) else 1)


def only_shops(engines: list[str] | None) -> None:
    """Measure shops and write their page. What is missed is said there: the figures of a crowd depend on the machine."""
    report = Report(head=SHOPS_HEAD)
    for engine in engines or [name for name, here in Timed().engines().items() if here]:
        in_shops(report, engine)
    report.write(SHOPS_PAGE)


def from_nothing(report: Report) -> None:
    """`make up` where nothing is up and all is cached; an installation that is up, perhaps with shops, is left alone."""
    there = HOME.exists()
    make("up", timeout=COLD_SECONDS)  # what is not in the cache yet gets there
    if there:
        report.notes.append("Not measured: `make up` with nothing up. Something was up before the run, and was left alone.")
        return
    seconds = []
    for _ in range(UPS):
        make("down")
        seconds.append(timed_up())
    report.add(Measure("`make up` with nothing up, all cached: engine, cluster, platform, first store", seconds, target=60))


def up_again(report: Report) -> None:
    """`make up` where all of it is up."""
    report.add(Measure("`make up` with everything up", [timed_up() for _ in range(UPS)], target=60))


def timed_up() -> float:
    """Return the seconds of one `make up`."""
    started = time.perf_counter()
    make("up")
    return time.perf_counter() - started


def overhead(report: Report, engine: str, count: int) -> None:
    """Ours and Helm's in turn, and what a store takes in memory beside them."""
    platform = Timed()
    platform.clear("bench-", "crowd-")
    platform.provision("bench-model", engine)
    pairs = measured_pairs(platform, engine, count)
    memory = at_rest("bench-model")
    platform.remove("bench-model")

    ready = [(pair.ours.ready, pair.helm) for pair in pairs]
    for name, samples, unit, target in (
        ("request → accepted (202)", [pair.ours.accepted for pair in pairs], "s", None),
        ("request → first event of the run", [pair.ours.first_event for pair in pairs], "s", 1),
        ("request → ready, order verified", [ours for ours, _ in ready], "s", 20),
        ("`helm upgrade --install --wait` + the same order", [helm for _, helm in ready], "s", None),
        ("overhead of the platform, pair by pair", [ours - helm for ours, helm in ready], "s", 3),
        ("ratio, pair by pair", [ours / helm for ours, helm in ready], "x", 1.10),
        ("delete → nothing left", [pair.gone for pair in pairs], "s", None),
        ("memory of a store at rest, plan small (working set)", memory, "MiB", ENGINES[engine].memory_at_rest),
    ):
        report.add(Measure(f"{engine}: {name}", samples, unit, target))


def at_rest(store_id: str) -> list[float]:
    """Return what a store takes in memory, in MiB, more than once: now and then it does what is due."""
    samples = []
    for _ in range(LOOKS):
        time.sleep(BREATH_SECONDS)
        samples.append(working_set_mib(store_id))
    return samples


def in_shops(report: Report, engine: str) -> None:
    """A shop and its neighbour: how fast it is, and both with a crowd in one of them."""
    platform = Timed()
    names = ["bench-shop", "bench-neighbour"]
    for name in names:
        platform.provision(name, engine)
    time.sleep(BREATH_SECONDS)
    speed(report, platform, names[0])
    buyers(report, platform, *names)
    for name in names:
        platform.remove(name)


@dataclass(frozen=True)
class Pair:
    """One store of ours, the seconds until it was gone again, and the seconds of one by Helm."""

    ours: Provisioned
    gone: float
    helm: float


def measured_pairs(platform: Timed, engine: str, count: int) -> list[Pair]:
    """Run pairs one after the other, each side first in turn; the first pair warms up and is not counted."""
    helm = Helm("bench-model", engine)

    def ours(name: str) -> tuple[Provisioned, float]:
        time.sleep(BREATH_SECONDS)
        return platform.provision(name, engine), platform.remove(name)

    def by_hand(name: str) -> float:
        with helm.namespace(name):
            time.sleep(BREATH_SECONDS)
            return helm.install(name)

    pairs = []
    for index in range(count + 1):
        if index % 2:
            theirs = by_hand(f"bench-{index}-b")
            mine, gone = ours(f"bench-{index}-a")
        else:
            mine, gone = ours(f"bench-{index}-a")
            theirs = by_hand(f"bench-{index}-b")
        pairs.append(Pair(mine, gone, theirs))
    return pairs[1:]


def crowd(report: Report, engine: str, count: int) -> None:
    """Many stores in one go: all ready, or the run fails."""
    platform = Timed()
    names = [f"crowd-{number}" for number in range(count)]
    peak = Peak()
    with peak:
        started = time.perf_counter()
        asked = [platform.create(name, engine) for name in names]
        for operation in asked:
            platform.finish(operation, seconds=CROWD_SECONDS)
        wall = time.perf_counter() - started
        time.sleep(REST_SECONDS)
        rest = used_gib()
    with ThreadPoolExecutor(count) as pool:
        deleted = list(pool.map(lambda name: Timed().remove(name), names))
    report.add(Measure(f"{count} stores on {engine} asked for at once → all ready, orders verified", [wall]))
    report.add(Measure(f"memory in use on the machine, peak, {count} stores more", [peak.most - peak.before], unit="GiB"))
    report.add(Measure("memory per store at rest", [(rest - peak.before) * 1024 / count], unit="MiB"))
    report.add(Measure(f"the same {count} deleted at once → the last one gone", [max(deleted)]))
    report.notes.append(f"{count} stores: {statistics.mean([wall / count]):.1f} s a store with two workers.")


if __name__ == "__main__":
    main()
