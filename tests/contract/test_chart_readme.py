"""The README of a chart is generated, and leaves nothing out that can be set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import chart_readme

each_chart = pytest.mark.parametrize("chart", chart_readme.CHARTS, ids=lambda chart: chart.name)


def paths(content: Any, above: str = "") -> Iterator[str]:
    """Every value of a chart that is no object of others, by its path."""
    for name, value in content.items():
        if isinstance(value, dict) and value:
            yield from paths(value, f"{above}{name}.")
        else:
            yield f"{above}{name}"


@pytest.mark.parametrize("path", chart_readme.generated(), ids=lambda path: str(path.relative_to(chart_readme.PROJECT)))
def test_what_is_generated_is_what_is_committed(path: Path) -> None:
    assert path.exists(), "run `python -m scripts.chart_readme`"
    assert path.read_text(encoding="utf-8") == chart_readme.generated()[path], "run `python -m scripts.chart_readme`"


@each_chart
def test_every_value_is_named_or_part_of_one_that_is(chart: Path) -> None:
    text = (chart / "values.yaml").read_text(encoding="utf-8")
    named = {".".join(value.path) for value in chart_readme.leaves(text)}

    every = list(paths(yaml.safe_load(text)))

    assert len(every) > 50
    assert [path for path in every if not any(path == name or path.startswith(f"{name}.") for name in named)] == []


@each_chart
def test_every_value_but_sizes_is_described(chart: Path) -> None:
    values = chart_readme.leaves((chart / "values.yaml").read_text(encoding="utf-8"))

    assert [value.path for value in values if not value.comment and "resources" not in value.path] == []


def test_a_described_object_is_one_value_and_its_parts_are_not() -> None:
    text = "# Of pods.\n# -- Which\n# pods.\nlabels:\n  a: b\n"
    text += "web:\n  # -- How many.\n  replicas: 1\n  resources:\n    limits: {cpu: 1}\n"

    assert [(".".join(value.path), value.comment) for value in chart_readme.leaves(text)] == [
        ("labels", "Which pods."),
        ("web.replicas", "How many."),
        ("web.resources.limits", ""),
    ]
