"""What a playbook is told of its operation."""

from __future__ import annotations

import pytest

from functions.application.variables import playbook_variables
from tests.fakes.samples import operation, spec


def test_a_playbook_is_told_the_spec_the_owner_and_the_parameters_and_nothing_that_roles_do_not_know() -> None:
    fields = spec().model_dump(mode="json")
    asked = operation(owner="olga", spec={**fields, "colour_of_a_newer_version": "red"}, parameters={"adopt": True})

    assert playbook_variables(asked) == {
        **{f"store_{name}": value for name, value in fields.items()},
        "store_owner": "olga",
        "store_provision_adopt": True,
    }


@pytest.mark.parametrize(("source", "told"), [("schedule", True), ("api", None), ("", None)])
def test_a_playbook_is_told_where_nobody_but_the_schedule_asked_for_it(source: str, told: bool | None) -> None:
    assert playbook_variables(operation(source=source)).get("store_scheduled") is told
