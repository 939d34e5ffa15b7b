"""A German shop on each engine in a browser, from a product to the confirmation: a buyer reads German, and nothing else.

GERMAN_SHOP_MEDUSA and GERMAN_SHOP_WOOCOMMERCE name shops that are there already; otherwise the test makes them.
Pictures of each page go to out/german.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.cluster.browser import page as opened
from tests.cluster.installation import OUT, until
from tests.cluster.platform import Platform, unique
from tests.cluster.trade import ENGINES, is_available, not_tested
from tests.e2e import in_turn

SECONDS = 30
BUYER = {
    "medusa": {
        "E-Mail-Adresse": "ada@example.com",
        "Vorname": "Ada",
        "Nachname": "Beispiel",
        "Straße und Hausnummer": "Unter den Linden 1",
        "Postleitzahl": "10117",
        "Ort": "Berlin",
    },
    "woocommerce": {
        "E-Mail-Adresse": "ada@example.com",
        "Vorname": "Ada",
        "Nachname": "Beispiel",
        "Adresse": "Unter den Linden 1",
        "Postleitzahl": "10117",
        "Ort": "Berlin",
    },
}
TAX = "2,71 € MwSt."
# Words that no German page has. Some are parts of German ones (Standard, Details, Shop), which are not here.
ENGLISH = re.compile(
    r"\b(add|address|billing|cart|categor(?:y|ies)|checkout|city|continue|country|coupons?|date|delivery|email|enter|estimated|first|free|home|last|"
    r"including|item|items|login|method|note|order|orders|our|pay|payment|phone|place|postal|price|product|products|quantity|received|"
    r"related|remove|results?|returned|review|reviews|search|shipping|showing|sku|sort|stock|subtotal|summary|taxe?s?|thank|thanks|the|total|"
    r"totals|use|view|with|you|your)\b",
    re.IGNORECASE,
)
# What a person reads or is read: texts that are seen, and names of what has no text.
READ = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const names = [...document.body.querySelectorAll("[aria-label], [placeholder], [title], img[alt]")].filter(seen)
    .flatMap((one) => ["aria-label", "placeholder", "title", "alt"].map((name) => one.getAttribute(name) ?? ""))
  return [document.title, document.body.innerText, ...names].join("\\n")
}"""


def look(page: Page, engine: str, name: str, *words: str) -> str:
    """Take a picture, and return what the page says, which has these words in it and no English one."""
    folder = OUT / "german"
    folder.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("load")
    # Parts of a page come later than it, each when the shop has answered for it.
    until(lambda: not missing(read(page), words), f"{', '.join(words)} on {engine}'s {name}", seconds=SECONDS)
    page.screenshot(path=folder / f"{engine}-{name}.png", full_page=True)
    said = read(page)
    (folder / f"{engine}-{name}.txt").write_text(said, encoding="utf-8")
    assert page.evaluate("document.documentElement.lang").startswith("de")
    assert not missing(said, words), f"{missing(said, words)} is not on {engine}'s {name}"
    left = [line for line in said.splitlines() if ENGLISH.search(line)]
    assert not left, f"{engine}'s {name} says in English: {left}"
    return plain(said)


def read(page: Page) -> str:
    """What is on the page."""
    said: str = page.evaluate(READ)
    return said


def plain(said: str) -> str:
    """The same with spaces of one kind."""
    return re.sub(r"[\u00a0\u202f]", " ", said)


def missing(said: str, words: tuple[str, ...]) -> list[str]:
    """Those of the words that are not there."""
    return [each for each in words if each.casefold() not in plain(said).casefold()]


