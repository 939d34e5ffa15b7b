"""What a field of a store's spec says of itself beside its type, for what is generated from it (scripts/generate_spec.py)."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Note:
    """Stands beside the type of a field.

    `chart`: its value goes to the engine's chart, as `store.<name in camelCase>`, or as `store.<chart_name>`. `listed`: the
    field names one of the things of this collection of the API. `filled_in`: what stands for it if a request leaves it out. Not
    `asked`: the platform alone says it, and a request cannot. `without`: only engines whose `settings` name the field know
    another value of it than its default; why others do not, about `{engine}`.
    """

    chart: bool = False
    chart_name: str = ""
    listed: str = ""
    filled_in: str = ""
    asked: bool = True
    without: str = ""


def note_of(field: FieldInfo) -> Note:
    """Return what a field says of itself."""
    return next((each for each in field.metadata if isinstance(each, Note)), Note())


def chart_names(spec: type[BaseModel]) -> dict[str, str]:
    """Return the fields that go to the chart, each with its name there."""
    notes = {name: note_of(field) for name, field in spec.model_fields.items()}
    return {name: note.chart_name or _camel(name) for name, note in notes.items() if note.chart}


def _camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(word.capitalize() for word in more)
