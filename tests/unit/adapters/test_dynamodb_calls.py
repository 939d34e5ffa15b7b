"""DynamoDB's bad days: throttling, conflicts, lost answers, no answer at all. The client follows a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError

from functions.adapters.state.dynamodb.calls import ATTEMPTS, ATTEMPTS_WITHOUT_ANSWER, RetryingCaller, make_client
from functions.adapters.state.dynamodb.repository import DynamoRepository
from functions.application.ports.repository import Insert
from functions.application.queries import stores_page
from functions.domain.entities import STORES
from functions.domain.errors import OutcomeUnknown, Unavailable, VersionConflict
from tests.fakes import FakeClock
from tests.fakes.samples import store

Step = Exception | dict[str, Any]
EMPTY: dict[str, Any] = {}


class ScriptedClient:
    """Answers each call with the next step of its script, the last one for ever; remembers what was sent."""

    def __init__(self, *script: Step) -> None:
        self._script = list(script)
        self.sent: list[dict[str, Any]] = []

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        def call(**request: Any) -> dict[str, Any]:
            self.sent.append(request)
            step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
            if isinstance(step, Exception):
                raise step
            return step

        return call


def refusal(code: str, *reasons: str, status: int = 400) -> ClientError:
    response: Any = {
        "Error": {"Code": code, "Message": "because"},
        "ResponseMetadata": {"HTTPStatusCode": status},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(response, "TransactWriteItems")


def canceled(*reasons: str) -> ClientError:
    return refusal("TransactionCanceledException", *reasons)


def repository(client: Any, waits: list[float] | None = None, *, chance: float = 1.0) -> DynamoRepository:
    sleep = (waits if waits is not None else []).append
    return DynamoRepository(
        table="t", client=client, clock=FakeClock(), caller=RetryingCaller(sleep=sleep, chance=lambda: chance)
    )


PASSING = {
    "throughput": refusal("ProvisionedThroughputExceededException"),
    "throttling": refusal("ThrottlingException"),
    "request limit": refusal("RequestLimitExceeded"),
    "in progress": refusal("TransactionInProgressException"),
    "server error": refusal("InternalServerError", status=500),
    "unnamed server error": refusal("503", status=503),
    "conflict": canceled("None", "TransactionConflict"),
    "throttled change": canceled("ThrottlingError", "None"),
    "throughput of a change": canceled("ProvisionedThroughputExceeded"),
    "refused connection": EndpointConnectionError(endpoint_url="http://nowhere"),
    "no answer": ReadTimeoutError(endpoint_url="http://nowhere"),
}


@pytest.mark.parametrize("trouble", PASSING.values(), ids=PASSING.keys())
def test_passing_trouble_is_waited_out(trouble: Exception) -> None:
    client, waits = ScriptedClient(trouble, trouble, EMPTY), list[float]()

    repository(client, waits).commit(Insert(store()))

    assert len(client.sent) == 3
    assert waits == [0.05, 0.1]


def test_a_commit_is_repeated_as_the_same_commit() -> None:
    client = ScriptedClient(ReadTimeoutError(endpoint_url="http://nowhere"), EMPTY)

    repository(client).commit(Insert(store()))
    repository(client).commit(Insert(store()))

    tokens = [request["ClientRequestToken"] for request in client.sent]
    assert tokens[0] == tokens[1] != tokens[2]
    assert client.sent[0] == client.sent[1]


@pytest.mark.parametrize("trouble", [PASSING["throttling"], PASSING["conflict"]], ids=["throttling", "conflict"])
def test_trouble_that_does_not_pass_is_given_up(trouble: Exception) -> None:
    client, waits = ScriptedClient(trouble), list[float]()

    with pytest.raises(Unavailable, match="too busy"):
        repository(client, waits).commit(Insert(store()))

    assert len(client.sent) == ATTEMPTS
    assert waits == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0, 1.0]


def test_waits_are_anything_up_to_their_limit() -> None:
    waits: list[float] = []

    repository(ScriptedClient(PASSING["throttling"], PASSING["throttling"], EMPTY), waits, chance=0.25).get(STORES, id="demo")

    assert waits == [0.0125, 0.025]


@pytest.mark.parametrize("trouble", [PASSING["refused connection"], PASSING["no answer"]], ids=["refused", "silent"])
def test_a_table_that_cannot_be_reached_is_given_up_soon(trouble: Exception) -> None:
    client = ScriptedClient(trouble)

    with pytest.raises(Unavailable, match="cannot be reached"):
        repository(client).ping()

    assert len(client.sent) == ATTEMPTS_WITHOUT_ANSWER


LOST = ReadTimeoutError(endpoint_url="http://nowhere")
REFUSED = EndpointConnectionError(endpoint_url="http://nowhere")
UNKNOWN: dict[str, list[Exception]] = {
    "silent": [LOST],
    "silent once, then out of reach": [LOST, REFUSED],
    "silent once, then throttled": [LOST, PASSING["throttling"]],
    "silent once, then without a right": [LOST, refusal("ExpiredTokenException")],
    "server error": [PASSING["server error"]],
    "still in progress": [PASSING["in progress"]],
}
KNOWN: dict[str, list[Exception]] = {
    "never sent": [REFUSED],
    "throttled": [PASSING["throttling"]],
    "another's transaction": [PASSING["conflict"]],
    "no right": [refusal("AccessDeniedException")],
    "no credentials": [NoCredentialsError()],
}


@pytest.mark.parametrize("script", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_write_that_may_have_happened_says_that_it_is_not_known(script: list[Exception]) -> None:
    with pytest.raises(OutcomeUnknown):
        repository(ScriptedClient(*script)).commit(Insert(store()))


@pytest.mark.parametrize("script", KNOWN.values(), ids=KNOWN.keys())
def test_a_write_that_was_refused_or_never_sent_says_so(script: list[Exception]) -> None:
    with pytest.raises(Unavailable) as caught:
        repository(ScriptedClient(*script)).commit(Insert(store()))

    assert type(caught.value) is Unavailable


def test_a_read_without_an_answer_is_unavailable_and_nothing_more() -> None:
    with pytest.raises(Unavailable) as caught:
        repository(ScriptedClient(LOST)).get(STORES, id="demo")

    assert type(caught.value) is Unavailable


def test_a_guard_that_failed_after_a_lost_answer_is_a_conflict() -> None:
    with pytest.raises(VersionConflict):
        repository(ScriptedClient(LOST, canceled("ConditionalCheckFailed"))).commit(Insert(store()))


@pytest.mark.parametrize("seconds", [1.0, 10.0])
@pytest.mark.parametrize("trouble", [PASSING["no answer"], PASSING["throttling"]], ids=["silence", "throttling"])
def test_a_call_ends_within_its_time_however_long_its_tries_take(seconds: float, trouble: Exception) -> None:
    config = make_client("http://nowhere", seconds).meta.config
    slowest = config.connect_timeout + config.read_timeout  # type: ignore[attr-defined]
    time = [100.0]

    def request() -> None:
        time[0] += slowest
        raise trouble

    def sleep(wait: float) -> None:
        time[0] += wait

    with pytest.raises(Unavailable):
        RetryingCaller(seconds=seconds, sleep=sleep, chance=lambda: 1.0, now=lambda: time[0]).call(request)

    assert slowest <= time[0] - 100 <= seconds + 1e-9


FINAL = {
    "no table": refusal("ResourceNotFoundException"),
    "no right": refusal("AccessDeniedException"),
    "bad request": refusal("ValidationException"),
    "bad change": canceled("ValidationError", "None"),
    "canceled for no reason": canceled(),
    "no credentials": NoCredentialsError(),
}


@pytest.mark.parametrize("trouble", FINAL.values(), ids=FINAL.keys())
def test_what_another_try_cannot_help_is_not_tried_again(trouble: Exception) -> None:
    client = ScriptedClient(trouble)

    with pytest.raises(Unavailable):
        repository(client).commit(Insert(store()))

    assert len(client.sent) == 1


@pytest.mark.parametrize(
    "conflict",
    [canceled("None", "ConditionalCheckFailed"), canceled("TransactionConflict", "ConditionalCheckFailed")],
    ids=["guard", "guard and conflict"],
)
def test_a_failed_guard_is_a_version_conflict_at_once(conflict: Exception) -> None:
    client = ScriptedClient(conflict)

    with pytest.raises(VersionConflict):
        repository(client).commit(Insert(store()))

    assert len(client.sent) == 1


def test_reads_by_key_are_consistent_and_listings_go_on_over_pages() -> None:
    item = {"pk": {"S": "STORE#demo"}, "sk": {"S": "STORE"}, "doc": {"S": store().model_dump_json()}, "version": {"N": "0"}}
    last = {"Items": [item], "LastEvaluatedKey": {"pk": {"S": "STORE#demo"}}}
    client = ScriptedClient({"Item": item}, last, {"Items": [item]})
    tables = repository(client)

    assert tables.get(STORES, id="demo") == store()
    assert list(stores_page(tables).items) == [store(), store()]

    assert client.sent[0]["ConsistentRead"] is True
    assert "ExclusiveStartKey" not in client.sent[1]
    assert client.sent[2]["ExclusiveStartKey"] == last["LastEvaluatedKey"]


def test_a_client_does_not_retry_by_itself_and_needs_no_region_at_an_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)

    client = make_client("http://127.0.0.1:8001")

    assert client.meta.endpoint_url == "http://127.0.0.1:8001"
    assert client.meta.config.retries["total_max_attempts"] == 1  # type: ignore[attr-defined]
