#!/bin/bash
# Runs in the image's build, as root: proves that a shop which is made of the template sells, starts again and is upgraded.
# shellcheck source-path=SCRIPTDIR source=database.sh
. "$(dirname "$0")/database.sh"

export STORE_URL=http://127.0.0.1:8080
content=/var/www/html/wp-content
chown -R -h 10001:10001 "$content"

# prove FILE [WORD]: starts the shop, has the file look at it, and ends it. In a process group of its own: Apache ends all of its group.
prove() {
    plain setsid /usr/local/share/storeyard/start.sh &
    shop=$!
    php "/build/$1" "${2:-}"
    kill -WINCH "$(cat /tmp/apache2.pid)"
    kill "$(cat /tmp/htcacheclean.pid)"
    rm -rf /tmp/pages
    wait $shop || { echo "prove: the shop did not stop in order" >&2; exit 1; }
}

echo "prove: a shop made of it takes an order"
prove smoke.php

echo "prove: its other names lead to its address"
STORE_ALIASES="demo.localhost tea.example.com" prove names.php

echo "prove: an owner's plugin and theme are the owner's, a broken one is mended in safe mode, and pages are kept as long as they are right"
as_owner() { STORE_SAFE_MODE=${2:-false} plain php /build/open.php "$1"; }
as_owner install
prove open.php look
as_owner break
prove open.php broken
STORE_SAFE_MODE=true prove open.php safe
as_owner mend true
prove open.php mended
rm -r "$content"/plugins/{mine,also,.woocommerce-*} "$content"/themes/my-theme
sql shop -e "UPDATE wp_options SET option_value = 'storeyard' WHERE option_name = 'stylesheet';
             UPDATE wp_options SET option_value = 'twentytwentyfive' WHERE option_name = 'template'"

echo "prove: an owner's plugin is updated to what it offers, and says why not where it is not"
extensions() { plain php /usr/local/share/storeyard/extensions.php "$@"; }
renewed() { plain php /build/updates.php "$@" > /dev/null; }
told() { grep -q "$1" /tmp/told || { echo "prove: not told: $1, but:" >&2; cat /tmp/told >&2; exit 1; }; }
fails() { ! "$@" > /dev/null 2> /tmp/told || { echo "prove: it did not fail: $*" >&2; exit 1; }; }
renewed offer
extensions offered < /dev/null > /tmp/told
told '"slug":"renewed","name":"Renewed","version":"1.0","active":true,"update":"2.0","origin":"owner"'
[ "$(wc -l < /tmp/told)" = 1 ] || { echo "prove: what a plugin prints is among the lines" >&2; exit 1; }
renewed torn
fails extensions update <<< '{"slugs": ["renewed"]}'
told '^storeyard-extensions: renewed/renewed.php was not updated: '
renewed is 1.0
renewed whole
extensions update <<< '{"slugs": ["renewed"]}' > /tmp/told
told '"slug":"renewed","name":"Renewed","version":"2.0","active":true,"update":null'
renewed is 2.0
fails env STORE_FILE_MODS=locked setpriv --reuid=10001 --regid=10001 --clear-groups php /usr/local/share/storeyard/extensions.php offered
told 'file_mods is locked'
fails extensions update <<< '{"slugs": "renewed"}'
rm -r "$content/plugins/renewed"

