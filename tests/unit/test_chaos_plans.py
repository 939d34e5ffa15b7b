"""What the chaos kit draws from a seed, and how it sums a run up."""

from __future__ import annotations

import base64
import gzip
import json
import threading
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import cast
from unittest.mock import Mock

import pytest

from functions.domain.kinds import all_kinds
from tests.chaos import __main__ as chaos
from tests.chaos import invariants
from tests.chaos.every import FAULTS, NOT_DRAWN, chances
from tests.chaos.invariants import Finding
from tests.chaos.leaks import Held, Leaks, leaks_part
from tests.chaos.place import LEASE
from tests.chaos.play import Played, Player
from tests.chaos.release import PENDING, pending_after
from tests.chaos.report import Tally, line_of, part
from tests.chaos.rounds import BETWEEN, EARLY, LIFE, MOST_KILLS, TAKES, Plan, Strike, plan
from tests.chaos.scene import Scene

DRAWN = [plan(7, number, chances()) for number in range(800)]


def test_a_seed_replays_a_round() -> None:
    assert [plan(7, number, chances()) for number in range(800)] == DRAWN
    assert [plan(8, number, chances()) for number in range(800)] != DRAWN
    assert plan(7, 123, chances()) == DRAWN[123], "without the rounds before it"


def test_a_store_is_made_lives_and_is_deleted() -> None:
    for each in DRAWN:
        place = each.number % LIFE
        assert (each.kind == "provision") == (place == 0)
        assert (each.kind == "delete") == (place == LIFE - 1)
    assert {each.kind for each in DRAWN} == {"provision", "delete", *BETWEEN} == set(TAKES) <= set(all_kinds())


def test_every_fault_is_drawn_but_the_one_that_others_would_suffer_from() -> None:
    struck = Counter(strike.fault for each in DRAWN for strike in each.strikes)

    assert set(struck) == set(FAULTS) - set(NOT_DRAWN)
    assert sum(number for name, number in struck.items() if FAULTS[name].chance.kills) > 0.7 * struck.total()


def test_an_operation_is_never_killed_so_often_that_it_is_given_up() -> None:
    assert max(len(each.strikes) for each in DRAWN) == MOST_KILLS
    assert all(len(each.strikes) == 1 or all(FAULTS[one.fault].chance.kills for one in each.strikes) for each in DRAWN)


def test_a_fault_that_is_prepared_comes_first_and_once() -> None:
    for each in DRAWN:
        early = [strike.fault in EARLY for strike in each.strikes]
        assert not any(early[1:])


def test_a_fault_that_is_named_strikes_where_it_can_alone() -> None:
    plans = [plan(7, number, chances(("finalizer",))) for number in range(800)]

    assert {each.kind for each in plans if each.strikes} == {"delete"}
    steps = {strike.step for each in plans for strike in each.strikes}
    assert steps - {None} == {"scan", "release", "pods", "namespace"}, "the namespace never ends with it"


class _Turns:
    """A player that notes what it is given; both are at work before either goes on."""

    both = threading.Barrier(2)

    def __init__(self) -> None:
        self.given: list[Plan] = []

    def play(self, given: Plan) -> Played:
        if not self.given:
            self.both.wait(5)
        self.given.append(given)
        return Played(given, kills=1)


def test_players_take_whole_lives_and_the_rounds_are_those_of_one_player() -> None:
    players, tally = [_Turns(), _Turns()], Tally(7)

    chaos.play(cast("list[Player]", players), chaos.options_of(["--seed=7", "--kills=32"]), tally)

    given = [each for player in players for each in player.given]
    assert len(given) in {32, 33}  # the other one's round was under way
    assert all(each == plan(7, each.number, chances()) for each in given)
    assert len({each.number for each in given}) == len(given) == len(tally.rounds)
    for player in players:
        starts = [each.number % LIFE for each in player.given]
        assert starts == [place % LIFE for place in range(len(starts))]


def test_faults_fit_the_operation() -> None:
    assert all(not (kinds := FAULTS[one.fault].chance.kinds) or each.kind in kinds for each in DRAWN for one in each.strikes)


def test_steps_are_the_operations_own() -> None:
    named = [(each.kind, one.step) for each in DRAWN for one in each.strikes if one.step]

    assert len(named) > 200
    assert all(step in {known.name for known in all_kinds()[kind].steps} for kind, step in named)


def test_a_fault_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="there is no fault flood; there are all,"):
        chances(("platform", "flood"))


