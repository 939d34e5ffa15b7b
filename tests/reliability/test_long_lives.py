"""Random lives of stores, as many as take minutes: over the HTTP API, and over a DynamoDB that throttles and loses answers."""

from __future__ import annotations

import pytest

from tests.contract import test_lifecycle_faulty_dynamodb as faulty
from tests.functional.api import test_lives as asked

pytestmark = pytest.mark.long


@pytest.mark.timeout(7200)
def test_the_api_stays_true_in_20000_steps() -> None:
    asked.live(20_000 // asked.STEPS)


@pytest.mark.timeout(7200)
def test_the_lifecycle_holds_over_a_faulty_table_in_5000_steps() -> None:
    faulty.live(100, 50)
