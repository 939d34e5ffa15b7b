"""What goes wrong in a shop, in words for callers, and what of it is for the log."""

from __future__ import annotations

import pytest

from functions.application.ports.shops import NoAnswer, Refused, TooOld, Unsure, VerifyFailed
from functions.application.shopping import told
from functions.domain.errors import InvalidRequest, OutOfStock, ShopUnavailable, StoreyardError, Unavailable, UpgradeNeeded

NOTHING_DONE = "right now; nothing was changed there. Try again soon."


@pytest.mark.parametrize(
    ("failed", "cause", "what"),
    [
        (NoAnswer("the shop did not answer: refused", step="GET /x"), "the shop did not answer: refused", "does not answer"),
        (Refused("broke", step="POST /x", status=500, said="Ada"), "500 to POST /x", "cannot answer"),
        (Refused("no", step="POST /x", status=429), "429 to POST /x", "cannot answer"),
        (VerifyFailed("Ada", step="GET /x"), "odd answer to GET /x", "answers in a way that cannot be understood"),
        (KeyError("Ada"), "KeyError", "answers in a way that cannot be understood"),
        (Unavailable("no route"), "no route", "cannot be reached"),
    ],
)
def test_of_a_shop_that_did_nothing_callers_and_the_log_are_told(failed: Exception, cause: str, what: str) -> None:
    with pytest.raises(ShopUnavailable) as caught, told("demo"):
        raise failed

    assert (caught.value.message, caught.value.told) == (cause, f"The shop of demo {what} {NOTHING_DONE}")


@pytest.mark.parametrize(
    ("refused", "kind", "field", "said"),
    [
        (Refused("m", status=400, said="Only 3", about="stock"), OutOfStock, "items", "the shop has not enough of it: Only 3"),
        (Refused("m", status=499, said="No", about="address"), InvalidRequest, "address", "is refused by the shop: No"),
        (Refused("no such thing"), InvalidRequest, "items", "is refused by the shop: no such thing"),
    ],
)
def test_what_a_shop_refuses_is_the_callers_to_change(
    refused: Refused, kind: type[StoreyardError], field: str, said: str
) -> None:
    with pytest.raises(kind) as caught, told("demo"):
        raise refused

    assert (caught.value.field, caught.value.message) == (field, said)


def test_what_is_not_sure_is_left_to_who_can_find_out() -> None:
    with pytest.raises(Unsure), told("demo"):
        raise Unsure("lost", step="POST /x")


def test_of_an_answer_that_says_nothing_nothing_is_known() -> None:
    assert vars(Refused("no")) == {**vars(VerifyFailed("no")), "status": 0, "code": "", "said": "", "about": ""}
    assert VerifyFailed("no").step == ""
    assert Refused("no", step="GET /x").step == "GET /x"


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_who_only_looks_is_told_of_the_shops_trouble(status: int) -> None:
    with pytest.raises(ShopUnavailable) as caught, told("demo", looks=True):
        raise Refused("no", step="GET /x", status=status, said="Ada", about="stock")

    assert caught.value.message == f"{status} to GET /x"


def test_of_what_a_shop_is_too_old_for_callers_are_told_what_to_do() -> None:
    with pytest.raises(UpgradeNeeded) as caught, told("demo"):
        raise TooOld("no", step="GET /x")

    said = "the store demo is on a version from before its shop could be asked this: upgrade the store first"
    assert caught.value.message == said
