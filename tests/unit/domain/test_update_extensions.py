"""An update of extensions: which may be named, and what is said of a shop that could not be taken back."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from functions.domain.kinds.base import Ended
from functions.domain.kinds.update_extensions import KIND, SLUGS_MAX, UpdateExtensions
from functions.domain.store import StoreStatus

SAID = {"store": "demo", "safety": "OP9", "revision": 3}


@pytest.mark.parametrize("slugs", [[], ["akismet"], ["a.b_c-d", "My-Theme"], [f"a{n}" for n in range(SLUGS_MAX)]])
def test_extensions_are_named_by_their_slugs(slugs: list[str]) -> None:
    assert list(UpdateExtensions(slugs=slugs).slugs) == slugs


@pytest.mark.parametrize(
    "slugs", [["../x"], ["-rf"], [""], ["a b"], ["{{ 1 }}"], ["a", "a"], [f"a{n}" for n in range(101)], "a"]
)
def test_what_is_no_slug_is_refused(slugs: object) -> None:
    with pytest.raises(ValidationError) as refused:
        UpdateExtensions.model_validate({"slugs": slugs})

    assert {error["loc"][0] for error in refused.value.errors()} == {"slugs"}


@pytest.mark.parametrize(
    ("in_force", "status", "says"),
    [
        ("before", StoreStatus.READY, ""),
        ("old", StoreStatus.READY, ""),
        ("closed", StoreStatus.FAILED, "nothing else was changed yet: ask for the same again"),
        ("changing", StoreStatus.FAILED, "`storeyard store restore demo --backup OP9` goes back to it"),
        ("new", StoreStatus.FAILED, "ask for the same again to open it"),
    ],
)
def test_a_failure_says_the_way_out(in_force: str, status: StoreStatus, says: str) -> None:
    ended = Ended(good=False, before=StoreStatus.READY, result={"upgrade": {**SAID, "in_force": in_force}})

    assert KIND.status_after(ended) is status
    assert says in KIND.way_out(ended)
    assert bool(KIND.way_out(ended)) is bool(says)
