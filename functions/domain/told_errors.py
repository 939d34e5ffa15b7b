"""What cannot be done with webhooks, notices and clusters at this moment (functions/domain/errors.py: all others)."""

from __future__ import annotations

from functions.domain.errors import Conflict


class TooManyWebhooks(Conflict):
    """An owner, or the platform, has as many webhooks as there may be."""

    reason = "TooManyWebhooks"


class WebhookDisabled(Conflict):
    """A webhook that is disabled is sent nothing, also not again: enable it first."""

    reason = "WebhookDisabled"


class TooManyNoticeTargets(Conflict):
    """An owner, or the platform, has as many targets of notices as there may be."""

    reason = "TooManyNoticeTargets"


class NoticeTargetOff(Conflict):
    """A target of notices that is disabled or not confirmed is told nothing, also no test."""

    reason = "NoticeTargetOff"


class DeliveryUnderWay(Conflict):
    """A delivery is being sent right now, or waits for an earlier one: its turn comes by itself."""

    reason = "DeliveryUnderWay"


class ClusterCordoned(Conflict):
    """The cluster that is named takes no new stores."""

    reason = "ClusterCordoned"


class NoCluster(Conflict):
    """None of the clusters that could be meant takes new stores."""

    reason = "NoCluster"


class NoCapacity(Conflict):
    """Another store of this plan would ask for more than the inventory allows for the cluster."""

    reason = "NoCapacity"
