"""What is to be true after each round, looked at from outside: the API, the state file, /proc, folders, the cluster."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from functions.adapters.ansible import processes
from tests.chaos import targets
from tests.chaos.engine import NAME
from tests.chaos.scene import Scene
from tests.cluster.installation import kube, kubectl, traces, until

Word = Literal["stuck", "doubled", "leaked", "lost"]
SETTLE_SECONDS = 10.0
ANSWER_SECONDS = 60.0
CHECKS = "storeyard-check@example.com"
PARTS = ("web", "db")


@dataclass(frozen=True)
class Finding:
    """Something that is not as promised."""

    word: Word
    said: str


def look(scene: Scene, *, sold: Collection[str], stock: int | None, gone: bool) -> list[Finding]:
    """Everything that is wrong now. What ends by itself moments after an operation has its moments."""
    found = [*_history(scene), *_settled(scene, gone)]
    if not gone and scene.api.store(scene.store_id) is None:
        return [*found, Finding("lost", f"the store {scene.store_id} is not there any more")]
    return [*found, *(_remains(scene) if gone else [*_release(scene), *_orders(scene, sold), *_stock(scene, stock)])]


def _history(scene: Scene) -> Iterable[Finding]:
    """Each operation's events: numbered without gaps, the last one final and no other."""
    operation, events = scene.state.operation(scene.operation_id), scene.state.events(scene.operation_id)
    if operation is None:
        yield Finding("lost", f"the operation {scene.operation_id} was accepted and is not there")
        return
    numbers = [event["number"] for event in events]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Finding("lost", f"events of {scene.operation_id} have gaps: {numbers}")
    final = [event["number"] for event in events if event.get("final")]
    if final != numbers[-1:]:
        yield Finding("doubled", f"final events of {scene.operation_id} are {final} of {len(numbers)}")
    asked = [row["id"] for row in scene.state.rows("operation") if row["store_id"] == scene.store_id]
    if len(asked) != len(set(asked)) or (len(asked) > len(scene.asked) and set(asked) - set(scene.asked)):
        yield Finding(
            "doubled", f"operations of {scene.store_id} that nobody asked for: {sorted(set(asked) - set(scene.asked))}"
        )
    if not scene.state.whole():
        yield Finding("lost", "SQLite finds the state file damaged")


def _settled(scene: Scene, gone: bool) -> list[Finding]:
    """What is to be gone soon after the end: the outbox, processes and files of runs, namespaces beside the store."""
    looks: dict[str, Callable[[], Collection[object]]] = {
        "events wait in the outbox": lambda: scene.state.rows("outbox"),
        "operations are live": lambda: [row["id"] for row in scene.state.live()],
        "processes of runs are left": lambda: _strays(scene),
        "files of runs are left": lambda: _files(scene),
        "namespaces beside the store are left": lambda: _beside(scene),
        "pods besides the shop are left": lambda: [] if gone else _pods(scene),
    }
    end = time.monotonic() + SETTLE_SECONDS
    left = {words: look_at() for words, look_at in looks.items()}
    while any(left.values()) and time.monotonic() < end:
        time.sleep(0.3)
        left = {words: looks[words]() for words, found in left.items() if found}
    return [
        Finding("stuck" if "live" in words or "outbox" in words else "leaked", f"{words}: {list(found)[:5]}")
        for words, found in left.items()
        if found
    ]


def _strays(scene: Scene) -> list[str]:
    """Processes of runs that the platform does not hold, or that belong to a run although none is under way."""
    held = processes.descendants(scene.supervisor.pid) if scene.supervisor.alive else set()
    working = {pid for run in targets.runs_of(scene.place) for pid in run.pids}
    strays = (targets.marked(scene.place) - held) | working
    return [f"{pid} {targets.name_of(pid)}" for pid in sorted(strays)]


def _files(scene: Scene) -> list[str]:
    """What is in the folder of runs besides the scratch folders of processes that wait for a run."""
    waiting = {f"scratch-{token}" for token in targets.tokens(scene.place)}
    return sorted(path.name for path in scene.place.runs.glob("*") if path.name not in waiting)


