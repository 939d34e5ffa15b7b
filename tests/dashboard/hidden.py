"""A tab that can really be hidden.

Playwright has every page of its own be visible and focused, whatever is in front of it. So this one is made and driven past it,
by the protocol of the browser itself, in a window with another tab.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.dashboard.staging import Staged

PAUSE = 50.0  # milliseconds
PATIENCE = 400
SIGN_IN = """fetch("/api/auth/login", {{ method: "POST", headers: {{ "Content-Type": "application/json" }},
  body: JSON.stringify({{ email: "{email}", password: "{password}", cookie: true }}) }}).then((answer) => answer.status)"""


class Tab:
    """A tab, and the other one of its window."""

    def __init__(self, protocol: CDPSession, waiting: Page, context: str, url: str) -> None:
        self._protocol, self._waiting = protocol, waiting
        self._answers: dict[int, dict[str, Any]] = {}
        self._numbers = itertools.count(1)
        protocol.on("Target.receivedMessageFromTarget", self._hear)
        self._other = self._made(context, "about:blank")
        self._own = self._made(context, url)
        self._session = protocol.send("Target.attachToTarget", {"targetId": self._own, "flatten": False})["sessionId"]

    def _made(self, context: str, url: str) -> str:
        made: str = self._protocol.send("Target.createTarget", {"url": url, "browserContextId": context})["targetId"]
        return made

    def _hear(self, said: dict[str, Any]) -> None:
        message = json.loads(said["message"])
        if "id" in message:
            self._answers[message["id"]] = message

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": parameters})
        self._protocol.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        for _ in range(PATIENCE):
            if number in self._answers:
                answer: dict[str, Any] = self._answers.pop(number)["result"]
                return answer
            self._waiting.wait_for_timeout(PAUSE)
        raise TimeoutError(f"no answer to {method}")

    def evaluate(self, expression: str) -> Any:
        """Return what an expression is worth in the page."""
        answer = self._ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, expression: str) -> None:
        """Return once an expression is true in the page."""
        for _ in range(PATIENCE):
            if self.evaluate(expression):
                return
            self._waiting.wait_for_timeout(PAUSE)
        raise TimeoutError(expression)

    def go(self, url: str) -> None:
        """Go to an address."""
        self._ask("Page.navigate", url=url)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._waiting.wait_for_timeout(seconds * 1000)

    def hide(self) -> None:
        """Put the other tab in front."""
        self._protocol.send("Target.activateTarget", {"targetId": self._other})
        self.until("document.visibilityState === 'hidden'")

    def show(self) -> None:
        """Put this one in front."""
        self._protocol.send("Target.activateTarget", {"targetId": self._own})
        self.until("document.visibilityState === 'visible'")


@contextmanager
def tab(browser: Browser, staged: Staged, path: str) -> Iterator[Tab]:
    """A tab at an address of the page, signed in as the admin."""
    protocol, context = browser.new_browser_cdp_session(), browser.new_context()
    made: str = protocol.send("Target.createBrowserContext")["browserContextId"]
    try:
        found = Tab(protocol, context.new_page(), made, f"{staged.url}/sign-in")
        found.until("document.querySelector('h1') !== null")
        assert found.evaluate(SIGN_IN.format(email=staged.people["admin"], password=staged.password)) == 200
        found.go(f"{staged.url}{path}")
        found.until("document.querySelector('h1') !== null && document.querySelector('[aria-busy=true]') === null")
        yield found
    finally:
        protocol.send("Target.disposeBrowserContext", {"browserContextId": made})
        protocol.detach()
        context.close()
