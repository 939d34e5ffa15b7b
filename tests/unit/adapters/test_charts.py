"""Charts that were promised: named by their content, kept, and found again after an update."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from functions.adapters.catalogue import FileCatalogue
from functions.adapters.charts import chart_digest, chart_version, charts_of, forget_charts, keep_chart
from functions.application.ports.runs import TargetGone
from functions.domain.errors import Unavailable
from functions.domain.version import Target

PROJECT = Path(__file__).resolve().parents[3]


def make_chart(root: Path, *, version: str = "0.1.0", name: str = "shop") -> Path:
    """A chart with a library that is a link, as ours are."""
    library = root / "common"
    (library / "templates").mkdir(parents=True, exist_ok=True)
    (library / "templates/_help.tpl").write_text("help")
    chart = root / name
    (chart / "charts").mkdir(parents=True, exist_ok=True)
    (chart / "Chart.yaml").write_text(f"name: {name}\nversion: {version}\n")
    if not (chart / "charts/common").exists():
        (chart / "charts/common").symlink_to("../../common")
    return chart


def target_of(chart: Path) -> Target:
    return Target(engine_version="1", chart_version=chart_version(chart), chart_digest=chart_digest(chart), images={})


def test_a_digest_is_of_all_that_is_in_a_chart_and_of_nothing_else(tmp_path: Path) -> None:
    chart, copy = make_chart(tmp_path / "a"), make_chart(tmp_path / "b")
    digest = chart_digest(chart)

    assert chart_digest(copy) == digest
    (tmp_path / "b/common/templates/_help.tpl").write_text("more help")
    assert chart_digest(copy) != digest
    (tmp_path / "a/shop/values.yaml").write_text("")
    assert chart_digest(chart) != digest


def test_what_was_promised_is_found_again_after_an_update(tmp_path: Path) -> None:
    charts, kept = tmp_path / "charts", tmp_path / "home/charts"
    promised = target_of(make_chart(charts))
    keep_chart(charts / "shop", promised.chart_digest, kept)
    keep_chart(charts / "shop", promised.chart_digest, kept)
    assert charts_of(promised, "shop", charts=charts, root=kept) == charts

    make_chart(charts, version="0.2.0")

    found = charts_of(promised, "shop", charts=charts, root=kept)
    assert found == kept / promised.chart_digest
    assert chart_version(found / "shop") == "0.1.0"
    assert chart_digest(found / "shop") == promised.chart_digest
    assert (found / "shop/charts/common/templates/_help.tpl").read_text() == "help"
    assert [path.name for path in kept.iterdir()] == [promised.chart_digest]


def test_copies_that_nothing_waits_for_go_and_the_others_stay(tmp_path: Path) -> None:
    charts, kept = tmp_path / "charts", tmp_path / "home/charts"
    old, new = (target_of(make_chart(charts, version=version)) for version in ("0.1.0", "0.2.0"))
    for target in (old, new):
        keep_chart(charts / "shop", target.chart_digest, kept)
    (kept / ".keeping-broken-off").mkdir()

    assert set(forget_charts(kept, {new.chart_digest})) == {old.chart_digest, ".keeping-broken-off"}
    assert [path.name for path in kept.iterdir()] == [new.chart_digest]


def test_where_nothing_was_kept_nothing_goes(tmp_path: Path) -> None:
    assert forget_charts(tmp_path / "charts", set()) == []


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_not_kept_is_refused_in_one_sentence(tmp_path: Path, kept: bool) -> None:
    promised = target_of(make_chart(tmp_path / "charts"))
    make_chart(tmp_path / "charts", version="0.2.0")

    with pytest.raises(TargetGone, match=r"The chart shop 0\.1\.0 that was promised is not here any more"):
        charts_of(promised, "shop", charts=tmp_path / "charts", root=tmp_path / "nothing" if kept else None)


def test_a_chart_that_cannot_be_kept_or_read_is_named(tmp_path: Path) -> None:
    chart = make_chart(tmp_path)
    (tmp_path / "file").touch()

    with pytest.raises(Unavailable, match=r"The chart .*shop cannot be kept in .*file/charts"):
        keep_chart(chart, "digest", tmp_path / "file/charts")
    (chart / "Chart.yaml").write_text("name: shop\n")
    with pytest.raises(Unavailable, match=r"Chart\.yaml cannot be read: 'version'"):
        chart_version(chart)
    (chart / "Chart.yaml").unlink()
    (chart / "Chart.yaml").symlink_to("nowhere")
    with pytest.raises(Unavailable, match=r"The chart .* cannot be read: No such file"):
        chart_digest(chart)


def test_of_two_that_keep_a_chart_at_once_neither_leaves_its_work_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart, root = make_chart(tmp_path), tmp_path / "kept"

    def copy_while_a_rival_finishes(source: Path, target: Path) -> None:
        monkeypatch.undo()
        shutil.copytree(source, target)
        keep_chart(chart, "digest", root)

    monkeypatch.setattr("functions.adapters.charts.shutil.copytree", copy_while_a_rival_finishes)

    keep_chart(chart, "digest", root)

    assert [entry.name for entry in root.iterdir()] == ["digest"]


def test_a_chart_that_can_be_kept_in_part_only_is_not_kept(tmp_path: Path) -> None:
    chart, root = make_chart(tmp_path), tmp_path / "kept"
    (chart / "lost.yaml").symlink_to("nowhere")

    with pytest.raises(Unavailable, match=r"The chart .*shop cannot be kept in .*kept: .*lost\.yaml"):
        keep_chart(chart, "digest", root)

    assert list(root.iterdir()) == []


def test_the_catalogue_promises_what_is_there_now_and_keeps_it(tmp_path: Path) -> None:
    images = tmp_path / "images.json"
    catalogue = FileCatalogue(PROJECT / "charts", images, tmp_path / "kept")
    engine = next(iter(catalogue.engines().values()))
    images.write_text(json.dumps({engine.images[0]: "registry.example/shop:1", "other": "x"}))

    target = catalogue.target(engine)

    assert target.engine_version == engine.version
    assert target.images == {engine.images[0]: "registry.example/shop:1"}
    assert target.chart_digest == chart_digest(PROJECT / "charts" / engine.name)
    assert (tmp_path / "kept" / target.chart_digest / engine.name / "Chart.yaml").is_file()
    assert FileCatalogue(PROJECT / "charts").target(engine) == target.model_copy(update={"images": {}})
