"""What the FastAPI peer keeps: its tables, and what of a row is public."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

SETUP: dict[str, Any] = json.loads(Path(os.environ["PEER_SETUP"]).read_text(encoding="utf-8"))


class UtcDateTime(TypeDecorator[datetime]):
    """A time that comes back from SQLite in UTC, as it went there."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON, datetime: UtcDateTime}  # noqa: RUF012 - SQLAlchemy's way


class User(Base):
    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)


class Store(Base):
    __tablename__ = "stores"
    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    engine: Mapped[str]
    plan: Mapped[str]
    country: Mapped[str]
    currency: Mapped[str]
    color: Mapped[str]
    sample_products: Mapped[bool]
    admin_email: Mapped[str]
    cluster: Mapped[str]
    url: Mapped[str]
    status: Mapped[str] = mapped_column(default="provisioning")
    reason: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    operation_id: Mapped[str | None]
    deployed: Mapped[dict[str, Any] | None]
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)

    @property
    def admin_url(self) -> str:
        return self.url + SETUP["engines"][self.engine]["admin_path"]

    @property
    def allowed_operations(self) -> list[str]:
        allowed: list[str] = SETUP["allowed_operations"][self.status]
        return allowed if self.operation_id is None else [kind for kind in allowed if kind == "delete"]

    @property
    def links(self) -> dict[str, str | None]:
        here, live = f"/api/stores/{self.id}", self.operation_id
        return {"self": here, "operations": f"{here}/operations", "operation": f"/api/operations/{live}" if live else None}


class Operation(Base):
    __tablename__ = "operations"
    id: Mapped[str] = mapped_column(primary_key=True)
    store_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="queued", index=True)
    reason: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    retryable: Mapped[bool | None]
    evidence: Mapped[list[str]] = mapped_column(default=list)
    parameters: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    spec: Mapped[dict[str, Any]]
    requested_by: Mapped[str]
    request_id: Mapped[str]
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    attempt: Mapped[int] = mapped_column(default=0)
    event_count: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def links(self) -> dict[str, str]:
        here = f"/api/operations/{self.id}"
        return {"self": here, "events": f"{here}/events", "store": f"/api/stores/{self.store_id}"}


class Event(Base):
    __tablename__ = "events"
    operation_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    step: Mapped[str]
    status: Mapped[str]
    message: Mapped[str]
    final: Mapped[bool] = mapped_column(default=False)


class OutboxEntry(Base):
    __tablename__ = "outbox"
    operation_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[str]
    owner: Mapped[str]
    kind: Mapped[str]
    event: Mapped[dict[str, Any]]
