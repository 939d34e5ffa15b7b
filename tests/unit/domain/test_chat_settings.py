"""Settings of chat programs: what is refused, what is not repeated, and half a configuration."""

from __future__ import annotations

import pytest

from functions.domain.chat_settings import CHAT_SECRETS
from functions.settings import BadSetting, Settings, read

SECRET = "a-secret-of-thirty-two-characters"
SLACK = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_BOT_TOKEN": SECRET}
SOCKET = {"SLACK_APP_TOKEN": SECRET, "SLACK_BOT_TOKEN": SECRET}
MATTERMOST = {"MATTERMOST_URL": "https://chat.example.org", "MATTERMOST_TOKEN": SECRET, "MATTERMOST_BOT_TOKEN": SECRET}


@pytest.mark.parametrize("name", sorted(CHAT_SECRETS))
@pytest.mark.parametrize("value", ["short", "with a space in it, which is long", "é" * 20])
def test_a_secret_that_is_none_is_refused_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read({name: value})

    assert name in str(refused.value)
    assert value not in str(refused.value)


def test_every_secret_is_hidden_wherever_settings_are_shown() -> None:
    given = {**SLACK, **SOCKET, **MATTERMOST, "SLACK_SIGNING_SECRET_PREVIOUS": SECRET, "MATTERMOST_TOKEN_PREVIOUS": SECRET}

    assert SECRET not in repr(read(given))
    assert given.keys() & {str(field.alias) for field in Settings.model_fields.values()} == given.keys()


@pytest.mark.parametrize("name", ["PAGE_URL", "SLACK_API", "MATTERMOST_URL"])
@pytest.mark.parametrize("value", ["ftp://x", "https://", "https://a/?b", "https://u:p@a", "https://a b", "x"])
def test_an_address_that_is_none_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read({name: value})


@pytest.mark.parametrize(("given", "lacks"), [({}, None), (SLACK, None), (SOCKET, None), (MATTERMOST, None)])
def test_a_whole_configuration_lacks_nothing(given: dict[str, str], lacks: None) -> None:
    assert read(given).chat_lacks is lacks
    assert read(given).chat_wanted is bool(given)


@pytest.mark.parametrize(
    ("whole", "without", "missing"),
    [
        (SLACK, "SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN"),
        (SLACK, "SLACK_SIGNING_SECRET", "SLACK_SIGNING_SECRET"),
        (SOCKET, "SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN"),
        (SOCKET, "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
        *((MATTERMOST, name, name) for name in MATTERMOST),
    ],
)
def test_half_a_configuration_names_what_it_lacks(whole: dict[str, str], without: str, missing: str) -> None:
    given = {name: value for name, value in whole.items() if name != without}

    lacks = read(given).chat_lacks

    assert lacks is not None
    assert lacks[0] == missing
    assert lacks[1].startswith("must be given with ")
    assert without not in lacks[1].split("must be given with")[1].split(",")[0] or without == "SLACK_APP_TOKEN"


@pytest.mark.parametrize(
    ("api", "begins"),
    [
        ("", "https://hooks.slack.com/"),
        ("https://slack-gov.com/api/", "https://hooks.slack-gov.com/"),
        ("http://127.0.0.1:9000/api", "http://127.0.0.1:9000/"),
    ],
)
def test_answers_go_where_the_web_api_is_at_home(api: str, begins: str) -> None:
    assert read({"SLACK_API": api} if api else {}).slack_answers_at == begins


def test_the_page_is_on_loopback_unless_it_is_said() -> None:
    assert read({"STOREYARD_PORT": "8123"}).page == "http://localhost:8123"
    assert read({"PAGE_URL": "https://yard.example.org/"}).page == "https://yard.example.org"