echo "prove: a shop is made with a plugin and a theme, once; another version takes their place only where that is asked for"
ships() { php /build/ships.php "$@" | extensions install; }
sorry() { ! ships "$@" > /dev/null 2> /tmp/told || { echo "prove: it did not fail: $*" >&2; exit 1; }; }
ships ask shipped-1.0 dress > /tmp/told
told '"before":.*"slug":"shipped","name":"Shipped","version":"1.0","active":true,.*"origin":"owner"'
told '"kind":"theme","slug":"dress","name":"Dress","version":"3.0","active":true'
[ "$(wc -l < /tmp/told)" = 1 ] || { echo "prove: what a plugin prints is among the lines" >&2; exit 1; }
ships ask shipped-2.0 > /tmp/told
told '"slug":"shipped","name":"Shipped","version":"1.0"'
ships replace shipped-2.0 > /tmp/told
told '"slug":"shipped","name":"Shipped","version":"2.0","active":true'
rm -r "$content/plugins/shipped"
ships ask shipped-1.0 > /tmp/told
! grep -q '"slug":"shipped"' /tmp/told || { echo "prove: what an owner did away with is there again" >&2; exit 1; }
sorry replace shipped-1.0=1.5
told '^storeyard-extensions: shipped was not installed: its archive holds version 1.0'
[ ! -e "$content/plugins/shipped" ] || { echo "prove: another version than the wanted one is there" >&2; exit 1; }
sorry replace other
told 'shipped was not installed: its archive holds another'
sorry replace ours
told 'woocommerce was not installed: .*comes with the platform'
sorry replace orphan
told 'orphan was not installed: .*parent'
sorry ask dead
told 'as it is meant to'
sorry ask nowhere
told '^storeyard-extensions: nowhere cannot be got: '
fails extensions install <<< '{"extensions": []}'
rm -rf "$content"/plugins/dead "$content"/themes/{dress,orphan}
sql shop -e "DELETE FROM wp_options WHERE option_name = 'storeyard_shipped';
             UPDATE wp_options SET option_value = 'storeyard' WHERE option_name = 'stylesheet';
             UPDATE wp_options SET option_value = 'twentytwentyfive' WHERE option_name = 'template'"

echo "prove: the mails of an order go out by a relay, and later if that is away"
. /build/relay.sh
prove mail.php order
relay_ends
prove mail.php away
relay_begins
sql shop -e "UPDATE wp_actionscheduler_actions SET scheduled_date_gmt = '2020-01-01 00:00:00' WHERE hook = 'storeyard_mail_again' AND status = 'pending'"
prove mail.php later
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout /dev/null -out "$STOREYARD_MAIL/ca.pem" 2> /dev/null
prove mail.php untrusted
relay_ends
unset MAIL_HOST

dump() { mariadb-dump --socket=/tmp/db.sock --user=root --skip-extended-insert --skip-dump-date "$1"; }
older() {
    sql shop -e "UPDATE wp_options SET option_value = '60717' WHERE option_name = 'db_version';
                 UPDATE wp_options SET option_value = '10.2.0' WHERE option_name IN ('woocommerce_version', 'woocommerce_db_version');
                 DELETE FROM wp_actionscheduler_actions WHERE hook LIKE 'woocommerce\_run\_update\_callback'"
}
updates() { sql shop -e "SELECT args, status, count(*) FROM wp_actionscheduler_actions WHERE hook = 'woocommerce_run_update_callback' AND status <> 'canceled' GROUP BY 1, 2"; }
state() { sql shop -e "SELECT option_name, option_value FROM wp_options WHERE option_name IN ('db_version', 'woocommerce_version', 'woocommerce_db_version') ORDER BY 1"; }
current=$(state)
setup() { plain php /usr/local/share/storeyard/setup.php 2>&1; }

echo "prove: of two starts at once with older data, one brings it up to date, and does each update once"
older
# Of a start that was killed while it was at it, and of a shop that was: neither holds the next one up.
sql shop -e "INSERT INTO wp_options (option_name, option_value) VALUES ('_transient_wc_installing', 'yes'), ('_transient_timeout_wc_installing', UNIX_TIMESTAMP() + 600);
             INSERT INTO wp_actionscheduler_claims (claim_id, date_created_gmt) VALUES (77777, UTC_TIMESTAMP());
             INSERT INTO wp_actionscheduler_actions (hook, status, args, claim_id, scheduled_date_gmt, last_attempt_gmt) VALUES ('a_job', 'in-progress', '[]', 77777, UTC_TIMESTAMP(), UTC_TIMESTAMP()),
                 ('another_job', 'pending', '[]', 0, UTC_TIMESTAMP(), UTC_TIMESTAMP())"
setup > /tmp/db.one &
one=$!
setup > /tmp/db.two || true
wait $one || true
cat /tmp/db.one /tmp/db.two
cat /tmp/db.one /tmp/db.two | grep -o 'database [a-z]*' | sort | paste -sd' ' | grep -qx 'database found database upgraded'
[ "$(state)" = "$current" ] || { state >&2; echo "prove: it is not up to date" >&2; exit 1; }
updates | tee /tmp/db.updates
if [ "$(wc -l < /tmp/db.updates)" -lt 7 ] || grep -vP '\tcomplete\t1$' /tmp/db.updates; then
    echo "prove: an update ran more than once, or not at all" >&2
    exit 1
