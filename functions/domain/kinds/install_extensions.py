"""install_extensions: put plugins and themes into a shop, with a way back that takes the data along."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.domain.kinds import extending
from functions.domain.kinds.base import Parameters
from functions.domain.shipped import SHIPPED_MAX, WantedExtensions


class InstallExtensions(Parameters):
    """Which extensions. One that is there in another version is replaced, be that older or newer."""

    extensions: Annotated[WantedExtensions, Field(min_length=1, max_length=SHIPPED_MAX, description="plugins and themes")]


KIND = extending.kind(
    name="install_extensions",
    summary="put plugins and themes into the shop; back with its data if the shop does not sell with them",
    failure_reason=extending.INSTALL_FAILED,
    done="The extensions are installed: a test order went through.",
    parameters=InstallExtensions,
    look=("Looking at what is installed", "What is to be installed is known"),
    change=("Installing extensions", "The extensions are installed"),
)
