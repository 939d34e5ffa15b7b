"""Readiness probes."""

from __future__ import annotations

from hashlib import sha256

import pytest

from functions.application.health import (
    MAX_NAMED,
    CachedProbe,
    Check,
    Degraded,
    Health,
    WorkerLiveness,
    check_records,
)
from functions.application.ports.repository import Insert
from functions.domain.errors import Unavailable
from tests.fakes import FakeRepository
from tests.fakes.toys import TOYS, DamagedToy, Toy


class Time:
    def __init__(self) -> None:
        self.value = 100.0

    def __call__(self) -> float:
        return self.value


def refuse() -> None:
    raise Unavailable("No.")


def test_each_probe_says_how_it_is() -> None:
    assert Health({"state": lambda: None, "cluster": refuse}).check() == {
        "state": Check(ok=True),
        "cluster": Check(ok=False, message="No."),
    }


def test_a_worker_counts_as_running_for_ten_seconds_after_its_last_beat() -> None:
    time = Time()
    liveness = WorkerLiveness(now=time)
    assert Health({"worker": liveness.probe}).check() == {
        "worker": Check(ok=False, message="No worker is running.", public="No worker is running.")
    }

    liveness.beat()
    time.value += 10
    liveness.probe()

    time.value += 0.1
    with pytest.raises(Unavailable):
        liveness.probe()


def test_a_worker_that_cannot_start_runs_tries_again_less_and_less_often_until_one_goes_well() -> None:
    time = Time()
    liveness = WorkerLiveness(now=time)
    liveness.beat()
    assert liveness.may_take_work()

    for pause in (1, 2, 4, 8, 15, 15):
        liveness.run_not_started("Disk full.")
        time.value += pause - 0.1
        assert not liveness.may_take_work()
        time.value += 0.1
        assert liveness.may_take_work()
        assert not liveness.may_take_work(), "another thread does not try at the same time"
    liveness.beat()
    assert Health({"worker": liveness.probe}).check() == {
        "worker": Check(ok=False, message="The worker cannot start runs. Disk full.", public="The worker cannot start runs.")
    }

    liveness.run_started()
    liveness.probe()
    assert liveness.may_take_work()
    liveness.run_not_started("Disk full.")
    time.value += 1
    assert liveness.may_take_work(), "the pause is short again"


def test_an_answer_is_kept_for_a_while_good_or_bad() -> None:
    time, asked = Time(), []

    def probe() -> None:
        asked.append(1)
        if len(asked) == 1:
            refuse()

    remembered = CachedProbe(probe, now=time)
    for _ in range(3):
        with pytest.raises(Unavailable):
            remembered()
    assert len(asked) == 1

    time.value += 5
    with pytest.raises(Unavailable):
        remembered()
    assert len(asked) == 1, "for five seconds to their end"

    time.value += 0.1
    remembered()
    assert len(asked) == 2


def test_a_probe_that_breaks_counts_as_not_well() -> None:
    def broken() -> None:
        raise RuntimeError("something nobody thought of")

    assert Health({"state": broken}).check() == {"state": Check(ok=False, message="It cannot be told.")}


def test_records_that_were_set_aside_are_told_without_their_keys() -> None:
    repository = FakeRepository()
    repository.commit(Insert(DamagedToy(id="bear")), Insert(Toy(id="ball")))
    health = Health({"records": lambda: check_records(repository)})
    assert health.check()["records"] == Check(ok=True)

    repository.find(TOYS.related, child="olga")

    found = health.check()["records"]
    assert found.ok
    assert found.public == (
        "Records that this version cannot read are left out, the others are not affected: "
        f"toy {sha256(b'TOY#bear TOY').hexdigest()[:8]}."
    )
    assert "TOY#bear" in found.message


@pytest.mark.parametrize(
    ("number", "named"), [(MAX_NAMED, MAX_NAMED), (MAX_NAMED + 2, MAX_NAMED)], ids=["as many as are named", "two more"]
)
def test_not_more_than_some_of_the_records_that_were_set_aside_are_named_to_strangers(number: int, named: int) -> None:
    repository = FakeRepository()
    keys = [f"TOY#bear{one:02d} TOY" for one in range(number)]
    repository.commit(*(Insert(DamagedToy(id=f"bear{one:02d}")) for one in range(number)))
    repository.find(TOYS.related, child="olga")

    with pytest.raises(Degraded) as caught:
        check_records(repository)

    words = [*(f"toy {sha256(key.encode()).hexdigest()[:8]}" for key in keys[:named]), *(["2 more"] if number > named else [])]
    assert caught.value.message.partition(": ")[2] == f"{', '.join(words)}."
    assert caught.value.cause == f"Their keys: {', '.join(keys)}."
