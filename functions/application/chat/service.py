"""Carries lines out: what a line asks for is done by the use cases that HTTP has, with the same rights and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import ValidationError

from functions.application.activity import Wanted as WantedActivity
from functions.application.activity import activity_page
from functions.application.chat.parsing import Asked, Misunderstood, parse, store_in
from functions.application.chat.replies import Reply, about, help_for, in_words, invalid, order_line, refused, short
from functions.application.insight import Insight
from functions.application.orders import OrderService
from functions.application.ports.insight import LogQuery
from functions.application.ports.repository import Repository
from functions.application.store_list import Wanted
from functions.application.stores import StoreService
from functions.domain.errors import StoreyardError
from functions.domain.operation import Operation
from functions.domain.origin import NOWHERE, Origin
from functions.domain.store import ID_MAX, StoreRequest, StoreStatus
from functions.domain.user import User

LISTED: Final = 20
LOG_LINES: Final = 20
LOG_LINES_MAX: Final = 100
MISUNDERSTOOD: Final = "Misunderstood"


class ChatService:
    """The use case: a line in, an answer out. Nothing that a line holds raises, nor anything that is expected to go wrong."""

    def __init__(self, *, stores: StoreService, insight: Insight, orders: OrderService, repository: Repository) -> None:
        self._stores = stores
        self._insight = insight
        self._orders = orders
        self._repository = repository

    def answer(self, line: str, user: User, *, confirmed: bool = False, origin: Origin = NOWHERE) -> Reply:
        """Carry a line out as a user. What destroys something is only done when it is `confirmed`."""
        try:
            asked = parse(line)
            if asked.command.destroys and not confirmed:
                store = self._stores.get(asked.store, user)
                return Reply(
                    f"{store.spec.name} ({store.id}) at {store.address}", confirm=f"This goes: {asked.command.destroys}."
                )
            return self._done(asked, user, origin)
        except Misunderstood as error:
            return Reply(error.message, next=tuple(filter(None, [error.instead])), reason=MISUNDERSTOOD)
        except ValidationError as error:
            return invalid(error)
        except StoreyardError as error:
            return refused(error)

    def _done(self, asked: Asked, user: User, origin: Origin) -> Reply:
        name = asked.command.name
        if asked.command.chats:
            raise Misunderstood(f"`{name}` is for chat programs: say it there.")
        if asked.command.kind:
            return self._operation(asked, user, origin)
        if name == "create":
            return self._create(asked, user, origin)
        reads: Mapping[str, Callable[[Asked, User], Reply]] = {
            "help": lambda asked, _: help_for(asked.rest.lower()),
            "list": self._list,
            "show": self._show,
            "logs": self._logs,
            "health": self._health,
            "orders": self._order_list,
            "activity": self._activity,
        }
        return reads[name](asked, user)

    def _operation(self, asked: Asked, user: User, origin: Origin) -> Reply:
        parameters: dict[str, object] = dict(asked.named)
        if "revision" in parameters and str(parameters["revision"]).isdecimal():
            parameters["revision"] = int(str(parameters["revision"])[:9])
        accepted = self._stores.request(asked.store, asked.command.kind, user, parameters, origin=origin)
        return _accepted(f"{asked.command.name} of {accepted.store.spec.name} ({accepted.store.id})", accepted.operation)

    def _create(self, asked: Asked, user: User, origin: Origin) -> Reply:
        engines = [name for name, engine in self._stores.engines().items() if self._stores.is_available(engine)]
        only = {"engine": engines[0]} if len(engines) == 1 else {}
        if not asked.rest:
            raise Misunderstood(f"`create` needs the shop's name: `{asked.command.usage}`.")
        if "engine" not in {**only, **asked.named}:
            raise Misunderstood(f"`create` needs engine=…, one of: {', '.join(engines) or '(none can be had here)'}.")
        request = StoreRequest.model_validate({"name": asked.rest, **only, **asked.named})
        accepted = self._stores.create(request, user, origin=origin)
        return _accepted(f"{accepted.store.spec.name} will be at {accepted.store.address}", accepted.operation)

    def _list(self, asked: Asked, user: User) -> Reply:
        status = asked.named.get("status")
        if status is not None and status not in set(StoreStatus):
            raise Misunderstood(f"status must be one of: {', '.join(StoreStatus)}.")
        wanted = Wanted(
            status=StoreStatus(status) if status else None, engine=asked.named.get("engine"), q=asked.named.get("q")
        )
        page = self._stores.list_stores(user, limit=LISTED, cursor=None, wanted=wanted)
        if not page.items:
            return Reply("There is no such store." if asked.named else "There is no store yet.", next=("help create",))
        lines = (f"{store.id} · {store.spec.name} · {in_words(store.status)} · {store.address}" for store in page.items)
        more = " These are the first ones." if page.cursor else ""
        return Reply(f"{len(page.items)} {'store' if len(page.items) == 1 else 'stores'}.{more}", short(lines))

    def _show(self, asked: Asked, user: User) -> Reply:
        store = self._stores.get(asked.store, user)
        live = self._stores.operation(store.active_operation_id, user) if store.active_operation_id else None
        return about(store, live)

    def _logs(self, asked: Asked, user: User) -> Reply:
        number = asked.named.get("lines", str(LOG_LINES))
        if not number.isdecimal() or not 1 <= int(number[:9]) <= LOG_LINES_MAX:
            raise Misunderstood(f"lines must be a number from 1 to {LOG_LINES_MAX}.")
        found = self._insight.logs(asked.store, user, LogQuery(component=asked.named.get("component"), tail=int(number)))
        said = found.message or f"The last {len(found.lines)} lines of {asked.store}."
        return Reply(said, short(f"{line.component} {line.at:%H:%M:%S} {line.text}" for line in found.lines))

    def _health(self, asked: Asked, user: User) -> Reply:
        found = self._insight.health(asked.store, user)
        pods = (f"{pod.component}: {'ready' if pod.ready else pod.reason or pod.phase}" for pod in found.seen.pods)
        return Reply(found.message, short(pods), next=() if found.ok else (f"logs {asked.store}",))

    def _order_list(self, asked: Asked, user: User) -> Reply:
        page = self._orders.list_orders(user, store_id=asked.store, status=None, limit=LISTED, cursor=None)
        if not page.items:
            return Reply(f"{asked.store} has no orders.")
        return Reply(
            f"The newest {len(page.items)} orders of {asked.store}.", short(order_line(one.order) for one in page.items)
        )

    def _activity(self, asked: Asked, user: User) -> Reply:
        store_id = store_in(asked.rest)[:ID_MAX] if asked.rest else None
        page = activity_page(self._repository, user, WantedActivity(store_id=store_id), limit=LISTED)
        lines = (
            " · ".join(
                filter(None, [f"{line.at:%Y-%m-%d %H:%M}", line.actor, line.action, line.store_id, line.outcome, line.reason])
            )
            for line in page.items
        )
        return Reply("What was done lately." if page.items else "Nothing was done yet.", short(lines))


def _accepted(what: str, operation: Operation) -> Reply:
    return Reply(f"Accepted: {what}.", operation=operation, next=(f"show {operation.store_id}",))
