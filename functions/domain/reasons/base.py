"""What a reason is: one CamelCase word that an operation can end with, and all that is said of it everywhere."""

from __future__ import annotations

from dataclasses import dataclass

PLACE = "/docs/runbooks"
YES = "Yes: asking again can help."
NO = "No: the same request fails in the same way until the cause is gone."


@dataclass(frozen=True)
class Reason:
    """One reason.

    `meaning` and `next_step` are one sentence each; `{store}` stands for the store's id. `retryable`: whether asking for the
    same again can help, as a rule. `page`: the stem of its runbook where that is not its own name.
    """

    name: str
    title: str
    meaning: str
    next_step: str
    retryable: bool = True
    page: str = ""

    @property
    def stem(self) -> str:
        """The name of its page in docs/runbooks, without the suffix."""
        return self.page or self.name

    @property
    def runbook(self) -> str:
        """Where the platform serves its page, as a path."""
        return f"{PLACE}/{self.stem}"

    @property
    def retry(self) -> str:
        """Whether asking again can help, in a sentence."""
        return YES if self.retryable else NO

    def next_step_of(self, store: str) -> str:
        """Return what to do next about a store, by its id."""
        return self.next_step.replace("{store}", store)