def _beside(scene: Scene) -> list[str]:
    names = scene.kubectl("get", "namespaces", "--output=name").split()
    return [name for name in names if name.startswith(f"namespace/{scene.namespace}--")]


def _pods(scene: Scene) -> list[str]:
    """Pods in the store's namespace that are neither its shop's nor its database's."""
    pods = kube("--namespace", scene.namespace, "get", "pods")["items"]
    parts = {pod["metadata"]["name"]: pod["metadata"]["labels"].get("app.kubernetes.io/component") for pod in pods}
    return [name for name, part in parts.items() if part not in PARTS]


def _release(scene: Scene) -> Iterable[Finding]:
    """The store's release is deployed, and its shop is open."""
    secrets = kube("--namespace", scene.namespace, "get", "secrets", "--selector=owner=helm")["items"]
    statuses = {int(one["metadata"]["labels"]["version"]): one["metadata"]["labels"]["status"] for one in secrets}
    newest = statuses.get(max(statuses, default=0), "none")
    if newest != "deployed":
        yield Finding("stuck", f"the release of {scene.store_id} is {newest}")
    if "gate" in scene.kubectl("get", "ingress,deployment", "--namespace", scene.namespace, "--output=name"):
        yield Finding("stuck", f"the gate of {scene.store_id} is closed")


def _orders(scene: Scene, sold: Collection[str]) -> Iterable[Finding]:
    """Every order that was accepted is there once, and none of the platform's own checks.

    Asked in the shop's database where its tables are known here; other engines' by the platform's own list.
    """
    known = scene.api.orders(scene.store_id) if scene.engine != NAME else _placed(scene)
    if len(known) != len(set(known)):
        yield Finding("doubled", f"orders of {scene.store_id}: {sorted(known)}")
    if missing := set(sold) - set(known):
        yield Finding("lost", f"orders of {scene.store_id}: {sorted(missing)}")
    if unknown := set(known) - set(sold):
        yield Finding("doubled", f"orders of {scene.store_id} that nobody placed: {sorted(unknown)}")
    if scene.engine != NAME:
        return
    checks = rows(scene, f"SELECT number FROM orders WHERE content->>'email' = '{CHECKS}'")
    lent = rows(scene, "SELECT id FROM products WHERE id NOT IN ('teapot', 'cup', 'spoon')")
    if checks or lent:
        yield Finding("leaked", f"of the platform's checks in {scene.store_id}: orders {checks}, products {lent}")


def _stock(scene: Scene, wanted: int | None) -> Iterable[Finding]:
    """Each piece is sold once or still there, those of the platform's own checks given back."""
    there = None if wanted is None else scene.api.stock(scene.store_id)
    if there != wanted:
        yield Finding("lost", f"stock of {scene.store_id}: {there}, and {wanted} were not sold")


def _placed(scene: Scene) -> list[str]:
    """The numbers of the orders in the shop's database, without those of checks."""
    return [f"#{number}" for number, email in rows(scene, "SELECT number, content->>'email' FROM orders") if email != CHECKS]


def rows(scene: Scene, sql: str) -> list[list[str]]:
    """Ask the shop's database, in its own pod; one that starts again is waited for, since no answer does not mean none."""
    pod = ("exec", "db-0", "--namespace", scene.namespace, "--")
    words = (*pod, "psql", "-U", "shop", "-d", "shop", "-tA", "-F", "\t", "-c", sql)

    def answer() -> str | None:
        with suppress(AssertionError):
            return kubectl(*words) or "\n"
        return None

    said: str = until(answer, f"the database of {scene.store_id} answers", seconds=ANSWER_SECONDS)
    return [line.split("\t") for line in said.splitlines() if line]


def _remains(scene: Scene) -> list[Finding]:
    """Nothing in the cluster names a store that is gone."""
    return [Finding("leaked", f"of the deleted store {scene.store_id}: {trace}") for trace in traces(scene.store_id)]


def words_of(findings: Iterable[Finding]) -> str:
    """All of them on one line."""
    return json.dumps([f"{finding.word}: {finding.said}" for finding in findings])
