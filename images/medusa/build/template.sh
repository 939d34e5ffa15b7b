#!/bin/bash
# template.sh [project]: runs in the image's build, in /app, as root: makes the template database, proves it with an order, and
# leaves template/template.sql, template/migrations.txt and the recorded code (modules.*). Of a merchant's own project it proves
# that and no more: what is ours was proven when the platform's image was built.
set -euo pipefail
what=${1:-}
ours=./src
[ "$what" != project ] || ours=./storeyard/.medusa/server/src

export PATH=/usr/lib/postgresql/17/bin:$PATH PGHOST=/tmp PGUSER=postgres
export NODE_ENV=production MEDUSA_DISABLE_TELEMETRY=true XDG_CONFIG_HOME=/tmp/config
export JWT_SECRET=build COOKIE_SECRET=build
data=/tmp/pgdata

# Not root: PostgreSQL refuses it, and a shop that is not root may write nowhere in /app.
plain() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }

plain initdb --pgdata="$data" --username=postgres --auth=trust --encoding=UTF8 \
    --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C.UTF-8 --no-instructions > /dev/null
plain pg_ctl --pgdata="$data" --wait --silent --log=/tmp/pg.log \
    --options="-c unix_socket_directories=/tmp -c listen_addresses=127.0.0.1 -c fsync=off" start
trap 'plain pg_ctl --pgdata="$data" --mode=immediate --silent stop; rm -rf "$data" /tmp/config /tmp/config-shop /tmp/pg.log /tmp/start.err /tmp/secrets /tmp/relay /tmp/queue' EXIT
psql -qc 'CREATE ROLE medusa LOGIN'

node /build/config.js

echo "template: migrations and seed"
createdb --owner=medusa seed
export DATABASE_URL=postgres://medusa@127.0.0.1/seed
# The first run makes folders beside Medusa's modules that a later one looks into.
node node_modules/@medusajs/cli/cli.js db:migrate --execute-safe-links
node node_modules/@medusajs/cli/cli.js exec "$ours/template/seed.js"

echo "template: nothing personal, nothing secret"
psql -qd seed << 'SQL'
DELETE FROM publishable_api_key_sales_channel;
DELETE FROM api_key;
SQL
mkdir -p template
psql -qAtd seed -c "$(node -p 'require("/app/migrations.js").DONE')" > template/migrations.txt
# As one string of SQL that any client can send: no psql commands, rows as INSERT.
pg_dump --no-owner --no-privileges --no-comments --inserts --rows-per-insert=500 seed |
    sed '/^\\/d; /^--/d; /^$/d' > template/template.sql
for table in '"user"' auth_identity provider_identity api_key invite customer cart '"order"' notification; do
    [ "$(psql -qAtd seed -c "SELECT count(*) FROM $table")" = 0 ] || { echo "template: $table has rows" >&2; exit 1; }
done
if grep -nE '\b(pk|sk)_[0-9a-f]{16}|[[:alnum:]]@[[:alnum:]]' template/template.sql; then
    echo "template: a key or an address is in it" >&2
    exit 1
fi

echo "template: a shop made of it takes an order"
unset DATABASE_URL JWT_SECRET COOKIE_SECRET
createdb --owner=medusa shop
mkdir -p /tmp/secrets
for name in db-password jwt-secret cookie-secret admin-password; do echo build-only > "/tmp/secrets/$name"; done
echo admin@build.example > /tmp/secrets/admin-email
echo pk_build_only > /tmp/secrets/publishable-key
echo sk_build_only > /tmp/secrets/secret-key
# Of its own: what root ran until here may still write into its settings folder, from a process that outlived it.
export XDG_CONFIG_HOME=/tmp/config-shop
install -d -o postgres /app/static
touch modules.json modules.bin
chown postgres modules.json modules.bin
export STOREYARD_SECRETS=/tmp/secrets DATABASE_HOST=127.0.0.1 DATABASE_NAME=shop STORE_NAME="A 'shop' {{ of }} \"ours\"" \
    STORE_URL=http://build.example STORE_COUNTRY=JP STORE_CURRENCY=JPY STORE_COLOR='#7a3e9d' STORE_LOCALE=en
