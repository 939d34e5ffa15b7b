"""The platform's relay, out of the variables that inventories read too."""

from __future__ import annotations

from pathlib import Path

import pytest

from functions.domain.platform_relay import platform_relay
from functions.settings import BadSetting, read

HOST = {"STOREYARD_MAIL_HOST": "smtp.example.com", "STOREYARD_MAIL_FROM": "shops@example.com"}
SIGNED = {**HOST, "STOREYARD_MAIL_USER": "shops", "STOREYARD_MAIL_PASSWORD_FILE": "/etc/storeyard/mail"}


def test_without_a_host_there_is_none() -> None:
    assert platform_relay({"STOREYARD_MAIL_PORT": "25", "BACKUPS": "/x"}) is None


def test_what_is_left_out_has_the_defaults_of_the_docs() -> None:
    relay = platform_relay({**HOST, "STOREYARD_MAIL_NETWORK": "10.20.0.0/28", "STOREYARD_MAIL_CA_FILE": "/ca.pem"})

    assert relay is not None
    assert (relay.host, relay.port, relay.security, relay.user) == ("smtp.example.com", 587, "starttls", None)
    assert (relay.sender, relay.ca_file) == ("shops@example.com", Path("/ca.pem"))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"STOREYARD_MAIL_PORT": "smtp"}, "STOREYARD_MAIL_PORT"),
        ({"STOREYARD_MAIL_SECURITY": "ssl"}, "STOREYARD_MAIL_SECURITY"),
        ({"STOREYARD_MAIL_SECURITY": "none"}, "STOREYARD_MAIL_SECURITY: it must be starttls or tls"),
        ({"STOREYARD_MAIL_FROM": ""}, "STOREYARD_MAIL_FROM"),
        ({"STOREYARD_MAIL_PASSWORD_FILE": ""}, "STOREYARD_MAIL_PASSWORD_FILE: it is needed"),
    ],
)
def test_a_bad_variable_is_named_before_anything_starts(more: dict[str, str], named: str) -> None:
    with pytest.raises(BadSetting, match=f"^The mail relay cannot be used: {named}"):
        read({"HOME": "/h", **SIGNED, **more})


def test_the_settings_have_it_and_where_the_page_is() -> None:
    found = read({"HOME": "/h", **SIGNED, "PAGE_URL": "https://yard.example.com", "NOTICES_A_MINUTE": "9"})

    assert found.mail_relay is not None
    assert found.mail_relay.user == "shops"
    assert (found.page, found.notices_a_minute) == ("https://yard.example.com", 9)
    assert read({"HOME": "/h"}).page == "http://localhost:8000"
