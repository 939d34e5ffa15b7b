"""What is answered to a line: words and lines, whatever program shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from functions.application.chat.commands import COMMANDS
from functions.domain.errors import InvalidRequest, StoreyardError, Unavailable
from functions.domain.operation import Operation
from functions.domain.order import TrackedOrder, decimal_text
from functions.domain.shortening import shortened
from functions.domain.store import Store

LINE_MAX: Final = 300


@dataclass(frozen=True)
class Reply:
    """One answer. `next`: lines that may be sent next. `confirm`: what goes; the line is to be sent again, confirmed.

    `operation`: what was accepted, to follow. `reason`: why nothing was done, in one CamelCase word; empty: it was.
    """

    text: str
    lines: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    confirm: str = ""
    operation: Operation | None = None
    reason: str = ""


def help_for(name: str) -> Reply:
    """Say what there is, or how one command is used."""
    command = COMMANDS.get(name)
    if command is not None:
        lost = (f"It asks once more, since this goes: {command.destroys}.",) if command.destroys else ()
        return Reply(f"`{command.usage}`: {command.does}.", lost)
    said = "Values with spaces stand in quotes. A store is its id, or the address of its shop."
    return Reply(said, tuple(f"{one.usage}: {one.does}" for one in COMMANDS.values()))


def about(store: Store, live: Operation | None) -> Reply:
    """Say what a store is and how it is."""
    said = f"{store.spec.name} ({store.id}) is {in_words(store.status)}: {store.address}"
    spec = store.spec
    version = f", version {store.deployed.engine_version}" if store.deployed else ""
    lines = [
        f"{spec.engine}{version}, plan {spec.plan}, {spec.country}, {spec.currency}",
        *([store.message] if store.message else []),
    ]
    if live is not None:
        lines.append(f"Under way: {in_words(live.kind)}, {live.status.value}")
    retry = (f"retry {store.id}",) if store.status.value == "failed" and store.deployed is None else ()
    return Reply(said, short(lines), next=(*retry, f"health {store.id}"))


def order_line(order: TrackedOrder) -> str:
    """One order in a line."""
    total = f"{decimal_text(order.total, order.currency)} {order.currency}"
    said = ", ".join(map(in_words, (order.status, order.payment_status, order.fulfillment_status)))
    return f"{order.number} · {total} · {said} · {order.created_at:%Y-%m-%d %H:%M}"


def in_words(name: str) -> str:
    """A status or a kind as people read it, also one that only a newer version knows."""
    return str(name).replace("_", " ")


def short(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of which none is longer than a person reads."""
    return tuple(shortened(line, LINE_MAX) for line in lines)


def refused(error: StoreyardError) -> Reply:
    """Say why something was not done."""
    if isinstance(error, Unavailable):  # its message is for the log
        return Reply(
            sentence(error.told or "the platform cannot do this right now: try again in a moment"), reason=error.reason
        )
    errors: Sequence[Mapping[str, object]] = getattr(error, "errors", ())
    if errors:
        return Reply(_broken(errors[0]), reason=error.reason)
    named = f"{error.field} {error.message}" if isinstance(error, InvalidRequest) and error.field else error.message
    return Reply(sentence(named), reason=error.reason)


def invalid(error: ValidationError) -> Reply:
    """Say which field breaks which rule."""
    return Reply(_broken(error.errors(include_url=False)[0]), reason=InvalidRequest.reason)


def sentence(text: str) -> str:
    """A text with a capital letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def _broken(error: Mapping[str, object]) -> str:
    place = error["loc"]
    field = str(place[-1]) if isinstance(place, tuple) and place else "it"
    if error["type"] == "missing":
        return f"{field}=… is needed."
    return sentence(f"{field}: {str(error['msg']).removeprefix('Value error, ')}")
