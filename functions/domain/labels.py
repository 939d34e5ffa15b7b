"""What Kubernetes takes as a label."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

LABEL_VALUE = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
LABEL_NAME = rf"([a-z0-9]([a-z0-9.-]{{0,251}}[a-z0-9])?/)?{LABEL_VALUE}"
LABELS_MAX = 16  # of one cluster

LabelName = Annotated[str, Field(pattern=rf"^{LABEL_NAME}$")]
LabelValue = Annotated[str, Field(pattern=rf"^({LABEL_VALUE})?$")]