fi
[ "$(sql shop -e "SELECT status FROM wp_actionscheduler_actions WHERE hook = 'another_job'")" = pending ] || { echo "prove: something else ran meanwhile" >&2; exit 1; }
sql shop -e "DELETE FROM wp_actionscheduler_actions WHERE hook IN ('a_job', 'another_job'); DELETE FROM wp_actionscheduler_claims WHERE claim_id = 77777"

echo "prove: an update that fails is told, and a later start does it"
# failing CODE: starts the shop with this code in front of each script.
failing() {
    mkdir -p /tmp/db.ini && echo "<?php $1" > /tmp/db.ini/fail.php && echo 'auto_prepend_file=/tmp/db.ini/fail.php' > /tmp/db.ini/fail.ini
    if PHP_INI_SCAN_DIR=:/tmp/db.ini setup > /tmp/db.failed; then cat /tmp/db.failed; echo "prove: a failed update is not noticed" >&2; exit 1; fi
    cat /tmp/db.failed
    [[ $(tail -n 1 /tmp/db.failed) == *"the database was not brought to this image's version: $2"* ]] || { echo "prove: the last line does not name it" >&2; exit 1; }
}
# shellcheck disable=SC2016  # PHP's own dollars
thrown='$wp_filter = ["woocommerce_run_update_callback" => [1 => [["accepted_args" => 1, "function" => function ($one) {
    if ($one === "wc_update_1030_add_comments_date_type_index") { throw new Exception("as it is meant to"); }
}]]]];'
older
failing "$thrown" "WooCommerce's update wc_update_1030_add_comments_date_type_index failed: as it is meant to"
failing "$thrown" "WooCommerce's update wc_update_1030_add_comments_date_type_index failed: as it is meant to"
# shellcheck disable=SC2016
failing 'if (basename($_SERVER["SCRIPT_NAME"]) === "upgrade.php") { function wc_update_1050_remove_deprecated_marketplace_option() {} }' "WooCommerce's update wc_update_1030_add_comments_date_type_index failed: Cannot redeclare"
[ "$(state)" != "$current" ] || { echo "prove: a failed update counts as done" >&2; exit 1; }
rm -r /tmp/db.ini
setup | tee /tmp/db.upgrade
grep -q 'database upgraded' /tmp/db.upgrade
[ "$(state)" = "$current" ] || { echo "prove: a later start did not do it" >&2; exit 1; }
setup | grep 'database found'

echo "prove: an older image refuses the data of a newer one and changes nothing"
for option in db_version woocommerce_version woocommerce_db_version; do
    sql shop -e "UPDATE wp_options SET option_value = CONCAT('9', option_value) WHERE option_name = '$option'"
    newer=$(dump shop | sha256sum)
    if STORE_NAME=another setup > /tmp/db.refused; then echo "prove: it serves newer data" >&2; exit 1; fi
    tail -n 1 /tmp/db.refused | grep "the database is of a newer version than this image ($option 9"
    [ "$(dump shop | sha256sum)" = "$newer" ] || { echo "prove: a refusal changed something" >&2; exit 1; }
    sql shop -e "UPDATE wp_options SET option_value = SUBSTR(option_value, 2) WHERE option_name = '$option'"
done
setup | grep 'database found'

echo "prove: a start takes over a name and an address that are wanted anew; what the owner chose stays until then"
# told OPTION TEXT: fails unless the option is that text.
told() { [ "$(sql shop -e "SELECT option_value FROM wp_options WHERE option_name = '$1'")" = "$2" ] || { echo "prove: $1 is not $2" >&2; exit 1; }; }
begin() { STORE_NAME=$1 plain php /usr/local/share/storeyard/setup.php; }
old_name=$STORE_NAME old_hash=$(sql shop -e "SELECT user_pass FROM wp_users WHERE user_login = 'admin'")
sql shop -e "UPDATE wp_options SET option_value = 'Mine' WHERE option_name = 'blogname';
             UPDATE wp_options SET option_value = 'stock@build.example' WHERE option_name = 'woocommerce_stock_email_recipient'"
