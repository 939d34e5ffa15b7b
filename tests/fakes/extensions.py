"""What shops in memory have: what their image brought, and what their owners added."""

from __future__ import annotations

from typing import Final

from functions.domain.extension import Extension, ExtensionKind, ExtensionOrigin


def extension(slug: str, version: str = "1.0", **fields: object) -> Extension:
    """A plugin of the owner's that is in use."""
    values: dict[str, object] = {
        "kind": ExtensionKind.PLUGIN,
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "version": version,
        "active": True,
        "update": None,
        "origin": ExtensionOrigin.OWNER,
        **fields,
    }
    return Extension.model_validate(values)


_IMAGE: Final = {"origin": ExtensionOrigin.IMAGE}
# By engine.
INSTALLED: Final = {
    "woocommerce": (
        extension("booking-calendar", "4.1.2", update="4.2.0"),
        extension("old-slider", "2.0-beta", active=False),
        extension("woocommerce", "10.5.0", name="WooCommerce", **_IMAGE),
        extension("storefront", "4.6.1", kind=ExtensionKind.THEME, **_IMAGE),
    ),
    "medusa": (extension("@medusajs/draft-order", "", name="@medusajs/draft-order", kind=ExtensionKind.MODULE, **_IMAGE),),
}
