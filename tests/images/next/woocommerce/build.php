<?php
// Runs when the next version of the image is built: php build.php VERSION [migration | probe | order]. Makes of the image what a
// release of WooCommerce would: another version, a database update of its own, and a template that has it already.
const SHOP = '/var/www/html';
const PLUGIN = '/var/www/code/plugins/woocommerce';
const TEMPLATE = '/usr/local/share/storeyard/template';
// A table and a column, both filled from the orders that are there.
const STATEMENTS = [
    'CREATE TABLE IF NOT EXISTS wp_storeyard_next (order_id bigint unsigned PRIMARY KEY, total decimal(26,8)) ENGINE=InnoDB',
    "INSERT IGNORE INTO wp_storeyard_next SELECT id, total_amount FROM wp_wc_orders WHERE type = 'shop_order'",
    'ALTER TABLE wp_wc_orders ADD COLUMN storeyard_next varchar(64)',
    "UPDATE wp_wc_orders SET storeyard_next = CONCAT('order ', id)",
];

function insist(bool $condition, string $message): void
{
    if (!$condition) {
        fwrite(STDERR, "$message\n");
        exit(1);
    }
}

/** Changes the one place of a file that matches. */
function patch(string $file, string $pattern, string $to): void
{
    $text = preg_replace_callback($pattern, fn(array $found) => ($found[1] ?? '') . $to, file_get_contents($file), -1, $times);
    insist($times === 1, "$file matches $pattern $times times");
    insist(file_put_contents($file, $text) !== false, "$file cannot be written");
}

/** A release of WooCommerce with one database update more. MariaDB undoes no table: what came before a failure stays. */
function release(string $old, string $new, bool $failing): void
{
    $update = 'storeyard_next_update';
    patch(PLUGIN . '/woocommerce.php', '/^( \* Version: )' . preg_quote($old) . '\b/m', $new);
    patch(PLUGIN . '/includes/class-woocommerce.php', "/(public \\\$version = ')" . preg_quote($old) . "'/", "$new'");
    patch(PLUGIN . '/includes/class-wc-install.php', '/(static \$db_updates = array\(.*?\R)\t\);/s', "\t\t'$new' => array( '$update' ),\n\t);");
    $statements = var_export($failing ? array_slice(STATEMENTS, 0, 2) : STATEMENTS, true);
    $end = $failing ? "throw new RuntimeException( 'storeyard: this update fails halfway' );" : '';
    $code = "function $update() {\n\tforeach ( $statements as \$statement ) {\n\t\t\$GLOBALS['wpdb']->query( \$statement );\n\t}\n\t$end\n}\n";
    file_put_contents(PLUGIN . '/includes/wc-update-functions.php', $code, FILE_APPEND);
}

/** A shop that is made of this image's template has the update already. */
function remember(string $new): void
{
    $file = TEMPLATE . '/versions.json';
    $versions = ['woocommerce_version' => $new, 'woocommerce_db_version' => $new] + json_decode(file_get_contents($file), true);
    file_put_contents($file, json_encode($versions));
    $set = "UPDATE wp_options SET option_value = '$new' WHERE option_name IN ('woocommerce_version', 'woocommerce_db_version')";
    file_put_contents(TEMPLATE . '/template.sql', "\n" . implode(";\n", [...STATEMENTS, $set]) . ";\n", FILE_APPEND);
}

[, $version, $broken] = $argv + ['', '', ''];
insist((bool) preg_match('/^\d+\.\d+\.\d+$/', $version), "\"$version\" is no version");
match ($broken) {
    '', 'migration' => null,
    'probe' => patch(SHOP . '/storeyard-ready.php', '/\$ready \? 200 : 503/', '503'),
    'order' => file_put_contents(
        '/var/www/code/mu-plugins/storeyard-next.php',
        "<?php\nadd_action('woocommerce_checkout_create_order', \$stop = fn() => throw new RuntimeException('storeyard: this version takes no order'));\n"
            . "add_action('woocommerce_store_api_checkout_update_order_meta', \$stop);\n",
    ),
    default => insist(false, "there is no way to break it that is called \"$broken\""),
};
release(json_decode(file_get_contents(TEMPLATE . '/versions.json'), true)['woocommerce_version'], $version, $broken === 'migration');
remember($version);
