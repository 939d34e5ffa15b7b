"""OAuth 1.0a signatures, against one that another program made."""

from __future__ import annotations

from functions.adapters.oauth1 import Signer


def signer(key: str = "ck_1", secret: str = "cs_2") -> Signer:
    return Signer(key, secret, clock=lambda: 1700000000.9, nonce=lambda: "n0nce")


def test_a_request_is_signed_as_other_programs_sign_it() -> None:
    # Made with oauthlib 3.2: Client("ck_1", "cs_2", signature_method=SIGNATURE_HMAC_SHA256, signature_type="QUERY", …).
    signed = signer().sign("get", "http://shop.example:8080/wp-json/wc/v3/orders", {"search": "a+b@c d", "per_page": "50"})

    assert signed["oauth_timestamp"] == "1700000000"
    assert signed["oauth_signature"] == "hHgXy3iiNOzbNOHGugRGb24Mk2ifu5KEMXaSUuPFcs8="


def test_the_secret_is_neither_in_the_query_nor_in_the_text_of_the_signer() -> None:
    made = signer(secret="cs_very_secret")

    assert "cs_very_secret" not in f"{made} {made.sign('GET', 'http://shop.example/', {})}"


def test_every_signature_is_another() -> None:
    made = Signer("ck_1", "cs_2")

    assert made.sign("GET", "http://shop.example/", {}) != made.sign("GET", "http://shop.example/", {})
