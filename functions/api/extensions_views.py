"""The public JSON of extensions."""

from __future__ import annotations

from pydantic import Field

from functions.api.missing import MissingView
from functions.api.schemas import View
from functions.application.extensions import StoresExtension
from functions.domain.extension import ExtensionKind, ExtensionOrigin


class ExtensionView(View):
    """Code that a shop has beside its engine's own. What is said of it is the code's own word, cleaned and shortened."""

    store: str = Field(description="the store's id")
    kind: ExtensionKind
    slug: str = Field(description="its name for programs", examples=["akismet"])
    name: str = Field(description="its name for people")
    version: str = Field(description="empty: it tells none", examples=["5.3"])
    active: bool = Field(description="whether the shop runs it")
    update: str | None = Field(description="the version that the shop could update it to; null: none is known")
    origin: ExtensionOrigin = Field(description="image: it came with the engine; owner: the shop's owner added it")

    @classmethod
    def of(cls, found: StoresExtension) -> ExtensionView:
        """Return the public form of an extension."""
        return cls(store=found.store, **{name: getattr(found.extension, name) for name in _OF_EXTENSION})


_OF_EXTENSION = [name for name in ExtensionView.model_fields if name != "store"]


class StoreExtensions(View):
    """The extensions of one shop, by kind and slug."""

    items: list[ExtensionView]


class ExtensionList(View):
    """The extensions of one page of stores, store by store."""

    items: list[ExtensionView]
    missing: list[MissingView] = Field(description="stores that did not answer; what they have is not in this page")
    next_cursor: str | None = Field(description="send it as cursor to get the next stores'; null on the last page")
