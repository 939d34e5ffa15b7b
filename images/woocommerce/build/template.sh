#!/bin/bash
# Runs in the image's build, as root: makes the template of a shop's database with its pictures:
# /template/{template.sql,versions.json,uploads}.
# shellcheck source-path=SCRIPTDIR source=database.sh
. "$(dirname "$0")/database.sh"

mkdir -p /template
echo "template: WordPress, WooCommerce, the shop"
php /build/install.php
php /build/activate.php
php /build/shop.php
# Jobs that a new installation leaves for later, and the rules of its addresses, in processes that find the shop as it is now.
for _ in 1 2 3; do php -r 'require "/var/www/html/wp-load.php"; ActionScheduler::runner()->run("build"); flush_rewrite_rules(false);'; done

echo "template: nothing personal, nothing secret"
sql shop << 'SQL'
UPDATE wp_users SET user_pass = '', user_email = '', user_url = '', user_activation_key = '', display_name = 'admin';
UPDATE wp_options SET option_value = '' WHERE option_value = 'build-only@store.invalid';
DELETE FROM wp_options WHERE option_value LIKE '%build-only@%';
DELETE FROM wp_usermeta WHERE meta_value LIKE '%build-only@%';
DELETE FROM wp_options WHERE option_name LIKE '%\_transient\_%' OR option_name IN ('woocommerce_store_id', 'recovery_keys');
DELETE FROM wp_usermeta WHERE meta_key = 'session_tokens';
DELETE FROM wp_actionscheduler_logs;
DELETE FROM wp_actionscheduler_actions WHERE status <> 'pending';
DELETE FROM wp_comments;
DELETE FROM wp_woocommerce_sessions;
SQL
for table in woocommerce_api_keys woocommerce_sessions wc_orders wc_customer_lookup comments; do
    [ "$(sql shop -e "SELECT count(*) FROM wp_$table")" = 0 ] || { echo "template: $table has rows" >&2; exit 1; }
done
mariadb-dump --socket=/tmp/db.sock --user=root --skip-comments --skip-add-drop-table --skip-add-locks --skip-disable-keys --hex-blob shop |
    sed '1{/^\/\*M!/d}' > /template/template.sql
sql shop -e "SELECT JSON_OBJECTAGG(option_name, option_value) FROM wp_options WHERE option_name IN ('db_version', 'woocommerce_version', 'woocommerce_db_version')" \
    > /template/versions.json
[ "$(php -r 'echo count(json_decode(file_get_contents("/template/versions.json"), true));')" = 3 ] || { echo "template: a version is missing" >&2; exit 1; }
if grep -oE '.{0,80}(\b(ck|cs)_[0-9a-f]{16}|@store\.invalid|build-only).{0,80}' /template/template.sql; then
    echo "template: a key or an address is in it" >&2
    exit 1
fi
rm -rf "$uploads"/wc-logs "$uploads"/woocommerce_uploads
cp -R "$uploads" /template/uploads
