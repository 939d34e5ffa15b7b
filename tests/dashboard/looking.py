"""How a browser looks at the page: signs in, waits until nothing is being loaded, and notes what went wrong meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from functions.settings import PROJECT
from tests.dashboard.staging import Staged
from tests.dashboard.views import View

SIZES: dict[str, ViewportSize] = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
AXE = PROJECT / "dashboard/node_modules/axe-core/axe.min.js"
# Runs before the page does. The policy of the page does not hold for it, nor for what Playwright evaluates.
WATCH = """
window.seen = { shift: 0, shifted: [], long: [], refused: [] }
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue
    seen.shift += entry.value
    seen.shifted.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? node?.nodeName ?? "?"))
  }
}).observe({ type: "layout-shift", buffered: true })
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) seen.long.push(duration) })
  .observe({ type: "longtask", buffered: true })
document.addEventListener("securitypolicyviolation", (event) => {
  seen.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
})
"""
SETTLED = """() => document.querySelector("h1, h2, [role=alert]") !== null
  && document.querySelector("[aria-busy=true], .mantine-Skeleton-root[data-visible=true]") === null"""
# Two frames later. Asked again and again, as what Playwright evaluates has no end of its own where a browser draws no frame.
DRAWN = """() => {
  requestAnimationFrame(() => { seen.drawn += 1 })
  return seen.drawn > 1
}"""
AXE_SECONDS = 30
NODES = """(found) => found.violations.map((violation) => violation.id + ": " + violation.help + "\\n" +
  violation.nodes.map((node) => "  " + node.target.join(" ") + "\\n    " + node.html.slice(0, 160) + "\\n    " +
    node.failureSummary.replaceAll("\\n", " ")).join("\\n"))"""


STILL = """() => document.getAnimations().every((one) =>
  one.playState !== "running" || one.effect.getTiming().iterations === Infinity)"""


@dataclass
class Noted:
    """What went wrong on a page, as its console tells it. `absent`: the page is of what is not there, and 404 is the answer."""

    absent: bool = False
    errors: list[str] = field(default_factory=list)

    def hear(self, page: Page) -> None:
        """Note errors from now on."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(f"thrown: {error}"))

    def _said(self, message: ConsoleMessage) -> None:
        # Before anybody is signed in the page asks whether there is a session: the browser says of the 401 that it is one.
        signed_out = "401" in message.text and message.location.get("url", "").endswith("/api/auth/refresh")
        absent = self.absent and "status of 404" in message.text
        if message.type in {"error", "warning"} and not signed_out and not absent:
            self.errors.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


@contextmanager
def context_of(browser: Browser, staged: Staged, who: str, size: str) -> Iterator[BrowserContext]:
    """A browser of its own in which somebody is signed in; `who` empty: nobody."""
    context = browser.new_context(
        base_url=staged.url, viewport=SIZES[size], locale="en-GB", timezone_id="Europe/Berlin", has_touch=size == "phone"
    )
    try:
        context.add_init_script(WATCH)
        if who:
            sign_in(context, staged, who)
        yield context
    finally:
        context.close()


def sign_in(context: BrowserContext, staged: Staged, who: str) -> None:
    """Begin a session, of which the browser keeps the cookie."""
    said = {"email": staged.people[who], "password": staged.password, "cookie": True}
    answer = context.request.post("/api/auth/login", data=said)
    assert answer.ok, answer.text()


def address(view: View, staged: Staged) -> str:
    """Return where a view is on this stage."""
    return view.path.format(operation=staged.running[0])


def settle(page: Page) -> None:
    """Return once the view is there, and nothing on it is being loaded."""
    page.wait_for_function(SETTLED)
    page.evaluate("seen.drawn = 0")
    page.wait_for_function(DRAWN, polling=20)


def still(page: Page) -> None:
    """Return once nothing fades in any more, so that colours are those that stay."""
    page.wait_for_function(STILL)


def seen(page: Page) -> dict[str, Any]:
    """Return what the page noted of itself: how far things moved, long tasks, and what its policy refused."""
    found: dict[str, Any] = page.evaluate("window.seen")
    return found


def violations(page: Page) -> list[str]:
    """Return what axe finds, each with where and why."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    run = f"axe.run(document, {{ resultTypes: ['violations'] }}).then({NODES})"
    late = f"new Promise((_, no) => setTimeout(() => no(new Error('axe did not end')), {AXE_SECONDS * 1000}))"
    found: list[str] = page.evaluate(f"() => Promise.race([{run}, {late}])")
    return found
