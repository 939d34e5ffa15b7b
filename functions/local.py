"""The whole platform in one process: API, dashboard, worker threads, reaper. `python -m functions.local`; SIGTERM stops it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import uvicorn

from functions import backends, bootstrap
from functions.adapters.charts import forget_charts
from functions.adapters.inprocess import InProcessWaker
from functions.adapters.lock import hold
from functions.application.chat.courier import key_of
from functions.application.notice_courier import notice_key
from functions.application.outbox import dispatch_until
from functions.application.queries import promised_charts
from functions.backends import certificates_of, slack_socket_of
from functions.chatops import handler as chat_handler
from functions.chatops.socket import listener, say_what_is_configured
from functions.courier.threads import Couriers, queue_key, send_until
from functions.domain.errors import StoreyardError, Unavailable
from functions.observability import logger
from functions.reaper.handler import care_until, reap_until
from functions.settings import BadSetting, Settings, settings
from functions.worker import assembly
from functions.worker.pool import Pool
from functions.worker.recovery import requeue_own

if TYPE_CHECKING:
    from collections.abc import Callable

    from functions.api.context import Pause
    from functions.api.handler import Handler

STOP_SECONDS = 9.0
START_SECONDS = 30.0
OUTBOX_SECONDS = 1.0
CHAT_SECONDS = 0.5
CHAT_THREADS = 8


class CannotStart(Exception):
    """The platform cannot start; the message is one sentence."""


def take_lock(home: Path) -> IO[str]:
    """Hold the folder's lock as long as this process lives, however it ends. Raises CannotStart."""
    try:
        return hold(home)
    except Unavailable as error:
        raise CannotStart(error.message) from error


