<?php
// Makes the shop's database out of the template, once; an image with newer code brings it up to date. Idempotent. Two starts at
// a time wait for each other. MariaDB cannot undo CREATE TABLE, so a marker is written last: without it, a start begins anew.
namespace Storeyard;

require __DIR__ . '/settings.php';
require __DIR__ . '/personalise.php';
require __DIR__ . '/takeover.php';
require __DIR__ . '/words.php';

const TEMPLATE = __DIR__ . '/template';
const UPLOADS = '/var/www/html/wp-content/uploads';
const LOCK = 'storeyard';
const WAIT_SECONDS = 120;
const LOCK_SECONDS = 50; // less than php.ini's patience with a database that does not answer
const MARKER = 'storeyard_state';
const UNREACHABLE = [1040, 1130, 2002, 2003, 2005, 2006, 2013]; // too many connections, not listening yet, gone away

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);

/** The first connection; the database may still be starting. */
function connect(): \mysqli
{
    [$host, $user, $name] = [setting('DATABASE_HOST', 'db'), setting('DATABASE_USER', 'woocommerce'), setting('DATABASE_NAME', 'woocommerce')];
    $password = secret('db-password');
    for ($end = microtime(true) + WAIT_SECONDS; ;) {
        $database = mysqli_init();
        $database->options(MYSQLI_OPT_CONNECT_TIMEOUT, 2);
        try {
            $database->real_connect($host, $user, $password, $name);
            $database->set_charset('utf8mb4');
            return $database;
        } catch (\mysqli_sql_exception $error) {
            if (!in_array($error->getCode(), UNREACHABLE, true) || microtime(true) > $end) {
                fail("the database does not answer: {$error->getMessage()}");
            }
            usleep(100_000);
        }
    }
}

function is_made(\mysqli $database): bool
{
    try {
        return (bool) $database->query('SELECT 1 FROM ' . MARKER . " WHERE name = 'made'")->fetch_row();
    } catch (\mysqli_sql_exception $error) {
        return $error->getCode() === 1146 ? false : throw $error; // no such table
    }
}

/** Everything but the lock's connection may have been killed halfway: begin with nothing. */
function make(\mysqli $database): void
{
    $database->query('SET foreign_key_checks = 0');
    foreach ($database->query('SHOW TABLES')->fetch_all() as [$table]) {
        $database->query('DROP TABLE `' . str_replace('`', '``', $table) . '`');
    }
    $database->multi_query(file_get_contents(TEMPLATE . '/template.sql'));
    do {
        $database->use_result();
    } while ($database->more_results() && $database->next_result());
    $database->query('CREATE TABLE ' . MARKER . ' (name varchar(64) PRIMARY KEY, value varchar(255) NOT NULL) ENGINE=InnoDB');
    copy_uploads(TEMPLATE . '/uploads', UPLOADS, has_samples() ? [] : ['samples']);
    $database->begin_transaction();
    personalise($database);
    mark_as_own($database);
    $database->query('INSERT INTO ' . MARKER . " VALUES ('made', UTC_TIMESTAMP())");
    $database->commit();
}

/** The template's pictures, into the volume of the uploads. A file gets its name when it is whole. */
function copy_uploads(string $from, string $to, array $without = []): void
{
    foreach (array_diff(scandir($from), ['.', '..', ...$without]) as $name) {
        if (is_dir("$from/$name")) {
            is_dir("$to/$name") || mkdir("$to/$name", 0755);
            copy_uploads("$from/$name", "$to/$name");
        } elseif (!is_file("$to/$name")) {
            (copy("$from/$name", "$to/$name.part") && rename("$to/$name.part", "$to/$name")) || fail("$to/$name cannot be written");
        }
    }
}

/** The versions in which the database and the code of this image differ: what is there and what is here, by option. */
function differences(\mysqli $database): array
{
    $versions = json_decode(file_get_contents(TEMPLATE . '/versions.json'), true, flags: JSON_THROW_ON_ERROR);
    $pairs = array_map(fn(string $option) => [(string) option($database, $option), (string) $versions[$option]], array_keys($versions));
    return array_filter(array_combine(array_keys($versions), $pairs), fn(array $pair) => $pair[0] !== $pair[1]);
}

/** This image would not know what the newer one keeps, and a shop that sells on it would spoil that. */
function refuse_newer(array $differences): void
{
    foreach ($differences as $option => [$there, $here]) {
        version_compare($there, $here, '>') && fail(
            "the database is of a newer version than this image ($option $there there, $here here): load the backup from before, or take the newer image",
        );
    }
}

/** Has WordPress and WooCommerce bring the database to this image's version, in a process of its own. */
function upgrade(\mysqli $database): void
{
    // Of a start that was killed. It would keep WooCommerce from its update; whoever is at it holds the lock that this one has.
    $database->query("DELETE FROM wp_options WHERE option_name IN ('_transient_wc_installing', '_transient_timeout_wc_installing')");
    // A change of a large table takes longer than a page may wait for the database.
    $command = [PHP_BINARY, '-d', 'mysqlnd.net_read_timeout=3600', __DIR__ . '/upgrade.php'];
    exec(implode(' ', array_map(escapeshellarg(...), $command)), $lines, $status);
    $said = preg_grep('/^storeyard: /', $lines);
    fwrite(STDERR, implode('', array_map(fn(string $line) => "$line\n", array_diff($lines, $said))));
    $why = $said ? substr(current($said), strlen('storeyard: ')) : "its process ended with $status; the lines before this one say why";
    $status === 0 || fail("the database was not brought to this image's version: $why");
    foreach (differences($database) as $option => [$there, $here]) {
        fail("the database was not brought to this image's version: $option is still $there, not $here");
    }
}

$began = microtime(true);
$database = connect();
$database->query('SET SESSION wait_timeout = 3600');
$database->query('SELECT GET_LOCK(\'' . LOCK . '\', ' . LOCK_SECONDS . ')')->fetch_row()[0] === '1' || fail('another start has not ended');
$made = !is_made($database);
if ($made) {
    make($database);
}
$outdated = differences($database);
refuse_newer($outdated);
$taken = take_over($database);
keep_current($database);
keep_settings($database);
if ($outdated) {
    upgrade($database);
}
[$tag, $locale] = [setting('STORE_LOCALE', 'en'), option($database, 'WPLANG') ?? ''];
$database->close();
$locale === '' && !str_starts_with($tag, 'en') && error_log("storeyard: this image has no translation for $tag: the shop speaks English");
error_log(sprintf(
    'storeyard: database %s in %d ms',
    $made ? 'made from the template' : ($outdated ? 'upgraded' : ($taken ? 'taken over' : 'found')),
    (microtime(true) - $began) * 1000,
));
