"""A store's gate and its drain, on a cluster in memory and an ingress that answers as its objects say."""

from __future__ import annotations

import html.parser
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from functions.actions import gate as action
from functions.adapters.deadline import Deadline
from functions.adapters.kube.client import ApiError, Object
from functions.adapters.kube.drain import DrainFailed, drain, start_autoscaled, wake
from functions.adapters.kube.gate import CLOSED_AT, CLOSED_BY, Answer, GateFailed, close, note, notes, reopen
from functions.adapters.kube.gate_objects import PRIORITY, Gate, definitions
from functions.adapters.kube.gate_page import ink_on, pages
from functions.adapters.kube.readiness import NotReady
from functions.domain.errors import InvalidRequest, NotFound
from functions.domain.ownership import NamespaceNotOurs
from tests.fakes.kube import FakeCluster
from tests.unit.roles.test_actions import OURS, run

SPACE = "/api/v1/namespaces/store-demo"
APPS = "/apis/apps/v1/namespaces/store-demo"
INGRESS = "/apis/networking.k8s.io/v1/namespaces/store-demo/ingresses/gate"
PARTS = (f"{SPACE}/configmaps/gate", f"{SPACE}/services/gate", f"{APPS}/deployments/gate")
VALUES: dict[str, dict[str, Any]] = {
    "store": {"name": "Tea & Cake", "color": "#123456", "host": "demo.localhost"},
    "ingress": {"className": "traefik", "namespace": "traefik", "podLabels": {"app": "traefik"}, "tls": False},
}
GATE = Gate("store-demo", OURS, VALUES["store"], VALUES["ingress"], image="localhost/gate:1")
READY = {"observedGeneration": 1, "updatedReplicas": 1, "replicas": 1, "availableReplicas": 1}


class Street:
    """A cluster whose ingress prefers the gate where there is one, `late` looks after it changed."""

    def __init__(self, late: int = 0) -> None:
        self.cluster = FakeCluster()
        self.cluster.put(SPACE, metadata={"labels": OURS})
        self.cluster.on_request = self._settle
        self.runs = True
        self.shop = Answer(200)
        self._late = late
        self._seen: list[bool] = [False]

    def _settle(self, request: httpx.Request) -> None:
        """A Deployment runs once it is there, as long as pods run here at all."""
        for place, item in self.cluster.objects.items():
            if "/deployments/" not in place or request.method != "GET":
                continue
            item["metadata"].setdefault("generation", 1)
            if self.runs:
                wanted = item["spec"].get("replicas", 1)
                item["status"] = {**READY, "updatedReplicas": wanted, "replicas": wanted, "availableReplicas": wanted}

    def look(self) -> Answer:
        """What the shop's address answers."""
        self._seen.append(INGRESS in self.cluster.objects)
        closed = self._seen[max(0, len(self._seen) - 1 - self._late)]
        return Answer(503, gate=True) if closed else self.shop


def soon(seconds: float = 5) -> Deadline:
    """A deadline whose pauses take no time."""
    now = [0.0]
    return Deadline(seconds, clock=lambda: now[0], sleep=lambda pause: now.__setitem__(0, now[0] + pause))


SHOPS = INGRESS.replace("/gate", "/web")
# The charts' test of the Ingress has the same names.
CERTIFICATES = {"demo.localhost": "web-tls", "tea.example.com": "web-tls-7d387dfe26"}


def test_a_gate_stands_before_all_names_of_the_shop_each_with_its_certificate() -> None:
    store = {**VALUES["store"], "domains": ["tea.example.com"]}
    gate = Gate("store-demo", OURS, store, {**VALUES["ingress"], "tls": True})

    spec = definitions(gate)[-1]["spec"]

    assert [rule["host"] for rule in spec["rules"]] == ["demo.localhost", "tea.example.com"]
    assert {tuple(each["hosts"]): each["secretName"] for each in spec["tls"]} == {
        (host,): secret for host, secret in CERTIFICATES.items()
    }


