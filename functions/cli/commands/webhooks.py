"""`storeyard webhook`: who is told of events over HTTP, and what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from functions.cli.commands.stores import LimitOption
from functions.cli.commands.telling import AboutOption, DisabledOption, PlatformOption, asked_for, changes
from functions.cli.here import Here, command
from functions.cli.showing import at, details, listing, shown

if TYPE_CHECKING:
    from functions.cli.client import Json

app = typer.Typer(help="Tell other systems what happens to stores.")

COLUMNS = {"ID": "id", "URL": "url", "EVENTS": "events", "ENABLED": "enabled", "FAILING": "failing_since", "FOR": "description"}
DELIVERIES = {
    "ID": "id",
    "EVENT": "event_type",
    "STORE": "store_id",
    "NO": "sequence",
    "STATUS": "status",
    "TRIES": "tries",
    "ANSWER": "answer",
    "NEXT": "next_at",
}
WebhookArgument = Annotated[str, typer.Argument(metavar="ID", help="the webhook's id")]
EventsOption = Annotated[
    list[str] | None,
    typer.Option("--event", "-e", help="what it is told, like '*.failed' or 'backup.*'; can be given more than once"),
]


@command(app, "list", example="storeyard webhook list")
def list_webhooks(here: Here, limit: LimitOption = 50) -> None:
    """List your webhooks."""
    listing(here, at("webhooks"), COLUMNS, limit=limit, empty="There is no webhook. `storeyard webhook add` makes one.")


@command(app, "add", example="storeyard webhook add https://hooks.example.com/shop --event '*.failed'")
def add(
    here: Here,
    url: Annotated[str, typer.Argument(metavar="URL", help="where events go")],
    event: EventsOption = None,
    description: AboutOption = None,
    platform: PlatformOption = False,
    disabled: DisabledOption = False,
) -> None:
    """Make a webhook. Its secret is printed this once."""
    body: Json = {"url": url}
    body |= asked_for(event=event, description=description, platform=platform, disabled=disabled)
    _with_secret(here, here.client.post(at("webhooks"), body))


@command(app, "show", example="storeyard webhook show wh-01kb5t0m4z8q2")
def show(here: Here, webhook: WebhookArgument) -> None:
    """Show a webhook."""
    details(here, at("webhooks", webhook))


@command(app, "set", example="storeyard webhook set wh-01kb5t0m4z8q2 --enable")
def change(
    here: Here,
    webhook: WebhookArgument,
    url: Annotated[str | None, typer.Option(help="where events go from now on")] = None,
    event: EventsOption = None,
    description: AboutOption = None,
    enable: Annotated[bool | None, typer.Option("--enable/--disable", help="tell it of events, or of none")] = None,
) -> None:
    """Change a webhook; what is not said stays."""
    options = "--url, --event, --description, --enable or --disable"
    body = changes(options, url=url, events=event or None, description=description, enabled=enable)
    shown(here, here.client.patch(at("webhooks", webhook), body))


@command(app, "remove", example="storeyard webhook remove wh-01kb5t0m4z8q2 --yes")
def remove(
    here: Here, webhook: WebhookArgument, yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False
) -> None:
    """Tell a webhook nothing any more, also of what waits."""
    here.confirm(f"Remove the webhook {webhook}, with all that is known of what was sent?", yes=yes)
    found = here.client.delete(at("webhooks", webhook))
    here.output.document(found) if here.output.json else here.output.say("It is told nothing any more.")


@command(app, "rotate", example="storeyard webhook rotate wh-01kb5t0m4z8q2")
def rotate(here: Here, webhook: WebhookArgument) -> None:
    """Give a webhook a new secret, printed this once. The one before signs too for 24 hours."""
    _with_secret(here, here.client.post(f"{at('webhooks', webhook)}/secret"))


@command(app, "test", example="storeyard webhook test wh-01kb5t0m4z8q2")
def test(here: Here, webhook: WebhookArgument) -> None:
    """Send a webhook an event that says that it is a test."""
    found = here.client.post(f"{at('webhooks', webhook)}/test")
    here.output.say(f"It is being sent. What came of it: storeyard webhook deliveries {webhook}")
    here.output.document(found) if here.output.json else here.output.text(found["id"])


@command(app, "deliveries", example="storeyard webhook deliveries wh-01kb5t0m4z8q2 --status dead")
def deliveries(
    here: Here,
    webhook: WebhookArgument,
    delivery: Annotated[str | None, typer.Argument(metavar="DELIVERY", help="show this one, with its tries")] = None,
    status: Annotated[str | None, typer.Option(help="pending, delivered, dead or dropped")] = None,
    limit: LimitOption = 50,
) -> None:
    """Show what was sent to a webhook and what came of it, newest first, or one delivery whole."""
    path = f"{at('webhooks', webhook)}/deliveries"
    if delivery is not None:
        details(here, at("webhooks", webhook, "deliveries", delivery))
    elif here.output.json:
        listing(here, path, DELIVERIES, limit=limit, status=status)
    else:
        found = here.client.pages(path, limit=limit, status=status)
        here.output.table([_summed_up(each) for each in found["items"]], DELIVERIES, empty="Nothing was sent to it.")


@command(app, "redeliver", example="storeyard webhook redeliver wh-01kb5t0m4z8q2 --since 2026-01-31T09:00:00Z")
def redeliver(
    here: Here,
    webhook: WebhookArgument,
    delivery: Annotated[str | None, typer.Argument(metavar="DELIVERY", help="this one; else dead letters")] = None,
    since: Annotated[str | None, typer.Option(help="dead letters from this time on, like 2026-01-31T09:00:00Z")] = None,
    until: Annotated[str | None, typer.Option(help="only those before this time")] = None,
) -> None:
    """Send one delivery again, or the dead letters of a time, or all of them."""
    if delivery is not None:
        found = here.client.post(f"{at('webhooks', webhook, 'deliveries', delivery)}/redeliver")
        here.output.document(found) if here.output.json else here.output.say("It is sent again.")
        return
    body = {name: value for name, value in (("since", since), ("until", until)) if value is not None}
    count, more = 0, True
    while more:
        found = here.client.post(f"{at('webhooks', webhook)}/redeliver", body)
        count, more = count + found["count"], found["more"]
    found = {"count": count, "more": False}
    here.output.document(found) if here.output.json else here.output.say(f"{count} dead letters are sent again.")


def _with_secret(here: Here, found: Json) -> None:
    if here.output.json:
        here.output.document(found)
        return
    here.output.fields(found, ("id", "url", "events", "secret"))
    here.output.say("The secret is not shown again.")


def _summed_up(delivery: Json) -> dict[str, Any]:
    """A delivery as a row: what the last try was answered."""
    last = [{}, *delivery.get("attempts", ())][-1]
    return {**delivery, "answer": last.get("status") or last.get("error") or None}