def played(**fields: object) -> Played:
    """A round that went well."""
    strike = Strike("platform", "release", 0.0)
    made = Played(
        Plan(7, 3, "backup", (strike,)), status="succeeded", seconds=4.2, kills=2, struck=[str(strike)], recovery=[2.5]
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def test_a_good_run_says_so_in_its_last_line() -> None:
    tally = Tally(7, [played(), played()])

    assert tally.last_line() == "4 kills, 0 stuck, 0 doubled, 0 leaked, 0 lost"
    assert tally.good
    assert line_of(played()) == ("seed 7 round 3: backup, platform@release+0.00: succeeded in 4.2 s, 2 kills, recovery 2.5 s")


@pytest.mark.parametrize(
    ("bad", "line"),
    [
        ({"findings": [Finding("stuck", "x")]}, "2 kills, 1 stuck, 0 doubled, 0 leaked, 0 lost"),
        ({"findings": [Finding("doubled", "x"), Finding("lost", "y")]}, "2 kills, 0 stuck, 1 doubled, 0 leaked, 1 lost"),
        ({"avoidable": True}, "2 kills, 0 stuck, 0 doubled, 0 leaked, 0 lost"),
        ({"recovery": [LEASE + 10.1]}, "2 kills, 0 stuck, 0 doubled, 0 leaked, 0 lost"),
    ],
    ids=["a finding", "two findings", "a failure that could have been avoided", "a recovery that took too long"],
)
def test_a_run_with_anything_wrong_is_not_good(bad: dict[str, object], line: str) -> None:
    tally = Tally(7, [played(**bad)])

    assert tally.last_line() == line
    assert not tally.good


def test_what_is_left_at_the_end_is_a_leak() -> None:
    tally = Tally(7, [played()], rest=["namespace/store-chaos-1"])

    assert tally.last_line() == "2 kills, 0 stuck, 0 doubled, 1 leaked, 0 lost"
    assert not tally.good


def test_the_page_has_the_figures() -> None:
    text = part(Tally(7, [played(), played(avoidable=True, status="failed")]), ["beside builds"])

    assert "**4 kills, 0 stuck, 0 doubled, 0 leaked, 0 lost**" in text
    assert "| operations that failed although asking again was enough | 1 | 0 |" in text
    assert "| how operations ended | failed 1, succeeded 1 | |" in text
    assert text.endswith("- beside builds")


def test_a_release_is_locked_by_a_revision_that_is_pending() -> None:
    said = {"name": "demo", "version": 3, "info": {"status": "deployed", "description": "x"}, "config": {"a": 1}}
    packed = base64.b64encode(base64.b64encode(gzip.compress(json.dumps(said).encode()))).decode()
    labels = {"owner": "helm", "name": "demo", "version": "3", "status": "deployed"}
    record = {
        "type": "helm.sh/release.v1",
        "metadata": {"name": "sh.helm.release.v1.demo.v3", "namespace": "store-demo", "labels": labels},
        "data": {"release": packed},
    }

    made = pending_after(record)

    assert made["metadata"]["name"] == "sh.helm.release.v1.demo.v4"
    assert made["metadata"]["labels"] == {**labels, "version": "4", "status": PENDING}
    payload = json.loads(gzip.decompress(base64.b64decode(base64.b64decode(made["data"]["release"]))))
    assert (payload["version"], payload["info"]["status"], payload["config"]) == (4, PENDING, {"a": 1})


def test_leaks_are_what_stayed_or_grew_and_the_page_says_both() -> None:
    held = Held(memory_kib=1000, handles=20, threads=12, rows=3)
    kept = Leaks(100, 0, held, replace(held, memory_kib=1050, handles=21))
    grown = Leaks(100, 0, held, replace(held, memory_kib=1051))

    assert kept.good
    assert (grown.good, grown.grown) == (False, ["memory_kib"])
    assert not Leaks(100, 1, held, held).good
    assert Leaks(100, 0, held, replace(held, handles=22, threads=14)).grown == ["handles", "threads"]

    page = leaks_part(grown, ["a remark"])
    assert page.startswith("## leaks\n")
    assert "**100 rounds of create and delete: 0 left, 1 grown**" in page
    assert "| memory (KiB) | 1000 | 1051 | +5.1% | ≤ +5% |" in page
    assert page.endswith("- a remark")


def test_a_database_that_does_not_answer_is_not_one_without_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, away = cast("Scene", SimpleNamespace(namespace="store-a", store_id="a")), AssertionError("container not found")

    monkeypatch.setattr(invariants, "kubectl", Mock(side_effect=[away, "2\tada@example.com\n"]))
    assert invariants.rows(scene, "SELECT") == [["2", "ada@example.com"]]

    monkeypatch.setattr(invariants, "kubectl", Mock(return_value=""))
    assert invariants.rows(scene, "SELECT") == []

    monkeypatch.setattr(invariants, "ANSWER_SECONDS", 0.0)
    monkeypatch.setattr(invariants, "kubectl", Mock(side_effect=away))
    with pytest.raises(AssertionError, match="the database of a answers"):
        invariants.rows(scene, "SELECT")