class Server(threading.Thread):
    """The API on HTTP, in a thread of its own: signals belong to the main thread."""

    def __init__(self, chosen: Settings, pause: Pause) -> None:
        super().__init__(name="api", daemon=True)
        from functions.api.asgi import LOOPBACK, App  # noqa: PLC0415
        from functions.api.context import LongPolls  # noqa: PLC0415 - takes a while; a bad setting is told before
        from functions.api.handler import create_handler  # noqa: PLC0415
        from functions.api.pages import Pages  # noqa: PLC0415

        pages = Pages.of(chosen.dashboard)
        handler = create_handler(bootstrap.platform, waits=LongPolls(pause=pause), pages=pages)
        self._app = App(
            _door(handler, chat_handler.handler),
            allowed_hosts=(*LOOPBACK, *chosen.served_hosts),
            trusted=chosen.trusted_proxies,
        )
        config = uvicorn.Config(
            self._app,
            host=chosen.bind,
            port=chosen.port,
            log_config=None,
            access_log=False,
            ws="none",
            proxy_headers=False,  # the application asks TRUSTED_PROXIES
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        self._address = f"{chosen.bind}:{chosen.port}"
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until told to stop."""
        try:
            self._server.run()
        except SystemExit:  # uvicorn's way to say that it cannot listen
            logger.error("api cannot listen", address=self._address)

    def wait_until_listening(self) -> None:
        """Return when requests are answered. Raises CannotStart."""
        deadline = time.monotonic() + START_SECONDS
        while not self._server.started:
            if not self.is_alive() or time.monotonic() > deadline:
                raise CannotStart(f"The platform cannot listen on {self._address}: is the port taken? Set STOREYARD_PORT.")
            time.sleep(0.02)

    def stop(self) -> None:
        """Answer what is being asked, then end. Does not wait."""
        self._app.drain()
        self._server.should_exit = True


def run(chosen: Settings) -> None:
    """Run the platform until a signal. Raises CannotStart, BadSetting."""
    if chosen.chat_lacks is not None:
        raise BadSetting(f"The setting {' '.join(chosen.chat_lacks)}.")
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    lock = take_lock(chosen.home)
    backends.signing_secret(chosen)
    platform = bootstrap.platform()
    threading.Thread(target=_learn_clusters, args=(platform,), daemon=True).start()
    runner = bootstrap.runner(chosen, standby=chosen.slots)
    runner.sweep_all()
    recovered = _recover(platform)
    runner.prepare()
    executor = assembly.executor(platform, runner)
    waker = platform.waker if isinstance(platform.waker, InProcessWaker) else InProcessWaker()
    pool = Pool(executor=executor, wake_ups=waker, liveness=platform.liveness, slots=chosen.slots)
    server = Server(chosen, platform.notifier.pause)
    reaper = threading.Thread(
        target=reap_until,
        args=(over,),
        kwargs={
            "lifecycle": platform.lifecycle,
            "waker": waker,
            "seconds": chosen.reaper_seconds,
            "then": platform.counter.go_on,
        },
        name="reaper",
        daemon=True,
    )
    certificates = certificates_of(
        platform.repository, platform.clock, platform.clusters, bootstrap.host_name(chosen), platform.sending.wake
    )
    cares = [
        threading.Thread(
            target=care_until, args=(over, care), kwargs={"seconds": chosen.reaper_seconds}, name=name, daemon=True
        )
        for name, care in (("backups", platform.care), ("rooms", platform.rooms), ("certificates", certificates))
    ]
    dispatcher = threading.Thread(target=_dispatch, args=(over, platform), name="dispatcher", daemon=True)
    senders = [*_sending(over, platform), *_chat_threads(over, platform)]
    pid_file = chosen.home / "platform.pid"
    try:
        server.start()
        server.wait_until_listening()
        pool.start()
        reaper.start()
        for thread in (*cares, dispatcher, *senders):
            thread.start()
        pid_file.write_text(f"{os.getpid()}\n")
        logger.info("platform started", port=chosen.port, recovered=recovered)
        while not over.wait(1.0):
            if not server.is_alive():
                raise CannotStart("The API ended by itself; see the log.")
    finally:
        over.set()
        server.stop()
        well = pool.stop(STOP_SECONDS)
        runner.close()
        platform.outbox.wake()
        dispatcher.join(1.0)
        server.join(1.0)
        platform.tracing.close()
        pid_file.unlink(missing_ok=True)
        logger.info("platform stopped", runs_ended=well)
        lock.close()


def _recover(platform: bootstrap.Platform) -> int:
    """Take up what an earlier process of this host left; return how many operations that were. The folder's lock is held."""
    chosen = platform.settings
    requeued = requeue_own(repository=platform.repository, lifecycle=platform.lifecycle, host=bootstrap.host_name(chosen))
    platform.webhooks.courier.recover()
    platform.notices.courier.recover()
    forget_charts(chosen.kept_charts, promised_charts(platform.repository))
    if chosen.shared:  # other machines promise them, too, and this one may have to install them once it has newer ones
        _keep_charts(platform)
    else:
        platform.chat.courier.recover()  # its claims do not say whose they are
    return len(requeued)


def _keep_charts(platform: bootstrap.Platform) -> None:
    """Keep a copy of each chart as it is now."""
    for engine in platform.catalogue.engines().values():
        try:
            platform.catalogue.target(engine)
        except StoreyardError as error:
            logger.warning("chart not kept", engine=engine.name, error=error.message)


def _dispatch(over: threading.Event, platform: bootstrap.Platform) -> None:
    """Hand out events as they are written, and look for what others wrote once a second."""
    dispatch_until(over, platform.dispatcher, _waiting(platform.outbox, OUTBOX_SECONDS))


def _sending(over: threading.Event, platform: bootstrap.Platform) -> list[threading.Thread]:
    """Return what sends what waits in queues: as it is queued, and once a second what is to be tried again or was held back."""
    webhooks = Couriers(platform.webhooks.courier, queue_key)
    notices = Couriers(platform.notices.courier, notice_key, of_one=1)
    return [
        threading.Thread(target=_send, args=(over, webhooks, platform.sending, OUTBOX_SECONDS), name="couriers", daemon=True),
        threading.Thread(target=_send, args=(over, notices, platform.sending, OUTBOX_SECONDS), name="notices", daemon=True),
    ]


def _send(over: threading.Event, couriers: Couriers[Any], woken: InProcessWaker, seconds: float) -> None:
    """Send when something was queued, and look every so many seconds."""
    send_until(over, couriers, _waiting(woken, seconds))


def _waiting(woken: InProcessWaker, seconds: float) -> Callable[[], None]:
    """Return what waits until it is woken once more, so many seconds at most."""
    seen = 0

    def wait() -> None:
        nonlocal seen
        seen = woken.wait(seen, seconds)

    return wait


def _door(api: Handler, chat: Handler) -> Handler:
    """One door for both: what chat programs send goes to the second one."""
    return lambda event, context: (chat if event["rawPath"].startswith(chat_handler.PREFIX) else api)(event, context)


def _chat_threads(over: threading.Event, platform: bootstrap.Platform) -> list[threading.Thread]:
    """Return what serves chat programs besides the API, ready to be started."""
    chosen = platform.settings
    say_what_is_configured(platform)
    if not chosen.chat_wanted:
        return []
    # Looked at twice a second, for edits whose time has come.
    couriers = Couriers(platform.chat.courier, key_of, threads=CHAT_THREADS, of_one=CHAT_THREADS)
    sends = (over, couriers, platform.chatting, CHAT_SECONDS)
    threads = [threading.Thread(target=_send, args=sends, name="chats", daemon=True)]
    if chosen.slack_app_token is not None:
        socket = slack_socket_of(chosen, listener(platform))
        threads.append(threading.Thread(target=socket.run, args=(over,), name="slack-socket", daemon=True))
    return threads


def _learn_clusters(platform: bootstrap.Platform) -> None:
    """Read the inventory before the first request needs it."""
    try:
        platform.clusters.all()
    except StoreyardError as error:
        logger.warning("inventory not read", error=error.message)


def main() -> int:
    """Run; a reason not to start is one sentence on standard error."""
    try:
        run(settings())
    except (BadSetting, CannotStart, StoreyardError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # daemon threads may be in the middle of a long poll
