"""The public JSON of health and of everything that goes wrong."""

from __future__ import annotations

from pydantic import Field

from functions.api.schemas import View


class HealthView(View):
    """The process answers."""

    status: str
    version: str


class CheckView(View):
    """How one part of the platform is."""

    status: str = Field(description="ok, degraded (it works, and the message says what to look at) or failed")
    message: str = Field(description="one sentence unless it is ok")


class ReadyView(View):
    """Every part is well."""

    status: str
    checks: dict[str, CheckView]


class FieldError(View):
    """One rule that one field breaks."""

    field: str
    rule: str


class ProblemView(View):
    """Every answer of 400 and above (RFC 9457)."""

    type: str = Field(description="a name for this kind of problem", examples=["urn:storeyard:problem:StoreExists"])
    title: str = Field(description="the HTTP status in words")
    status: int
    detail: str = Field(description="one sentence for a person")
    reason: str = Field(description="one CamelCase word for a program", examples=["StoreExists"])
    errors: list[FieldError] = Field(description="the fields that break rules, if it is about fields")


class NotReadyView(ProblemView):
    """The problem of a platform that is not ready, with what was found."""

    checks: dict[str, CheckView]
