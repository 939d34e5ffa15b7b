"""A release as killed runs, somebody's own Helm and lost records leave it: the next run ends well and says what it found.

The states are made with the real Helm on a real store; the next run is the playbook that made it, test order included.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.cluster.installation import HOME, PROJECT, helm, kube, kubectl, run, traces
from tests.cluster.platform import Platform, unique
from tests.cluster.playbooks import play, played
from tests.e2e import ENGINE

# What somebody changes by hand, and nothing else does.
THEIRS = "#ff0000"


class Bare:
    """A release in a namespace of ours whose workloads have no pods: the role itself, real Helm, and little else."""

    chart = PROJECT / "tests/cluster/bare"

    def __init__(self, word: str) -> None:
        self.id = unique(word)
        self.heard: list[str] = []
        self.begin()

    def begin(self) -> None:
        """Make it."""
        labels = {
            "app.kubernetes.io/managed-by": "storeyard",
            "storeyard/store": self.id,
            "storeyard/installation": (HOME / "installation").read_text().strip(),
        }
        body = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"store-{self.id}", "labels": labels}}
        kubectl("apply", "-f", "-", stdin=json.dumps(body))
        self.run()

    def printed(self, recorded: int) -> str:
        """Run the role, told what the platform has on record; return what it printed."""
        told = {
            "store_release_name": self.id,
            "store_release_namespace": f"store-{self.id}",
            "store_release_chart": str(self.chart),
            "store_release_values": {"store": {"color": "#123456"}},
            "store_release_deployed": {},
            "store_release_timeout": 60,
            "store_release_new": False,
            "store_release_grace": 0,
            "store_release_others": 5,
            "store_release_recorded": recorded,
        }
        done = run(
            "ansible-playbook", "-i", "inventories/local", "tests/cluster/release.yml", "-e", json.dumps(told), timeout=400
        )
        return done.stdout + done.stderr

    def run(self, recorded: int = 0) -> str:
        """The next run: what it printed, as one line."""
        self.heard.append(" ".join(self.printed(recorded).split()))
        return self.heard[-1]

    @property
    def history(self) -> list[dict[str, Any]]:
        """Helm's own history of the release, oldest first."""
        found: list[dict[str, Any]] = helm("--namespace", f"store-{self.id}", "history", self.id)
        return found

    @property
    def newest(self) -> int:
        """The newest revision."""
        return int(self.history[-1]["revision"])

    @property
    def color(self) -> str:
        """The value that others change, as the release has it."""
        return str(helm("--namespace", f"store-{self.id}", "get", "values", self.id)["store"]["color"])

    def theirs(self, command: str, *arguments: str) -> None:
        """Run Helm as somebody outside the platform would."""
        run("helm", command, self.id, *arguments, f"--kubeconfig={HOME / 'kubeconfig'}", "--namespace", f"store-{self.id}")

    def kubectl(self, *arguments: str, stdin: str | None = None) -> None:
        """Run kubectl in its namespace."""
        kubectl("--namespace", f"store-{self.id}", *arguments, stdin=stdin)

    @property
    def unnamed(self) -> list[str]:
        """Revisions that no sound history has, and that nobody was told of: what a run put right silently would be hidden."""
        odd = [one for one in self.history if one["status"] not in {"deployed", "superseded"}]
        said = " ".join(self.heard).lower()
        return [f"{one['revision']} {one['status']}" for one in odd if f"revision {one['revision']}" not in said]

    def end(self) -> None:
        """Delete it."""
        play("delete.yml", self.id, ENGINE)


class Shop(Bare):
    """A whole store, by the playbook that makes it: each run ends with a test order."""

    chart = PROJECT / "charts" / ENGINE

    def begin(self) -> None:
        """Make it."""
        self.run()

    def printed(self, recorded: int) -> str:
        """Run the playbook."""
        done = played("provision.yml", self.id, ENGINE, "-e", f"store_release_recorded={recorded}")
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def bare() -> Iterator[Bare]:
    """A release without pods; gone at the end."""
    made = Bare("bare")
    yield made
    made.end()
    assert traces(made.id) == []


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """A store; gone at the end."""
    made = Shop("state")
    yield made
    made.end()
    assert traces(made.id) == []


def record(release: Bare, revision: int) -> str:
    """The Secret that is Helm's record of a revision."""
    return f"secret/sh.helm.release.v1.{release.id}.v{revision}"


def lock(release: Bare, status: str) -> None:
    """Write into the newest record what a Helm that is killed leaves in it."""
    name = record(release, release.newest)
    packed = kube("--namespace", f"store-{release.id}", "get", name)["data"]["release"]
    payload = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(packed))))
    payload["info"]["status"] = status
    inner = base64.b64encode(gzip.compress(json.dumps(payload).encode()))
    change = {"metadata": {"labels": {"status": status}}, "data": {"release": base64.b64encode(inner).decode()}}
    release.kubectl("patch", name, "--type=merge", "--patch-file=/dev/stdin", stdin=json.dumps(change))


def upgrade(release: Bare) -> None:
    """Change a value."""
    release.theirs("upgrade", str(release.chart), "--reuse-values", f"--set=store.color={THEIRS}")


