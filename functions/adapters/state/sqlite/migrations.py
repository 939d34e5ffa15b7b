"""The state file's schema, one step per version. A released step is never changed; the next one mends it."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path
from typing import Final

from functions.domain.errors import Unavailable

# `version` guards writes, `expires_at` is in epoch seconds, `doc` is the entity as JSON.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        "CREATE TABLE stores (id TEXT PRIMARY KEY, owner TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL) STRICT",
        "CREATE INDEX stores_by_owner ON stores (owner, id)",
        """CREATE TABLE operations (
            id TEXT PRIMARY KEY, store_id TEXT NOT NULL, live INTEGER NOT NULL, version INTEGER NOT NULL,
            expires_at INTEGER, doc TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX operations_by_store ON operations (store_id, id)",
        "CREATE INDEX operations_live ON operations (id) WHERE live = 1",
        "CREATE INDEX operations_expiring ON operations (expires_at) WHERE expires_at IS NOT NULL",
        """CREATE TABLE events (
            operation_id TEXT NOT NULL REFERENCES operations (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
            number INTEGER NOT NULL, expires_at INTEGER, doc TEXT NOT NULL, PRIMARY KEY (operation_id, number)
        ) STRICT""",
        "CREATE INDEX events_expiring ON events (expires_at) WHERE expires_at IS NOT NULL",
        "CREATE TABLE slots (number INTEGER PRIMARY KEY, version INTEGER NOT NULL, doc TEXT NOT NULL) STRICT",
        """CREATE TABLE users (
            id TEXT PRIMARY KEY, token_hash TEXT NOT NULL, version INTEGER NOT NULL, doc TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX users_by_token ON users (token_hash)",
    ),
    # One table for every entity (functions/domain/entities.py); what the tables of the first step hold goes into it.
    (
        """CREATE TABLE entities (
            pk TEXT NOT NULL, sk TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, expires_at INTEGER,
            doc TEXT NOT NULL, related_pk TEXT, related_sk TEXT, listed_pk TEXT, listed_sk TEXT, PRIMARY KEY (pk, sk)
        ) STRICT""",
        "CREATE INDEX entities_related ON entities (related_pk, related_sk) WHERE related_pk IS NOT NULL",
        "CREATE INDEX entities_listed ON entities (listed_pk, listed_sk) WHERE listed_pk IS NOT NULL",
        "CREATE INDEX entities_expiring ON entities (expires_at) WHERE expires_at IS NOT NULL",
        """INSERT INTO entities SELECT 'STORE#' || id, 'STORE', 'store', version, NULL, doc,
            'OWNER#' || owner, id, 'STORES', id FROM stores""",
        """INSERT INTO entities SELECT 'OPERATION#' || id, 'OPERATION', 'operation', version, expires_at, doc,
            'STORE#' || store_id, id, iif(live, 'LIVE', NULL), iif(live, id, NULL) FROM operations""",
        """INSERT INTO entities SELECT 'OPERATION#' || operation_id, printf('EVENT#%010d', number), 'event', 0, expires_at, doc,
            NULL, NULL, NULL, NULL FROM events""",
        """INSERT INTO entities SELECT 'SLOTS', printf('SLOT#%06d', number), 'slot', version, NULL, doc,
            NULL, NULL, NULL, NULL FROM slots""",
        """INSERT INTO entities SELECT 'USER#' || id, 'USER', 'user', version, NULL, doc,
            'TOKEN#' || token_hash, 'USER', NULL, NULL FROM users""",
        "DROP TABLE events",
        "DROP TABLE operations",
        "DROP TABLE stores",
        "DROP TABLE slots",
        "DROP TABLE users",
    ),
    # Users are listed.
    ("UPDATE entities SET listed_pk = 'USERS', listed_sk = substr(pk, 6) WHERE kind = 'user'",),
)


def schema_version(connection: sqlite3.Connection) -> int:
    """Return the schema's version in the file; 0 for a new file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to the newest schema, each step in a transaction of its own; safe beside other processes doing the same.

    Raises Unavailable for a file that a newer version wrote.
    """
    newest = len(MIGRATIONS)
    found = schema_version(connection)
    if found > newest:
        raise Unavailable(
            f"The state file {path} was written by a newer Storeyard (schema {found}, this one knows {newest}): "
            "run that version, or restore a backup made before it."
        )
    if 0 < found < newest:
        _keep_copy(connection, path, found)
    while found < newest:
        found = _step(connection)


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Keep the file as it was beside the new one: `<name>.schema-<version>`, which that version can open."""
    copy, part = Path(f"{path}.schema-{version}"), Path(f"{path}.schema-{version}.{os.getpid()}.{threading.get_ident()}")
    if copy.exists():
        return
    os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        connection.execute("VACUUM INTO ?", (str(part),))
        part.replace(copy)
    finally:
        part.unlink(missing_ok=True)


def _step(connection: sqlite3.Connection) -> int:
    """Apply the next step unless another process was faster; return the version that the file has now."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = schema_version(connection)
        if found < len(MIGRATIONS):
            for statement in MIGRATIONS[found]:
                connection.execute(statement)
            found += 1
            connection.execute(f"PRAGMA user_version = {found:d}")
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return found
