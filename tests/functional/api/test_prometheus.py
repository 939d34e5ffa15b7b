"""GET /metrics: who gets it, and that every line is as Prometheus' text format says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from functions.api.exposition import Family, render
from functions.api.health import VERSION
from functions.domain.kinds import all_kinds
from functions.domain.operation import OperationStatus, Outcome
from tests.functional.api.client import ADA, Api, Reply, event

TOKEN = "a-token-for-prometheus"
NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\+Inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)")


@dataclass
class Parsed:
    """A family as a strict reader has it."""

    kind: str
    samples: dict[tuple[str, frozenset[tuple[str, str]]], float] = field(default_factory=dict)

    def value(self, ending: str = "", **labels: str) -> float:
        """The value of one sample."""
        return self.samples[ending, frozenset(labels.items())]


def parse(text: str) -> dict[str, Parsed]:
    """Read the text format strictly: HELP, TYPE, then samples of that name only, none twice, histograms that add up."""
    assert text.endswith("\n")
    families: dict[str, Parsed] = {}
    name = ""
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            name = line.split(" ")[2]
            assert re.fullmatch(NAME, name)
            assert name not in families
        elif line.startswith("# TYPE "):
            _, _, typed, kind = line.split(" ")
            assert typed == name
            assert kind in {"counter", "gauge", "histogram"}
            families[name] = Parsed(kind)
        else:
            read_sample(line, name, families[name])
    for family in families.values():
        if family.kind == "histogram":
            check_histogram(family)
    return families


def read_sample(line: str, name: str, family: Parsed) -> None:
    match = SAMPLE.fullmatch(line)
    assert match, line
    found, labels, value = match.groups()
    endings = {"_bucket", "_sum", "_count"} if family.kind == "histogram" else {""}
    assert found.startswith(name)
    assert found.removeprefix(name) in endings, line
    pairs = re.findall(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"', labels or "")
    assert len(dict(pairs)) == len(pairs)
    key = found.removeprefix(name), frozenset(pairs)
    assert key not in family.samples
    family.samples[key] = float(value)
    if family.kind != "gauge":
        assert float(value) >= 0


def check_histogram(family: Parsed) -> None:
    series: dict[frozenset[tuple[str, str]], list[tuple[float, float]]] = {}
    for (ending, labels), value in family.samples.items():
        if ending == "_bucket":
            bound = float(dict(labels)["le"])
            series.setdefault(frozenset(pair for pair in labels if pair[0] != "le"), []).append((bound, value))
    for labels, buckets in series.items():
        bounds, counts = zip(*buckets, strict=True)
        assert list(bounds) == sorted(set(bounds))
        assert list(counts) == sorted(counts)
        assert bounds[-1] == float("inf")
        assert counts[-1] == family.samples["_count", labels]
        assert ("_sum", labels) in family.samples


def scrape(api: Api, *, address: str = "127.0.0.1", token: str | None = None, headers: Any = None) -> Reply:
    made = event("GET", "/metrics", token=token, headers=headers)
    made["requestContext"]["http"]["sourceIp"] = address
    return api.send(made)


def test_it_is_the_text_format_with_what_happened(api: Api) -> None:
    before = parse(scrape(api).text)
    for store in ("demo", "tea", "bike"):
        api.create(store)
    claimed = api.platform.lifecycle.claim("OP000001", "w1")
    assert claimed is not None
    api.platform.lifecycle.release("OP000001", claimed.fence, "Stopping")
    api.finish("demo")
    api.finish("tea", good=False)
    api.call("FOO", "/api/stores")

    answer = scrape(api)

    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    found = parse(answer.text)
    assert [found["storeyard_stores"].value(status=status) for status in ("ready", "failed", "provisioning")] == [1, 1, 1]
    operations = found["storeyard_operations_total"]
    assert (operations.kind, operations.value(kind="provision", outcome="succeeded")) == ("counter", 1)
    assert operations.value(kind="provision", outcome="failed") == 1
    seconds = found["storeyard_operation_duration_seconds"]
    assert seconds.value("_count", kind="provision", engine="medusa") == 1
    assert found["storeyard_queue_length"].value() == 1
    assert found["storeyard_slots"].value(state="free") == 2
    assert found["storeyard_slots"].value(state="taken") == 0
    assert found["storeyard_outbox_pending"].value() > 5
    assert found["storeyard_state_up"].value() == 1
    assert found["storeyard_build_info"].value(version=VERSION) == 1
    made = {"route": "/api/stores", "method": "POST", "status": "202"}
    requests = found["storeyard_http_requests_total"]
    earlier = before["storeyard_http_requests_total"].samples.get(("", frozenset(made.items())), 0)
    assert requests.value(**made) == earlier + 3
    assert requests.value(route="-", method="other", status="405") >= 1
    assert found["process_resident_memory_bytes"].value() > 1_000_000
    assert found["process_open_fds"].value() > 2
    assert 1.6e9 < found["process_start_time_seconds"].value() < 1e10


def test_the_age_of_what_is_under_way_is_beside_what_it_may_be(api: Api) -> None:
    api.create("demo")
    api.platform.clock.advance(40)
    api.create("tea")
    assert api.platform.lifecycle.claim("OP000001", "w1") is not None
    api.platform.clock.advance(5)

    found = parse(scrape(api).text)

    ages, most = found["storeyard_operation_oldest_seconds"], found["storeyard_operation_limit_seconds"]
    assert (ages.value(state="waiting"), ages.value(state="started")) == (5, 5)
    limits = api.platform.limits
    assert most.value(state="waiting") == limits.queue.total_seconds()
    assert most.value(state="started") == limits.timeout.total_seconds()


def test_every_end_of_every_kind_is_counted_from_zero_on(api: Api) -> None:
    """Else the first backup that fails would be no increase, which the rules look for."""
    counted = parse(scrape(api).text)["storeyard_operations_total"]

    ends = [status.value for status in OperationStatus if status.final]
    assert {counted.value(kind=kind, outcome=end) for kind in all_kinds() for end in ends} == {0}


@pytest.mark.parametrize("seconds", [0.05, 1, 7, 61, 900, 80_000, 200_000, 9_000_000])
def test_a_duration_is_counted_below_the_bounds_that_it_does_not_exceed(api: Api, seconds: float) -> None:
    api.create("demo")
    claimed = api.platform.lifecycle.claim("OP000001", "w1")
    assert claimed is not None
    api.platform.clock.advance(seconds)
    api.platform.lifecycle.finish("OP000001", claimed.fence, Outcome(OperationStatus.SUCCEEDED))

    family = parse(scrape(api).text)["storeyard_operation_duration_seconds"]

    for (ending, labels), value in family.samples.items():
        if ending == "_bucket":
            bound = float(dict(labels)["le"])
            if bound >= seconds * 1.2:
                assert value == 1
            elif bound < seconds * 0.999:
                assert value == 0
    assert family.value("_sum", kind="provision", engine="medusa") == pytest.approx(seconds, rel=1e-5)


def test_without_a_token_it_is_for_this_machine_alone(api: Api) -> None:
    assert [scrape(api, address=address).status for address in ("127.0.0.1", "127.8.9.1", "::1")] == [200, 200, 200]
    assert [scrape(api, address=address).status for address in ("192.0.2.1", "10.0.0.1", "", "localhost")] == [404] * 4
    for name in ("X-Forwarded-For", "Forwarded"):
        assert scrape(api, headers={name: "203.0.113.9"}).status == 404
    assert json.loads(scrape(api, address="192.0.2.1", token=ADA).text)["reason"] == "NotFound"


def test_with_a_token_that_alone_counts(api: Api) -> None:
    api.platform.metrics_token = TOKEN

    assert scrape(api, address="192.0.2.1", token=TOKEN).status == 200
    assert scrape(api, token=TOKEN, headers={"x-forwarded-for": "203.0.113.9"}).status == 200
    for wrong in (None, "", "a-token", f"{TOKEN}x", ADA, "tökén"):
        refused = scrape(api, token=wrong)
        assert (refused.status, "storeyard_" in refused.text, TOKEN in refused.text) == (401, False, False)
    assert scrape(api, headers={"authorization": f"Basic {TOKEN}"}).status == 401


def test_a_state_that_does_not_answer_leaves_the_process_to_be_watched(api: Api) -> None:
    api.platform.repository.down = True

    answer = scrape(api)

    found = parse(answer.text)
    assert answer.status == 200
    assert found["storeyard_state_up"].value() == 0
    assert "storeyard_stores" not in found
    assert found["process_cpu_seconds_total"].value() > 0


def test_labels_and_help_are_escaped() -> None:
    text = render([Family("x", "gauge", 'a \\ b\n"c"').add(1.5, name='a\\b"c"\nd')])

    assert text == '# HELP x a \\\\ b\\n"c"\n# TYPE x gauge\nx{name="a\\\\b\\"c\\"\\nd"} 1.5\n'
    assert parse(text)["x"].kind == "gauge"
