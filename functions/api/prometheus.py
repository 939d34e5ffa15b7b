"""/metrics: the platform's and this process's numbers, for Prometheus. Not for users: it has a token of its own."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import os
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aws_lambda_powertools.event_handler import Request, Response

from functions.api.context import ApiRouter, Call, call
from functions.api.errors import NoSuchRoute
from functions.api.exposition import CONTENT_TYPE, Family, render
from functions.api.health import VERSION
from functions.api.requests import header
from functions.api.traffic import BOUNDS, TRAFFIC
from functions.application.limits import Limits
from functions.application.metrics import Key, Metrics, ever, platform_metrics, undelivered
from functions.domain.certificate import CERTIFICATES_BY_TIME, ShownCertificate
from functions.domain.errors import StoreyardError, Unauthorized
from functions.domain.kinds import all_kinds
from functions.domain.operation import OperationStatus
from functions.domain.tally import Count, bucket_of, upper_bound
from functions.observability import logger

router = ApiRouter()

STARTED: Final = time.time()
MOST_CERTIFICATES: Final = 50
FORWARDED: Final = ("forwarded", "x-forwarded-for")
# Every fourth bound of the buckets that are counted: their sums are exact there.
DURATIONS: Final = tuple(range(0, bucket_of(86_400) + 4, 4))


@router.get("/metrics", include_in_schema=False)
def get_prometheus(request: Request) -> Response[str]:
    """Return the numbers to who has the token; without a token that is set, to this machine alone."""
    here = call(request)
    _check(here, request.resolved_event.raw_event)
    families = [*_platform(here), *_traffic(), *_process()]
    return Response(status_code=HTTPStatus.OK.value, content_type=CONTENT_TYPE, body=render(families))


def _check(here: Call, event: dict[str, object]) -> None:
    """Raise Unauthorized for a wrong token. Raise NoSuchRoute where none is set, unless the request is this machine's own."""
    token = here.platform.metrics_token
    if token is not None:
        scheme, _, given = (header(event, "authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
            raise Unauthorized("This needs the token of the setting METRICS_TOKEN.")
    elif not _is_loopback(here.origin.address) or any(header(event, name) for name in FORWARDED):
        raise NoSuchRoute  # also for what a proxy on this machine passes on for others


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _platform(here: Call) -> Iterable[Family]:
    """The platform's numbers; where the state cannot be read, that alone, so that the process can still be watched."""
    state = Family("storeyard_state_up", "gauge", "Whether the state could be read for this scrape.")
    try:
        repository = here.platform.repository
        found = platform_metrics(repository, here.platform.limits, here.platform.clock.now())
        ended, pending = ever(repository), undelivered(repository)
        shown = repository.find(CERTIFICATES_BY_TIME, limit=MOST_CERTIFICATES)
    except StoreyardError as error:
        logger.warning("metrics without the state", cause=error.message)
        return [state.add(0)]
    return [state.add(1), *_now(found, pending), *_ages(found, here.platform.limits), *_ended(ended), *_certificates(shown)]


def _now(found: Metrics, pending: int) -> Iterable[Family]:
    stores = Family("storeyard_stores", "gauge", "Stores by status.")
    for status, number in sorted(found.statuses.items()):
        stores.add(number, status=status)
    queue = Family("storeyard_queue_length", "gauge", "Operations that wait for their start.").add(found.queued)
    slots = Family("storeyard_slots", "gauge", "Operations that can run at once, by state.")
    slots.add(found.running, state="taken").add(max(0, found.slots - found.running), state="free")
    outbox = Family("storeyard_outbox_pending", "gauge", "Events that not every subscriber has, 1000 at most.").add(pending)
    return stores, queue, slots, outbox


def _ages(found: Metrics, limits: Limits) -> Iterable[Family]:
    """How old live operations are, beside what the lifecycle lets them be: what is older is stuck."""
    words = "by whether it was started: before that it waits, from then on it has its time"
    ages = Family("storeyard_operation_oldest_seconds", "gauge", f"Age of the oldest live operation, {words}.")
    ages.add(found.waited, state="waiting").add(found.gone_on, state="started")
    most = Family("storeyard_operation_limit_seconds", "gauge", "What that may be at most.")
    most.add(limits.queue.total_seconds(), state="waiting").add(limits.timeout.total_seconds(), state="started")
    return ages, most


def _ended(ended: Mapping[Key, Count]) -> Iterable[Family]:
    operations = Family("storeyard_operations_total", "counter", "Operations that ended, by how.")
    seconds = Family("storeyard_operation_duration_seconds", "histogram", "What operations that succeeded took.")
    # From zero on: what is counted from its first time on has no increase then, and rules would miss it.
    ends = [status.value for status in OperationStatus if status.final]
    outcomes = Counter({(kind, end): 0 for kind in all_kinds() for end in ends})
    for (kind, engine), count in sorted(ended.items()):
        outcomes.update({(kind, name): number for name, number in count.outcomes.items()})
        counts = [0] * (len(DURATIONS) + 1)
        for bucket, number in count.buckets.items():
            counts[-(-int(bucket) // 4) if int(bucket) <= DURATIONS[-1] else -1] += number
        seconds.add_histogram([upper_bound(each) for each in DURATIONS], counts, count.seconds, kind=kind, engine=engine)
    for (kind, outcome), number in sorted(outcomes.items()):
        operations.add(number, kind=kind, outcome=outcome)
    return operations, seconds


def _certificates(shown: Iterable[ShownCertificate]) -> Iterable[Family]:
    """Those that have to be renewed first: as many series as that, however many shops there are."""
    which = f"of the {MOST_CERTIFICATES} shops' certificates that have to be renewed first"
    ends = Family("storeyard_certificate_expiration_timestamp_seconds", "gauge", f"When each {which} ends.")
    late = Family("storeyard_certificate_renew_by_timestamp_seconds", "gauge", f"When each {which} is late to be renewed.")
    for one in shown:
        ends.add(one.not_after.timestamp(), host=one.host, store=one.store_id)
        late.add(one.renew_by.timestamp(), host=one.host, store=one.store_id)
    return ends, late


def _traffic() -> Iterable[Family]:
    answers = Family("storeyard_http_requests_total", "counter", "Requests that this process answered.")
    for (route, method, status), number in sorted(TRAFFIC.answers().items()):
        answers.add(number, route=route, method=method, status=str(status))
    seconds = Family("storeyard_http_request_duration_seconds", "histogram", "What its answers took, long polls included.")
    for route, (counts, total) in sorted(TRAFFIC.durations().items()):
        seconds.add_histogram(BOUNDS, counts, total, route=route)
    return answers, seconds


def _process() -> Iterable[Family]:
    """What Prometheus' own libraries say of a process; less where the system does not tell."""
    used = os.times()
    yield Family("storeyard_build_info", "gauge", "The version that runs.").add(1, version=VERSION)
    yield Family("process_start_time_seconds", "gauge", "When it started.").add(round(STARTED))
    yield Family("process_cpu_seconds_total", "counter", "CPU time it used.").add(used.user + used.system)
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        memory = Family("process_resident_memory_bytes", "gauge", "Memory it holds.")
        yield memory.add(pages * os.sysconf("SC_PAGE_SIZE"))
    with contextlib.suppress(OSError):
        yield Family("process_open_fds", "gauge", "Files it has open.").add(len(os.listdir("/proc/self/fd")))  # noqa: PTH208
