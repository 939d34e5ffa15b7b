"""What a shop does not do, in the words that callers are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from functions.application.ports.shops import NoAnswer, Refused, TooOld, Unsure, VerifyFailed
from functions.domain.errors import (
    InvalidRequest,
    OutcomeUnknown,
    OutOfStock,
    ShopUnavailable,
    StoreNotReady,
    StoreyardError,
    Unavailable,
    UpgradeNeeded,
)
from functions.domain.store import Store, StoreStatus

# The shop refuses the platform, not the order.
_PLATFORMS_FAULT: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})
# The shop lacks what it needs for it, or whoever it asked did not do it.
_TRIED: Final = frozenset({HTTPStatus.CONFLICT, HTTPStatus.BAD_GATEWAY})
_NO_SHOP: Final = frozenset({StoreStatus.PROVISIONING, StoreStatus.DELETING})


@contextmanager
def told(store_id: str, *, looks: bool = False) -> Iterator[None]:
    """Around what is asked of a store's shop: whatever goes wrong there becomes an error that callers know.

    Its cause is for the log, so it has none of the shop's words: they may be about a customer.

    Who only `looks` asks for nothing that could be refused, so that a refusal is the shop's trouble and not the caller's.

    Where it is Unsure whether there is an order, that is left as it is: only who placed it can find out.
    """
    try:
        yield
    except Unsure:
        raise
    except Refused as refused:
        raise _refusal(store_id, refused, looks=looks) from refused
    except TooOld as failed:
        said = f"the store {store_id} is on a version from before its shop could be asked this: upgrade the store first"
        raise UpgradeNeeded(said) from failed
    except NoAnswer as failed:
        raise unavailable(store_id, failed.message) from failed
    except VerifyFailed as failed:
        raise unavailable(store_id, f"odd answer to {failed.step}", "answers in a way that cannot be understood") from failed
    except Unavailable as failed:  # the cluster, or what is in it
        raise unavailable(store_id, failed.message, "cannot be reached") from failed
    except (LookupError, TypeError, ValueError, ArithmeticError) as failed:
        raise unavailable(store_id, type(failed).__name__, "answers in a way that cannot be understood") from failed


@contextmanager
def in_its_words(failure: Callable[[str], StoreyardError]) -> Iterator[None]:
    """Around what a shop tries with somebody outside, within `told`: why that did not go well becomes this error."""
    try:
        yield
    except Refused as refused:
        if refused.status not in _TRIED or not refused.said:
            raise
        raise failure(refused.said) from refused


def check_shop(store: Store, could: str) -> None:
    """Raise StoreNotReady where there is no shop yet, or soon none. In every other status there is one, also in `failed`."""
    if store.status in _NO_SHOP:
        raise StoreNotReady(f"the store {store.id} is {store.status.value}: there is no shop that could {could}")


def unavailable(store_id: str, cause: str, what: str = "does not answer") -> ShopUnavailable:
    """Return the error of a shop that did nothing of what it was asked for."""
    return ShopUnavailable(cause, told=f"The shop of {store_id} {what} right now; nothing was changed there. Try again soon.")


def unsure_of(store_id: str, unsure: Unsure, *, has_key: bool) -> OutcomeUnknown:
    """Return the error of an order of which the shop gave no clear answer."""
    return unknown(store_id, f"no clear answer to {unsure.step}", has_key=has_key)


def unknown(store_id: str, cause: str, *, has_key: bool) -> OutcomeUnknown:
    """Return the error of an order of which it is not known whether the shop took it."""
    repeat = "Repeat the request with the same Idempotency-Key: there will be one order." if has_key else _LOOK
    return OutcomeUnknown(cause, told=f"It is not known whether the shop of {store_id} took the order. {repeat}")


_LOOK: Final = "Look among the store's orders before you ask again; with an Idempotency-Key asking again is safe."


def _refusal(store_id: str, refused: Refused, *, looks: bool) -> StoreyardError:
    if looks or refused.status >= HTTPStatus.INTERNAL_SERVER_ERROR or refused.status in _PLATFORMS_FAULT:
        return unavailable(store_id, f"{refused.status} to {refused.step}", "cannot answer")
    said = refused.said or refused.message
    if refused.about == "stock":
        return OutOfStock(f"the shop has not enough of it: {said}", field="items")
    return InvalidRequest(f"is refused by the shop: {said}", field=refused.about or "items")
