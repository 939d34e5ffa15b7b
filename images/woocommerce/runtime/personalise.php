<?php
// What differs from shop to shop, put into a database that was just made of the template. Every value goes in as a parameter.
namespace Storeyard;

const LOCALES = '/var/www/code/plugins/woocommerce/i18n/locale-info.php';
const PLACEHOLDER = 'http://store.invalid'; // the address that the template was made with

function option(\mysqli $database, string $name): ?string
{
    return $database->execute_query('SELECT option_value FROM wp_options WHERE option_name = ?', [$name])->fetch_row()[0] ?? null;
}

function set_option(\mysqli $database, string $name, string $value): void
{
    $database->execute_query(
        "INSERT INTO wp_options (option_name, option_value, autoload) VALUES (?, ?, 'on')
         ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)",
        [$name, $value],
    );
}

/** Whether the shop starts with sample products; so it does if nothing is said. */
function has_samples(): bool
{
    return match (setting('STORE_SAMPLE_PRODUCTS', 'true')) {
        'true' => true,
        'false' => false,
        default => fail('STORE_SAMPLE_PRODUCTS is neither true nor false'),
    };
}

/** Takes out the sample products with their pictures, and all that finds or counts them; there is no other product yet. */
function remove_samples(\mysqli $database): void
{
    $database->query("DELETE FROM wp_posts WHERE post_type = 'product' OR (post_type = 'attachment' AND guid LIKE '%/uploads/samples/%')");
    foreach (['wp_postmeta' => 'post_id', 'wp_term_relationships' => 'object_id'] as $table => $column) {
        $database->query("DELETE FROM $table WHERE $column NOT IN (SELECT ID FROM wp_posts)");
    }
    $database->query("UPDATE wp_term_taxonomy SET count = 0 WHERE taxonomy LIKE 'product\\_%'");
    $database->query("DELETE FROM wp_termmeta WHERE meta_key LIKE 'product\\_count\\_%'");
    $database->query('DELETE FROM wp_wc_product_meta_lookup');
    $database->query('DELETE FROM wp_wc_product_attributes_lookup');
}

function personalise(\mysqli $database): void
{
    has_samples() || remove_samples($database);
    $country = setting('STORE_COUNTRY');
    $email = secret('admin-email');
    foreach (['blogname' => setting('STORE_NAME'), 'woocommerce_email_from_name' => setting('STORE_NAME')] as $name => $value) {
        set_option($database, $name, escaped($value));
    }
    foreach (['admin_email', 'woocommerce_email_from_address', 'woocommerce_stock_email_recipient'] as $name) {
        set_option($database, $name, $email);
    }
    set_option($database, 'woocommerce_default_country', $country);
    set_option($database, 'woocommerce_store_id', sprintf('%s-%s-%s-%s-%s', ...str_split_by(bin2hex(random_bytes(16)), [8, 4, 4, 4, 12])));
    set_option($database, 'woocommerce_admin_install_timestamp', (string) time());
    $database->execute_query("UPDATE wp_woocommerce_shipping_zone_locations SET location_code = ? WHERE location_type = 'country'", [$country]);
    $database->execute_query('UPDATE wp_woocommerce_shipping_zones SET zone_name = ?', [$country]);
    currency($database, $country, setting('STORE_CURRENCY'));
    $tag = setting('STORE_LOCALE', 'en');
    translate($database, $tag);
    set_option($database, 'timezone_string', time_zone($country));
    taxes($database, $country, tax_rate(), words($tag));
    admin($database, $email);
    $database->execute_query('UPDATE wp_posts SET guid = REPLACE(guid, ?, ?), post_content = REPLACE(post_content, ?, ?)', [PLACEHOLDER, setting('STORE_URL'), PLACEHOLDER, setting('STORE_URL')]);
}

