"""Whom a client of a shop trusts to vouch for its certificate."""

from __future__ import annotations

import ssl

from functions.domain.errors import Unavailable


def trusting(ca_file: str | None) -> ssl.SSLContext:
    """Trust the CAs of a file, or the machine's own where none is named. Raises Unavailable where the file holds none."""
    if not ca_file:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # ssl's errors are an OSError
        said = error.strerror or "it holds no certificate"
        raise Unavailable(f"cluster_tls_ca_file: {ca_file} cannot be used: {said}.") from error
