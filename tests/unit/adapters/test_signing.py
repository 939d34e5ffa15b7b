"""Access tokens as JWT: one algorithm, every claim, our own clock."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import jwt
import pytest

from functions.adapters.signing import JwtSigner
from functions.application.ports.credentials import Claims
from tests.fakes import FakeClock
from tests.fakes.platform import START

SECRET = "a secret of the tests, 32 bytes and more"
CLAIMS = Claims(user="olga", session="s1", issued_at=START, expires_at=START + timedelta(minutes=15))
CONTENT: dict[str, Any] = {
    "iss": "storeyard",
    "aud": "storeyard-api",
    "sub": "olga",
    "sid": "s1",
    "iat": int(START.timestamp()),
    "exp": int(START.timestamp()) + 900,
}


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def signer(clock: FakeClock) -> JwtSigner:
    return JwtSigner(lambda: SECRET, clock)


def test_what_was_signed_reads_back_until_it_expires(signer: JwtSigner, clock: FakeClock) -> None:
    token = signer.sign(CLAIMS)

    assert signer.read(token) == CLAIMS
    clock.advance(899)
    assert signer.read(token) == CLAIMS
    clock.advance(1)
    assert signer.read(token) is None


def test_it_says_what_it_says_in_standard_words(signer: JwtSigner) -> None:
    token = signer.sign(CLAIMS)

    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    assert jwt.decode(token, options={"verify_signature": False}) == CONTENT


@pytest.mark.parametrize("missing", CONTENT)
def test_every_claim_is_needed(signer: JwtSigner, missing: str) -> None:
    content = {name: value for name, value in CONTENT.items() if name != missing}

    assert signer.read(jwt.encode(content, SECRET, "HS256")) is None
    assert signer.read(jwt.encode(CONTENT, SECRET, "HS256")) == CLAIMS


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "another"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"exp": int(START.timestamp())},
        {"exp": 10**30},
        {"iat": 10**30},
        {"sub": 7},
        {"nbf": 10**12},
    ],
)
def test_a_claim_that_is_wrong_is_refused(signer: JwtSigner, change: dict[str, Any]) -> None:
    assert signer.read(jwt.encode({**CONTENT, **change}, SECRET, "HS256")) is None


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_no_other_algorithm_is_taken(signer: JwtSigner, algorithm: str) -> None:
    long = SECRET * 2
    assert JwtSigner(lambda: long, FakeClock()).read(jwt.encode(CONTENT, long, algorithm)) is None


def test_a_token_without_a_signature_is_none(signer: JwtSigner) -> None:
    def part(content: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    good = signer.sign(CLAIMS)
    for forged in (
        f"{part({'alg': 'none'})}.{part(CONTENT)}.",
        f"{part({'alg': 'HS256'})}.{part(CONTENT)}.",
        good[:-4],
        "a.b.c",
        "..",
    ):
        assert signer.read(forged) is None
    header, _, signature = good.split(".")
    assert signer.read(f"{header}.{part({**CONTENT, 'sub': 'ada'})}.{signature}") is None


def test_another_secret_is_another_platform() -> None:
    other = JwtSigner(lambda: SECRET[::-1], FakeClock())

    assert other.read(JwtSigner(lambda: SECRET, FakeClock()).sign(CLAIMS)) is None


def test_the_secret_is_asked_for_once_and_not_before_it_is_needed(clock: FakeClock) -> None:
    asked: list[int] = []

    def secret() -> str:
        asked.append(1)
        return SECRET

    signer = JwtSigner(secret, clock)
    assert asked == []
    signer.read(signer.sign(CLAIMS))
    assert asked == [1]
    assert SECRET not in repr(signer)
