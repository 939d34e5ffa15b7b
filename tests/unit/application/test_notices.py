"""Managing targets while others write, and what has no place in an answer of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from functions.application.notice_mail import mail_of
from functions.application.notice_parts import Notices
from functions.application.notice_words import digest_of, message_of, one_line, title_of
from functions.application.notices import WantedTarget
from functions.application.ports.repository import Insert
from functions.domain.errors import InvalidRequest, MailNotSent, VersionConflict
from functions.domain.notice_entities import NOTICE_TARGETS
from functions.domain.notice_target import TargetKind
from tests.fakes import FakeClock, FakeIds, FakeRepository, owner
from tests.fakes.failing import FailingRepository, How
from tests.fakes.notices import PAGE, SLACK, FakeMail
from tests.fakes.samples import notice, notice_target
from tests.fakes.webhooks import FakeSender


class Yard:
    """A target of Olga's, over a state whose commits conflict as often as a test says."""

    def __init__(self, conflicts: int = 0) -> None:
        self.clock, self.post = FakeClock(), FakeMail()
        self.state = FakeRepository(self.clock)
        self.state.commit(Insert(owner()), Insert(notice_target()))
        every = dict.fromkeys(range(1, 200), How.CONFLICT) if conflicts < 0 else {}
        self.parts = self.over(FailingRepository(self.state, every), self.post)

    def over(self, repository: Any, mail: FakeMail | None) -> Notices:
        return Notices.over(repository, clock=self.clock, ids=FakeIds(), sender=FakeSender(), mail=mail, holder="one")


@pytest.mark.parametrize(
    "act",
    [
        lambda service: service.change("nt-1", owner(), {"description": "x"}),
        lambda service: service.remove("nt-1", owner()),
        lambda service: service.test("nt-1", owner()),
        lambda service: service.create(owner(), WantedTarget(TargetKind.EMAIL, "team@example.com")),
    ],
    ids=["change", "remove", "test", "code"],
)
def test_who_is_always_too_late_is_told_to_try_again(act: Any) -> None:
    with pytest.raises(VersionConflict, match="right now; try again"):
        act(Yard(conflicts=-1).parts.service)


def test_a_platform_without_a_relay_has_no_mailbox_and_sends_no_code() -> None:
    yard = Yard()
    parts = yard.over(yard.state, None)
    yard.state.commit(Insert(notice_target(id="nt-2", kind="email", address="team@example.com", confirmed=False)))

    with pytest.raises(InvalidRequest, match="no mail relay") as refused:
        parts.service.create(owner(), WantedTarget(TargetKind.EMAIL, "team@example.com"))
    with pytest.raises(MailNotSent):
        parts.service.send_code("nt-2", owner())
    assert refused.value.field == "kind"


def test_a_mailbox_that_is_there_from_before_the_relay_went_waits_for_it() -> None:
    yard = Yard()
    yard.state.commit(Insert(notice_target(id="nt-2", kind="email", address="olga@example.com")))
    parts = yard.over(yard.state, None)
    parts.service.test("nt-2", owner())
    for queue in list(parts.courier.due()):
        assert parts.courier.work(queue) == 0

    target = yard.state.get(NOTICE_TARGETS, id="nt-2")
    assert target is not None
    assert target.problem == "The platform has no mail relay."
    yard.clock.advance(timedelta(seconds=7))
    parts = yard.over(yard.state, yard.post)
    assert [parts.courier.work(queue) for queue in list(parts.courier.due())] == [1]


def test_a_confirmed_address_is_sent_no_code_and_takes_none() -> None:
    yard = Yard()

    assert yard.parts.service.send_code("nt-1", owner()).confirmed
    assert yard.parts.service.confirm("nt-1", owner(), "1").confirmed
    assert yard.post.got == []


def test_what_is_made_disabled_is_told_nothing_until_it_is_enabled() -> None:
    yard = Yard()
    made = yard.parts.service.create(owner(), WantedTarget(TargetKind.SLACK, SLACK, enabled=False))
    same = yard.parts.service.change(made.id, owner(), {"enabled": False})

    assert (made.active, same.disabled_at) == (False, made.disabled_at)
    assert yard.parts.service.change(made.id, owner(), {"enabled": True}).active


def test_a_line_has_no_character_that_hides_or_turns_what_follows() -> None:
    assert one_line("a\r\nb\u202ec\u200bd\x00e\ud800", 99) == "a bcd e"
    assert one_line("👩\u200d👩\u200d👧", 99) == "👩\u200d👩\u200d👧"
    assert one_line("x" * 9, 5) == "xxxx…"


def test_an_address_that_was_typed_is_taken_apart_and_stays_so() -> None:
    apart = "see https:\u200b//evil.example, WWW\u200b.evil.example, mailto\u200b:a@b.example"

    assert one_line("see https://evil.example, WWW.evil.example, mailto:a@b.example", 99) == apart
    assert one_line(apart, 99) == apart


def test_an_event_of_a_newer_version_is_named_and_a_platform_without_an_address_links_nowhere() -> None:
    later = notice(event="of.tomorrow", store_name="Tea", message="Something.")

    assert title_of(later) == "Tea (demo): of.tomorrow"
    assert message_of(later, "").link == ""
    assert message_of(notice(event="notice.test", store_id=""), PAGE).link == f"{PAGE}/notices"
    assert message_of(notice(event="store.ready", store_name="Tea", message="Done"), PAGE).reason == ""


def test_a_digest_says_how_often_each_happened_and_how_many_it_leaves_out() -> None:
    digest = digest_of([notice(what="backup", store_name="demo", repeats=2), notice(what="backup")], 3, PAGE)

    assert digest.title == "5 notices"
    assert digest.lines == ("A backup of demo failed. (3 times)", "A backup of demo failed.", "… and 3 more")
    mail = mail_of(digest, to="olga@example.com", name="x")
    assert "- A backup of demo failed. (3 times)" in mail.text
    assert "<li>… and 3 more</li>" in mail.html


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"event": "store.needs_attention", "what": "upgrade"}, "The shop may not sell right now."),
        ({"event": "operation.failed", "what": "plan", "retryable": False}, "Read what was seen"),
        ({"event": "backup.failed", "what": "backup", "retryable": None}, "Earlier backups stay. Read what was seen"),
    ],
)
def test_what_to_do_depends_on_what_failed(fields: dict[str, object], says: str) -> None:
    assert message_of(notice(**fields), PAGE).advice.startswith(says)


def test_a_reason_that_is_known_brings_its_next_step_and_its_page() -> None:
    told = message_of(notice(event="operation.failed", what="plan", reason="QuotaExceeded"), PAGE)
    mail = mail_of(told, to="olga@example.com", name="x")

    assert "`storeyard store plan demo`" in told.advice
    assert told.runbook == f"{PAGE}/docs/runbooks/QuotaExceeded"
    assert f"What this reason means: {told.runbook}" in mail.text
    assert f'<a href="{told.runbook}">' in mail.html
    assert message_of(notice(event="operation.failed", what="plan", reason="QuotaExceeded"), "").runbook == ""
    assert message_of(notice(event="operation.failed", what="plan", reason="OfTomorrow"), PAGE).runbook == ""


def test_what_no_operation_is_behind_leads_to_the_store() -> None:
    told = message_of(notice(event="store.needs_attention", what="renewal of its certificate", operation_id=""), PAGE)

    assert told.title.endswith("needs attention: renewal of its certificate failed.")
    assert told.advice.startswith("Look at who renews it")
    assert told.link == f"{PAGE}/stores/demo"
