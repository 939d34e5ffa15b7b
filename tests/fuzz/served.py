"""The API on loopback, with a state of its own and an attendant in the worker's place."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import uvicorn

from functions.adapters.backups import target_of
from functions.adapters.catalogue import FileCatalogue
from functions.adapters.passwords import Argon2Passwords
from functions.adapters.system import UlidIds
from functions.api.asgi import App
from functions.api.context import LongPolls
from functions.api.handler import Answer, create_handler
from functions.application.domains import DomainService
from functions.application.extensions import ExtensionService
from functions.application.health import Health
from functions.application.insight import Insight
from functions.application.mail import MailService
from functions.application.orders import OrderService
from functions.application.payments import PaymentService
from functions.application.ports.repository import Insert
from functions.bootstrap import Platform, build
from functions.domain.backup import Backup
from functions.domain.entities import STORES, USERS
from functions.domain.errors import StoreyardError
from functions.domain.kinds import delete
from functions.domain.operation import OperationStatus, Outcome
from functions.domain.store import StoreRequest
from functions.domain.user import Role, User, hash_token
from functions.settings import PROJECT, read
from tests.fakes import FakeClock
from tests.fakes.backups import files_of, manifest
from tests.fakes.dns import FakeDns
from tests.fakes.inspector import FakeInspector
from tests.fakes.mail import FakePasswords
from tests.fakes.shops import FakeShops

OWNER, STRANGER = "fuzz-owner-token", "fuzz-stranger-token"
ENGINES: Final = tuple(FileCatalogue(PROJECT / "charts").engines())
STORE: Final = "fuzzed"
BACKUP: Final = "FUZZED"
PASSWORD: Final = "correct horse battery"
# In the store's name, and in no request of the stranger.
SECRET_WORD: Final = "Quokkaberry"
PAUSE = 0.05


@dataclass
class Served:
    """Where the API is, and what it has answered: requests by status."""

    address: str
    answered: Counter[int] = field(default_factory=Counter)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve an API whose owner has one store that is ready, besides what requests make."""
    platform = _platform(folder)
    over = threading.Event()
    attendant = threading.Thread(target=_attend, args=(platform, over), daemon=True)
    listening = socket.create_server(("127.0.0.1", 0))
    here = Served(f"http://127.0.0.1:{listening.getsockname()[1]}")
    handler = create_handler(lambda: platform, waits=LongPolls(pause=platform.notifier.pause))

    def counting(event: dict[str, Any], context: object) -> Answer:
        answer = handler(event, context)
        here.answered[answer["statusCode"]] += 1
        return answer

    server = uvicorn.Server(uvicorn.Config(App(counting), log_config=None, access_log=False, ws="none", server_header=False))
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    attendant.start()
    serving.start()
    try:
        yield here
    finally:
        over.set()
        server.should_exit = True
        serving.join()
        attendant.join()
        listening.close()


def _platform(folder: Path) -> Platform:
    """The platform as `make up` makes it, with shops and a cluster in memory, which its readiness does not ask for."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    places = {"STOREYARD_HOME": str(home), "STOREYARD_CACHE": str(folder / "cache")}
    platform = build(read({**places, "STORES_PER_OWNER": "100000", "RATE_PER_TOKEN": "0", "RATE_PER_ADDRESS": "0"}))
    hashed = Argon2Passwords().hash(PASSWORD)
    for name, role, token in (("owner", Role.ADMIN, OWNER), ("stranger", Role.OWNER, STRANGER)):
        made = User(
            id=name,
            name=name,
            email=f"{name}@example.com",
            password_hash=hashed,
            role=role,
            token_hash=hash_token(token),
            created_at=platform.clock.now(),
        )
        platform.repository.commit(Insert(made))
    spec = {"id": STORE, "name": SECRET_WORD, "engine": ENGINES[0]}
    said = manifest(BACKUP, store_id=STORE, engine=ENGINES[0], spec=spec)
    kept = Backup(id=BACKUP, store_id=STORE, owner="owner", manifest=said, created_at=platform.clock.now(), pinned=True)
    platform.repository.commit(Insert(kept))
    there = target_of(str(home / "backups"))
    for path, content in files_of(said).items():
        there.write(path, iter([content]))
    insight = Insight(service=platform.service, repository=platform.repository, inspector=FakeInspector(), clock=platform.clock)
    shops = FakeShops(FakeClock(platform.clock.now()))
    orders = OrderService(
        stores=platform.service, shops=shops, repository=platform.repository, clock=platform.clock, ids=UlidIds()
    )
    return replace(
        platform,
        health=Health({"state": platform.repository.ping}),
        insight=insight,
        orders=orders,
        extensions=ExtensionService(stores=platform.service, shops=shops),
        domains=DomainService(stores=platform.service, repository=platform.repository, dns=FakeDns(), clock=platform.clock),
        mail=MailService(stores=platform.service, shops=shops, passwords=FakePasswords()),
        payments=PaymentService(stores=platform.service, shops=shops, secrets=FakePasswords()),
    )


def _attend(platform: Platform, over: threading.Event) -> None:
    """End what is queued, one in four badly; keep the owner's store there."""
    turn = 0
    while not over.wait(PAUSE):
        with suppress(StoreyardError):
            _keep_store(platform)
            for operation_id in platform.lifecycle.startable():
                claimed = platform.lifecycle.claim(operation_id, "attendant/1")
                if claimed is None:
                    continue
                turn += 1
                good = turn % 4 != 0 or claimed.store_id == STORE or claimed.kind == delete.KIND.name
                how = (OperationStatus.SUCCEEDED, "", "") if good else (OperationStatus.FAILED, "ReleaseFailed", "It broke.")
                platform.lifecycle.finish(claimed.id, claimed.fence, Outcome(*how))


def _keep_store(platform: Platform) -> None:
    if platform.repository.get(STORES, id=STORE) is None:
        owner = platform.repository.get(USERS, id="owner")
        assert owner is not None
        platform.service.create(StoreRequest(name=SECRET_WORD, engine=ENGINES[0], id=STORE), owner)
