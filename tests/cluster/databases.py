"""What a shop's database says, asked in the database's own pod."""

from __future__ import annotations

from functions.domain.engine import Engine
from tests.cluster.installation import kubectl

PASSWORD = "$(cat /run/secrets/store/db-password)"
CLIENTS = {
    5432: f"PGPASSWORD={PASSWORD} exec psql -h 127.0.0.1 -U {{user}} -d {{database}} -At -F '\t' -v ON_ERROR_STOP=1",
    3306: f"MYSQL_PWD={PASSWORD} exec mariadb -h 127.0.0.1 -u {{user}} -BN {{database}}",
}


def rows(engine: Engine, store_id: str, statement: str) -> list[str]:
    """Run one statement in a store's database; return the rows, columns apart by tabs."""
    assert engine.data is not None
    client = CLIENTS[engine.data.port].format(user=engine.data.user, database=engine.data.database)
    pod = ("--namespace", f"store-{store_id}", "exec", "-i", "db-0", "--", "sh", "-c", client)
    return kubectl(*pod, stdin=f"{statement};").splitlines()
