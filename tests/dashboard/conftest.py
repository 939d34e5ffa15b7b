"""One browser and one stage for all of these tests. Without a browser or a built page they are skipped, and say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from functions.settings import PROJECT
from tests.cluster.browser import CHROMIUM, OPTIONS
from tests.dashboard.looking import AXE, context_of
from tests.dashboard.staging import Staged, built, staged

MANY = 500
HERE = Path(__file__).parent
Contexts = Callable[[str, str], BrowserContext]


def missing() -> str:
    """Return what these tests cannot do without and is not there; empty: all is."""
    if CHROMIUM is None:
        return "chromium is not installed: scripts/bootstrap dev browser"
    if not built():
        return "the page is not built: make dashboard"
    return "" if AXE.exists() else "axe-core is not installed: make dashboard"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason."""
    why = missing()
    for item in items:
        if why and HERE in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            yield launched
        finally:
            launched.close()


@pytest.fixture(scope="session")
def the_stage() -> Iterator[Staged]:
    """A stage with a great many stores, on which what is under way stays so."""
    with staged("--hold", "--stores", str(MANY)) as there:
        yield there


@pytest.fixture(scope="session")
def contexts(browser: Browser, the_stage: Staged) -> Iterator[Contexts]:
    """Browsers by who is signed in and by their size; each is made once."""
    made: dict[tuple[str, str], BrowserContext] = {}
    with ExitStack() as stack:

        def of(who: str, size: str) -> BrowserContext:
            key = who, size
            if key not in made:
                made[key] = stack.enter_context(context_of(browser, the_stage, who, size))
            return made[key]

        yield of


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of the views are left."""
    folder = PROJECT / "out/dashboard"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
