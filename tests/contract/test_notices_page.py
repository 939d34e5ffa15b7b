"""docs/notices.md against the code: its events, its kinds and its numbers are those that hold."""

from __future__ import annotations

import re
from datetime import timedelta

from functions.adapters import webhooks
from functions.application import notice_formats, notice_mail
from functions.application.notice_channels import NEVER, SAYS_GONE
from functions.application.notice_parts import A_MINUTE
from functions.domain.kinds import all_kinds
from functions.domain.notice import MOST_WAITING, REPEATED, wait_after
from functions.domain.notice_target import CODE_TIME, CODE_TRIES, CODES_AN_HOUR, FAILING, MOST_TARGETS, NoticeEvent, TargetKind
from functions.domain.webhook import check_filter
from functions.settings import PROJECT, Settings

PAGE = (PROJECT / "docs/notices.md").read_text(encoding="utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of the table that begins so."""
    found = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()]


def test_the_pages_events_and_kinds_are_all_that_there_are() -> None:
    assert [row[0].strip("`") for row in rows("event")] == [event.value for event in NoticeEvent]
    assert [row[0].strip("`") for row in rows("kind")] == [kind.value for kind in TargetKind]


def test_what_programs_subscribe_to_instead_are_filters_of_webhooks() -> None:
    named = [name for row in rows("event") for name in re.findall(r"`([^`]+)`", row[2])]

    assert [check_filter(name) for name in named] == named
    assert {name.partition(".")[0] for name in named} - {"*"} <= set(all_kinds())
    assert {f"{kind.name}.succeeded" for kind in all_kinds().values() if kind.creates} <= set(named)


def test_the_pages_numbers_are_the_codes() -> None:
    assert [wait_after(tries).total_seconds() for tries in range(1, 9)] == [5, 30, 300, 1800, 7200, 18_000, 36_000, 36_000]
    assert (MOST_TARGETS, MOST_WAITING, CODE_TRIES, CODES_AN_HOUR, A_MINUTE) == (10, 500, 5, 5, 5)
    assert Settings.model_fields["notices_a_minute"].default == A_MINUTE
    assert (timedelta(minutes=30), timedelta(days=1), timedelta(hours=1)) == (CODE_TIME, FAILING, REPEATED)
    assert webhooks.SECONDS == 15
    assert {int(status) for status in NEVER} == {400, 413, 422}
    assert {kind.value for kind in SAYS_GONE} == {"slack", "discord"}
    limits = {row[0]: row[2] for row in rows("chat")}
    assert limits["Slack"].startswith(f"{notice_formats.SLACK_HEADER} characters of a title, {notice_formats.SLACK_TEXT:,} of")
    assert limits["Mattermost"].startswith(f"{notice_formats.MATTERMOST_TEXT:,} characters")
    assert limits["Teams"] == f"{notice_formats.TEAMS_BYTES // 1024} kB"
    assert limits["Discord"] == f"{notice_formats.DISCORD_TEXT:,} characters"
    assert limits["mail"] == f"a subject of {notice_mail.SUBJECT_MAX} characters"
    text = PAGE.replace("\n", " ")
    for said in (
        "ten an owner may have",
        "30 minutes and five tries",
        "five an hour sent",
        "five messages a minute",
        "Up to 500",
    ):
        assert said in text, said
