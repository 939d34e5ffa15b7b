#!/bin/sh
# Starts MariaDB. At the first start it copies the empty data directory of the image and makes the user and the database.
# Honours MARIADB_USER, MARIADB_PASSWORD or MARIADB_PASSWORD_FILE and MARIADB_DATABASE as the official image does; the data is
# in MARIADB_DATADIR, whose parent is the volume.
set -eu

template=/usr/local/share/storeyard/data
user=${MARIADB_USER:-}
database=${MARIADB_DATABASE:-$user}

fail() {
    echo "mariadb: $1" >&2
    exit 1
}

password() {
    if [ -n "${MARIADB_PASSWORD_FILE:-}" ]; then
        cat "$MARIADB_PASSWORD_FILE"
    else
        printf '%s' "${MARIADB_PASSWORD:-}"
    fi
}

# SQL literal and identifier of standard input, which must be one line
literal() { sed "s/\\\\/\\\\\\\\/g; s/'/''/g; s/^/'/; s/\$/'/"; }
# shellcheck disable=SC2016  # the backticks are those of SQL
identifier() { sed 's/`/``/g; s/^/`/; s/$/`/'; }

# $1: the data directory. In bootstrap mode statements come from standard input, one a line, and nothing listens yet.
set_up() {
    secret=$(password)
    [ -n "$user" ] && [ -n "$secret" ] || fail "the first start needs MARIADB_USER, and MARIADB_PASSWORD or MARIADB_PASSWORD_FILE"
    [ "$(printf '%s' "$secret$user$database" | wc -l)" = 0 ] || fail "a line break in the user, the password or the database's name"
    name=$(echo "$user" | literal)
    schema=$(echo "$database" | identifier)
    {
        echo "FLUSH PRIVILEGES;"
        echo "CREATE DATABASE $schema;"
        echo "CREATE USER $name@'%' IDENTIFIED BY $(echo "$secret" | literal);"
        echo "GRANT ALL ON $schema.* TO $name@'%';"
    } | mariadbd --bootstrap --datadir="$1" --innodb-flush-log-at-trx-commit=0 --log-warnings=0 ||
        fail "the user and the database could not be made"
}

# The directory gets its name last: a start that was cut short begins anew.
first_start() {
    rm -rf "$MARIADB_DATADIR.new"
    cp -R "$template" "$MARIADB_DATADIR.new"
    chmod -R go= "$MARIADB_DATADIR.new"
    set_up "$MARIADB_DATADIR.new"
    sync -f "$MARIADB_DATADIR.new"
    mv -T "$MARIADB_DATADIR.new" "$MARIADB_DATADIR"
}

case ${1:-mariadbd} in
mariadbd | -*)
    [ "${1:-}" != mariadbd ] || shift
    [ -d "$MARIADB_DATADIR" ] || first_start
    unset MARIADB_PASSWORD
    exec mariadbd --datadir="$MARIADB_DATADIR" "$@"
    ;;
*) exec "$@" ;;
esac
