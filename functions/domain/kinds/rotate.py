"""rotate: give a store's database and its administrator new passwords, which nobody is told but the store's Secret."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from functions.domain.kinds import steps
from functions.domain.kinds.base import Ended, Kind, Parameters, Step
from functions.domain.rotation import Which
from functions.domain.store import StoreStatus

ROLE, RESULT = "store_rotate", "rotation"


class State(StrEnum):
    """How far a rotation has come, as its run says it."""

    CHANGING = "changing"
    SELLS = "sells"
    DONE = "done"


def _each_once(which: tuple[Which, ...]) -> tuple[Which, ...]:
    if len(set(which)) < len(which):
        raise ValueError("must name each password once")
    return which


class Rotate(Parameters):
    """Whose passwords. The passwords themselves are made by the run."""

    which: Annotated[
        tuple[Which, ...],
        AfterValidator(_each_once),
        Field(
            min_length=1,
            max_length=len(Which),
            description="`database`: the one that the shop signs in to its database with; `admin`: the one that the shop's "
            "administrator signs in with, also if it was changed in the shop",
            json_schema_extra={"uniqueItems": True},
        ),
    ] = (Which.DATABASE, Which.ADMIN)


def status_after(ended: Ended) -> StoreStatus:
    """Ready if the shop sells; as before where nothing was touched, which is not known of a second run that said nothing."""
    state = ended.said(RESULT).get("state")
    if ended.good or state == State.SELLS:
        return StoreStatus.READY
    return ended.before if ended.untouched(state) else StoreStatus.FAILED


def way_out(ended: Ended) -> str:
    """The Secret says how far it came, so the next one goes on from there."""
    begun = not ended.good and ended.said(RESULT).get("state") is not None
    return "The change of passwords is not finished: ask for it again, and it goes on from there." if begun else ""


KIND = Kind(
    name="rotate",
    summary="give the store's database and its administrator new passwords, which the store's Secret alone is told",
    allowed_from=frozenset({StoreStatus.READY, StoreStatus.FAILED}),
    running=StoreStatus.UPGRADING,
    status_after=status_after,
    failure_reason="RotateFailed",
    done="The passwords are new, and the old ones are refused: a test order went through.",
    steps=(
        Step(ROLE, "begin", "Making new passwords", "New passwords are made", task="Make new passwords"),
        Step(
            ROLE,
            "admin",
            "Changing the administrator's password",
            "The administrator's password is changed",
            task="Tell the shop",
        ),
        Step(
            ROLE,
            "database",
            "Giving the database its password",
            "The database has its new password",
            task="Tell the database",
        ),
        Step(ROLE, "follow", "Having the shop use them", "The shop uses them", task="Have the shop use them", pods=True),
        steps.VERIFY,
        Step(
            ROLE, "end", "Proving that old passwords are refused", "Old passwords are refused", task="Refuse the old passwords"
        ),
    ),
    parameters=Rotate,
    result_keys=(RESULT, "verification"),
    keeps=True,
    proves=True,
    way_out=way_out,
)