plain node /build/smoke.js "$what"

start() { # [PORT]
    PORT=${1:-9000} setpriv --reuid=postgres --regid=postgres --init-groups node start.js 2> >(tee /tmp/start.err >&2) &
    shop=$!
    for ((attempt = 0; attempt < 200; attempt++)); do
        node -e "fetch(\"http://127.0.0.1:\" + process.argv[1] + \"/storeyard/ready\").then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))" \
            "${1:-9000}" && break
        sleep 0.3
    done
}
stop() { # [PROCESS]
    kill -TERM "${1:-$shop}"
    wait "${1:-$shop}" || { echo "template: the shop did not start or stop in order" >&2; exit 1; }
}

echo "template: it starts as it will in a cluster, and its other names lead to its address"
export STORE_ALIASES="demo.localhost tea.example.com"
start
plain node /build/names.js
stop
unset STORE_ALIASES
if grep -q 'does not fit this Node' /tmp/start.err; then
    echo "template: the recorded code is of no use" >&2
    exit 1
fi
chown root modules.json modules.bin
if [ "$what" = project ]; then rm -rf static; exit; fi
if grep -q nodemailer modules.json; then
    echo "template: every start would load what sends mail, with a relay or without" >&2
    exit 1
fi
if grep -qE 'bullmq|@medusajs/[a-z-]+-redis/' modules.json; then
    echo "template: every start would load what several processes of a shop agree by" >&2
    exit 1
fi

echo "template: a migration that fails halfway is told and nothing is served; a later start ends it, and an older image refuses"
createdb --owner=medusa --template=shop upgraded
export DATABASE_NAME=upgraded
folder=/app/node_modules/@medusajs/order/dist/migrations
migration() {
    printf '"use strict"\nclass Later extends require("@medusajs/framework/mikro-orm/migrations").Migration {
        isTransactional() { return false }
        async up() { for (const one of %s) this.addSql(one) }\n}\nexports.Later = Later\n' "$1" > "$folder/Migration20991231000000.js"
}
cp template/migrations.txt /tmp/migrations.before
echo 'module|Migration20991231000000' >> template/migrations.txt
migration '["CREATE TABLE IF NOT EXISTS later (id text)", "ALTER TABLE no_such_table ADD id text"]'
if plain node start.js > /tmp/upgraded.log 2>&1; then echo "template: a failed migration is not noticed" >&2; exit 1; fi
cat /tmp/upgraded.log
tail -n 1 /tmp/upgraded.log | grep -q 'the migration Migration20991231000000 failed' || { echo "template: the last line does not name it" >&2; exit 1; }
if grep -q 'Creating server' /tmp/upgraded.log; then echo "template: it served" >&2; exit 1; fi
[ "$(psql -qAtd upgraded -c "SELECT to_regclass('later')")" = later ] || { echo "template: it did not fail halfway" >&2; exit 1; }
migration '["CREATE TABLE IF NOT EXISTS later (id text)", "ALTER TABLE later ADD whole text"]'
start > /tmp/upgraded.log
stop
grep -q 'storeyard: database migrated' /tmp/upgraded.log || { cat /tmp/upgraded.log; echo "template: a later start did not end it" >&2; exit 1; }
psql -qd upgraded -c 'SELECT whole FROM later' > /dev/null
rm "$folder/Migration20991231000000.js"
mv /tmp/migrations.before template/migrations.txt
if plain node start.js > /tmp/upgraded.log 2>&1; then echo "template: an older image serves a newer database" >&2; exit 1; fi
tail -n 1 /tmp/upgraded.log | grep -q 'newer version than this image (this image does not know Migration20991231000000)' ||
    { cat /tmp/upgraded.log; echo "template: an older image does not say why it refuses" >&2; exit 1; }
rm /tmp/upgraded.log
export DATABASE_NAME=shop

