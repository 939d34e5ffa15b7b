"""A shop in several pods is one shop: what is begun at one is ended at another, also while one of them, or Valkey, goes."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from typing import Any

import httpx
import pytest

from tests.cluster.buyers import Buyers
from tests.cluster.crowd import visit
from tests.cluster.fences import METADATA, OPEN, open_pod, reachable
from tests.cluster.installation import kube, kubectl, on_node, until
from tests.cluster.platform import JSON, unique
from tests.cluster.playbooks import play
from tests.cluster.pods import assert_limited, assert_restricted, assert_restricted_inside, assert_sized
from tests.cluster.relay import RelayInCluster, relay
from tests.cluster.trade import ENGINES
from tests.e2e import ENGINE

PLAN, SMALL = "medium", "small"
PEOPLE = 20
LOG = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RelayInCluster]:
    """Where the mails of orders go: each order is an event that is to be carried out once."""
    with relay(tmp_path_factory.mktemp("relay")) as made:
        yield made


@pytest.fixture(scope="module")
def several(mails: RelayInCluster) -> Iterator[Buyers]:
    """A shop in two pods, and who buys there."""
    store_id = unique("pods")
    try:
        play("provision.yml", store_id, ENGINE, *on(PLAN, mails))
        yield Buyers(store_id)
    finally:
        play("delete.yml", store_id, ENGINE)


def on(plan: str, mails: RelayInCluster) -> list[str]:
    """The variables of a store on a plan, whose mail goes to the relay."""
    return [*mails.variables, "-e", f"store_plan={plan}"]


def pods(store_id: str, component: str = "web") -> dict[str, dict[str, Any]]:
    """The pods of a component that are not on their way out, by name."""
    labels = f"app.kubernetes.io/component={component}"
    found = kube("--namespace", f"store-{store_id}", "get", "pods", "--selector", labels)["items"]
    return {pod["metadata"]["name"]: pod for pod in found if "deletionTimestamp" not in pod["metadata"]}


def ready(store_id: str, count: int, component: str = "web") -> list[str]:
    """The names of a component's pods, once there are so many and all are ready."""

    def names() -> list[str]:
        found = pods(store_id, component)
        conditions = [{each["type"]: each["status"] for each in pod["status"].get("conditions", ())} for pod in found.values()]
        well = len(found) == count and all(each.get("Ready") == "True" for each in conditions)
        return sorted(found) if well else []

    taken: list[str] = until(names, f"{count} ready pods of {component}", seconds=180)
    return taken


def people(mark: str) -> list[str]:
    """Addresses of buyers who have not bought before."""
    return [f"{mark}-{number}@shop-test.example" for number in range(PEOPLE)]


def carts(shop: Buyers, mark: str) -> dict[str, str]:
    """Carts that lack nothing but their completion, by their buyers."""
    return {email: shop.cart(email) for email in people(mark)}


def told(answers: Mapping[str, Future[httpx.Response]]) -> Counter[str]:
    """The answers by status, or by what kept one from coming."""

    def one(answer: Future[httpx.Response]) -> str:
        if error := answer.exception():
            return type(error).__name__
        got = answer.result()
        return str(got.status_code) if got.is_success else f"{got.status_code} {got.text[:200]}"

    return Counter(map(one, answers.values()))


def each_ordered_once(shop: Buyers, filled: Mapping[str, str], *, patience: float = 0) -> None:
    """Who asks again, for so many seconds, gets the order that is there, and nobody has two."""
    for email, cart in filled.items():
        order = until(lambda cart=cart: ordered(shop, cart), f"the order of {email}", seconds=patience)  # type: ignore[misc]
        assert order["type"] == "order", email
    bought = shop.orders()
    assert {email: bought[email] for email in filled} == dict.fromkeys(filled, 1)


def ordered(shop: Buyers, cart: str) -> JSON | None:
    """The order of a cart; None while another request has it locked, or had when its pod was killed."""
    answer = shop.complete(cart)
    if answer.status_code == httpx.codes.CONFLICT:
        return None
    assert answer.is_success, f"{answer.status_code} {answer.text[:500]}"
    found: JSON = answer.json()
    return found


def test_two_pods_are_one_shop(several: Buyers) -> None:
    assert len(ready(several.id, 2)) == 2
    assert ready(several.id, 1, "queue") == ["queue-0"]
    email = "both@shop-test.example"
    with several.at_pods() as (first, second):
        cart = several.cart(email, [first, second])
        order = several.complete(cart, second).json()["order"]["id"]
        assert several.complete(cart, first).json()["order"]["id"] == order
        assert several.orders(first)[email] == several.orders(second)[email] == 1


def test_only_the_shop_reaches_its_queue_and_that_is_fenced_in_as_all_else(several: Buyers) -> None:
    namespace, queue = f"store-{several.id}", "queue:6379"
    outside = f"queue.{namespace}.svc.cluster.local:6379"
    node = kube("get", "nodes")["items"][0]["status"]["addresses"][0]["address"]

    assert reachable(namespace, "deploy/web", [queue]) == {queue: True}
    assert reachable(namespace, "db-0", [queue]) == {queue: False}
    with open_pod() as pod:
        assert reachable(OPEN, pod, [outside, f"{node}:10250"]) == {outside: False, f"{node}:10250": True}
    far = ["db:5432", f"{node}:10250", METADATA]
    assert reachable(namespace, "queue-0", far) == dict.fromkeys(far, False)
    said = kubectl("--namespace", namespace, "exec", "queue-0", "--", "valkey-cli", "GET", "storeyard:data")
    assert said.startswith("NOAUTH")
    assert_restricted(several.id)
    assert_restricted_inside(several.id)
    assert_limited(several.id)


