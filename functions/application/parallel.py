"""Asking several at once, with a deadline: who is slow holds up nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

from functions.domain.errors import StoreyardError, Unavailable

T = TypeVar("T")


def ask_all(questions: Mapping[str, Callable[[], T]], *, seconds: float) -> Mapping[str, T | StoreyardError]:
    """Return each question's answer, or the expected error that it raised; Unavailable for one that took too long.

    Nobody waits for a question that took too long; it has to end by itself, and its answer is thrown away.
    """
    if not questions:
        return {}
    pool = ThreadPoolExecutor(max_workers=len(questions))
    try:
        asked = {name: pool.submit(question) for name, question in questions.items()}
        wait(asked.values(), timeout=seconds)
        return {name: _Asked(future).answer(seconds) for name, future in asked.items()}
    finally:
        pool.shutdown(wait=False)


def ask(question: Callable[[], T], *, seconds: float) -> T:
    """Return the answer to one question. Raises what it raised, and Unavailable if it took too long."""
    answer = ask_all({"": question}, seconds=seconds)[""]
    if isinstance(answer, StoreyardError):
        raise answer
    return answer


class _Asked(Generic[T]):
    """A question under way."""

    def __init__(self, future: Future[T]) -> None:
        self._future = future

    def answer(self, seconds: float) -> T | StoreyardError:
        """Return the answer if there is one by now."""
        if not self._future.done():
            return Unavailable(f"no answer within {seconds:g} seconds")
        try:
            return self._future.result()
        except StoreyardError as error:
            return error
