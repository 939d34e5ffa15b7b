"""engine.yml: what is read of it, and which rule it breaks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.catalogue import FileCatalogue, read_engine
from functions.adapters.charts import chart_digest
from functions.domain.errors import Unavailable
from tests.fakes.charts import ENGINE, PLAN, write_engine


def test_it_holds_todays_chart_and_the_copies_that_were_kept(tmp_path: Path) -> None:
    charts, kept = tmp_path / "charts", tmp_path / "kept"
    charts.mkdir()
    write_engine(charts, "medusa")
    catalogue = FileCatalogue(charts, None, kept)
    target = catalogue.target(catalogue.engines()["medusa"])
    (charts / "medusa/Chart.yaml").write_text("version: 2.0.0")
    today = chart_digest(charts / "medusa")

    assert catalogue.holds("medusa", target.chart_digest)
    assert catalogue.holds("medusa", today)
    assert not catalogue.holds("woocommerce", target.chart_digest)
    assert not catalogue.holds("medusa", "another")
    without = FileCatalogue(charts)
    assert (without.holds("medusa", today), without.holds("medusa", target.chart_digest)) == (True, False)


def test_engines_are_read_from_their_folders(tmp_path: Path) -> None:
    write_engine(tmp_path, "woocommerce", title="WooCommerce")
    write_engine(tmp_path)
    (tmp_path / "store-common").mkdir()
    (tmp_path / "engine.schema.json").write_text("{}")

    engines = FileCatalogue(tmp_path).engines()

    assert list(engines) == ["medusa", "woocommerce"]
    medusa = engines["medusa"]
    assert (medusa.title, medusa.images, medusa.currencies) == ("Medusa", ("medusa", "postgresql"), None)
    assert medusa.secret_keys["admin-email"].source == "admin_email"
    assert medusa.plans["small"].values == PLAN["values"]


def test_no_charts_are_no_engines(tmp_path: Path) -> None:
    assert FileCatalogue(tmp_path / "nowhere").engines() == {}


def test_a_file_is_read_again_only_when_it_changed(tmp_path: Path) -> None:
    file = write_engine(tmp_path)
    catalogue = FileCatalogue(tmp_path)
    first = catalogue.engines()
    assert catalogue.engines() is first

    write_engine(tmp_path, title="Medusa Two")
    os.utime(file, ns=(1, 1))

    assert catalogue.engines()["medusa"].title == "Medusa Two"


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "nothing of a field": ({"title": None}, "title: Field required"),
    "unknown field": ({"colour": "red"}, "colour: Extra inputs are not permitted"),
    "version a number": ({"version": 2.21}, "version: Input should be a valid string"),
    "quota a number": ({"plans": {"small": {"quota": {"pods": 10}, "values": {}}}}, "plans.small.quota.pods: Input should be"),
    "plan without quota": ({"plans": {"small": {"values": {}}}}, "plans.small.quota: Field required"),
    "a third image for nothing": ({"images": ["a", "b", "c"]}, "images: must be 3 where the engine says scales: true, and 2"),
    "several pods that cannot agree": ({"scales": True}, "images: must be 3 where the engine says scales: true"),
    "several pods of an engine that has one": (
        {"plans": {"large": {**PLAN, "replicas": 2}}},
        "plans.large.replicas: must be 1, since the engine does not say scales: true",
    ),
    "growth of an engine that has one pod": (
        {"plans": {"large": {**PLAN, "autoscale": {"max": 2, "cpu": 80}}}},
        "plans.large.autoscale: must be left out, since the engine does not say scales: true",
    ),
    "growth without room": (
        {
            "images": ["a", "b", "c"],
            "scales": True,
            "plans": {"large": {"quota": {"pods": "5"}, "values": {}, "autoscale": {"max": 2, "cpu": 80}}},
        },
        "plans.large.quota.pods: is too little for autoscale.max: 3 pods of the shop",
    ),
    "no pod at all": ({"plans": {"small": {**PLAN, "replicas": 0}}}, "plans.small.replicas: Input should be greater than 0"),
    "secret from nowhere": ({"secret_keys": {"key": {}}}, "secret_keys.key: must have exactly one of"),
    "secret from two": ({"secret_keys": {"key": {"length": 2, "hex": 2}}}, "secret_keys.key: must have exactly one of"),
    "another name": ({"name": "other"}, "name: must be the folder's, medusa, not other"),
}


@pytest.mark.parametrize(("changes", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_file_is_named_with_the_rule(tmp_path: Path, changes: dict[str, Any], rule: str) -> None:
    file = write_engine(tmp_path)
    content = {**ENGINE, **changes}
    file.write_text(yaml.safe_dump({key: value for key, value in content.items() if value is not None}))

    with pytest.raises(Unavailable, match=rule) as caught:
        read_engine(file)

    assert str(file) in caught.value.message


NOT_ENGINES = [
    b"",
    b"[]",
    b"{a: b: c}",
    b"\xff\xfe\x00",
    b"!!python/object/apply:os.system ['true']",
    b"version: 2024-99-99",
]


@pytest.mark.parametrize("content", NOT_ENGINES, ids=range(len(NOT_ENGINES)))
def test_one_broken_file_leaves_the_other_engines_on_offer(tmp_path: Path, content: bytes) -> None:
    write_engine(tmp_path)
    write_engine(tmp_path, "woocommerce").write_bytes(content)

    catalogue = FileCatalogue(tmp_path)

    assert list(catalogue.engines()) == ["medusa"]
    assert list(catalogue.problems()) == ["woocommerce"]
    assert catalogue.problems()["woocommerce"].startswith("charts/woocommerce/engine.yml")
    assert str(tmp_path) not in catalogue.problems()["woocommerce"]


def test_a_file_that_may_not_be_read_leaves_the_others_on_offer(tmp_path: Path) -> None:
    write_engine(tmp_path)
    (tmp_path / "woocommerce").mkdir()
    (tmp_path / "woocommerce" / "engine.yml").symlink_to("nowhere")
    catalogue = FileCatalogue(tmp_path)

    assert list(catalogue.engines()) == ["medusa"]
    assert str(tmp_path) not in str(catalogue.problems())


def test_a_plan_more_takes_no_other_engine_away(tmp_path: Path) -> None:
    write_engine(tmp_path)
    write_engine(tmp_path, "woocommerce", plans={"small": PLAN, "large": PLAN, "huge": PLAN})

    assert list(FileCatalogue(tmp_path).engines()) == ["medusa", "woocommerce"]


def test_a_broken_file_is_looked_at_again_until_it_is_mended(tmp_path: Path) -> None:
    write_engine(tmp_path).write_text("[]")
    catalogue = FileCatalogue(tmp_path)
    assert catalogue.engines() == {}
    assert list(catalogue.problems()) == ["medusa"]

    write_engine(tmp_path)

    assert list(catalogue.engines()) == ["medusa"]
    assert catalogue.problems() == {}


def test_a_broken_file_is_named_in_the_log_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_engine(tmp_path).write_text("[]")
    catalogue = FileCatalogue(tmp_path)

    for _ in range(3):
        catalogue.engines()

    assert [vars(record)["engine"] for record in caplog.records] == ["medusa"]


def test_images_that_were_not_built_are_named(tmp_path: Path) -> None:
    write_engine(tmp_path)
    built = tmp_path / "images.json"
    catalogue = FileCatalogue(tmp_path, built)
    medusa = catalogue.engines()["medusa"]

    assert catalogue.missing_images(medusa) == (), "nobody knows what was built"
    built.write_text('{"postgresql": "localhost/storeyard/postgresql:1"}')
    assert catalogue.missing_images(medusa) == ("medusa",)
    built.write_text('{"postgresql": "p:1", "medusa": "m:1"}')
    assert catalogue.missing_images(medusa) == ()


def test_a_cluster_may_have_images_of_its_own(tmp_path: Path) -> None:
    write_engine(tmp_path)
    catalogue = FileCatalogue(tmp_path, tmp_path / "images.json")
    medusa = catalogue.engines()["medusa"]
    (tmp_path / "images.json").write_text('{"postgresql": "here/p:1"}')
    (tmp_path / "images.east.json").write_text('{"postgresql": "east/p:1", "medusa": "east/m:1"}')

    assert catalogue.missing_images(medusa, "east") == ()
    assert catalogue.missing_images(medusa, "west") == ("medusa",)
    assert catalogue.missing_images(medusa) == (), "a store can be made on it somewhere"
    assert catalogue.images("east")["postgresql"] == "east/p:1"
    assert catalogue.images("west") == catalogue.images() == {"postgresql": "here/p:1"}


def test_a_file_of_images_that_is_broken_is_told(tmp_path: Path) -> None:
    write_engine(tmp_path)
    (tmp_path / "images.json").write_text("{")
    catalogue = FileCatalogue(tmp_path, tmp_path / "images.json")

    with pytest.raises(Unavailable, match=r"images\.json cannot be read"):
        catalogue.missing_images(catalogue.engines()["medusa"])
