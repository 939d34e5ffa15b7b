"""Every view of the page, and what can be opened on it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from functions.settings import PROJECT
from tests.stage.seeds import CHAT_CODE

STORE = "tea-cake"
DIALOG, MENU = "dialog", "menu"


@dataclass(frozen=True)
class Opening:
    """What a button opens. `button`: its name, a regular expression; `shows`: what role comes; `missing`: sizes without it."""

    name: str
    button: str
    shows: str = DIALOG
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """A view: its address, who looks at it, and what can be opened there. `{operation}` is one that runs; `absent`: 404."""

    name: str
    path: str
    by: str = "admin"
    opens: tuple[Opening, ...] = field(default=())
    absent: bool = False


VIEWS = (
    View(
        "stores",
        "/",
        by="marta",
        opens=(Opening("account", "^Account$", MENU), Opening("keys", "^Keyboard shortcuts$", missing=("phone",))),
    ),
    View("new-store", "/new", by="owner"),
    View("orders", "/orders", by="owner"),
    View("order", f"/orders/{STORE}/136"),
    View("extensions", "/extensions", by="owner"),
    View("webhooks", "/webhooks", by="owner", opens=(Opening("add", "^Add a webhook$"),)),
    View(
        "webhook",
        "/webhooks/wh-pager",
        by="owner",
        opens=(Opening("secret", "^New secret$"), Opening("remove", "^Remove$")),
    ),
    View("notices", "/notices", by="owner", opens=(Opening("add", "^Add a target$"),)),
    View("notice-target", "/notices/nt-team", by="owner", opens=(Opening("remove", "^Remove$"),)),
    View("notice-unconfirmed", "/notices/nt-mail", by="owner"),
    View("operations", "/operations", opens=(Opening("cancel", "^Cancel: "),)),
    View("operation", "/operations/{operation}"),
    View("activity", "/activity"),
    View("metrics", "/stats"),
    View("clusters", "/clusters"),
    View(
        "users",
        "/users",
        opens=(Opening("add", "^Add a user$"), Opening("change", "^Change: Olga"), Opening("reset", "^Reset password: Olga")),
    ),
    View("users-owner", "/users", by="owner"),
    View(
        "account",
        "/account",
        by="owner",
        opens=(
            Opening("token", "^New token$"),
            Opening("revoke", "^Revoke: nightly report$"),
            Opening("unlink", "^Unlink: olga"),
        ),
    ),
    View("chat-link", "/chat/link", by="owner"),
    View("chat-link-asked", f"/chat/link?code={CHAT_CODE}", by="owner"),
    View("platform", "/platform"),
    View("store", f"/stores/{STORE}"),
    View("store-orders", f"/stores/{STORE}/orders"),
    View("store-backups", f"/stores/{STORE}/backups"),
    View("store-versions", f"/stores/{STORE}/versions"),
    View("store-extensions", f"/stores/{STORE}/extensions"),
    View("store-logs", f"/stores/{STORE}/logs"),
    View("store-activity", f"/stores/{STORE}/activity"),
    View("store-settings", f"/stores/{STORE}/settings"),
    View("store-failed", "/stores/broken-records"),
    View("store-stranger", "/stores/nobody-has-this", absent=True),
    View("not-found", "/nothing/here"),
    View("sign-in", "/sign-in", by=""),
    View("register", "/register", by=""),
)
BY_NAME = {view.name: view for view in VIEWS}


def addresses() -> dict[str, re.Pattern[str]]:
    """Return every address that the page's routes have, as a route writes it, and what fits it."""
    routes = (PROJECT / "dashboard/src/app/routes.tsx").read_text()
    found = re.findall(r'"(/[^"]*)": lazy', routes) + re.findall(r'path="(/[^"]*)"', routes)
    return {path: re.compile("".join(map(_part, path.split("/")[1:])) + "$") for path in found}


def _part(named: str) -> str:
    if not named.startswith(":"):
        return f"/{re.escape(named)}"
    return "(/[^/]+)?" if named.endswith("?") else "/[^/]+"


def tabs() -> set[str]:
    """Return the tabs of a store, as their addresses end."""
    path = PROJECT / "dashboard/src/views/store/tabs.ts"
    return set(re.findall(r'path: "([^"]*)"', path.read_text())) if path.exists() else set()
