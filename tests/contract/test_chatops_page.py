"""docs/chatops.md against the code: the manifest is one that Slack takes, and leads where the platform listens."""

from __future__ import annotations

import re
import textwrap
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import yaml

from functions.chatops.handler import INTERACTIONS, MATTERMOST, SLACK
from functions.domain.chat import CODE_TIME, CONFIRM_TIME, WINDOW
from functions.domain.chat_settings import ChatSettings
from functions.settings import PROJECT

PAGE = (PROJECT / "docs/chatops.md").read_text(encoding="utf-8")
SCOPES = {"commands", "chat:write", "chat:write.public"}


def manifest() -> dict[str, Any]:
    """The manifest that people paste."""
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    read: dict[str, Any] = yaml.safe_load(textwrap.dedent(found[1]))
    return read


def test_the_manifest_leads_where_the_platform_listens_and_asks_for_no_more_than_it_needs() -> None:
    (command,) = manifest()["features"]["slash_commands"]

    assert urlsplit(command["url"]).path == SLACK
    assert urlsplit(manifest()["settings"]["interactivity"]["request_url"]).path == INTERACTIONS
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert "user" not in manifest()["oauth_config"]["scopes"]
    assert "event_subscriptions" not in manifest()["settings"]


def test_the_manifest_keeps_slacks_limits() -> None:
    (command,) = manifest()["features"]["slash_commands"]

    assert len(manifest()["display_information"]["name"]) <= 35
    assert len(manifest()["display_information"]["description"]) <= 140
    assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
    assert len(manifest()["features"]["bot_user"]["display_name"]) <= 80


def test_the_page_names_every_setting_of_chats_and_the_path_of_mattermost() -> None:
    for field in ChatSettings.model_fields.values():
        assert f"{field.alias}" in PAGE, field.alias
    assert MATTERMOST in PAGE


def test_its_times_are_the_codes() -> None:
    assert (timedelta(minutes=10), timedelta(minutes=5), timedelta(minutes=5)) == (CODE_TIME, CONFIRM_TIME, WINDOW)
    for said in ("works once, within ten minutes", "for five minutes, for who asked", "not older or newer\nthan five minutes"):
        assert said in PAGE, said
