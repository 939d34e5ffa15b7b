"""The long form of tests/unit/application/test_chat_lines.py: ten thousand lines; it needs no cluster."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.unit.application.test_chat_lines import LINES, asks_for_what_it_says

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


@settings(max_examples=10_000, deadline=None)
@given(LINES)
def test_ten_thousand_lines_are_no_error_and_ask_for_nothing_that_they_do_not_say(line: str) -> None:
    asks_for_what_it_says(line)