def upgrade_and_die(release: Bare) -> None:
    """The same, and the record is locked as if that Helm had been killed."""
    upgrade(release)
    lock(release, "pending-upgrade")


def go_back(release: Bare) -> None:
    """Go back to a revision of other values than those of now."""
    upgrade(release)
    changed = release.newest
    release.run(changed)
    release.theirs("rollback", str(changed))


def delete_newest_record(release: Bare) -> None:
    """Have the newest revision be the platform's, with another before it, and delete its record."""
    upgrade(release)
    release.run(release.newest)
    release.kubectl("delete", record(release, release.newest))


def delete_records_between(release: Bare) -> None:
    """Leave the oldest record and the newest."""
    upgrade(release)
    release.run(release.newest)
    release.kubectl("delete", *(record(release, int(one["revision"])) for one in release.history[1:-1]))


def delete_records(release: Bare) -> None:
    """Delete all records; what they installed is still there."""
    release.kubectl("delete", "secret", f"--selector=owner=helm,name={release.id}")


OUTSIDE = "was made from outside the platform; it is replaced by what is wanted"
REMOVED = "was removed from outside the platform; it is installed again"
KILLED = "which a run that was killed left"
State = tuple[Callable[[Any], object], str]
STATES: dict[str, State] = {
    "in sync": (lambda _: None, ""),
    "locked pending-install": (lambda release: lock(release, "pending-install"), f"{KILLED} pending-install"),
    "locked pending-upgrade": (lambda release: lock(release, "pending-upgrade"), f"{KILLED} pending-upgrade"),
    "locked pending-rollback": (lambda release: lock(release, "pending-rollback"), f"{KILLED} pending-rollback"),
    "locked uninstalling": (lambda release: lock(release, "uninstalling"), f"{KILLED} uninstalling"),
    "locked by another Helm": (upgrade_and_die, "which a Helm outside the platform left pending-upgrade"),
    "upgraded outside": (upgrade, OUTSIDE),
    "rolled back outside": (go_back, OUTSIDE),
    "the newest record deleted": (delete_newest_record, "Records newer than revision"),
    "records in between deleted": (delete_records_between, ""),
    "a workload deleted": (lambda release: release.kubectl("delete", "deployment", "web"), "is put back: Deployment/web"),
    "all records deleted": (delete_records, REMOVED),
    "deleted outside": (lambda release: release.theirs("uninstall"), REMOVED),
    "deleted outside, history kept": (lambda release: release.theirs("uninstall", "--keep-history"), REMOVED),
}
# Those that differ little from others of the table: the long form has them.
MUCH_ALIKE = frozenset(
    {
        "locked pending-install",
        "locked pending-rollback",
        "rolled back outside",
        "records in between deleted",
        "all records deleted",
        "deleted outside, history kept",
    }
)
# Those in which more than Helm's records differ.
OF_A_SHOP = ["in sync", "locked pending-upgrade", "upgraded outside", "a workload deleted", "deleted outside"]


def assert_ends_well(release: Bare, state: str) -> None:
    """Bring the release into a state; the next run ends well, says what it found, and the one after it finds nothing."""
    happens, told = STATES[state]
    before = release.newest
    happens(release)

    said = release.run(before)
    made = release.newest
    again = release.run(made)

    assert told in said
    assert (release.history[-1]["status"], release.color == THEIRS) == ("deployed", False)
    assert release.unnamed == []
    assert "from outside" not in again
    assert KILLED not in again
    assert release.newest == made, "what is as it shall be is not installed again"
    assert "Install or upgrade the release" not in again


@pytest.mark.parametrize(
    "state", [pytest.param(name, marks=pytest.mark.long) if name in MUCH_ALIKE else name for name in STATES]
)
def test_the_next_run_ends_well_and_says_what_it_found(bare: Bare, state: str) -> None:
    assert_ends_well(bare, state)


@pytest.mark.long
@pytest.mark.parametrize("state", OF_A_SHOP)
def test_so_it_does_for_a_shop_which_sells_afterwards(shop: Shop, state: str) -> None:
    assert_ends_well(shop, state)


@pytest.mark.long
def test_an_operation_tells_it_in_an_event_and_in_its_result(platform: Platform) -> None:
    store_id = unique("told")
    platform.finish(platform.create(store_id, ENGINE))
    where = ("--namespace", f"store-{store_id}", f"--kubeconfig={HOME / 'kubeconfig'}")
    run("helm", "upgrade", store_id, str(Shop.chart), "--reuse-values", f"--set=store.color={THEIRS}", *where)
    revision = int(helm("--namespace", f"store-{store_id}", "history", store_id)[-1]["revision"])

    answer = platform.http.patch(f"/api/stores/{store_id}", json={"color": "#123456"})
    assert answer.status_code == httpx.codes.ACCEPTED, answer.text
    ended = platform.finish(answer.json()["operation"], seconds=600)

    told = f"Revision {revision} (deployed) {OUTSIDE}."
    assert ended["result"]["release"] == {"state": "outside", "revision": revision, "action": "upgrade", "message": told}
    assert told in [event["message"] for event in platform.events(ended["id"]) if event["status"] == "info"]
    platform.finish(platform.delete(store_id))
    assert traces(store_id) == []
