"""Stripe's script for a browser without the internet: its form is one field, for a test card's name; the stand-in takes it."""

from __future__ import annotations

import ssl

import httpx
from playwright.sync_api import Page, Route

from tests.fakes.stripe_server import StripeAt

# As much of Stripe's library as a storefront uses. As that does, it refuses to pay another sum than the buyer was shown.
SCRIPT = """
window.Stripe = (key) => {
  const field = document.createElement("input")
  const told = {}
  let shown = 0
  field.setAttribute("aria-label", "Card")
  return {
    elements: ({ mode, amount, currency, paymentMethodTypes }) => {
      const fits = mode === "payment" && Number.isInteger(amount) && currency === currency.toLowerCase()
      if (!fits || String(paymentMethodTypes) !== "card") throw new Error("IntegrationError")
      shown = amount
      return {
        create: () => ({
          on: (event, then) => { told[event] = then },
          mount: (place) => { place.append(field); queueMicrotask(() => told.ready()) },
          destroy: () => field.remove(),
        }),
        submit: async () => (field.value ? {} : { error: { message: "Your card number is incomplete." } }),
        update: ({ amount }) => { shown = amount },
      }
    },
    confirmPayment: async ({ clientSecret, confirmParams, redirect }) => {
      if (redirect !== "if_required" || !URL.canParse(confirmParams.return_url)) throw new Error("IntegrationError")
      const body = new URLSearchParams({ key, client_secret: clientSecret, payment_method: field.value })
      const address = `https://api.stripe.com/v1/payment_intents/${clientSecret.split("_secret_")[0]}`
      const { amount } = await (await fetch(`${address}?${body}`)).json()
      if (amount !== shown) return { error: { message: `The form shows ${shown}, and ${amount} is to be paid.` } }
      return await (await fetch(`${address}/confirm`, { method: "POST", body })).json()
    },
  }
}
"""


def stripe_for(page: Page, stripe: StripeAt) -> list[str]:
    """Have a page meet the stand-in where it asks for Stripe; return what it asked for, as it comes."""
    asked: list[str] = []
    trusted = ssl.create_default_context(cafile=str(stripe.ca))

    def answer(route: Route) -> None:
        request = route.request
        asked.append(f"{request.method} {request.url.split('?')[0]}")
        if "js.stripe.com" in request.url:
            return route.fulfill(body=SCRIPT, content_type="text/javascript")
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        address = request.url.replace("https://api.stripe.com", stripe.url)
        said = httpx.request(request.method, address, content=request.post_data, headers=form, verify=trusted)
        headers = {"Access-Control-Allow-Origin": "*"}
        return route.fulfill(status=said.status_code, body=said.text, content_type="application/json", headers=headers)

    page.route("**://*.stripe.com/**", answer)
    return asked
