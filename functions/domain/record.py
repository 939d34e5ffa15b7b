"""What is common to everything that the store of record keeps."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A recorded thing. Fields of a newer version are kept as they are, so that an older process does not lose them."""

    model_config = ConfigDict(frozen=True, extra="allow")
