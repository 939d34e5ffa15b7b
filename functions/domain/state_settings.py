"""The settings of the store of record: a part of functions/settings.py, which reads them."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr

STATE_SECRETS: Final = frozenset({"STATE_URL"})
SCHEMES: Final = ("postgresql", "postgres")


def _database(value: SecretStr | None) -> SecretStr | None:
    if value is None:
        return None
    try:
        known = urlsplit(value.get_secret_value()).scheme in SCHEMES
    except ValueError:  # its words may repeat what it is
        known = False
    if not known:
        raise ValueError("it must be a connection URI of PostgreSQL, like postgresql://user@host:5432/database")
    return value


class StateSettings(BaseModel):
    """Where the state is, and what wakes those who wait for it."""

    state_backend: Literal["sqlite", "dynamodb", "postgresql"] = Field(
        "sqlite", alias="STATE_BACKEND", description="sqlite (a file below STOREYARD_HOME), dynamodb or postgresql"
    )
    state_table: str = Field("storeyard", alias="STATE_TABLE", min_length=3, description="name of the DynamoDB table")
    state_url: Annotated[SecretStr | None, AfterValidator(_database)] = Field(
        None, alias="STATE_URL", description="connection URI of the PostgreSQL database; its passfile may hold the password"
    )
    dynamodb_endpoint: str | None = Field(
        None, alias="DYNAMODB_ENDPOINT", pattern="^https?://", description="address of a DynamoDB that is not AWS's"
    )
    queue_url: str | None = Field(
        None,
        alias="QUEUE_URL",
        pattern="^https?://",
        description="SQS queue that wakes workers; none: wake in the process, with postgresql in every process",
    )

    @property
    def shared(self) -> bool:
        """True if any number of whole platforms, on any number of machines, have this state."""
        return self.state_backend == "postgresql"
