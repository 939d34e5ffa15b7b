"""What became of orders, customers and stock that are newer than a backup, after it was restored: a line each, and their sum.

A shop's own script writes the lines (`storeyard-orders import`), one for each line it was given, so that none is lost silently.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from functions.domain.errors import StoreyardError
from functions.domain.record import Record

# So many of those that need a person stand in an operation's result; all of them in the report that lies beside the backup.
NAMED: Final = 50
_SINGULAR: Final = {"order": "order", "customer": "customer", "stock": "stock of a product"}
_PLURAL: Final = {"order": "orders", "customer": "customers", "stock": "stocks of products"}

# What a shop says is shown to people, so it has an end.
Short = Annotated[str, StringConstraints(max_length=200)]
Sentence = Annotated[str, StringConstraints(max_length=1000)]


class CarryFailed(StoreyardError):
    """Newer orders could not be read out of a shop or put into it; the message says why, in one sentence."""

    reason = "CarryFailed"


class CarriedType(StrEnum):
    """What a line is about."""

    ORDER = "order"
    CUSTOMER = "customer"
    STOCK = "stock"


class Outcome(StrEnum):
    """What became of it. `needs_person`: all or some of it could not be carried over, and the reason says what."""

    CARRIED = "carried"
    PRESENT = "present"
    NEEDS_PERSON = "needs_person"


class CarriedLine(BaseModel):
    """One line of the report. What a newer script says besides is left out."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: CarriedType = CarriedType.ORDER
    order: Short = Field(default="", description="an order's number, as its buyer knows it; else what people call the thing")
    id: Short = Field(description="the shop's id of it before the restore")
    became: Short = Field(default="", description="its id now; empty where there is none")
    outcome: Outcome
    reason: Sentence = Field(default="", description="one sentence for people; never empty where a person is needed")

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.outcome is Outcome.NEEDS_PERSON and not self.reason:
            raise ValueError("a line that needs a person says why")
        return self


class Counts(Record):
    """How many of one type ended how."""

    carried: int = 0
    present: int = 0
    needs_person: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.carried + self.present + self.needs_person


class CarriedSummary(Record):
    """What the result of an operation says of it: counts, and those that need a person, at most NAMED of them."""

    orders: Counts = Counts()
    customers: Counts = Counts()
    stock: Counts = Counts()
    persons: tuple[CarriedLine, ...] = ()

    @property
    def needs_person(self) -> int:
        """How many need a person, named or not."""
        return sum(counts.needs_person for counts in (self.orders, self.customers, self.stock))

    @property
    def sentence(self) -> str:
        """It all, for people."""
        said = [f"{_some(self.orders.carried, CarriedType.ORDER)} carried over"]
        if self.orders.present:
            said.append(f"{self.orders.present} there already")
        if self.customers.carried:
            said.append(f"{_some(self.customers.carried, CarriedType.CUSTOMER)} carried over")
        if self.stock.carried:
            said.append(f"{_some(self.stock.carried, CarriedType.STOCK)} set")
        if self.needs_person:
            said.append(f"{self.needs_person} to be looked at by a person")
        return f"{', '.join(said)}."


def read_line(text: str | bytes) -> CarriedLine:
    """Return a line of the report. Raises CarryFailed for what is none, without its text, which may hold anything."""
    try:
        return CarriedLine.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the line"
        raise CarryFailed(f"the shop's report has a line that cannot be read: {place}: {problem['msg']}") from None


def summarise(lines: Iterable[CarriedLine]) -> CarriedSummary:
    """Add up a report's lines, which may be many: none but those that are named is kept."""
    counted: Counter[tuple[CarriedType, Outcome]] = Counter()
    persons: list[CarriedLine] = []
    for line in lines:
        counted[line.type, line.outcome] += 1
        if line.outcome is Outcome.NEEDS_PERSON and len(persons) < NAMED:
            persons.append(line)
    sums = {kind: Counts(**{outcome.value: counted[kind, outcome] for outcome in Outcome}) for kind in CarriedType}
    return CarriedSummary(
        orders=sums[CarriedType.ORDER],
        customers=sums[CarriedType.CUSTOMER],
        stock=sums[CarriedType.STOCK],
        persons=tuple(persons),
    )


def _some(number: int, kind: CarriedType) -> str:
    if number == 1:
        return f"1 {_SINGULAR[kind]}"
    return f"{number or 'no'} {_PLURAL[kind]}"
