"""The database's schema, one step per version. A released step is never changed; the next one mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from functions.domain.errors import Unavailable

if TYPE_CHECKING:
    import psycopg

LOCK: Final = 7_307_180_552  # any number that nobody else takes: the database is the platform's own
# Keys are compared by their bytes (COLLATE "C"), as the other stores of record do: an order by language would page differently.
# `version` guards writes, `expires_at` is in epoch seconds, `doc` is the entity as JSON (as text: jsonb has no \u0000).
# `commits` names what was committed in the last minutes: who got no answer looks it up.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """CREATE TABLE entities (
            pk text COLLATE "C" NOT NULL, sk text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, version bigint NOT NULL,
            expires_at bigint, doc text NOT NULL, related_pk text COLLATE "C", related_sk text COLLATE "C",
            listed_pk text COLLATE "C", listed_sk text COLLATE "C", PRIMARY KEY (pk, sk)
        )""",
        "CREATE INDEX entities_related ON entities (related_pk, related_sk) WHERE related_pk IS NOT NULL",
        "CREATE INDEX entities_listed ON entities (listed_pk, listed_sk) WHERE listed_pk IS NOT NULL",
        "CREATE INDEX entities_expiring ON entities (expires_at) WHERE expires_at IS NOT NULL",
        "CREATE TABLE commits (token uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp())",
        "CREATE INDEX commits_by_age ON commits (at)",
    ),
)


def migrate(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Bring the database to the newest schema, all steps in one transaction; safe beside other processes doing the same.

    Raises Unavailable for a database that a newer version wrote, and for one that cannot hold every text.
    """
    newest = len(MIGRATIONS)
    if _version(connection) == newest:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        connection.execute("SET LOCAL client_min_messages = warning")  # it is no news that a table is there
        connection.execute("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
        found = _recorded(connection)
        if found > newest:
            raise Unavailable(
                f"The state database was written by a newer Storeyard (schema {found}, this one knows {newest}): "
                "run that version, or restore a backup made before it."
            )
        if found == 0:
            _check_encoding(connection)
        for step in MIGRATIONS[found:]:
            for statement in step:
                connection.execute(statement.encode())
        connection.execute("DELETE FROM schema_version")
        connection.execute("INSERT INTO schema_version VALUES (%s)", (newest,))


def _version(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    """Return the schema's version in the database; 0 for one that is empty, or was a moment ago."""
    there = connection.execute("SELECT to_regclass('schema_version') IS NOT NULL").fetchone()
    return _recorded(connection) if there is not None and there[0] else 0


def _recorded(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    row = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    return int(str(row[0])) if row is not None and row[0] is not None else 0


def _check_encoding(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    row = connection.execute("SHOW server_encoding").fetchone()
    if row is None or row[0] != "UTF8":
        raise Unavailable(f"The state database has the encoding {row[0] if row else 'unknown'}: make one with ENCODING 'UTF8'.")
