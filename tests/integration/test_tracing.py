"""Traces as a collector gets them: OTLP over HTTP on loopback, decoded; and a collector that is down or slow."""

from __future__ import annotations

import gzip
import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from functions import backends
from functions.adapters.tracing import CLOSE_SECONDS, OpenTelemetryTracing
from functions.application.ports.tracing import NO_TRACING
from functions.settings import read
from functions.worker.executor import Executor, ExecutorPorts
from tests.fakes import FakeCatalogue
from tests.fakes.running import FakeObserver, FakeRunner
from tests.functional.api.client import Api

CALLERS = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Collector:
    """Takes spans as an OpenTelemetry collector does; `status` and `wait` say how badly."""

    def __init__(self) -> None:
        collector = self
        self.spans: list[WireSpan] = []
        self.services: set[str] = set()
        self.paths: list[str] = []
        self.status = 200
        self.hangs = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.paths.append(self.path)
                if collector.hangs.is_set():
                    time.sleep(8)
                    return
                collector.take(gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
                self.send_response(collector.status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def take(self, body: bytes) -> None:
        """Keep what an export holds."""
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.services |= {each.value.string_value for each in resource.resource.attributes if each.key == "service.name"}
            for scope in resource.scope_spans:
                self.spans += scope.spans

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()
        self._thread.join()


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()
    yield made
    made.close()


def provision(tracing: OpenTelemetryTracing) -> None:
    """A request, and a worker in a process of its own as far as the trace is concerned: only the record tells it."""
    api = Api()
    api.platform.tracing = tracing
    body = json.dumps({"name": "Demo", "engine": next(iter(FakeCatalogue().engines())), "id": "demo"})
    assert api.call("POST", "/api/stores", body=body, headers={"traceparent": CALLERS}).status == 202
    platform = api.platform
    parts = ExecutorPorts(
        repository=platform.repository,
        lifecycle=platform.lifecycle,
        clock=platform.clock,
        catalogue=platform.catalogue,
        runner=FakeRunner(),
        observer=FakeObserver(),
        worker="here/1",
        tracing=tracing,
    )
    assert Executor(parts).run_next()
    assert api.get("/api/stores/demo").json["status"] == "ready"


def test_a_collector_gets_one_trace_from_the_callers_request_to_the_roles(collector: Collector) -> None:
    tracing = OpenTelemetryTracing(collector.endpoint, version="1.2.3")
    provision(tracing)
    tracing.close()

    spans = {span.name: span for span in collector.spans}
    assert (set(collector.paths), collector.services) == ({"/v1/traces"}, {"storeyard"})
    request, operation, playbook = (spans[name] for name in ("POST /api/stores", "operation provision", "playbook provision"))
    assert {span.trace_id.hex() for span in collector.spans if span is not spans["GET /api/stores/{store_id}"]} == {
        CALLERS.split("-")[1]
    }
    assert request.parent_span_id.hex() == CALLERS.split("-")[2]
    assert operation.parent_span_id == request.span_id
    assert playbook.parent_span_id == operation.span_id
    roles = [span for span in collector.spans if span.name.startswith("role ")]
    assert {span.parent_span_id for span in roles} == {playbook.span_id}
    assert [span.name for span in sorted(roles, key=lambda span: span.start_time_unix_nano)] == [
        "role store_namespace",
        "role store_release",
        "role store_verify",
    ]
    for span in collector.spans:
        assert 0 < span.start_time_unix_nano <= span.end_time_unix_nano
        assert span.status.code != Status.STATUS_CODE_ERROR
    attributes = {each.key: each.value.string_value for each in operation.attributes}
    assert (attributes["storeyard.store_id"], attributes["storeyard.status"]) == ("demo", "succeeded")


@pytest.mark.parametrize("parent", ["", "nonsense", "00-0-0-00", "ff-" + "f" * 32 + "-" + "f" * 16 + "-01", "\x00é" * 100])
def test_a_traceparent_that_is_none_begins_a_new_trace(collector: Collector, parent: str) -> None:
    tracing = OpenTelemetryTracing(collector.endpoint)
    span = tracing.start("request", parent=parent)
    span.fail("Broken")
    span.end()
    tracing.close()

    (sent,) = collector.spans
    assert sent.parent_span_id == b""
    assert (sent.status.code, sent.status.message) == (Status.STATUS_CODE_ERROR, "Broken")
    assert span.traceparent.startswith(f"00-{sent.trace_id.hex()}-{sent.span_id.hex()}-0")


def timed(work: object) -> float:
    started = time.monotonic()
    work()  # type: ignore[operator]
    return time.monotonic() - started


def test_a_collector_that_is_down_slows_and_fails_nothing_and_is_said_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    tracing = OpenTelemetryTracing("http://127.0.0.1:9")
    target = logging.getLogger("storeyard")
    target.addHandler(caplog.handler)
    try:
        took = timed(lambda: provision(tracing))
        closing = timed(tracing.close)
    finally:
        target.removeHandler(caplog.handler)

    assert took < 2
    assert closing < CLOSE_SECONDS + 1
    assert any(record.getMessage() == "traces not sent" for record in caplog.records)


def test_a_collector_that_hangs_slows_and_fails_nothing(collector: Collector) -> None:
    collector.hangs.set()
    tracing = OpenTelemetryTracing(collector.endpoint)

    assert timed(lambda: provision(tracing)) < 2
    assert timed(tracing.close) < CLOSE_SECONDS + 1


def test_a_collector_that_refuses_fails_nothing(collector: Collector) -> None:
    collector.status = 400
    tracing = OpenTelemetryTracing(collector.endpoint)

    provision(tracing)
    tracing.close()

    assert collector.spans


def test_it_is_there_where_an_endpoint_is_configured_and_nowhere_else(collector: Collector) -> None:
    assert backends.tracing_of(read({"HOME": "/h"})) is NO_TRACING
    made = backends.tracing_of(read({"HOME": "/h", "OTEL_EXPORTER_OTLP_ENDPOINT": f"{collector.endpoint}/"}))
    made.start("request").end()
    made.close()

    assert collector.paths == ["/v1/traces"]
