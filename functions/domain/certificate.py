"""Certificates of shops as their ingress shows them: since when and until when one is valid, and when it is renewed too late.

entity       pk                    sk
certificate  CERTIFICATE#<host>    CERTIFICATE     by CERTIFICATES: <renew_by>#<host>
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from functions.domain.entities import EntityType, Place
from functions.domain.record import Record

LATE: Final = 6  # of this part of its life is left, a certificate was not renewed in time: that is done with a third left
RENEWAL: Final = "renewal of its certificate"  # what failed, as notices say it
KEPT: Final = timedelta(days=2)  # without another look: of a shop that is gone, or of a name that it has no more


class CertificateState(StrEnum):
    """Late: it should have been renewed by now. Ended: browsers refuse it."""

    WELL = "well"
    LATE = "late"
    ENDED = "ended"


class ShownCertificate(Record):
    """What a shop showed at one of its names when it was looked at last. `told`: of which certificate and state people were."""

    host: str
    store_id: str
    not_after: datetime
    renew_by: datetime
    told: str = ""
    expires_at: datetime
    version: int = 0

    def state(self, now: datetime) -> CertificateState:
        """Return how it is at a time."""
        if now >= self.not_after:
            return CertificateState.ENDED
        return CertificateState.LATE if now > self.renew_by else CertificateState.WELL

    def since(self, now: datetime) -> datetime:
        """Return since when it is late, or has ended."""
        return self.not_after if self.state(now) is CertificateState.ENDED else self.renew_by

    def mark(self, now: datetime) -> str:
        """Return what `told` is once people were told of how it is."""
        return f"{self.state(now)} {self.not_after:%Y-%m-%dT%H:%M:%SZ}"

    def sentence(self, now: datetime) -> str:
        """Return what people are told of one that is not well."""
        if self.state(now) is CertificateState.ENDED:
            return (
                f"The certificate of {self.host} ended on {self.not_after:%Y-%m-%d %H:%M} UTC: browsers refuse the shop there."
            )
        return f"The certificate of {self.host} ends on {self.not_after:%Y-%m-%d %H:%M} UTC and was not renewed in time."


def renew_by(not_before: datetime | None, not_after: datetime) -> datetime:
    """Return when a certificate should have been renewed at the latest; its end where its beginning is not known."""
    return not_after - (not_after - not_before) / LATE if not_before is not None else not_after


CERTIFICATES = EntityType(
    "certificate",
    ShownCertificate,
    key=Place("CERTIFICATE#{host}", "CERTIFICATE"),
    by={"listed": Place("CERTIFICATES", "{renew_by:%Y-%m-%dT%H:%M:%S}#{host}")},
    expires="expires_at",
)
CERTIFICATES_BY_TIME: Final = CERTIFICATES.listed
