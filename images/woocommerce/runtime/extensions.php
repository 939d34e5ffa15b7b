#!/usr/bin/env php
<?php
// storeyard-extensions: what a shop's owner installed. `offered` asks where updates come from and says what is on offer; `update`
// reads {"slugs": […]} and brings those to it. Both end with one line of JSON: the extensions as they are then. The owner's plugins
// run here as in the admin: those that bring their own updates have to.
namespace Storeyard\Extensions;

const USAGE = 'usage: storeyard-extensions offered | storeyard-extensions update < {"slugs": […]}';
// Apache's OPcache looks at a file anew after two seconds: what ends here is in force for whoever comes next.
const SETTLE_SECONDS = 3;

function stop(string $message, int $status = 1): never
{
    fwrite(STDERR, "storeyard-extensions: $message\n");
    exit($status);
}

/** Asks for updates now, whenever that was done last. What was known before stays where nobody answers. */
function look(): void
{
    foreach (['plugins' => wp_update_plugins(...), 'themes' => wp_update_themes(...)] as $what => $ask) {
        $known = get_site_transient("update_$what");
        if (is_object($known)) {
            $known->last_checked = 0;
            set_site_transient("update_$what", $known);
        }
        $ask();
    }
}

/** Brings one to the version on offer. `$file` is a plugin's, or a theme's folder. */
function update(string $kind, string $file, string $name): void
{
    $skin = new \WP_Ajax_Upgrader_Skin();
    $upgrader = $kind === 'plugin' ? new \Plugin_Upgrader($skin) : new \Theme_Upgrader($skin);
    $done = $upgrader->bulk_upgrade([$file]);
    $result = is_array($done) ? ($done[$file] ?? null) : $done;
    $why = match (true) {
        is_wp_error($skin->result) => $skin->result->get_error_message(),
        $skin->get_errors()->has_errors() => $skin->get_error_messages(),
        is_wp_error($result) => $result->get_error_message(),
        $result === true, is_array($result) => null,
        default => 'its files were not replaced',
    };
    $why === null || stop("$name was not updated: " . wp_strip_all_tags($why));
}

/** Slugs of what is wanted, from standard input. */
function wanted(): array
{
    $said = json_decode((string) stream_get_contents(STDIN), true);
    $slugs = is_array($said) ? ($said['slugs'] ?? null) : null;
    return is_array($slugs) && array_filter($slugs, is_string(...)) === $slugs ? $slugs : stop(USAGE, 2);
}

function update_all(array $slugs): void
{
    foreach (['file', 'misc', 'plugin', 'theme', 'update', 'class-wp-upgrader'] as $file) {
        require_once ABSPATH . "wp-admin/includes/$file.php";
    }
    foreach (array_keys(get_plugins()) as $file) {
        in_array(basename(explode('/', $file)[0], '.php'), $slugs, true) && offered('plugins', $file) && update('plugin', $file, $file);
    }
    foreach (array_keys(wp_get_themes()) as $slug) {
        in_array((string) $slug, $slugs, true) && offered('themes', (string) $slug) && update('theme', (string) $slug, (string) $slug);
    }
    sleep(SETTLE_SECONDS);
}

function offered(string $what, string $name): bool
{
    $found = get_site_transient("update_$what");
    return is_object($found) && isset($found->response[$name]);
}

$storeyard_words = array_slice($argv, 1);
in_array($storeyard_words, [['offered'], ['update']], true) || stop(USAGE, 2);
$storeyard_slugs = $storeyard_words === ['update'] ? wanted() : [];
set_time_limit(0);
ob_start(fn() => '', 4096); // what a plugin prints is no line of ours; that is written to STDOUT itself
require_once '/var/www/html/wp-load.php';
try {
    function_exists('storeyard_extensions') || stop('this image has no list of extensions');
    !\Storeyard\is_locked() || stop("nobody may change the shop's code: its file_mods is locked");
    wp_set_current_user((int) (get_users(['role' => 'administrator', 'number' => 1, 'orderby' => 'ID', 'fields' => 'ID'])[0] ?? 0));
    $storeyard_slugs === [] ? look() : update_all($storeyard_slugs);
    wp_clean_plugins_cache(false);
    wp_clean_themes_cache(false);
    fwrite(STDOUT, json_encode(['extensions' => storeyard_extensions()], JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
} catch (\Throwable $error) {
    stop(get_class($error) . ': ' . $error->getMessage());
}
