"""The platform is killed while the page watches an operation, and started again on the same state."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.looking import context_of, settle
from tests.dashboard.staging import Staged, free_port, staged

PACE = "3"  # slow enough that there is something to see before and after
PATIENCE = 90_000.0
SHOWN = """() => [...document.querySelectorAll("main ol time, main [role=log] time")].map(({ dateTime, parentElement }) =>
  [dateTime, parentElement.textContent])"""


@pytest.mark.timeout(300)
def test_the_page_heals_by_itself_and_shows_every_event_once(browser: Browser, tmp_path: Path) -> None:
    options = ("--folder", str(tmp_path), "--port", str(free_port()), "--pace", PACE)
    with staged(*options) as first, context_of(browser, first, "admin", "desktop") as context:
        page = context.new_page()
        operation = first.running[1]
        page.goto(f"/operations/{operation}")
        settle(page)
        expect(page.locator("main ol time").nth(1)).to_be_attached(timeout=PATIENCE)
        first.kill()
        expect(page.get_by_text("does not answer").first).to_be_visible(timeout=PATIENCE)
        with staged(*options) as second:
            expect(page.get_by_text("Done in").first).to_be_visible(timeout=PATIENCE)
            expect(page.get_by_text("does not answer")).to_have_count(0)
            _shows_each_event_once(page, second, operation)


def _shows_each_event_once(page: Page, there: Staged, operation: str) -> None:
    headers = {"authorization": f"Bearer {there.tokens['admin']}"}
    found = httpx.get(f"{there.url}/api/operations/{operation}/events", headers=headers, timeout=30).json()["events"]
    assert [event["number"] for event in found] == list(range(1, len(found) + 1))
    said = [event["message"] for event in found if event["message"] and not event["final"]]
    shown = [text for _, text in page.evaluate(SHOWN)]
    assert len(shown) == len(said), (said, shown)
    assert [message for message in said if not any(message in text for text in shown)] == []
    assert any("restart" in message or "again" in message for message in said), said