def medusa(page: Page, url: str) -> None:
    """From the first product to the confirmation."""
    page.goto(url)
    expect(page.get_by_role("heading", name="Produkte", exact=True)).to_be_visible()
    look(page, "medusa", "1-products", "Lieferung bis an die Haustür", "Beispieltasse", "12,00 €", "3 Produkte")
    page.locator("a.card", has_text="Beispieltasse").click()
    page.get_by_role("button", name="In den Warenkorb").click()
    expect(page.get_by_text("Liegt in Ihrem Warenkorb.")).to_be_visible()
    look(page, "medusa", "2-product", "inkl. MwSt., zzgl. Versand", "Auf Lager")
    page.get_by_role("link", name="Zum Warenkorb").click()
    expect(page.get_by_role("heading", level=1, name="Ihr Warenkorb")).to_be_visible()
    look(page, "medusa", "3-cart", "Gesamtsumme", "Zur Kasse", "Entfernen")
    page.get_by_role("link", name="Zur Kasse").click()
    fill(page, "medusa")
    order = page.get_by_role("button", name="Zahlungspflichtig bestellen")
    expect(order).to_be_enabled()
    expect(page.locator(".total dd")).to_have_text(re.compile(r"17,00"))
    look(page, "medusa", "4-checkout", "Lieferadresse", "Standardversand", "Deutschland", "inkl. 2,71 € MwSt.")
    order.click()
    expect(page.get_by_role("heading", level=1, name="Vielen Dank für Ihre Bestellung")).to_be_visible()
    look(page, "medusa", "5-confirmation", "Ihre Bestellnummer lautet", "Zahlung bei Lieferung", "17,00 €", "Deutschland")


def woocommerce(page: Page, url: str) -> None:
    """From the first product to the confirmation."""
    page.goto(url)
    look(page, "woocommerce", "1-products", "Beispieltasse", "In den Warenkorb", "12,00 €", "inkl. MwSt., zzgl. Versand")
    page.get_by_role("link", name="Beispieltasse").first.click()
    page.locator("button.single_add_to_cart_button").click()
    expect(page.locator(".wc-block-components-notice-banner.is-success")).to_be_visible()
    look(page, "woocommerce", "2-product", "In den Warenkorb", "Warenkorb ansehen")
    page.goto(f"{url}/cart/")
    expect(page.locator(".wc-block-components-totals-footer-item")).to_contain_text(re.compile(r"\d,\d\d"))
    expect(page.locator(".wc-block-cart-item__prices").first).to_contain_text("12,00")
    look(page, "woocommerce", "3-cart", "Warenkorb-Summe", "Weiter zur Kasse", "Beispieltasse", "12,00 €")
    page.goto(f"{url}/checkout/")
    fill(page, "woocommerce")
    order = page.get_by_role("button", name="Zahlungspflichtig bestellen")
    expect(order).to_be_enabled()
    expect(page.locator(".wc-block-components-totals-footer-item").first).to_contain_text("17,00")
    look(
        page,
        "woocommerce",
        "4-checkout",
        "Kontaktdaten",
        "Lieferadresse",
        "Standardversand",
        "Zahlung bei Lieferung",
        TAX,
    )
    # The checkout sends the address about a second after it was written, and drops a click on the button in that time.
    page.wait_for_timeout(2000)
    order.click()
    expect(page.get_by_text("Ihre Bestellung ist eingegangen").first).to_be_visible()
    look(page, "woocommerce", "5-confirmation", "Bestellnummer", "Vielen Dank", "17,00 €", "Zahlung bei Lieferung")


def fill(page: Page, engine: str) -> None:
    """Say who buys."""
    for label, text in BUYER[engine].items():
        page.get_by_label(label, exact=True).first.fill(text)


WALKS: dict[str, Callable[[Page, str], None]] = {"medusa": medusa, "woocommerce": woocommerce}


@pytest.fixture
def german(engine: str) -> Iterator[str]:
    """The address of a shop in Germany on this engine."""
    if given := os.environ.get(f"GERMAN_SHOP_{engine.upper()}"):
        yield given.rstrip("/")
        return
    if not is_available(engine):
        not_tested(engine)
    platform, store_id = Platform(), unique("german")
    platform.finish(platform.create(store_id, engine, name="Tee & Kuchen", country="DE", locale="de"))
    yield platform.store(store_id)["url"]
    platform.finish(platform.delete(store_id))
    platform.http.close()


@pytest.mark.parametrize("engine", in_turn(sorted(WALKS.keys() & ENGINES.keys())))
def test_a_buyer_reads_german_from_a_product_to_the_confirmation(german: str, engine: str) -> None:
    with opened() as page:
        page.set_default_timeout(SECONDS * 1000)
        expect.set_options(timeout=SECONDS * 1000)
        try:
            WALKS[engine](page, german)
        finally:
            expect.set_options(timeout=5_000)
