"""Traces by OpenTelemetry, sent by OTLP over HTTP. Only imported where an endpoint is configured.

Spans wait in a queue for a thread that sends them, so a collector that is slow or down costs nothing but its own spans.
"""

from __future__ import annotations

import logging
import threading
from typing import Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.trace import Span as OtelSpan
from opentelemetry.trace import Status, StatusCode, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from functions.application.ports.tracing import NO_SPAN, NOTHING, Attributes, Span
from functions.observability import logger

SEND_SECONDS: Final = 5
CLOSE_SECONDS: Final = 3.0
EVERY_MILLISECONDS: Final = 2000
_propagator = TraceContextTextMapPropagator()


class _ToOurLog(logging.Handler):
    """What OpenTelemetry complains of, as lines of the platform's log."""

    def emit(self, record: logging.LogRecord) -> None:
        logger.warning("traces not sent", cause=record.getMessage())


class OpenSpan:
    """A span of OpenTelemetry's."""

    def __init__(self, span: OtelSpan) -> None:
        self._span = span

    @property
    def traceparent(self) -> str:
        """What another process goes on with."""
        carrier: dict[str, str] = {}
        _propagator.inject(carrier, set_span_in_context(self._span, Context()))
        return carrier.get("traceparent", "")

    def note(self, attributes: Attributes, *, name: str = "") -> None:
        """Say more of it."""
        self._span.set_attributes(dict(attributes))
        if name:
            self._span.update_name(name)

    def fail(self, reason: str) -> None:
        """It went wrong."""
        self._span.set_status(Status(StatusCode.ERROR, reason))

    def end(self) -> None:
        """It is over."""
        self._span.end()


class OpenTelemetryTracing:
    """Sends spans to a collector."""

    def __init__(self, endpoint: str, *, version: str = "", exporter: SpanExporter | None = None) -> None:
        theirs = logging.getLogger("opentelemetry")
        if not any(isinstance(handler, _ToOurLog) for handler in theirs.handlers):
            theirs.addHandler(_ToOurLog(logging.WARNING))
            theirs.propagate = False
        resource = Resource.create({"service.name": "storeyard", "service.version": version})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        sender = exporter or OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=SEND_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(sender, schedule_delay_millis=EVERY_MILLISECONDS))
        self._tracer = self._provider.get_tracer("storeyard")

    def start(self, name: str, *, parent: str = "", attributes: Attributes = NOTHING) -> Span:
        """Start a span, below the one of that traceparent if it is one. Never raises: a trace is a courtesy."""
        try:
            above = _propagator.extract({"traceparent": parent}, Context()) if parent else Context()
            return OpenSpan(self._tracer.start_span(name, context=above, attributes=dict(attributes)))
        except Exception:  # noqa: BLE001 - whatever is wrong with it is not the traced work's trouble
            logger.exception("no span")
            return NO_SPAN

    def close(self) -> None:
        """Hand over what is left; what a collector does not take within moments is lost."""
        closing = threading.Thread(target=self._provider.shutdown, name="tracing-ends", daemon=True)
        closing.start()
        closing.join(CLOSE_SECONDS)
