"""Three of the API's routes on FastAPI, SQLAlchemy and SQLite, for `make bench-api`: what a good engineer writes in a day."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from models import SETUP, Base, Event, Operation, OutboxEntry, Store, User
from schemas import Accepted, StoreIn, StoreList, StoreOut
from sqlalchemy import create_engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from ulid import ULID

database = create_engine(f"sqlite:///{os.environ['PEER_DATABASE']}", pool_size=40)
app = FastAPI()


@event.listens_for(database, "connect")
def durable(connection: Any, _: object) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


Base.metadata.create_all(database)
with Session(database) as first:
    first.merge(User(**SETUP["user"]))
    first.commit()


def session() -> Iterator[Session]:
    with Session(database, expire_on_commit=False) as opened:
        yield opened


Db = Annotated[Session, Depends(session)]


def caller(db: Db, sent: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> User:
    user = db.scalar(select(User).where(User.token_hash == hashlib.sha256(sent.credentials.encode()).hexdigest()))
    if user is None:
        raise HTTPException(401, "Nobody has this token.", {"WWW-Authenticate": "Bearer"})
    return user


Caller = Annotated[User, Depends(caller)]


def check_choice(wanted: StoreIn) -> None:
    """Refuse what the engine does not have; the shape is checked already."""
    engine = SETUP["engines"].get(wanted.engine)
    if engine is None:
        raise HTTPException(422, f"engine: must be one of: {', '.join(SETUP['engines'])}")
    if wanted.plan not in engine["plans"]:
        raise HTTPException(422, f"plan: must be one of: {', '.join(engine['plans'])}")
    for field, known in (("currency", engine["currencies"]), ("country", engine["countries"])):
        if known is not None and getattr(wanted, field) not in known:
            raise HTTPException(422, f"{field}: must be one that the engine knows")
    if wanted.cluster is not None and wanted.cluster not in SETUP["clusters"]:
        raise HTTPException(422, f"cluster: must be one of: {', '.join(SETUP['clusters'])}")


@app.post("/api/stores", status_code=202)
def create_store(wanted: StoreIn, db: Db, user: Caller, response: Response) -> Accepted:
    check_choice(wanted)
    now, operation_id = datetime.now(UTC), str(ULID())
    store_id = wanted.id or re.sub(r"[^a-z0-9]+", "-", wanted.name.lower()).strip("-")[:30] or "shop"
    cluster = wanted.cluster or next(iter(SETUP["clusters"]))
    fields = wanted.model_dump(exclude_none=True) | {"id": store_id, "cluster": cluster}
    fields.setdefault("admin_email", f"admin@{store_id}.example")
    store = Store(
        **fields,
        owner=user.id,
        url=SETUP["clusters"][cluster].format(id=store_id),
        operation_id=operation_id,
        created_at=now,
        updated_at=now,
    )
    operation = Operation(
        id=operation_id,
        store_id=store_id,
        kind="provision",
        parameters={"adopt": False},
        spec=fields,
        requested_by=user.id,
        request_id=uuid4().hex,
        created_at=now,
    )
    told = {"step": "queue", "status": "info", "message": "Accepted; waiting for a worker"}
    entry = {"operation_id": operation_id, "number": 1}
    outbox = OutboxEntry(**entry, store_id=store_id, owner=user.id, kind="provision", event=told | {"at": now.isoformat()})
    db.add_all([store, operation, Event(**entry, **told, at=now), outbox])
    try:
        db.commit()
    except IntegrityError as error:
        raise HTTPException(409, f"id: a store with the id {store_id} exists already") from error
    response.headers["Location"] = operation.links["self"]
    return Accepted.model_validate({"store": store, "operation": operation}, from_attributes=True)


@app.get("/api/stores/{store_id}", response_model=StoreOut)
def get_store(store_id: str, db: Db, user: Caller) -> Store:
    store = db.get(Store, store_id)
    if store is None or (user.role != "admin" and store.owner != user.id):
        raise HTTPException(404, f"there is no store {store_id}")
    return store


@app.get("/api/stores", response_model=StoreList)
def list_stores(
    db: Db, user: Caller, limit: Annotated[int, Query(ge=1, le=100)] = 50, cursor: str | None = None
) -> dict[str, Any]:
    query = select(Store).order_by(Store.id).limit(limit + 1)
    if user.role != "admin":
        query = query.where(Store.owner == user.id)
    if cursor is not None:
        try:
            query = query.where(Store.id > base64.urlsafe_b64decode(cursor.encode()).decode())
        except ValueError as error:
            raise HTTPException(422, "cursor: must be one that an earlier page gave") from error
    found = db.scalars(query).all()
    more = base64.urlsafe_b64encode(found[limit - 1].id.encode()).decode() if len(found) > limit else None
    return {"items": found[:limit], "next_cursor": more}
