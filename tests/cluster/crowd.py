"""Many buyers at once."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.cluster.platform import Shop

PATIENCE_SECONDS = 60


def visit(url: str, *, people: int, seconds: float) -> Counter[int]:
    """Have people look at a shop's front page again and again, each on a connection that is kept; return the answers by status.

    Raises httpx.TransportError for one who was not answered.
    """
    shop, end = Shop(url), time.monotonic() + seconds

    def person(_: int) -> Counter[int]:
        seen: Counter[int] = Counter()
        with httpx.Client(base_url=shop.address, headers=shop.headers, timeout=PATIENCE_SECONDS, trust_env=False) as http:
            while time.monotonic() < end:
                seen[http.get("/").status_code] += 1
        return seen

    with ThreadPoolExecutor(people) as pool:
        return sum(pool.map(person, range(people)), Counter())
