"""The cases: all that happens to one shop, one after the other, with buyers in it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime

from functions.adapters.shops.base import Shop
from tests.bench.report import Measure, Report
from tests.cluster.installation import kubectl, secret
from tests.cluster.next_images import BROKEN, absent_image, next_images, on_offer
from tests.cluster.platform import JSON, address_of
from tests.cluster.trade import Trading
from tests.reliability.run.accounts import Account, account
from tests.reliability.run.buyers import Buyers
from tests.reliability.run.memory import Largest
from tests.reliability.run.shops import STANDS, STOCK

AT_ONCE = 6  # of those who fill the shop
BETWEEN = 15  # seconds that buyers have an open shop between two cases
LONGEST = 1500  # seconds that an operation may take under load
GATE = 60  # seconds, the goal
FLAT = 200  # MiB that one process of the platform may hold while files of any size go through
UPLOAD = "files-of-the-run"


@dataclass(frozen=True)
class Size:
    """How large the shop is before all begins: `files` in MiB, `each` in seconds from one buyer to the next."""

    orders: int
    products: int
    files: int
    each: float


@dataclass(frozen=True)
class Case:
    """One operation, what buyers were told during it and after the one before, and how the books are at its end."""

    name: str
    ended: str
    seconds: float
    gate: float | None
    accepted: int
    refused: int
    unsure: int
    wrong: tuple[str, ...]
    account: Account


class Life:
    """One shop through all cases."""

    def __init__(self, store: Trading, size: Size, report: Report) -> None:
        self.cases: list[Case] = []
        self._store = store
        self._engine = store.engine.name
        self._size = size
        self._report = report
        self._namespace = f"store-{store.id}"
        found = store.store()
        address, port = address_of(found["url"])
        place = {"url": found["url"], "address": address, "port": port}
        shop = Shop(**place, country=found["country"], currency=found["currency"], credentials=secret(store.id))
        self._stand = STANDS[self._engine](shop, store.id)
        self._variants: list[str] = []

    def live(self) -> None:
        """Fill the shop, and go through all cases."""
        self._variants = self._stand.stock_up(self._size.products)
        self._buyers = Buyers(self._stand.opened, self._variants)
        started = time.monotonic()
        self._buyers.fill(self._size.orders, at_once=AT_ONCE)
        print(f"{self._engine}: {self._size.orders} checkouts in {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
        self._upload()
        with self._buyers.trickle(each=self._size.each):
            self._good()
            self._broken()
        gates = [case.gate for case in self.cases if case.gate is not None]
        self._report.add(Measure(f"Gate, {self._engine}, all cases", gates, target=GATE))

    def _good(self) -> None:
        """Backup, restore, upgrade, rollback."""
        with Largest() as held:
            backup = self._case("backup", "backup")
            restored = self._case("restore of it", "restore", backup=backup["id"], newer_orders=self._store.carries)
        made = next(one for one in self._store.backups() if one["id"] == backup["id"])
        self._report.add(Measure(f"Backup, {self._engine}", [seconds(backup)]))
        self._report.add(Measure(f"Backup, {self._engine}, its size", [made["size"] / 1024**2], unit="MiB"))
        self._report.add(Measure(f"Restore, {self._engine}", [seconds(restored)]))
        largest = f"Largest process of the platform during backup and restore, {self._engine}"
        self._report.add(Measure(largest, [held.mib], unit="MiB", target=FLAT))
        before = self._store.store()["deployed"]["revision"]
        with ExitStack() as built:
            images = built.enter_context(next_images(self._store.engine))
            with on_offer(images):
                upgraded = self._case("upgrade, rehearsed", "upgrade")
            rehearsal = f"Rehearsal, {self._engine}, with the shop open"
            self._report.add(Measure(rehearsal, [upgraded["result"]["rehearsal"]["seconds"]]))
            self._case("rollback", "rollback", revision=before)

    def _broken(self) -> None:
        """Upgrades to what does not sell, each failing at another step."""
        for broken in BROKEN:
            with next_images(self._store.engine, broken) as images, on_offer(images):
                self._case(f"upgrade, broken: {broken}", "upgrade", failing=True, rehearsal=False)
        with on_offer(absent_image(self._store.engine)):
            self._case("upgrade, broken: no such image", "upgrade", failing=True, rehearsal=False)

    def _case(self, name: str, kind: str, *, failing: bool = False, **parameters: object) -> JSON:
        """One operation to its end; buyers go on a moment, and then the books are looked at."""
        told = self._buyers.told
        before = (len(told.accepted), told.refused, len(told.unsure), len(told.wrong))
        operation = self._store.ask(kind, **parameters)
        ended = self._store.platform.finish(operation, status="failed" if failing else "succeeded", seconds=LONGEST)
        assert self._store.store()["status"] == "ready"
        time.sleep(BETWEEN)
        found = self._settled()
        gate = ended["result"].get("gate")
        case = Case(
            name=name,
            ended=ended["reason"] if failing else "succeeded",
            seconds=seconds(ended),
            gate=None if gate is None else gate["seconds"],
            accepted=len(told.accepted) - before[0],
            refused=told.refused - before[1],
            unsure=len(told.unsure) - before[2],
            wrong=tuple(told.wrong[before[3] :]),
            account=found,
        )
        self.cases.append(case)
        print(f"{self._engine}: {case}", flush=True)  # noqa: T201
        return ended

    def _settled(self) -> Account:
        """The account once buyers who are on their way have their answer: they are counted by nobody yet."""
        return self._buyers.paused(self._accounted)

    def _accounted(self) -> Account:
        told = self._buyers.told
        first = dict.fromkeys(self._variants, STOCK)
        return account(self._stand.books(self._variants), accepted=told.accepted, unsure=told.unsure, stock_at_first=first)

    def _upload(self) -> None:
        """Put files into the shop that do not shrink."""
        script = f"head -c {self._size.files * 1024**2} /dev/urandom > {self._stand.files}/{UPLOAD}"
        kubectl("--namespace", self._namespace, "exec", "deploy/web", "--container=web", "--", "sh", "-c", script, timeout=300)


def seconds(operation: JSON) -> float:
    """How long an operation ran."""
    started, finished = (datetime.fromisoformat(operation[key]) for key in ("started_at", "finished_at"))
    return (finished - started).total_seconds()
