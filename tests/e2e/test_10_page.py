"""The platform's page with a real browser, on the real cluster: what a person who runs shops does there, from first to last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.cluster.browser import CHROMIUM
from tests.cluster.installation import kill_platform, make
from tests.cluster.next_images import absent_image, next_images, on_offer
from tests.cluster.platform import Platform, unique
from tests.cluster.trade import ENGINES, is_available, not_tested, sell_one
from tests.cluster.visitor import PHONE, Visitor, visitor
from tests.e2e import ENGINE

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (make e2e)")


@pytest.fixture
def there() -> Iterator[Visitor]:
    """Somebody at the page."""
    with visitor() as made:
        yield made


def fill_in(there: Visitor, name: str, store_id: str) -> None:
    """Fill in the form of a new store."""
    there.page.get_by_role("textbox", name="Name").fill(name)
    there.page.get_by_role("textbox", name="Address").fill(store_id)
    there.page.get_by_role("radio", name=re.compile(ENGINES[ENGINE].title)).click()
    there.sees("is free")


def delete(there: Visitor, platform: Platform, store_id: str) -> None:
    """Delete a store from its page, as a person does: its id has to be typed."""
    there.go(f"/stores/{store_id}/settings")
    there.page.get_by_role("button", name=re.compile("^Delete")).click()
    dialog = there.page.get_by_role("dialog")
    button = dialog.get_by_role("button", name="Delete it for good")
    expect(button).to_be_disabled()
    dialog.get_by_label(re.compile("^Type ")).fill(store_id)
    button.click()
    there.watches(platform, seconds=90)
    assert platform.gone(store_id)


def test_a_shop_is_made_watched_and_deleted_from_the_page(there: Visitor, platform: Platform) -> None:
    if not is_available(ENGINE):
        not_tested(ENGINE)
    store_id = unique("page")
    there.come_by_link(platform)
    there.page.get_by_role("link", name="New store").first.click()
    fill_in(there, "Tea & Càke 🫖", store_id)
    there.press("Make the store")
    operation = there.operation()

    # The platform dies while the page watches: the page says so, heals by itself, and misses no event.
    platform.reach({"id": operation}, "release")
    there.sees("Under way for")
    kill_platform()
    there.sees("The platform does not answer.", seconds=30)
    make("up")
    platform.until_answers()
    there.watches(platform, operation, seconds=240)

    with there.page.expect_popup() as opened:
        there.page.get_by_role("link", name="Open shop").first.click()
    expect(opened.value.get_by_text("Tea & Càke").first).to_be_visible()
    opened.value.close()

    number = sell_one(platform, store_id)["number"]
    there.go(f"/stores/{store_id}/orders")
    there.sees(number)
    there.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    there.go(f"/stores/{store_id}")
    there.sees_heading("Tea & Càke")
    there.page.set_viewport_size({"width": 1280, "height": 800})
    delete(there, platform, store_id)
    assert there.complaints == []


@contextmanager
def owner(there: Visitor, platform: Platform, *, limit: int) -> Iterator[Platform]:
    """Have the admin add an owner from the page, and sign in as that owner; yields the platform as the owner sees it."""
    email = f"{unique('owner')}@shop-test.example"
    there.come_by_link(platform)
    there.go("/users")
    there.press("Add a user")
    dialog = there.page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Olga Example")
    dialog.get_by_role("textbox", name="E-mail address").fill(email)
    dialog.get_by_label("Store limit").fill(str(limit))
    there.press("Add the user", within=dialog)
    password = dialog.get_by_role("group", name="First password").inner_text()
    there.press("I have passed it on", within=dialog)
    there.sign_out()
    there.sign_in(email, password)
    yield platform


@pytest.mark.long
def test_the_life_of_a_shop_from_the_page(there: Visitor, platform: Platform) -> None:
    if not is_available(ENGINE):
        not_tested(ENGINE)
    store_id, broken_id = unique("life"), unique("broken")
    engine = ENGINES[ENGINE]
    with owner(there, platform, limit=3):
        there.go("/new")
        there.sees("You have 0 of 3 stores; this will be the first.")
        fill_in(there, "Life", store_id)
        there.press("Make the store")
        there.watches(platform, seconds=240)
        first = sell_one(platform, store_id)["number"]

        with next_images(engine) as images, on_offer(images):
            there.go(f"/stores/{store_id}")
            there.choose("Upgrade")
            there.page.get_by_role("button", name=re.compile("^Upgrade")).first.click()
            there.press("Upgrade it", within=there.page.get_by_role("dialog"))
            there.watches(platform, seconds=600)

            second = sell_one(platform, store_id)["number"]
            there.go(f"/stores/{store_id}/versions")
            there.page.get_by_role("button", name="Go back to this …").last.click()
            there.press("Go back", within=there.page.get_by_role("dialog"))
            there.watches(platform, seconds=600)
        there.go(f"/stores/{store_id}/orders")
        there.sees(first)
        there.sees(second)

        there.go(f"/stores/{store_id}/backups")
        there.press("Back up now")
        there.watches(platform, seconds=120)
        there.go(f"/stores/{store_id}/backups")
        there.page.get_by_role("button", name=re.compile("^Restore the backup")).first.click()
        there.press("Restore it", within=there.page.get_by_role("dialog"))
        there.watches(platform, seconds=300)

        # One is broken on purpose: the image is nowhere. The page says why, and that this has to change before a retry helps.
        with on_offer(absent_image(engine)):
            there.go("/new")
            fill_in(there, "Broken", broken_id)
            there.press("Make the store")
            there.watches(platform, seconds=300, status="failed")
            there.sees("The image of the shop cannot be pulled")
            there.sees("what is said above has to change first")
        there.go(f"/stores/{broken_id}")
        there.choose("Try to make it again")
        there.watches(platform, seconds=240)

        delete(there, platform, broken_id)
        delete(there, platform, store_id)
        there.go(f"/activity?store={store_id}")
        for kind in ("Make the store", "Upgrade", "Rollback", "Backup", "Restore", "Delete"):
            there.sees(f"{kind} ended")
    assert there.complaints == []