echo "template: it mails its orders, and sells as well without its relay"
# The relay's certificate is of an authority that only the shop's ca.pem names; the wrong one is of nobody.
relay=/tmp/relay
install -d -o postgres "$relay"
certificate() { # NAME [OPTION...]
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 2 -subj "/CN=$1" \
        -keyout "$relay/$1.key" -out "$relay/$1.pem" "${@:2}" 2> /dev/null
    chown postgres "$relay/$1.key"
}
certificate ca
certificate good -CA "$relay/ca.pem" -CAkey "$relay/ca.key" -addext subjectAltName=DNS:localhost
certificate wrong -addext subjectAltName=DNS:localhost
node -p 'require("/build/relay.js").PASSWORD' > "$relay/password"
export STOREYARD_MAIL_SECRETS=$relay
with_relay() {
    export MAIL_HOST=localhost MAIL_PORT=2525 MAIL_SECURITY=starttls MAIL_USER=shop MAIL_FROM=shop@build.example \
        MAIL_REPLY_TO=owner@build.example
}
createdb --owner=medusa --template=shop mailed
export DATABASE_NAME=mailed
with_relay
FORGOTTEN_ORDERS_SECONDS=1 start > /tmp/mailed.log
plain node /build/mail.js
stop
unset MAIL_HOST
cat /tmp/start.err >> /tmp/mailed.log
grep -q 'storeyard: mail leaves by localhost:2525 (starttls)' /tmp/mailed.log || { echo "template: the start does not say which relay it has" >&2; exit 1; }
told=$(grep -o 'storeyard: a mail was not sent: [^"]*' /tmp/mailed.log || true)
echo "$told"
grep -q 'order.placed order_[^,]*, order-placed; again in 5 s)' <<< "$told" ||
    { cat /tmp/mailed.log; echo "template: the log does not say that a mail was not sent" >&2; exit 1; }
if grep -qF -e "$(cat "$relay/password")" -e away@build.example /tmp/mailed.log; then
    echo "template: the relay's password or a buyer is in the log" >&2
    exit 1
fi
rm /tmp/mailed.log
export DATABASE_NAME=shop

echo "template: two processes of it are one shop, also while Valkey between them is killed; what that holds goes with its data"
install -d -o postgres /tmp/queue
echo build-only-queue > /tmp/secrets/queue-password
cat > /tmp/queue/valkey.conf << 'END'
bind 127.0.0.1
dir /tmp/queue
pidfile /tmp/queue/valkey.pid
logfile /tmp/queue/valkey.log
daemonize yes
appendonly yes
save ""
requirepass build-only-queue
END
plain valkey-server /tmp/queue/valkey.conf
createdb --owner=medusa --template=shop pods
export DATABASE_NAME=pods QUEUE_HOST=127.0.0.1
with_relay
start 9000 > /tmp/pods.0.log
first=$shop
start 9001 > /tmp/pods.1.log
plain node /build/pods.js
stop "$first"
stop
cat /tmp/pods.*.log /tmp/start.err > /tmp/pods.log
[ "$(grep -c 'storeyard: one of several' /tmp/pods.log)" = 2 ] || { cat /tmp/pods.log; echo "template: the start does not say that it is one of several" >&2; exit 1; }
if grep -q -e build-only-queue -e 'is forgotten' /tmp/pods.log; then echo "template: the queue's password is in the log, or what was under way is forgotten" >&2; exit 1; fi
start
plain node /build/pods.js again 1
stop
pg_dump --format=custom pods > /tmp/pods.dump
dropdb pods && createdb --owner=medusa pods && pg_restore --dbname=pods /tmp/pods.dump
start > /tmp/pods.0.log
plain node /build/pods.js again 0
stop
grep -q 'of other data, and is forgotten' /tmp/pods.0.log || { cat /tmp/pods.0.log; echo "template: what was under way on other data is not forgotten" >&2; exit 1; }
queue=$(cat /tmp/queue/valkey.pid)
kill "$queue"
while kill -0 "$queue" 2> /dev/null; do sleep 0.1; done
unset MAIL_HOST QUEUE_HOST
rm -r /tmp/secrets/queue-password /tmp/queue /tmp/pods.*
export DATABASE_NAME=shop

echo "template: it takes cards once it has keys, and none without them, nor in a copy"
if grep -q 'payment-stripe/dist/core' modules.json; then
    echo "template: every start would load what takes cards, with keys or without" >&2
    exit 1