def test_a_gate_stands_also_before_names_that_only_the_installed_shop_has() -> None:
    street = Street()
    street.cluster.put(SHOPS, spec={"rules": [{"host": "demo.localhost"}, {"host": "late.example.com"}]})

    close(street.cluster.kube(), GATE, street.look, soon())

    rules = street.cluster.objects[INGRESS]["spec"]["rules"]
    assert [rule["host"] for rule in rules] == ["demo.localhost", "late.example.com"]


def test_a_gate_closes_in_front_of_the_shop_and_goes_without_a_trace() -> None:
    street = Street(late=3)
    kube = street.cluster.kube()

    changed, since = close(kube, GATE, street.look, soon())
    ingress = street.cluster.objects[INGRESS]
    reopened, closed_at = reopen(kube, GATE, street.look, soon())

    assert (changed, reopened) == (True, True)
    assert since == closed_at
    assert ingress["metadata"]["annotations"] == {PRIORITY: "1000000", CLOSED_AT: since}
    assert ingress["spec"]["rules"][0]["host"] == "demo.localhost"
    assert list(street.cluster.objects) == [SPACE]


def test_a_gate_that_is_closed_or_open_already_is_no_change_and_keeps_its_time() -> None:
    street = Street()
    kube = street.cluster.kube()
    _, since = close(kube, GATE, street.look, soon())

    assert close(kube, GATE, street.look, soon()) == (False, since)
    reopen(kube, GATE, street.look, soon())
    assert reopen(kube, GATE, street.look, soon()) == (False, "")


def test_what_is_noted_at_a_gate_lasts_until_it_opens() -> None:
    street = Street()
    kube = street.cluster.kube()
    close(kube, GATE, street.look, soon())

    note(kube, "store-demo", "loading", "OP000007")
    close(kube, GATE, street.look, soon())
    seen = notes(kube, "store-demo")
    reopen(kube, GATE, street.look, soon())

    assert (seen, notes(kube, "store-demo")) == ({"loading": "OP000007"}, {})
    with pytest.raises(ApiError):
        note(kube, "store-demo", "loading", "OP000007")


def test_who_closed_a_gate_is_noted_with_it_even_where_it_did_not_close_in_time() -> None:
    street = Street()
    kube = street.cluster.kube()
    with pytest.raises(GateFailed):
        close(kube, replace(GATE, by="OP000007"), lambda: Answer(200), soon())

    close(kube, replace(GATE, by="OP000009"), street.look, soon())

    assert notes(kube, "store-demo") == {CLOSED_BY: "OP000007"}


def test_checking_changes_nothing_and_says_what_would_change() -> None:
    street = Street()
    kube = street.cluster.kube()

    assert close(kube, GATE, street.look, soon(), dry_run=True)[0]
    assert list(street.cluster.objects) == [SPACE]
    close(kube, GATE, street.look, soon())
    before = dict(street.cluster.objects)
    assert not close(kube, GATE, street.look, soon(), dry_run=True)[0]
    assert reopen(kube, GATE, street.look, soon(), dry_run=True)[0]
    assert street.cluster.objects == before


