<?php
// Data that was loaded from another store becomes this one's: its address, its keys, its owner's way in. Whose the data is, is
// kept in it, so that a start after that changes nothing more: what the owner chose since then stays.
namespace Storeyard;

const OWNER = 'owner'; // the row of the marker's table that says whose secret the data was last fitted to
// Where WordPress and WooCommerce keep addresses of the shop: table, its key, its columns.
const ADDRESSED = [
    ['wp_posts', 'ID', ['guid', 'post_content', 'post_excerpt']],
    ['wp_postmeta', 'meta_id', ['meta_value']],
    ['wp_termmeta', 'meta_id', ['meta_value']],
    ['wp_term_taxonomy', 'term_taxonomy_id', ['description']],
    ['wp_options', 'option_id', ['option_value']],
    ['wp_wc_product_download_directories', 'url_id', ['url']],
];

/** Who this store is, as a mark that tells nothing of its secret. */
function fingerprint(): string
{
    return derived('owner of the data');
}

function mark_as_own(\mysqli $database): void
{
    $database->execute_query('REPLACE INTO ' . MARKER . ' (name, value) VALUES (?, ?)', [OWNER, fingerprint()]);
}

/** Makes the data this store's own, once, if it came from elsewhere; true if so. Data without a mark is older than the mark. */
function take_over(\mysqli $database): bool
{
    $owner = $database->execute_query('SELECT value FROM ' . MARKER . ' WHERE name = ?', [OWNER])->fetch_row()[0] ?? null;
    if ($owner === fingerprint()) {
        return false;
    }
    $foreign = $owner !== null || !has_own_key($database);
    $database->begin_transaction();
    if ($foreign) {
        move_addresses($database, (string) option($database, 'home'), setting('STORE_URL'));
        forget_keys($database);
        sign_in($database, secret('admin-email'));
        // The address is the wanted one now: what was wanted there is nothing to follow.
        $database->query('DELETE FROM ' . MARKER . " WHERE name = 'put admin-email'");
        set_option($database, 'woocommerce_store_id', sprintf('%s-%s-%s-%s-%s', ...str_split_by(bin2hex(random_bytes(16)), [8, 4, 4, 4, 12])));
    }
    mark_as_own($database);
    $database->commit();
    return $foreign;
}

function has_own_key(\mysqli $database): bool
{
    $hash = hash_hmac('sha256', secret('api-key'), 'wc-api');
    return (bool) $database->execute_query('SELECT 1 FROM wp_woocommerce_api_keys WHERE consumer_key = ?', [$hash])->fetch_row();
}

/** Who had a key, an application password or a session there has none here. keep_current() adds the platform's own key. */
function forget_keys(\mysqli $database): void
{
    $database->query('DELETE FROM wp_woocommerce_api_keys');
    $database->query("DELETE FROM wp_usermeta WHERE meta_key IN ('session_tokens', '_application_passwords')");
}

/** The owner's account, with this store's password; it may have been removed or renamed there. */
function sign_in(\mysqli $database, string $email): void
{
    $before = option($database, 'admin_email');
    foreach (['admin_email', 'woocommerce_email_from_address', 'woocommerce_stock_email_recipient'] as $name) {
        if (option($database, $name) === $before) { // another address was chosen, and stays
            set_option($database, $name, $email);
        }
    }
    $find = fn() => $database->query("SELECT ID FROM wp_users WHERE user_login = 'admin'")->fetch_row()[0] ?? null;
    if ($find() === null) {
        $database->query("INSERT INTO wp_users (user_login, user_nicename, display_name, user_registered) VALUES ('admin', 'admin', 'admin', UTC_TIMESTAMP())");
    }
    admin($database, $email);
    foreach (['wp_capabilities' => serialize(['administrator' => true]), 'wp_user_level' => '10'] as $name => $value) {
        $database->execute_query('DELETE FROM wp_usermeta WHERE user_id = ? AND meta_key = ?', [$find(), $name]);
        $database->execute_query('INSERT INTO wp_usermeta (user_id, meta_key, meta_value) VALUES (?, ?, ?)', [$find(), $name, $value]);
    }
}

/** Puts one address of the shop in the place of another, wherever it is kept. */
function move_addresses(\mysqli $database, string $from, string $to): void
{
    $host = preg_replace('~^https?://~', '', $from);
    if ($from === $to || $host === '') {
        return;
    }
    foreach (ADDRESSED as [$table, $key, $columns]) {
        foreach ($columns as $column) {
            $found = $database->execute_query("SELECT $key FROM $table WHERE $column LIKE ?", ['%' . addcslashes($host, '%_\\') . '%']);
            foreach (array_column($found->fetch_all(), 0) as $id) { // a value at a time: some are long
                $value = $database->execute_query("SELECT $column FROM $table WHERE $key = ?", [$id])->fetch_row()[0];
                $database->execute_query("UPDATE $table SET $column = ? WHERE $key = ?", [moved($value, $from, $to), $id]);
            }
        }
    }
}

/** A value with the address moved: a serialised one stays one, for its strings say how long they are. */
function moved(mixed $value, string $from, string $to): mixed
{
    if (is_array($value)) {
        return array_map(fn($each) => moved($each, $from, $to), $value);
    }
    if (!is_string($value)) {
        return $value; // what is an object of some plugin stays as it is
    }
    $data = preg_match('~^(a|s|b|i|d|O|C|E):|^N;$~', $value) ? @unserialize($value, ['allowed_classes' => false]) : false;
    if ($data !== false) {
        return serialize(moved($data, $from, $to));
    }
    foreach ([[$from, $to], [str_replace('/', '\/', $from), str_replace('/', '\/', $to)]] as [$old, $new]) { // as JSON has it
        $value = preg_replace_callback('~' . preg_quote($old, '~') . '(?![\w-]|[.:]\w)~', fn() => $new, $value) ?? $value;
    }
    return $value;
}
