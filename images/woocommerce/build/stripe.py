"""Answers for Stripe in proofs: stripe.py PORT CERTIFICATE KEY. Knows one secret key, and an empty list of payments."""

from __future__ import annotations

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, certificate, key = sys.argv[1:]
INVALID = {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided: sk_test_***"}}


class Stripe(BaseHTTPRequestHandler):
    """Knows whoever has the key of the proof."""

    def do_GET(self) -> None:
        """Show the payments."""
        knows = self.headers.get("authorization") == "Bearer sk_test_buildonly"
        status, body = (200, {"object": "list", "data": []}) if knows else (401, INVALID)
        if not self.path.startswith("/v1/payment_intents"):
            status, body = 404, {"error": {"message": "Unrecognized request URL"}}
        said = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server = ThreadingHTTPServer(("127.0.0.1", int(port)), Stripe)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