fi
mkdir /tmp/cards
echo sk_test_buildonly > /tmp/cards/secret-key
echo whsec_buildonly > /tmp/cards/webhook-secret
createdb --owner=medusa --template=shop carded
export DATABASE_NAME=carded STOREYARD_PAYMENTS_SECRETS=/tmp/cards PAYMENTS_PUBLISHABLE_KEY=pk_test_buildonly \
    PAYMENTS_API_HOST=localhost PAYMENTS_API_PORT=9
cards() { # WHAT
    start > /tmp/carded.log
    plain node /build/cards.js "$1"
    stop
    if grep -qE 'sk_test_|whsec_' /tmp/carded.log /tmp/start.err; then echo "template: a secret of the account is in the log" >&2; exit 1; fi
}
export PAYMENTS_PROVIDER=stripe
cards on
grep -q 'storeyard: payments: by card, through localhost:9' /tmp/carded.log || { echo "template: the start does not say how buyers pay" >&2; exit 1; }
STORE_COPY=true cards copy
cards on
unset PAYMENTS_PROVIDER
cards off
rm -r /tmp/cards /tmp/carded.log
unset STOREYARD_PAYMENTS_SECRETS PAYMENTS_PUBLISHABLE_KEY PAYMENTS_API_HOST PAYMENTS_API_PORT
export DATABASE_NAME=shop

echo "template: a shop in another language speaks it from the page to the mails, with its country's tax in the prices"
for shop_of in 'de DE EUR 19' 'ar SA SAR 0'; do
    read -r STORE_LOCALE STORE_COUNTRY STORE_CURRENCY STORE_TAX_RATE <<< "$shop_of"
    export STORE_LOCALE STORE_COUNTRY STORE_CURRENCY STORE_TAX_RATE DATABASE_NAME=$STORE_LOCALE
    createdb --owner=medusa "$DATABASE_NAME"
    with_relay
    start
    plain node /build/language.js
    stop
    unset MAIL_HOST
    dropdb "$DATABASE_NAME"
done
export DATABASE_NAME=shop STORE_LOCALE=en STORE_COUNTRY=JP STORE_CURRENCY=JPY
unset STORE_TAX_RATE

echo "template: a copy of it is this store's own, is in no search engine, says what it is and mails nobody"
senders() { psql -qAtd "$1" -c "SELECT string_agg(id, ' ' ORDER BY id) FROM notification_provider WHERE is_enabled"; }
senders shop | tee /dev/stderr | grep -qx 'local mail' || { echo "template: something else sends messages" >&2; exit 1; }
createdb --owner=medusa --template=shop taken
cp -R /tmp/secrets /tmp/secrets-shop
echo its_own > /tmp/secrets/admin-password
echo sk_its_own > /tmp/secrets/secret-key
echo pk_its_own > /tmp/secrets/publishable-key
echo owner@taken.example > /tmp/secrets/admin-email
export DATABASE_NAME=taken STORE_URL=http://taken.example STORE_COPY=true
with_relay
start
plain node /build/copy.js
stop
senders taken | grep -qx local || { echo "template: a copy has what sends mail" >&2; exit 1; }
unset MAIL_HOST
export DATABASE_NAME=shop STORE_URL=http://build.example STORE_COPY=false
rm -r /tmp/secrets && mv /tmp/secrets-shop /tmp/secrets

