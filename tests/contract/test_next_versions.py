"""The next versions of engines, which upgrades are tested with: what they are made of, and the charts that offer them."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.charts import chart_version
from functions.domain.engine import Engine
from tests.cluster.installation import PROJECT
from tests.cluster.next_images import BROKEN, SOURCES, has_next, next_charts, next_version

ENGINES = FileCatalogue(PROJECT / "charts").engines()


def test_every_next_version_is_of_an_engine_and_fails_in_each_way_that_tests_ask_for() -> None:
    folders = sorted(folder for folder in SOURCES.iterdir())

    assert folders == sorted(SOURCES / engine.images[0] for engine in ENGINES.values() if has_next(engine))
    assert folders
    for folder in folders:
        (program,) = folder.glob("build.*")
        assert f" VERSION [{' | '.join(BROKEN)}]" in program.read_text()
        assert (folder / "Containerfile").read_text().splitlines()[-1] == "USER 10001:10001"


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_the_next_charts_offer_the_engine_one_version_on_and_the_others_as_they_are(engine: Engine, tmp_path: Path) -> None:
    charts = next_charts(engine, tmp_path)

    found = FileCatalogue(charts)
    assert found.problems() == {}
    versions = {name: each.version for name, each in found.engines().items()}
    assert versions == {name: each.version for name, each in ENGINES.items()} | {engine.name: next_version(engine.version)}
    assert chart_version(charts / engine.name) == next_version(chart_version(PROJECT / "charts" / engine.name))
    about = (charts / engine.name / "Chart.yaml").read_text()
    assert f'appVersion: "{next_version(engine.version)}"' in about
    library = "store-common"
    assert f"name: {library}\n    version: {chart_version(charts / library)}" in about
    assert (charts / engine.name / "charts" / library / "Chart.yaml").is_file()


def test_the_next_version_is_a_patch_release() -> None:
    assert next_version("2.21.9") == "2.21.10"
