"""Signatures of Slack: the example that its documentation publishes, and everything that is no signature."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.signature import SignatureVerifier

from functions.domain.chat_signing import is_signed, same_token, signature

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TIMESTAMP = "1531420618"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar"
    b"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
    b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
NOW = datetime.fromtimestamp(int(TIMESTAMP), UTC)


def signed(*, timestamp: str = TIMESTAMP, sent: str = SIGNATURE, body: bytes = BODY, now: datetime = NOW) -> bool:
    return is_signed([SECRET], timestamp=timestamp, sent=sent, body=body, now=now)


def test_the_published_example_is_signed() -> None:
    assert signature(SECRET, timestamp=TIMESTAMP, body=BODY) == SIGNATURE
    assert signed()


def test_slacks_own_library_signs_alike() -> None:
    assert SignatureVerifier(SECRET).generate_signature(timestamp="17", body="a=ü") == signature(
        SECRET, timestamp="17", body="a=ü".encode()
    )


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_it_is_good_for_five_minutes_either_way(seconds: int, good: bool) -> None:
    assert signed(now=NOW + timedelta(seconds=seconds)) is good


@pytest.mark.parametrize(
    "timestamp", ["", "x", "-1", "1531420618.0", " 1531420618", "1531420618\n", "١٥٣١٤٢٠٦١٨", "1e9", "9" * 400, "\ud800"]
)
def test_a_time_that_is_none_is_no_signature_and_no_error(timestamp: str) -> None:
    assert not signed(timestamp=timestamp)


@pytest.mark.parametrize(
    "sent",
    ["", "v0=", SIGNATURE[3:], SIGNATURE.upper(), SIGNATURE[:-1], f"{SIGNATURE}\n", "v1" + SIGNATURE[2:], "é" * 67, "\ud800"],
)
def test_what_is_no_signature_is_none(sent: str) -> None:
    assert not signed(sent=sent)


def test_other_bytes_are_not_signed_even_where_they_mean_the_same() -> None:
    assert not signed(body=BODY.replace(b"%2F", b"%2f"))
    assert not signed(body=BODY + b"&text=delete")
    assert not is_signed([], timestamp=TIMESTAMP, sent=SIGNATURE, body=BODY, now=NOW)
    assert not is_signed(["another"], timestamp=TIMESTAMP, sent=SIGNATURE, body=BODY, now=NOW)


def test_the_current_secret_and_the_one_before_are_good_and_no_other() -> None:
    for secrets, good in (([SECRET, "old"], True), (["new", SECRET], True), (["new", "newer"], False)):
        assert is_signed(secrets, timestamp=TIMESTAMP, sent=SIGNATURE, body=BODY, now=NOW) is good


def test_bytes_that_are_no_text_can_be_signed() -> None:
    sent = signature(SECRET, timestamp=TIMESTAMP, body=b"\xff\xfe")

    assert signed(body=b"\xff\xfe", sent=sent)


@pytest.mark.parametrize(("sent", "good"), [("abc", True), ("old", True), ("", False), ("abcd", False), ("é\ud800", False)])
def test_a_token_is_one_of_those_given(sent: str, good: bool) -> None:
    assert same_token(["abc", "old"], sent) is good
    assert not same_token([], sent)
