"""The commands there are, and what each takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Command:
    """One command. `store`: it is about one; `named`: what may be said as key=value; `needs`: what has to be.

    `kind`: the operation that it asks for. `destroys`: what is lost by it, if anything: then it is asked once more.
    `looks`: it looks into a cluster or a shop, which may take seconds. `chats`: it is about who says it in a chat program.
    """

    name: str
    does: str
    store: bool = False
    named: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    kind: str = ""
    destroys: str = ""
    rest: str = ""
    looks: bool = False
    chats: bool = False

    @property
    def usage(self) -> str:
        """How it is written."""
        keys = (f"{key}=…" if key in self.needs else f"[{key}=…]" for key in self.named)
        rest = f"<{self.rest}>" if self.rest else ""
        return " ".join(filter(None, [self.name, rest, "<store>" if self.store else "", *keys]))


NEW: Final = ("engine", "plan", "country", "currency", "locale", "id", "color", "cluster")
COMMANDS: Final = {
    command.name: command
    for command in (
        Command("help", "say what there is, or how one of them is used", rest="command"),
        Command("list", "list your stores", named=("status", "engine", "q")),
        Command("show", "show a store: its address, how it is, what is under way", store=True),
        Command("create", "make a store", named=NEW, rest="name"),
        Command("logs", "show the last lines of a store's logs", store=True, named=("lines", "component"), looks=True),
        Command("health", "look how a store is right now", store=True, looks=True),
        Command("verify", "place a test order and take it back", store=True, kind="verify"),
        Command("upgrade", "bring a store to the newest version", store=True, kind="upgrade"),
        Command(
            "rollback",
            "go back to an earlier revision",
            store=True,
            named=("revision",),
            needs=("revision",),
            kind="rollback",
            destroys="what was changed since then, but for orders, customers and stock, which are carried over",
        ),
        Command("backup", "back a store up", store=True, kind="backup"),
        Command(
            "restore",
            "take a shop back to a backup",
            store=True,
            named=("backup",),
            needs=("backup",),
            kind="restore",
            destroys="what was changed since the backup, but for orders, customers and stock, which are carried over",
        ),
        Command("retry", "try again to make a store where that failed", store=True, kind="provision"),
        Command("delete", "remove a store", store=True, kind="delete", destroys="the shop with all its data"),
        Command("orders", "list the newest orders of a store", store=True, looks=True),
        Command("activity", "list what was done lately, with one store or with all", rest="store"),
        Command("link", "act as your account here, from a chat program", chats=True),
        Command("unlink", "act as it no more, from a chat program", chats=True),
    )
}
