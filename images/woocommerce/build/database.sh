# shellcheck shell=bash
# A database with secrets that last as long as the script that sources this; for the image's build, as root.
set -euo pipefail

export DATABASE_HOST=127.0.0.1 DATABASE_NAME=shop DATABASE_USER=build STORE_URL=http://store.invalid STOREYARD_SECRETS=/tmp/secrets
export STORE_NAME="A 'shop' <of> {{ \"ours\" }}" STORE_COUNTRY=JP STORE_CURRENCY=JPY STORE_COLOR='#7a3e9d'
uploads=/var/www/html/wp-content/uploads
data=/tmp/data
plain() { setpriv --reuid=10001 --regid=10001 --clear-groups "$@"; }
sql() { mariadb --socket=/tmp/db.sock --user=root --skip-column-names --batch "$@"; }

mkdir -p "$STOREYARD_SECRETS"
for name in db-password admin-password auth-salt; do echo build-only-value > "$STOREYARD_SECRETS/$name"; done
echo owner@build.example > "$STOREYARD_SECRETS/admin-email"
printf 'ck_%040d' 1 > "$STOREYARD_SECRETS/api-key"
printf 'cs_%040d' 1 > "$STOREYARD_SECRETS/api-secret"
php /usr/local/share/storeyard/content.php
install -d -o 10001 -g 10001 "$data"
plain mariadb-install-db --no-defaults --datadir="$data" --skip-test-db --auth-root-authentication-method=normal > /dev/null
plain mariadbd --no-defaults --datadir="$data" --socket=/tmp/db.sock --pid-file=/tmp/db.pid --bind-address=127.0.0.1 \
    --skip-name-resolve --innodb-flush-log-at-trx-commit=0 --log-warnings=0 2> /tmp/db.log &
trap 'kill $(jobs -p); wait; rm -rf "$data" "$STOREYARD_SECRETS" "$uploads"/* /tmp/db.*' EXIT
for ((attempt = 0; attempt < 300; attempt++)); do sql -e 'SELECT 1' > /dev/null 2>&1 && break; sleep 0.1; done
sql -e "CREATE USER build@'%' IDENTIFIED BY 'build-only-value'; CREATE DATABASE shop;
        GRANT ALL ON *.* TO build@'%'"
