"""Traces: what a request set off, through every process that had to do with it. Nothing here may slow or fail anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

Attributes = Mapping[str, str | int | float | bool]
NOTHING: Final[Attributes] = {}


class Span(Protocol):
    """One part of a trace, from its start until `end`."""

    @property
    def traceparent(self) -> str:
        """What another process goes on with (W3C Trace Context); empty where nothing is traced."""

    def note(self, attributes: Attributes, *, name: str = "") -> None:
        """Say more of it, or how it is called by now. Never something secret, or what a user wrote."""

    def fail(self, reason: str) -> None:
        """Say that it went wrong, by one CamelCase word."""

    def end(self) -> None:
        """It is over."""


class Tracing(Protocol):
    """Takes spans and hands them to whoever collects them."""

    def start(self, name: str, *, parent: str = "", attributes: Attributes = NOTHING) -> Span:
        """Start a span, below the one of that traceparent if it is one."""

    def close(self) -> None:
        """Hand over what is left, within moments. Nothing is traced any more."""


class NoSpan:
    """A span of nothing."""

    traceparent: str = ""

    def note(self, attributes: Attributes, *, name: str = "") -> None:
        """Do nothing."""

    def fail(self, reason: str) -> None:
        """Do nothing."""

    def end(self) -> None:
        """Do nothing."""


class NoTracing:
    """Traces nothing."""

    def start(self, name: str, *, parent: str = "", attributes: Attributes = NOTHING) -> Span:  # noqa: ARG002 - nobody collects
        """Return a span of nothing."""
        return NO_SPAN

    def close(self) -> None:
        """Do nothing."""


NO_SPAN: Final = NoSpan()
NO_TRACING: Final = NoTracing()