begin "$old_name"
told blogname Mine
echo boss@build.example > "$STOREYARD_SECRETS/admin-email"
begin "Tea & 'Cake'"
told blogname 'Tea &amp; &#039;Cake&#039;'
told woocommerce_email_from_name 'Tea &amp; &#039;Cake&#039;'
told admin_email boss@build.example
told woocommerce_email_from_address boss@build.example
told woocommerce_stock_email_recipient stock@build.example
[ "$(sql shop -e "SELECT user_pass FROM wp_users WHERE user_email = 'boss@build.example'")" = "$old_hash" ] ||
    { echo "prove: nobody signs in by the new address with the old password" >&2; exit 1; }
sql shop -e "UPDATE wp_options SET option_value = 'Mine' WHERE option_name = 'blogname';
             INSERT INTO wp_users (user_login, user_email) VALUES ('other', 'other@build.example')"
begin "Tea & 'Cake'"
told blogname Mine
echo other@build.example > "$STOREYARD_SECRETS/admin-email"
if begin "$old_name" 2> /tmp/db.taken; then echo "prove: two users have one address" >&2; exit 1; fi
grep -q "another user's already" /tmp/db.taken
told admin_email boss@build.example
echo owner@build.example > "$STOREYARD_SECRETS/admin-email"
begin "$old_name"
told admin_email owner@build.example

echo "prove: what a shop says of its own address follows it, there and back"
begin "$old_name"
before=$(dump shop | sha256sum)
STORE_URL=http://tea.example.com begin "$old_name"
told home http://tea.example.com
told siteurl http://tea.example.com
[ "$(sql shop -e "SELECT count(*) FROM wp_posts WHERE guid LIKE '%127.0.0.1%' OR post_content LIKE '%127.0.0.1%'")" = 0 ] ||
    { echo "prove: a page says the last address" >&2; exit 1; }
begin "$old_name"
[ "$(dump shop | sha256sum)" = "$before" ] || { echo "prove: it is not as it was" >&2; exit 1; }

