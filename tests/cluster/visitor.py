"""Somebody at the platform's page, with Chromium: clicks what a person clicks, and reads what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

from tests.cluster.browser import page
from tests.cluster.installation import API
from tests.cluster.platform import JSON, Platform

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
# What a browser writes of an answer that is no success, or of none; that the page shows it is what the tests look at.
ANSWERS = re.compile(
    r"Failed to load resource: "
    r"(the server responded with a status of 4\d\d|net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE))"
)


class Visitor:
    """A browser on the platform's page. `complaints`: what it wrote of errors and of its policy, which should be nothing."""

    def __init__(self, at: Page) -> None:
        self.page = at
        self.complaints: list[str] = []
        self.watched = ""
        at.on("console", self._console)
        at.on("pageerror", lambda error: self.complaints.append(str(error)))
        at.set_default_timeout(15_000)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not ANSWERS.match(message.text):
            self.complaints.append(message.text)

    def come_by_link(self, platform: Platform) -> None:
        """Sign in with a link that works once, as `make up` prints one."""
        code = platform.client.post("/api/auth/codes", {})["code"]
        self.page.goto(f"{API}/sign-in#code={code}")
        self.sees_heading("Stores")
        assert code not in self.page.url

    def sign_in(self, email: str, password: str) -> None:
        """Sign in with a password."""
        self.page.goto(f"{API}/sign-in")
        self.page.get_by_role("textbox", name="E-mail address").fill(email)
        self.page.locator("input[name=password]").fill(password)  # its label has the star of a required field
        self.press("Sign in")
        self.sees_heading("Stores")

    def sign_out(self) -> None:
        """End the session."""
        self.page.get_by_label("Account").click()
        self.page.get_by_role("menuitem", name="Sign out").click()
        self.sees_heading("Sign in")

    def go(self, path: str) -> None:
        """Open an address of the page."""
        self.page.goto(API + path)

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press a button."""
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def choose(self, name: str) -> None:
        """Choose from the store's actions."""
        self.press("Actions")
        self.page.get_by_role("menuitem", name=re.compile(f"^{re.escape(name)}")).click()

    def sees(self, text: str, *, seconds: float = 15) -> None:
        """Wait until a text can be seen."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=seconds * 1000)

    def sees_heading(self, text: str) -> None:
        """Wait until a view's heading can be seen."""
        expect(self.page.get_by_role("heading", level=1).filter(has_text=text)).to_be_visible()

    def operation(self) -> str:
        """The id of the operation that the page has gone to: another one than the last that was watched."""
        self.page.wait_for_url(lambda url: "/operations/" in url and not url.endswith(f"/{self.watched}"))
        self.watched = self.page.url.rpartition("/")[2]
        return self.watched

    def watches(self, platform: Platform, operation: str = "", *, seconds: float, status: str = "succeeded") -> JSON:
        """Watch an operation, the one just begun, until its end; the page must show every step, and the end."""
        operation = operation or self.operation()
        platform.operations.append(operation)
        shown = {"succeeded": "done", "failed": "failed"}[status]
        expect(self.page.get_by_role("alert").filter(has_text=re.compile(rf": {shown}\b")).first).to_be_visible(
            timeout=seconds * 1000
        )
        ended = platform.operation(operation)
        assert ended["status"] == status, f"{ended['status']}: {ended['message']}"
        wanted = {event["step"] for event in platform.events(operation) if not event["final"]}
        steps = self.page.locator("[data-step]").evaluate_all("all => all.map(one => one.dataset.step)")
        assert set(steps) == wanted
        assert len(steps) == len(wanted)
        return ended


@contextmanager
def visitor(viewport: dict[str, int] | None = None) -> Iterator[Visitor]:
    """Yield a visitor with a browser of their own."""
    with page() as opened:
        opened.set_viewport_size(viewport or DESKTOP)  # type: ignore[arg-type]
        yield Visitor(opened)
