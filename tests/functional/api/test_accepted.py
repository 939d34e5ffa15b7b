"""What was accepted is answered as accepted, and what is not known is said to be not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.application.ports.repository import Change
from functions.domain.errors import OutcomeUnknown, Unavailable
from tests.fakes import FakeCatalogue
from tests.fakes.charts import PLAN, write_engine
from tests.functional.api.client import Api, FakePlatform

VERIFY = {"kind": "verify"}


@pytest.fixture
def charts(tmp_path: Path) -> Path:
    """A folder with two engines."""
    for name in ("medusa", "woocommerce"):
        write_engine(tmp_path, name)
    return tmp_path


@pytest.fixture
def yard(charts: Path) -> Api:
    """An API whose engines come from files."""
    return Api(FakePlatform(catalogue=FileCatalogue(charts)))


def break_engine(charts: Path, name: str = "medusa") -> None:
    (charts / name / "engine.yml").write_text("title: [")


def test_what_is_accepted_is_answered_as_accepted_though_an_engine_breaks_meanwhile(
    yard: Api, charts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yard.platform.waker, "wake", lambda _: break_engine(charts))

    assert yard.create("demo").status == 202
    assert yard.call("DELETE", "/api/stores/demo").status == 202


def test_one_broken_engine_takes_no_stores_away(yard: Api, charts: Path) -> None:
    yard.create("broken", engine="medusa")
    yard.create("well", engine="woocommerce")
    break_engine(charts)

    assert [store["id"] for store in yard.get("/api/stores").json["items"]] == ["broken", "well"]
    assert yard.get("/api/stores/broken").status == yard.get("/api/stores/well").status == 200
    assert yard.get("/api/plans").status == 200
    assert yard.create("another", engine="woocommerce").status == 202
    assert yard.call("DELETE", "/api/stores/broken").status == 202


def test_a_plan_says_in_how_many_pods_a_shop_of_each_engine_runs(yard: Api, charts: Path) -> None:
    several = {"small": PLAN, "large": {**PLAN, "replicas": 2}}
    write_engine(charts, scales=True, images=["medusa", "postgresql", "valkey"], plans=several)

    found = {plan["name"]: plan["replicas"] for plan in yard.get("/api/plans").json["items"]}

    assert found == {"small": {"medusa": 1, "woocommerce": 1}, "large": {"medusa": 2, "woocommerce": 1}}


def test_a_plan_says_how_far_a_shop_grows(yard: Api, charts: Path) -> None:
    growing = {"small": PLAN, "large": {**PLAN, "quota": {}, "replicas": 2, "autoscale": {"max": 6, "cpu": 80}}}
    write_engine(charts, scales=True, images=["medusa", "postgresql", "valkey"], plans=growing)

    found = {plan["name"]: (plan["replicas"]["medusa"], plan["grows_to"]) for plan in yard.get("/api/plans").json["items"]}

    assert found == {"small": (1, {}), "large": (2, {"medusa": 6})}


def test_a_store_on_a_broken_engine_is_refused_with_the_reason(yard: Api, charts: Path) -> None:
    break_engine(charts)

    reply = yard.create("demo", engine="medusa")

    assert reply.status == 422
    assert reply.json["errors"][0]["field"] == "engine"
    assert reply.json["errors"][0]["rule"].startswith("is not available here: charts/medusa/engine.yml cannot be read: ")
    assert str(charts) not in reply.text


def test_a_broken_engine_is_listed_as_not_available_with_the_reason(yard: Api, charts: Path) -> None:
    break_engine(charts)

    medusa, woocommerce = yard.get("/api/engines").json["items"]

    assert (medusa["name"], medusa["available"]) == ("medusa", False)
    assert medusa["message"].startswith("charts/medusa/engine.yml cannot be read: ")
    assert str(charts) not in medusa["message"]
    assert (woocommerce["available"], woocommerce["message"]) == (True, "")


def test_an_engine_without_images_says_so() -> None:
    catalogue = FakeCatalogue()
    catalogue.missing = ("medusa",)

    medusa = Api(FakePlatform(catalogue=catalogue)).get("/api/engines").json["items"][0]

    assert (medusa["available"], medusa["message"]) == (False, "Its images are not built here.")


def losing_answers(api: Api, monkeypatch: pytest.MonkeyPatch, *, applied: bool, then_down: bool = False) -> None:
    """Let commits get no answer from here on, whether they are applied or not."""
    repository, commit = api.platform.repository, api.platform.repository.commit

    def lost(*changes: Change) -> None:
        if applied:
            commit(*changes)
        repository.down = then_down
        raise OutcomeUnknown("table secret-table did not answer")

    monkeypatch.setattr(repository, "commit", lost)


def test_a_write_whose_answer_was_lost_is_accepted_if_it_is_there(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    losing_answers(api, monkeypatch, applied=True)

    reply = api.create("demo")

    assert reply.status == 202
    assert api.platform.waker.woken == [reply.json["operation"]["id"]]
    assert api.call("DELETE", "/api/stores/demo").status == 202


@pytest.mark.parametrize(("applied", "then_down"), [(False, False), (True, True)], ids=["not there", "nobody can look"])
def test_a_write_of_which_nothing_is_known_is_not_said_to_have_changed_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch, *, applied: bool, then_down: bool
) -> None:
    losing_answers(api, monkeypatch, applied=applied, then_down=then_down)

    reply = api.create("demo")

    assert (reply.status, reply.json["reason"], reply.headers["retry-after"]) == (503, "OutcomeUnknown", "5")
    assert "nothing was changed" not in reply.text
    assert "it is not known whether this request was accepted" in reply.json["detail"]
    assert "secret-table" not in reply.text


def test_a_refused_write_is_said_to_have_changed_nothing(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*changes: Change) -> None:
        raise Unavailable("The state table is too busy.")

    monkeypatch.setattr(api.platform.repository, "commit", refused)

    assert "nothing was changed" in api.create("demo").json["detail"]
