<?php
// Makes the shop's database out of the template, once; an image with newer code brings it up to date. Idempotent. Two starts at
// a time wait for each other. MariaDB cannot undo CREATE TABLE, so a marker is written last: without it, a start begins anew.
namespace Storeyard;

require __DIR__ . '/settings.php';
require __DIR__ . '/personalise.php';
require __DIR__ . '/takeover.php';

const TEMPLATE = __DIR__ . '/template';
const UPLOADS = '/var/www/html/wp-content/uploads';
const LOCK = 'storeyard';
const WAIT_SECONDS = 120;
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

/** True if the code of this image is not the one that last used the database. */
function is_outdated(\mysqli $database): bool
{
    $versions = json_decode(file_get_contents(TEMPLATE . '/versions.json'), true, flags: JSON_THROW_ON_ERROR);
    foreach ($versions as $option => $version) {
        if ((string) option($database, $option) !== (string) $version) {
            return true;
        }
    }
    return false;
}

function upgrade(): void
{
    passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__DIR__ . '/upgrade.php'), $status);
    $status === 0 || fail("the database could not be brought to the image's version (exit status $status)");
}

$began = microtime(true);
$database = connect();
$database->query('SET SESSION wait_timeout = 3600');
$database->query('SELECT GET_LOCK(\'' . LOCK . '\', ' . WAIT_SECONDS . ')')->fetch_row()[0] === '1' || fail('another start has not ended');
$made = !is_made($database);
if ($made) {
    make($database);
}
$taken = take_over($database);
keep_current($database);
keep_settings($database);
if ($outdated = is_outdated($database)) {
    upgrade();
}
$database->close();
error_log(sprintf(
    'storeyard: database %s in %d ms',
    $made ? 'made from the template' : ($outdated ? 'upgraded' : ($taken ? 'taken over' : 'found')),
    (microtime(true) - $began) * 1000,
));
