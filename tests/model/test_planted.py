"""The model finds bugs: each of these, planted into the real code, breaks a rule, and the steps that lead there are named."""

from __future__ import annotations

import pytest

from tests.model.conftest import Say
from tests.model.explore import Explorer
from tests.model.planted import BUGS, Bug
from tests.model.report import CounterExample


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name for bug in BUGS])
def test_a_planted_bug_is_found(bug: Bug, monkeypatch: pytest.MonkeyPatch, say: Say) -> None:
    monkeypatch.setattr(bug.owner, bug.function, bug.planted())

    with pytest.raises(CounterExample) as found:
        Explorer(bug.case().scenario).run()

    say(f"Found: {bug.name}. {found.value}")
    assert found.value.rule in bug.rules
    assert len(found.value.path) >= 2
    assert all(f"{number}. {label}" in str(found.value) for number, label in enumerate(found.value.path, 1))
