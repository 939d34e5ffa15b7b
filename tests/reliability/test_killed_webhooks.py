"""The long form of tests/integration/test_webhook_kills.py; it needs no cluster."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.test_webhook_kills import killed

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]


def test_a_platform_that_is_killed_fifty_times_loses_no_event(tmp_path: Path) -> None:
    killed(tmp_path, 50)
