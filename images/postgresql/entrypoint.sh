#!/bin/sh
# Starts PostgreSQL. At the first start it copies the empty data directory of the image and makes the role and the database.
# Honours POSTGRES_USER, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, POSTGRES_DB and PGDATA as the official image does,
# except that the role owns its database and is no superuser.
set -eu

template=/usr/local/share/storeyard/pgdata
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

fail() {
    echo "postgresql: $1" >&2
    exit 1
}

password() {
    if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then
        cat "$POSTGRES_PASSWORD_FILE"
    else
        printf '%s' "${POSTGRES_PASSWORD:-}"
    fi
}

# SQL literal and identifier of standard input, which must be one line
literal() { sed "s/'/''/g; s/^/'/; s/\$/'/"; }
identifier() { sed 's/"/""/g; s/^/"/; s/$/"/'; }

# $1: the data directory. In single-user mode a line is a statement, and nothing listens yet.
set_up() {
    secret=$(password)
    [ -n "$secret" ] || fail "the first start needs POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE"
    [ "$(printf '%s' "$secret$user$database" | wc -l)" = 0 ] || fail "a line break in the user, the password or the database's name"
    role=$(echo "$user" | identifier)
    {
        [ "$user" = postgres ] && echo "ALTER ROLE postgres LOGIN PASSWORD $(echo "$secret" | literal)"
        [ "$user" = postgres ] || echo "CREATE ROLE $role LOGIN PASSWORD $(echo "$secret" | literal)"
        [ "$database" = postgres ] || echo "CREATE DATABASE $(echo "$database" | identifier) OWNER $role"
    } | postgres --single -D "$1" -c fsync=off -c log_min_messages=error -c log_min_error_statement=panic postgres > /dev/null
}

first_start() {
    mkdir -p "$PGDATA"
    chmod 0700 "$PGDATA"
    rm -rf "$PGDATA"/.new "$PGDATA"/[!.]*
    cp -R "$template" "$PGDATA/.new"
    chmod -R go= "$PGDATA/.new"
    set_up "$PGDATA/.new"
    initdb --sync-only -D "$PGDATA/.new" > /dev/null
    # PG_VERSION goes last: a start that was cut short begins anew.
    for file in "$PGDATA"/.new/*; do
        [ "${file##*/}" = PG_VERSION ] || mv "$file" "$PGDATA/"
    done
    mv "$PGDATA/.new/PG_VERSION" "$PGDATA/"
    rm -rf "$PGDATA/.new"
}

case ${1:-postgres} in
postgres | -*)
    [ "${1:-}" != postgres ] || shift
    [ -s "$PGDATA/PG_VERSION" ] || first_start
    unset POSTGRES_PASSWORD
    exec postgres -D "$PGDATA" "$@"
    ;;
*) exec "$@" ;;
esac
