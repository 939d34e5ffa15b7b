"""The commands of docs/operations.md, "A server from nothing", for a server that stands in for one."""

from __future__ import annotations

import re

from tests.cluster.installation import PROJECT

ADDRESS, HOST = "203.0.113.10", "demo.shops.example.org"


def section() -> str:
    """What the guide says of a server."""
    text = (PROJECT / "docs/operations.md").read_text()
    return text.partition("\n### A server from nothing\n")[2].partition("\n### ")[0]


def without(text: str, taken: str, instead: str = "") -> str:
    """The text with one thing in it replaced, which must be there."""
    assert text.count(taken) == 1, f"the guide does not say {taken!r} once:\n{text}"
    return text.replace(taken, instead)


def block(repository: str) -> str:
    """What is typed first. Left out: the way to the server, and https, which needs the internet; filled in: the repository."""
    commands = re.findall(r"^```\n(.*?)^```", section(), re.MULTILINE | re.DOTALL)[0]
    commands = without(commands, f"ssh root@{ADDRESS}\n")
    commands = without(commands, "<this repository>", repository)
    commands = without(commands, " STOREYARD_TLS=resolver")
    (file,) = re.findall(r"^mkdir -p /var/lib/rancher.*?^EOF\n", commands, re.MULTILINE | re.DOTALL)
    return without(commands, file)


def table() -> list[str]:
    """The commands of the table that follows."""
    return re.findall(r"^\| `([^`]+)` \|", section(), re.MULTILINE)