echo "template: what is newer than a copy is carried over a restore of it, once"
createdb --owner=medusa --template=shop carried
export DATABASE_NAME=carried
orders() { plain node orders/main.js "$@"; }
look() { plain node /build/carry.js look; }
wrong() { echo "template: $1" >&2; exit 1; }
again() { dropdb carried && createdb --owner=medusa carried && pg_restore --dbname=carried /tmp/carried.dump; }
plain node /build/tables.js
start
open=$(plain node /build/carry.js before)
since=$(date -u +%FT%TZ)
pg_dump --format=custom carried > /tmp/carried.dump
plain node /build/carry.js after "$open"
look > /tmp/carried.newer
psql -qd carried -c "ALTER TABLE \"order\" ADD later text DEFAULT 'of a later version'"
orders export --since "$since" > /tmp/carried.lines
stop
again
with_relay
setpriv --reuid=postgres --regid=postgres --init-groups node /build/mail.js listen > /tmp/carried.mails &
listener=$!
start
look > /tmp/carried.older
if head -n 4 /tmp/carried.lines | orders import > /dev/null 2>&1; then wrong "a part was taken for all"; fi
orders import < /tmp/carried.lines > /tmp/carried.report.1
look > /tmp/carried.restored
cmp -s /tmp/carried.newer /tmp/carried.older && wrong "a restored shop would not be told from a newer one"
diff /tmp/carried.newer /tmp/carried.restored >&2 || wrong "orders, customers or stock are not as they were"
[ "$(grep -c '"type":"order".*"outcome":"carried"' /tmp/carried.report.1)" = 11 ] || wrong "not all orders are reported as carried over"
[ "$(grep '"needs_person"' /tmp/carried.report.1 | grep -c NEWER)" = 1 ] || wrong "the order of a newer product is not left to a person"
[ "$(grep -c 'has no place for order.later' /tmp/carried.report.1)" = 12 ] || wrong "what an older version does not know is left out silently"
grep -q 'storeyard-check@' /tmp/carried.lines && wrong "the platform's own order was read out"
[ ! -s /tmp/carried.mails ] || wrong "an order that was carried over was mailed"
[ "$(psql -qAtd carried -c 'SELECT count(*) FROM "order" WHERE id NOT IN (SELECT order_id FROM storeyard.announced)')" = 0 ] ||
    wrong "an order that was carried over would be announced again"
plain node /build/carry.js late
look > /tmp/carried.late
grep -q late@late.example /tmp/carried.mails || wrong "an order after that was not mailed"
kill "$listener"
orders import < /tmp/carried.lines > /tmp/carried.report.2
look | diff /tmp/carried.late - >&2 || wrong "a second import changed something"
grep -v '"outcome":"present"' /tmp/carried.report.2 >&2 && wrong "a second import carried something over"
[ "$(wc -l < /tmp/carried.report.2)" = "$(wc -l < /tmp/carried.lines)" ] || wrong "a line has no report"
stop
unset MAIL_HOST
again
psql -qd carried << 'SQL'
INSERT INTO customer (id, email) VALUES ('cus_since', 'guest@new.example');
INSERT INTO "order" (id, display_id, currency_code, email) VALUES ('order_since', 8, 'jpy', 'guest@new.example');
SQL
orders import < /tmp/carried.lines > /tmp/carried.report.3
grep '"order":"guest@new.example"' /tmp/carried.report.3 | grep -q '"became":"cus_since","outcome":"needs_person"' || wrong "a customer is there twice"
grep '"order":"8"' /tmp/carried.report.3 | grep -q 'needs_person.*number 8 too (order_since)' || wrong "a number that is there twice is not told"
[ "$(psql -qAtd carried -c "SELECT customer_id FROM \"order\" WHERE id <> 'order_since' AND email = 'guest@new.example'")" = cus_since ] ||
    wrong "an order of a customer who is there under another id is nobody's"
rm /tmp/carried.*
export DATABASE_NAME=shop

echo "template: a shop without sample products has no trace of them"
createdb --owner=medusa bare
rm -f static/*
export DATABASE_NAME=bare STORE_SAMPLE_PRODUCTS=false
start
asked=0
for table in $(psql -qAtd bare -c "SELECT tablename FROM pg_tables WHERE tablename ~ '^(product|inventory|reservation|image|search_postgres)'"); do
    [ "$(psql -qAtd bare -c "SELECT count(*) FROM $table")" = 0 ] || { echo "template: $table has rows" >&2; exit 1; }
    asked=$((asked + 1))
done
prices=$(psql -qAtd bare -F ' ' -c 'SELECT (SELECT count(*) FROM price), (SELECT count(*) FROM price_set), count(*) FROM price JOIN shipping_option_price_set USING (price_set_id)')
if [ "$asked" -lt 20 ] || [ "$prices" != '1 1 1' ]; then
    echo "template: of $asked tables of products none has rows, but the prices are $prices, not that of shipping alone" >&2
    exit 1
fi
plain node /build/bare.js
stop
rm -rf static