/** The currency, written as its country writes it. */
function currency(\mysqli $database, string $country, string $currency): void
{
    defined('ABSPATH') || define('ABSPATH', '/var/www/html/'); // the file asks for it
    $locales = require LOCALES;
    $format = $locales[$country] ?? [];
    $known = array_values(array_filter($locales, fn(array $one) => $one['currency_code'] === $currency));
    $decimals = (int) ($known[0]['num_decimals'] ?? 2);
    set_option($database, 'woocommerce_currency', $currency);
    set_option($database, 'woocommerce_price_num_decimals', (string) $decimals);
    set_option($database, 'woocommerce_currency_pos', $format['currency_pos'] ?? 'left');
    set_option($database, 'woocommerce_price_thousand_sep', $format['thousand_sep'] ?? ',');
    set_option($database, 'woocommerce_price_decimal_sep', $format['decimal_sep'] ?? '.');
    set_option($database, 'woocommerce_weight_unit', $format['weight_unit'] ?? 'kg');
    set_option($database, 'woocommerce_dimension_unit', $format['dimension_unit'] ?? 'cm');
    if ($decimals === 0) { // 12 euros are worth some 1200 of a currency without cents: near enough for samples
        $database->query("UPDATE wp_postmeta SET meta_value = ROUND(meta_value * 100) WHERE meta_key IN ('_price', '_regular_price')");
        $database->query('UPDATE wp_wc_product_meta_lookup SET min_price = min_price * 100, max_price = max_price * 100');
        $cost = option($database, 'woocommerce_flat_rate_1_settings');
        set_option($database, 'woocommerce_flat_rate_1_settings', serialize(['cost' => '500'] + unserialize($cost, ['allowed_classes' => false])));
    }
}

/** In per cent; 0: none is set up. */
function tax_rate(): float
{
    $rate = setting('STORE_TAX_RATE', '0');
    return is_numeric($rate) && $rate >= 0 && $rate <= 100 ? (float) $rate : fail('STORE_TAX_RATE is no number of per cents');
}

/** The country's tax, which is in all prices from the start: those of the samples, of shipping, and what the owner adds. */
function taxes(\mysqli $database, string $country, float $rate, array $words): void
{
    if ($rate <= 0) {
        return;
    }
    $database->execute_query(
        "INSERT INTO wp_woocommerce_tax_rates (tax_rate_country, tax_rate_state, tax_rate, tax_rate_name, tax_rate_priority, tax_rate_compound,
         tax_rate_shipping, tax_rate_order, tax_rate_class) VALUES (?, '', ?, ?, 1, 0, 1, 0, '')",
        [$country, number_format($rate, 4, '.', ''), $words['VAT'] ?? 'VAT'],
    );
    // Rounded once, for the whole order, as the platform's shops on other engines do it.
    $settings = ['calc_taxes' => 'yes', 'prices_include_tax' => 'yes', 'tax_display_shop' => 'incl', 'tax_display_cart' => 'incl'];
    foreach ([...$settings, 'tax_round_at_subtotal' => 'yes'] as $name => $value) {
        set_option($database, "woocommerce_$name", $value);
    }
    $behind = 'incl. VAT, plus shipping';
    set_option($database, 'woocommerce_price_display_suffix', $words[$behind] ?? $behind);
    // WooCommerce takes what shipping costs without the tax, always.
    $settings = unserialize((string) option($database, 'woocommerce_flat_rate_1_settings'), ['allowed_classes' => false]);
    $cost = number_format((float) $settings['cost'] / (1 + $rate / 100), 4, '.', '');
    set_option($database, 'woocommerce_flat_rate_1_settings', serialize(['cost' => $cost] + $settings));
}

/** The owner's account. WordPress' own way to hash a password, without loading WordPress. */
function admin(\mysqli $database, string $email): void
{
    $password = base64_encode(hash_hmac('sha384', secret('admin-password'), 'wp-sha384', true));
    $hash = '$wp' . password_hash($password, PASSWORD_BCRYPT);
    $database->execute_query(
        "UPDATE wp_users SET user_pass = ?, user_email = ?, user_registered = UTC_TIMESTAMP() WHERE user_login = 'admin'",
        [$hash, $email],
    );
}

/** Puts a name, an e-mail address and a language there that are wanted since the last start. What the shop's owner changed in the admin stays
 * until then. A database of before this was remembered is as it was wanted. */
