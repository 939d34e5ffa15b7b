# shellcheck shell=bash
# A mail relay that asks for STARTTLS and a password, for prove.sh; what it takes is in $RELAY, a file a mail.
export MAIL_HOST=localhost MAIL_PORT=2525 MAIL_SECURITY=starttls MAIL_USER=shop MAIL_FROM=shop@relay.example MAIL_REPLY_TO=boss@build.example
export STOREYARD_MAIL=/tmp/db.mail RELAY=/tmp/db.relay
mkdir -p "$STOREYARD_MAIL" "$RELAY"
echo build-only-mail > "$STOREYARD_MAIL/password"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout /tmp/db.relay.key -out "$STOREYARD_MAIL/ca.pem" 2> /dev/null
cp "$STOREYARD_MAIL/ca.pem" /tmp/db.relay.pem

relay_begins() {
    python3 /build/relay.py 2525 /tmp/db.relay.pem /tmp/db.relay.key "$RELAY" &
    relay=$!
    for ((attempt = 0; attempt < 100; attempt++)); do (: < /dev/tcp/127.0.0.1/2525) 2> /dev/null && return; sleep 0.1; done
    echo "prove: the relay does not begin" >&2
    exit 1
}
relay_ends() { kill "$relay" && wait "$relay" 2> /dev/null || true; }
relay_begins