def test_everything_of_a_gate_carries_the_stores_labels_and_comes_before_its_address() -> None:
    made = definitions(GATE)

    assert [body["kind"] for body in made] == ["ConfigMap", "NetworkPolicy", "Deployment", "Service", "Ingress"]
    for body in made:
        assert body["metadata"]["labels"].items() >= OURS.items()
    pod = next(body for body in made if body["kind"] == "Deployment")["spec"]["template"]
    assert pod["metadata"]["labels"].items() >= OURS.items()
    assert pod["spec"]["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True


def test_only_the_ingress_controller_reaches_the_gate_and_it_reaches_nobody() -> None:
    (policy,) = (body["spec"] for body in definitions(GATE) if body["kind"] == "NetworkPolicy")

    (rule,) = policy["ingress"]
    (source,) = rule["from"]
    assert source["podSelector"]["matchLabels"] == {"app": "traefik"}
    assert source["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "traefik"}
    assert (policy["policyTypes"], policy.get("egress")) == (["Ingress", "Egress"], None)


def test_the_gate_of_a_shop_on_https_shows_its_certificate() -> None:
    secure = Gate("store-demo", OURS, VALUES["store"], {**VALUES["ingress"], "tls": True}, image="gate:1")
    (address,) = (body["spec"] for body in definitions(secure) if body["kind"] == "Ingress")

    assert address["tls"] == [{"hosts": ["demo.localhost"], "secretName": "web-tls"}]


def test_an_ingress_that_ignores_the_priority_is_told_with_what_to_do() -> None:
    street = Street()

    with pytest.raises(GateFailed, match="did not close within 5 seconds: the shop's address gives the answer 200") as failed:
        close(street.cluster.kube(), GATE, lambda: Answer(200), soon())

    assert PRIORITY in failed.value.message


def test_a_gate_that_answers_on_one_of_several_controllers_only_is_not_closed() -> None:
    street = Street()
    turns = iter([True, True, False] * 100)

    with pytest.raises(GateFailed):
        close(street.cluster.kube(), GATE, lambda: Answer(503, gate=next(turns)), soon())


def test_a_gate_whose_pod_does_not_run_is_not_put_in_front_of_the_shop() -> None:
    street = Street()
    street.runs = False

    with pytest.raises(NotReady, match="the gate did not become ready"):
        close(street.cluster.kube(), GATE, street.look, soon())

    assert INGRESS not in street.cluster.objects


def test_a_gate_whose_shop_does_not_answer_is_closed_again_with_all_that_was_noted() -> None:
    street = Street()
    kube = street.cluster.kube()
    _, since = close(kube, GATE, street.look, soon())
    note(kube, "store-demo", "loading", "OP000007")
    street.shop = Answer(502)

    with pytest.raises(
        GateFailed, match="did not answer within 5 seconds after its gate was opened: its address gave the answer 502"
    ):
        reopen(kube, GATE, street.look, soon())
    assert {*PARTS, INGRESS} <= set(street.cluster.objects)
    assert notes(kube, "store-demo") == {"loading": "OP000007"}

    street.shop = Answer(301)
    assert reopen(kube, GATE, street.look, soon()) == (True, since)
    assert list(street.cluster.objects) == [SPACE]


def test_a_shop_whose_gate_was_open_all_along_gets_none_because_it_does_not_answer() -> None:
    street = Street()
    street.shop = Answer(502)

    with pytest.raises(GateFailed):
        reopen(street.cluster.kube(), GATE, street.look, soon())
    assert list(street.cluster.objects) == [SPACE]


class Elements(html.parser.HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@pytest.mark.parametrize(
    "name", ["</title><script>alert(1)</script>", '" onload="x', "{0} {name} %s $(id) {{ 7 * 7 }}", "Tè & Köln"]
)
def test_a_name_is_text_in_every_page_whatever_it_holds(name: str) -> None:
    usual, found = pages("Demo", "#123456"), pages(name, "#123456")

    for language in ("en", "de"):
        page = Elements(found[f"{language}.html"])
        assert page.found == Elements(usual[f"{language}.html"]).found
        assert name in page.text
        assert json.loads(found[f"{language}.json"])["message"].startswith(name)


def test_a_colour_that_is_none_never_reaches_the_page() -> None:
    assert "url(" not in pages("Demo", "#123456; background: url(//x)")["en.html"]


@pytest.mark.parametrize(("color", "ink"), [("#000000", "#ffffff"), ("#F2C200", "#000000"), ("#1f5f54", "#ffffff")])
def test_the_ink_on_a_colour_can_be_read(color: str, ink: str) -> None:
    assert ink_on(color) == ink


ARGUMENTS: dict[str, Any] = {
    "kubeconfig": "/k",
    "context": "",
    "state": "closed",
    "namespace": "store-demo",
    "labels": OURS,
    "values": VALUES,
    "url": "http://demo.localhost",
    "address": "127.0.0.1",
    "port": 80,
    "timeout": 0,
}


@pytest.fixture
def street(monkeypatch: pytest.MonkeyPatch) -> Street:
    """What the task meets behind any kubeconfig and any address."""
    street = Street()
    monkeypatch.setattr(action, "connect", lambda _: street.cluster.kube())
    monkeypatch.setattr(action, "looker", lambda _: street.look)
    return street


def images(folder: Path, **names: str) -> str:
    """A file of images."""
    (folder / "images.json").write_text(json.dumps(names))
    return str(folder / "images.json")


def test_the_task_says_when_it_closed_and_opened_and_how_long_it_was(street: Street, tmp_path: Path) -> None:
    arguments = {**ARGUMENTS, "images": images(tmp_path, gate="gate:1")}

    closed = run(action.GateAction, arguments)
    opened = run(action.GateAction, {**arguments, "state": "open"})
    again = run(action.GateAction, {**arguments, "state": "open"})

    assert (closed["changed"], closed["gate"]["opened_at"], closed["gate"]["seconds"]) == (True, None, None)
    assert opened["gate"]["closed_at"] == closed["gate"]["closed_at"]
    assert 0 <= opened["gate"]["seconds"] < 60
    assert (again["changed"], "gate" in again) == (False, False)


def test_an_image_that_is_missing_is_told_before_anything_is_touched(street: Street, tmp_path: Path) -> None:
    result = run(action.GateAction, {**ARGUMENTS, "images": images(tmp_path, medusa="shop:1")})

    assert (result["failed"], result["reason"]) == (True, InvalidRequest.reason)
    assert result["msg"].startswith("The image of the gate is not there yet")
    assert street.cluster.requests == []


def test_a_gate_can_be_opened_where_its_image_is_gone(street: Street, tmp_path: Path) -> None:
    run(action.GateAction, {**ARGUMENTS, "images": images(tmp_path, gate="gate:1")})

    assert run(action.GateAction, {**ARGUMENTS, "state": "open", "images": images(tmp_path)})["changed"]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [(None, NotFound.reason), ({**OURS, "storeyard/installation": "elsewhere"}, NamespaceNotOurs.reason)],
    ids=["no store", "another installation's"],
)
@pytest.mark.parametrize("do", [action.GateAction, action.DrainAction])
def test_a_namespace_that_is_not_there_or_not_ours_is_left_alone(
    do: Any, labels: dict[str, str] | None, reason: str, street: Street, tmp_path: Path
) -> None:
    street.cluster.objects.clear()
    if labels:
        street.cluster.put(SPACE, metadata={"labels": labels})
    asked = {**ARGUMENTS, "images": images(tmp_path, gate="gate:1")}
    if do is action.DrainAction:
        asked = {
            **{name: ARGUMENTS[name] for name in ("kubeconfig", "context", "namespace", "labels", "timeout")},
            "state": "awake",
        }

    result = run(do, asked)

    assert (result["failed"], result["reason"]) == (True, reason)
    assert street.cluster.written() == []


WEB, CRON = f"{APPS}/deployments/web", "/apis/batch/v1/namespaces/store-demo/cronjobs/cron"
LABELS = {**OURS, "app.kubernetes.io/component": "web"}


@pytest.fixture
def shop() -> Street:
    """A shop that runs, with timed work, and whose pod ends when it is to."""
    street = Street()
    street.cluster.put(WEB, metadata={"labels": LABELS, "generation": 1}, spec={"replicas": 1}, status=READY)
    street.cluster.put(CRON, metadata={"labels": {**OURS, "app.kubernetes.io/component": "cron"}}, spec={"suspend": False})
    street.cluster.put(f"{SPACE}/pods/web-1", metadata={"labels": LABELS}, status={"phase": "Running"})
    return street


def ends(street: Street) -> None:
    """Pods of the shop end once none is wanted."""
    settle = street.cluster.on_request

    def both(request: httpx.Request) -> httpx.Response | None:
        settle(request)
        if street.cluster.objects[WEB]["spec"]["replicas"] == 0:
            street.cluster.objects.pop(f"{SPACE}/pods/web-1", None)
        listing = request.url.path.rsplit("/", 1)[-1] == "cronjobs"
        return httpx.Response(200, json={"items": [street.cluster.objects[CRON]]}) if listing else None

    street.cluster.on_request = both


def do(what: Callable[..., bool], street: Street, *, dry_run: bool = False) -> bool:
    """Drain or wake."""
    return what(street.cluster.kube(), namespace="store-demo", store_id="demo", deadline=soon(), dry_run=dry_run)


def test_a_drained_shop_has_no_pod_and_no_timed_work_and_wakes_again(shop: Street) -> None:
    ends(shop)

    assert do(drain, shop, dry_run=True)
    assert shop.cluster.written() == []
    assert (do(drain, shop), do(drain, shop)) == (True, False)
    assert (shop.cluster.objects[WEB]["spec"]["replicas"], shop.cluster.objects[CRON]["spec"]["suspend"]) == (0, True)
    assert f"{SPACE}/pods/web-1" not in shop.cluster.objects

    assert (do(wake, shop), do(wake, shop)) == (True, False)
    assert (shop.cluster.objects[WEB]["spec"]["replicas"], shop.cluster.objects[CRON]["spec"]["suspend"]) == (1, False)


def test_a_shop_of_several_pods_wakes_with_as_many(shop: Street) -> None:
    ends(shop)
    shop.cluster.objects[WEB]["metadata"]["annotations"] = {"storeyard/replicas": "2"}
    shop.cluster.objects[WEB]["spec"]["replicas"] = 2

    assert do(drain, shop)
    assert do(wake, shop)

    assert shop.cluster.objects[WEB]["spec"]["replicas"] == 2


def test_a_shop_that_has_grown_is_left_as_it_is_unless_it_is_at_rest(shop: Street) -> None:
    ends(shop)
    web = shop.cluster.objects[WEB]
    web["metadata"]["annotations"] = {"storeyard/replicas": "2", "storeyard/autoscaled": "6"}
    web["spec"]["replicas"] = 5

    assert not do(wake, shop), "the autoscaler has chosen that"
    start_autoscaled(shop.cluster.kube(), namespace="store-demo", store_id="demo")
    assert shop.cluster.objects[WEB]["spec"]["replicas"] == 5

    assert do(drain, shop)
    start_autoscaled(shop.cluster.kube(), namespace="store-demo", store_id="demo")
    assert shop.cluster.objects[WEB]["spec"]["replicas"] == 2
    assert do(drain, shop)
    assert do(wake, shop)
    assert shop.cluster.objects[WEB]["spec"]["replicas"] == 2


def test_helm_starts_a_shop_whose_number_of_pods_is_in_its_release(shop: Street) -> None:
    shop.cluster.objects[WEB]["spec"]["replicas"] = 0

    start_autoscaled(shop.cluster.kube(), namespace="store-demo", store_id="demo")

    assert shop.cluster.written() == []


def test_a_pod_that_does_not_end_is_named(shop: Street) -> None:
    ends(shop)
    shop.cluster.put(f"{SPACE}/pods/web-2", metadata={"labels": LABELS}, status={"phase": "Running"})

    with pytest.raises(DrainFailed, match="pods of the shop did not end within 5 seconds: web-2"):
        do(drain, shop)


def test_timed_work_that_runs_is_let_finish_before_the_shop_goes(shop: Street) -> None:
    ends(shop)
    labels = {**OURS, "app.kubernetes.io/component": "cron"}
    shop.cluster.put(f"{SPACE}/pods/cron-1", metadata={"labels": labels}, status={"phase": "Running"})

    with pytest.raises(DrainFailed, match="cron-1"):
        do(drain, shop)
    assert shop.cluster.objects[WEB]["spec"]["replicas"] == 1

    shop.cluster.objects[f"{SPACE}/pods/cron-1"]["status"]["phase"] = "Succeeded"
    assert do(drain, shop)


def test_what_helm_owns_is_not_taken_from_it(shop: Street) -> None:
    ends(shop)
    fields = {"fieldsV1": {"f:spec": {"f:replicas": {}}}, "operation": "Update"}
    helm: Object = {"manager": "helm", "operation": "Apply", "fieldsV1": {"f:spec": {"f:replicas": {}}}}
    shop.cluster.objects[WEB]["metadata"]["managedFields"] = [helm, {**fields, "manager": "storeyard"}]

    do(drain, shop)

    assert shop.cluster.objects[WEB]["metadata"]["managedFields"] == [helm]