@pytest.mark.long
def test_a_pod_that_is_killed_while_many_order_loses_no_order_and_each_is_mailed_once(
    several: Buyers, mails: RelayInCluster
) -> None:
    filled = carts(several, "killed")
    gone = ready(several.id, 2)[0]

    with several.completing(filled) as answers:
        until(lambda: sum(answer.done() for answer in answers.values()) >= 2, "buyers are at it", pause=0.05)
        kubectl("--namespace", f"store-{several.id}", "delete", "pod", gone, "--grace-period=0", "--force", "--wait=false")
    LOG.info("answers while a pod was killed: %s", dict(told(answers)))

    # The lock of a cart that was under way in it is let go after two minutes.
    each_ordered_once(several, filled, patience=150)
    # An order that died with its announcement is announced once it is three minutes old.
    until(lambda: all(mails.mails(email) for email in filled), "each order is mailed", seconds=300)
    mailed = {email: len(mails.mails(email)) for email in filled}
    assert mailed == dict.fromkeys(filled, 1)
    assert gone not in ready(several.id, 2)


@pytest.mark.long
def test_a_pod_that_is_replaced_in_order_loses_no_answer(several: Buyers) -> None:
    filled = carts(several, "replaced")
    gone = ready(several.id, 2)[0]

    with several.completing(filled) as answers:
        kubectl("--namespace", f"store-{several.id}", "delete", "pod", gone, "--wait=false")

    assert told(answers) == {"200": PEOPLE}
    each_ordered_once(several, filled)
    ready(several.id, 2)


@pytest.mark.long
def test_other_settings_start_both_pods_anew_and_buyers_hardly_notice(several: Buyers, mails: RelayInCluster) -> None:
    before, queue = ready(several.id, 2), pods(several.id, "queue")["queue-0"]["metadata"]["uid"]
    seen: list[Counter[int]] = []
    crowd = threading.Thread(target=lambda: seen.append(visit(f"http://{several.id}.localhost", people=2, seconds=60)))

    crowd.start()
    play("configure.yml", several.id, ENGINE, *on(PLAN, mails), "-e", "store_configure_color=#7a3e9d")
    crowd.join()

    LOG.info("answers while both pods were replaced: %s", dict(seen[0]))
    assert not set(before) & set(ready(several.id, 2))
    assert pods(several.id, "queue")["queue-0"]["metadata"]["uid"] == queue, "what the pods agree by stays as it is"
    assert seen[0].total() - seen[0][200] <= 1


@pytest.mark.long
def test_valkey_that_is_killed_comes_back_with_what_it_held(several: Buyers) -> None:
    filled = carts(several, "valkey")
    uid = pods(several.id, "queue")["queue-0"]["metadata"]["uid"]

    with several.completing(filled) as answers:
        until(lambda: sum(answer.done() for answer in answers.values()) >= 2, "buyers are at it", pause=0.05)
        kill_on_node(uid, "valkey-server")
    LOG.info("answers while Valkey's process was killed: %s", dict(told(answers)))

    each_ordered_once(several, filled)
    (status,) = pods(several.id, "queue")["queue-0"]["status"]["containerStatuses"]
    assert status["restartCount"] == 1
    assert told(answers) == {"200": PEOPLE}


@pytest.mark.long
def test_valkeys_pod_that_is_deleted_comes_back_with_what_it_held(several: Buyers) -> None:
    filled = carts(several, "deleted")

    with several.completing(filled) as answers:
        until(lambda: sum(answer.done() for answer in answers.values()) >= 2, "buyers are at it", pause=0.05)
        kubectl("--namespace", f"store-{several.id}", "delete", "pod", "queue-0", "--wait=false")
    LOG.info("answers while Valkey's pod was deleted: %s", dict(told(answers)))

    each_ordered_once(several, filled)
    assert told(answers) == {"200": PEOPLE}


@pytest.mark.long
def test_another_plan_and_back_keeps_all_orders(several: Buyers, mails: RelayInCluster) -> None:
    bought = several.orders()
    assert_sized(several.id, ENGINES[ENGINE].plans[PLAN])

    play("plan.yml", several.id, ENGINE, *on(SMALL, mails))
    ready(several.id, 1)
    assert_sized(several.id, ENGINES[ENGINE].plans[SMALL])
    left = kubectl("--namespace", f"store-{several.id}", "get", "statefulsets,poddisruptionbudgets,services", "--output=name")
    assert "queue" not in left
    assert "budget" not in left
    until(lambda: "queue" not in claims(several.id), "the queue's volume goes with it")
    assert several.orders() == bought
    assert several.complete(several.cart("alone@shop-test.example")).is_success

    play("plan.yml", several.id, ENGINE, *on(PLAN, mails))
    ready(several.id, 2)
    assert_sized(several.id, ENGINES[ENGINE].plans[PLAN])
    assert several.complete(several.cart("again@shop-test.example")).is_success
    bought.update({"alone@shop-test.example": 1, "again@shop-test.example": 1})
    assert several.orders() == bought


def claims(store_id: str) -> str:
    """The names of the store's volume claims."""
    return kubectl("--namespace", f"store-{store_id}", "get", "persistentvolumeclaims", "--output=name")


def kill_on_node(pod_uid: str, program: str) -> None:
    """End the process of a pod as the kernel would for want of memory: nothing in it hears of that."""
    forms = f"-e {pod_uid} -e {pod_uid.replace('-', '_')}"
    ours = f'grep -qs {forms} $p/cgroup && [ "$(cat $p/comm)" = {program} ]'
    (pid,) = on_node("sh", "-c", f"for p in /proc/[0-9]*; do {ours} && basename $p; done; true").split()
    on_node("kill", "-9", pid)