echo "prove: data of another shop becomes this one's, once"
sql -e 'CREATE DATABASE taken'
mariadb-dump --socket=/tmp/db.sock --user=root shop | sql taken
took=$(mktemp -d)
cp -R "$STOREYARD_SECRETS"/. "$took"
for name in admin-password auth-salt; do echo its-own-value > "$took/$name"; done
echo owner@taken.example > "$took/admin-email"
printf 'ck_%040d' 2 > "$took/api-key"
chmod -R a+rX "$took"
its() { DATABASE_NAME=taken STOREYARD_SECRETS=$took STORE_URL=http://taken.example plain "$@"; }
sql taken -e "INSERT INTO wp_options (option_name, option_value) VALUES ('a_plugin', FROM_BASE64('$(php /build/takeover.php before)'));
    INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES (1, '_application_passwords', 'x');
    UPDATE wp_posts SET post_content = CONCAT(post_content, ' $STORE_URL/wp-content/uploads/samples/mug.webp $STORE_URL.example') WHERE post_type = 'product'"
its php /usr/local/share/storeyard/setup.php 2>&1 | grep 'database taken over'
its php /build/takeover.php after
sql taken -e "UPDATE wp_users SET user_pass = 'chosen' WHERE user_login = 'admin'"
its php /usr/local/share/storeyard/setup.php 2>&1 | grep 'database found'
[ "$(sql taken -e "SELECT user_pass FROM wp_users WHERE user_login = 'admin'")" = chosen ] || { echo "prove: the owner's password is lost at a start" >&2; exit 1; }
plain php /usr/local/share/storeyard/setup.php 2>&1 | grep 'database found'

echo "prove: a copy is in no search engine, says what it is, and sends no mail"
STORE_COPY=true prove copy.php > >(tee /tmp/db.copy) 2>&1
for ((attempt = 0; attempt < 50; attempt++)); do grep -q 'this shop is a copy: a mail was not sent' /tmp/db.copy && break; sleep 0.1; done
((attempt < 50)) || { echo "prove: no mail was held back" >&2; exit 1; }

echo "prove: a shop without sample products has no trace of them"
rm -rf "${uploads:?}"/*
sql -e 'CREATE DATABASE bare'
export DATABASE_NAME=bare STORE_SAMPLE_PRODUCTS=false
plain php /usr/local/share/storeyard/setup.php
for table in wc_product_meta_lookup wc_product_attributes_lookup term_relationships \
    "posts WHERE post_type = 'product'" "term_taxonomy WHERE count <> 0" "termmeta WHERE meta_key LIKE 'product%'"; do
    [ "$(sql bare -e "SELECT count(*) FROM wp_$table")" = 0 ] || { echo "prove: there are rows in $table" >&2; exit 1; }
done
trace='samples/|sample[- ](mug|shirt|t-shirt|tote)'
dump shop | grep -iE "$trace" > /dev/null || { echo "prove: samples would not be found" >&2; exit 1; }
if dump bare | grep -iE "$trace" | cut -c1-200; then
    echo "prove: something of the samples is left" >&2
    exit 1
fi
pictures=$(sql bare -e "SELECT group_concat(post_title) FROM wp_posts WHERE post_type = 'attachment'")
if [ "$pictures" != woocommerce-placeholder ] || [ ! -s "$uploads/woocommerce-placeholder.webp" ] || [ -e "$uploads/samples" ]; then
    echo "prove: there should be one picture, the placeholder: $pictures" "$uploads"/* >&2
    exit 1
fi
prove bare.php

echo "prove: a shop in another language speaks it, with its country's tax in the prices; an owner's own language pack wins"
jp=$(declare -p STORE_COUNTRY STORE_CURRENCY)
export STORE_SAMPLE_PRODUCTS=true
for shop_of in 'ar SA SAR 0' 'de DE EUR 19'; do
    read -r STORE_LOCALE STORE_COUNTRY STORE_CURRENCY STORE_TAX_RATE <<< "$shop_of"
    export STORE_LOCALE STORE_COUNTRY STORE_CURRENCY STORE_TAX_RATE DATABASE_NAME=lang_$STORE_LOCALE
    sql -e "CREATE DATABASE $DATABASE_NAME"
    plain php /usr/local/share/storeyard/setup.php
    prove language.php
done
install -d -o 10001 -g 10001 "$content/languages/plugins"
# shellcheck disable=SC2028  # PHP's own
echo "<?php return ['messages' => ['Add to cart' => 'Ab in den Korb']];" > "$content/languages/plugins/woocommerce-de_DE.l10n.php"
prove language.php own
rm -r "$content/languages/plugins"
spoken() { [ "$(sql lang_de -e "SELECT option_value FROM wp_options WHERE option_name = 'WPLANG'")" = "$1" ] || { echo "prove: the shop does not speak $1" >&2; exit 1; }; }
spoken de_DE
sql lang_de -e "UPDATE wp_options SET option_value = 'nl_NL' WHERE option_name = 'WPLANG'"
plain php /usr/local/share/storeyard/setup.php
spoken nl_NL
STORE_LOCALE=fr-CA plain php /usr/local/share/storeyard/setup.php
spoken fr_FR
STORE_LOCALE=sv plain php /usr/local/share/storeyard/setup.php 2>&1 | grep 'no translation for sv: the shop speaks English'
spoken ''
eval "$jp"
export DATABASE_NAME=bare STORE_COUNTRY STORE_CURRENCY
unset STORE_LOCALE STORE_TAX_RATE

echo "prove: what is newer than a copy is carried over a restore of it, once, and nobody hears of it"
sql -e 'CREATE DATABASE carried'
export DATABASE_NAME=carried STORE_SAMPLE_PRODUCTS=true MAILS=/tmp/db.mails
plain php /usr/local/share/storeyard/setup.php
touch "$MAILS" && chmod 666 "$MAILS"
heard() { plain php -d auto_prepend_file=/build/mails.php "$@"; }
calls() { sql carried -e "SELECT count(*) FROM wp_actionscheduler_actions WHERE hook = 'woocommerce_deliver_webhook_async'"; }
carry() { plain php -d auto_prepend_file=/build/mails.php /usr/local/share/storeyard/orders.php import < /tmp/db.lines > "/tmp/db.report.$1"; }
wrong() { echo "prove: $1" >&2; exit 1; }
heard /build/carry.php before
since=$(date -u +%FT%TZ)
dump carried > /tmp/db.copy
calls=$(calls)
: > "$MAILS"
heard /build/carry.php after
[ -s "$MAILS" ] && [ "$(calls)" -gt "$calls" ] || wrong "mails and calls would not be noticed"
plain php /build/carry.php look > /tmp/db.newer
plain php /usr/local/share/storeyard/orders.php export --since "$since" > /tmp/db.lines
sql -e 'DROP DATABASE carried; CREATE DATABASE carried' && sql carried < /tmp/db.copy
plain php /build/carry.php look > /tmp/db.older
: > "$MAILS"
if head -n 4 /tmp/db.lines | plain php /usr/local/share/storeyard/orders.php import > /dev/null 2>&1; then wrong "a part was taken for all"; fi
carry 1
plain php /build/carry.php look > /tmp/db.restored
cmp -s /tmp/db.newer /tmp/db.older && wrong "a restored shop would not be told from a newer one"
diff /tmp/db.newer /tmp/db.restored >&2 || wrong "orders, customers or stock are not as they were"
if [ -s "$MAILS" ] || [ "$(calls)" != "$calls" ]; then cat "$MAILS" >&2; wrong "somebody heard of it"; fi
[ "$(grep -c '"type":"order".*"outcome":"carried"' /tmp/db.report.1)" -ge 6 ] || wrong "too few orders are reported as carried over"
[ "$(grep -c '"needs_person"' /tmp/db.report.1)" = 3 ] || wrong "a newer product, its order and a manager are not left to a person"
grep -q 'storeyard-check@' /tmp/db.lines && wrong "the platform's own order was read out"
plain php /build/carry.php late
plain php /build/carry.php look > /tmp/db.late
carry 2
plain php /build/carry.php look | diff /tmp/db.late - >&2 || wrong "a second import changed something"
grep -v '"outcome":"present"' /tmp/db.report.2 >&2 && wrong "a second import carried something over"
[ "$(wc -l < /tmp/db.report.1)" = "$(wc -l < /tmp/db.lines)" ] || wrong "a line has no report"
for word in 'export' 'export --since yesterday' 'import --all'; do
    # shellcheck disable=SC2086  # several words
    plain php /usr/local/share/storeyard/orders.php $word < /dev/null 2> /dev/null && wrong "storeyard-orders $word should be refused"
    [ $? != 2 ] && wrong "storeyard-orders $word ended with another status than 2"
done
sql -e 'DROP DATABASE carried; CREATE DATABASE carried' && sql carried < /tmp/db.copy
guest=$(grep 'guest@build.example' /tmp/db.lines | grep -oE '^\{"type":"order","id":[0-9]+' | grep -oE '[0-9]+$')
plain php -r "require '/var/www/html/wp-load.php'; wp_insert_post(['import_id' => $guest, 'post_title' => 'Taken', 'post_status' => 'publish']);"
sed -i 's/"status":"completed"/"status":"packed"/' /tmp/db.lines
carry 3
grep "\"order\":\"$guest\"" /tmp/db.report.3 | grep -q 'Its id was taken' || wrong "an order whose id is taken got lost"
# Into a file first: grep -q ends at its find, and whoever still writes then fails.
plain php /build/carry.php look > /tmp/db.taken-id
grep -q "\"number\": \"$guest\"" /tmp/db.taken-id || { cat /tmp/db.taken-id "/tmp/db.report.3" >&2; false; } || wrong "its buyer would not find its number"
grep -q 'Its status packed is of a plugin' /tmp/db.report.3 || wrong "a status of a plugin is not left to a person"
carry 4
grep -v '"outcome":"present"' /tmp/db.report.4 >&2 && wrong "an order with another id is carried over again"
if head -c 100 /tmp/db.lines | plain php /usr/local/share/storeyard/orders.php import > /dev/null 2>&1; then wrong "half a line was taken"; fi
