"""Tracing that remembers its spans."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.application.ports.tracing import NOTHING, Attributes


@dataclass
class FakeSpan:
    """A span, and what was said of it."""

    name: str
    parent: str
    traceparent: str
    attributes: dict[str, str | int | float | bool] = field(default_factory=dict)
    failed: str = ""
    ends: int = 0

    def note(self, attributes: Attributes, *, name: str = "") -> None:
        """Remember it."""
        assert not self.ends
        self.attributes |= attributes
        self.name = name or self.name

    def fail(self, reason: str) -> None:
        """Remember it."""
        assert not self.ends
        self.failed = reason

    def end(self) -> None:
        """Remember it."""
        self.ends += 1


class FakeTracing:
    """Gives spans names of their own as traceparents."""

    def __init__(self) -> None:
        self.spans: list[FakeSpan] = []
        self.closed = False

    def start(self, name: str, *, parent: str = "", attributes: Attributes = NOTHING) -> FakeSpan:
        """Return a span that is remembered."""
        span = FakeSpan(name, parent, f"trace-{len(self.spans)}", dict(attributes))
        self.spans.append(span)
        return span

    def close(self) -> None:
        """Remember it."""
        self.closed = True

    def tree(self) -> list[tuple[int, str, str]]:
        """Every span with its depth and what went wrong, in the order of their start; each has ended once."""
        assert [span.name for span in self.spans if span.ends != 1] == []
        depths: dict[str, int] = {}
        for span in self.spans:
            depths[span.traceparent] = depths.get(span.parent, -1) + 1
        return [(depths[span.traceparent], span.name, span.failed) for span in self.spans]