function keep_settings(\mysqli $database): void
{
    $wanted = ['name' => setting('STORE_NAME'), 'admin-email' => secret('admin-email'), 'locale' => setting('STORE_LOCALE', 'en')];
    foreach ($wanted as $setting => $value) {
        $found = $database->execute_query('SELECT value FROM ' . MARKER . ' WHERE name = ?', ["put $setting"])->fetch_row();
        if ($found && $found[0] === $value) {
            continue;
        }
        $database->begin_transaction();
        if ($found) {
            match ($setting) {
                'name' => rename_shop($database, $value, $found[0]),
                'admin-email' => change_email($database, $value, $found[0]),
                'locale' => set_option($database, 'WPLANG', wordpress_locale($value)),
            };
        }
        $database->execute_query('REPLACE INTO ' . MARKER . ' VALUES (?, ?)', ["put $setting", $value]);
        $database->commit();
    }
}

/** As WordPress itself keeps a name: what a page shows is escaped there already. */
function escaped(string $name): string
{
    return htmlspecialchars($name, ENT_QUOTES | ENT_HTML401, 'UTF-8');
}

function rename_shop(\mysqli $database, string $name, string $last): void
{
    set_option($database, 'blogname', escaped($name));
    follow($database, 'woocommerce_email_from_name', escaped($name), escaped($last));
}

/** The first administrator signs in by the new address, or as ever by "admin", with the password as it is. */
function change_email(\mysqli $database, string $email, string $last): void
{
    $who = fn(string $rule, array $values) => $database->execute_query("SELECT 1 FROM wp_users WHERE $rule", $values)->fetch_row();
    $who("user_login = 'admin'", []) || fail('there is no user "admin" any more who could get another e-mail address');
    $who("user_email = ? AND user_login <> 'admin'", [$email]) && fail("the administrator's new e-mail address is another user's already");
    $database->execute_query("UPDATE wp_users SET user_email = ? WHERE user_login = 'admin'", [$email]);
    set_option($database, 'admin_email', $email);
    foreach (['woocommerce_email_from_address', 'woocommerce_stock_email_recipient'] as $name) {
        follow($database, $name, $email, $last);
    }
}

/** Sets an option that is as the last wanted one made it; one that the owner chose otherwise stays. */
function follow(\mysqli $database, string $name, string $value, string $last): void
{
    if (option($database, $name) === $last) {
        set_option($database, $name, $value);
    }
}

/** What holds at every start: the address, and the key that the platform looks at test orders with. */
function keep_current(\mysqli $database): void
{
    follow_address($database);
    foreach (['siteurl', 'home'] as $name) {
        if (option($database, $name) !== setting('STORE_URL')) {
            set_option($database, $name, setting('STORE_URL'));
        }
    }
    $key = secret('api-key');
    $hash = hash_hmac('sha256', $key, 'wc-api');
    if ($database->execute_query('SELECT 1 FROM wp_woocommerce_api_keys WHERE consumer_key = ?', [$hash])->fetch_row()) {
        return;
    }
    $database->execute_query(
        "INSERT INTO wp_woocommerce_api_keys (user_id, description, permissions, consumer_key, consumer_secret, truncated_key)
         SELECT ID, 'Storeyard: places and removes test orders', 'read_write', ?, ?, ? FROM wp_users WHERE user_login = 'admin'",
        [$hash, secret('api-secret'), substr($key, -7)],
    );
}

/** Pages and products say the shop's new address where they said the last one, all of them or none. */
function follow_address(\mysqli $database): void
{
    $last = (string) option($database, 'home');
    if ($last === setting('STORE_URL')) {
        return;
    }
    $database->begin_transaction();
    move_addresses($database, $last, setting('STORE_URL'));
    $database->commit();
}

/** Pieces of a string, of these lengths. */
function str_split_by(string $text, array $lengths): array
{
    $pieces = [];
    foreach ($lengths as $length) {
        $pieces[] = substr($text, 0, $length);
        $text = substr($text, $length);
    }
    return $pieces;
}
