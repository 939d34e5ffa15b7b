"""What is shown in chats: within Slack's limits whatever is in it, and nothing of somebody's is markup."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.application.chat.following import again, failure, followed
from functions.application.chat.mattermost import TEXT_MAX as POST_MAX
from functions.application.chat.mattermost import MattermostForm
from functions.application.chat.said import Action, Button, Said, Task, TaskStatus
from functions.application.chat.slack import SlackForm, action_of, escaped, shortened
from functions.domain.kinds import all_kinds
from functions.domain.operation import EventStatus, Operation, OperationStatus
from tests.fakes.samples import event, operation
from tests.fakes.slack import wrong_with

PAGE = "https://yard.example.org"
TEXTS = st.text(max_size=4000)
SAID = st.builds(
    Said,
    text=TEXTS,
    lines=st.lists(TEXTS, max_size=120).map(tuple),
    buttons=st.lists(
        st.builds(Button, text=st.text(min_size=1, max_size=200), action=st.sampled_from(Action), value=TEXTS), max_size=3
    ).map(tuple),
    title=TEXTS,
    tasks=st.lists(
        st.builds(Task, name=st.text(min_size=1, max_size=30), title=TEXTS, status=st.sampled_from(TaskStatus)), max_size=9
    ).map(tuple),
    edition=st.integers(0, 10**6),
)


@given(SAID)
def test_whatever_is_said_keeps_slacks_limits_and_mentions_nobody(said: Said) -> None:
    for payload in (SlackForm().message(said), SlackForm().message(said, plain=True), SlackForm().answer(said)):
        assert wrong_with(payload["blocks"]) == ""
        assert payload["text"] is not None
        assert "<" not in payload["text"]
        sections = [block["text"]["text"] for block in payload["blocks"] if block["type"] == "section"]
        assert not any("<" in text or ">" in text for text in sections)


@given(SAID)
def test_whatever_is_said_keeps_mattermosts_limit(said: Said) -> None:
    assert len(MattermostForm(PAGE).message(said)["message"]) <= POST_MAX


@given(st.text(alphabet="&<>ab;", max_size=60), st.integers(2, 40))
def test_what_is_cut_ends_in_no_half_of_an_escape(text: str, limit: int) -> None:
    cut = shortened(escaped(text), limit)

    assert len(cut) <= limit
    rest = cut.removesuffix("…")
    for whole in ("&amp;", "&lt;", "&gt;"):
        rest = rest.replace(whole, "")
    assert "&" not in rest


def test_more_lines_than_a_message_holds_are_said_to_be_more() -> None:
    payload = SlackForm().answer(Said("x", tuple(f"{number} {'y' * 290}" for number in range(100))))

    assert payload["blocks"][-1]["text"]["text"] == "There is more: look at the page."


@pytest.mark.parametrize("action_id", ["", "x", "storeyard", "storeyard:wipe:0", "other:say:0", "storeyard:say:0:1"])
def test_a_button_of_others_is_none(action_id: str) -> None:
    assert action_of(action_id) is None


def ended(kind: str, **fields: Any) -> Operation:
    return operation("OP1", kind=kind, status=OperationStatus.FAILED, message="no room", **fields)


@pytest.mark.parametrize(
    ("kind", "parameters", "line"),
    [
        ("provision", {"adopt": False}, "retry demo"),
        ("verify", {}, "verify demo"),
        ("backup", {}, "backup demo"),
        ("upgrade", {}, "upgrade demo"),
        ("restore", {"backup": "B1"}, "restore demo backup=B1"),
        ("restore", {}, ""),
        ("rollback", {"revision": 3}, "rollback demo revision=3"),
        ("delete", {}, "delete demo"),
        ("configure", {}, ""),
        ("of_a_newer_version", {}, ""),
    ],
)
def test_what_failed_is_asked_for_again_in_a_line_where_there_is_one(kind: str, parameters: dict[str, Any], line: str) -> None:
    assert again(ended(kind, parameters=parameters)) == line
    assert again(ended(kind, parameters=parameters, retryable=False)) == ""
    assert [button.value for button in failure(ended(kind, parameters=parameters), mention="U1", page_url=PAGE).buttons] == (
        [line] if line else []
    )


@pytest.mark.parametrize("kind", [*all_kinds(), "of_a_newer_version"])
@pytest.mark.parametrize("status", OperationStatus)
def test_every_kind_can_be_followed_however_it_stands(kind: str, status: OperationStatus) -> None:
    said = followed(operation("OP1", kind=kind, status=status), [event("OP1", 1)], page_url=PAGE)

    assert wrong_with(SlackForm().message(said)["blocks"]) == ""
    names = [task.name for task in said.tasks]
    assert len(names) == len(set(names))
    assert json.dumps(SlackForm().message(said))


def test_a_step_that_a_killed_run_was_at_did_not_go_well() -> None:
    began = event("OP1", 1).model_copy(update={"step": "verify", "status": EventStatus.STARTED})

    (task,) = followed(operation("OP1", kind="verify", status=OperationStatus.TIMED_OUT), [began], page_url=PAGE).tasks
    (live,) = followed(operation("OP1", kind="verify", status=OperationStatus.RUNNING), [began], page_url=PAGE).tasks

    assert (task.status, live.status) == (TaskStatus.ERROR, TaskStatus.IN_PROGRESS)


def test_steps_that_there_was_no_need_for_are_not_shown_once_it_succeeded() -> None:
    assert followed(operation("OP1", kind="verify", status=OperationStatus.SUCCEEDED), [], page_url=PAGE).tasks == ()
