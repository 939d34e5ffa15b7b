#!/usr/bin/env php
<?php
// storeyard-orders: what a shop has that a backup of it does not. `export` writes it as lines of JSON, `import` puts such lines
// into the restored shop and says in a line what became of each. Nobody is mailed, and what was carried before stays as it is.
namespace Storeyard\Orders;

const USAGE = 'usage: storeyard-orders export --since <RFC 3339> | storeyard-orders import';

function stop(string $message, int $status = 1): never
{
    fwrite(STDERR, "storeyard-orders: $message\n");
    exit($status);
}

/** When the backup was made, if an export is asked for; null for an import. */
function asked(array $words): ?int
{
    if ($words === ['import']) {
        return null;
    }
    if (count($words) !== 3 || $words[0] !== 'export' || $words[1] !== '--since') {
        stop(USAGE, 2);
    }
    $zoned = preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/', $words[2]) ? strtotime($words[2]) : false;
    return $zoned !== false ? $zoned : stop("--since is no moment of RFC 3339, like 2026-01-31T12:00:00Z\n" . USAGE, 2);
}

$storeyard_since = asked(array_slice($argv, 1));
set_time_limit(0);
putenv('STORE_SAFE_MODE=true'); // no plugin of the owner's hears of it, and a broken one does not stop it
ob_start(fn() => '', 4096); // what a plugin prints is no line of ours; those are written to STDOUT itself
require_once '/var/www/html/wp-load.php';
foreach (['lines', 'export', 'quiet', 'order', 'parts', 'customer', 'stock', 'import'] as $storeyard_file) {
    require_once __DIR__ . "/orders/$storeyard_file.php";
}
try {
    function_exists('WC') || stop('WooCommerce is not active in this shop');
    $storeyard_since === null ? import(STDIN) : export($storeyard_since);
} catch (\Throwable $error) {
    stop(get_class($error) . ': ' . $error->getMessage());
}
