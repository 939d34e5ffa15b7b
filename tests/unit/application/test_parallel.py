"""Asking several at once, with a deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from functions.application.parallel import ask, ask_all
from functions.domain.errors import NotFound, Unavailable


def fail() -> NoReturn:
    raise NotFound("there is nothing")


def test_each_gets_its_own_answer_and_who_is_slow_holds_up_nobody() -> None:
    end = threading.Event()
    together = threading.Barrier(2)

    questions: dict[str, Callable[[], object]] = {"a": together.wait, "b": together.wait, "bad": fail}
    answers = ask_all({**questions, "slow": lambda: end.wait(30)}, seconds=0.5)
    end.set()

    assert {answers["a"], answers["b"]} == {0, 1}, "they were asked at the same time"
    assert (type(answers["bad"]), type(answers["slow"])) == (NotFound, Unavailable)


def test_what_nobody_expected_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        ask_all({"a": lambda: 1 // 0}, seconds=5)


def test_one_question() -> None:
    assert ask(lambda: 7, seconds=5) == 7
    assert ask_all({}, seconds=5) == {}
    with pytest.raises(NotFound):
        ask(fail, seconds=5)


def test_all_are_asked_at_once_however_many_they_are() -> None:
    together = threading.Barrier(40)

    answers = ask_all({str(number): lambda: together.wait(5) for number in range(40)}, seconds=6)

    assert {type(answer) for answer in answers.values()} == {int}
