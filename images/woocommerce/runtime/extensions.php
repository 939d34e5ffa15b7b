#!/usr/bin/env php
<?php
// storeyard-extensions: what a shop's owner installed. `offered` asks where updates come from and says what is on offer; `update`
// reads {"slugs": […]} and brings those to it; `install` reads a line {"extensions": […], "replace": …} and behind it the archives of
// those that say how many bytes theirs has, and gets the others from where they are published. Each ends with one line of JSON: the
// extensions as they are then. The owner's plugins run here as in the admin: those that bring their own updates have to.
namespace Storeyard\Extensions;

const USAGE = 'usage: storeyard-extensions offered | storeyard-extensions update < {"slugs": […]}'
    . ' | storeyard-extensions install < {"extensions": […], "replace": …} and archives';
// Apache's OPcache looks at a file anew after two seconds: what ends here is in force for whoever comes next.
const SETTLE_SECONDS = 3;
const SHIPPED = 'storeyard_shipped';

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

/** What is to be installed, from the first line of standard input. What follows it is archives. */
function asked(): array
{
    $said = json_decode((string) fgets(STDIN), true);
    return is_array($said['extensions'] ?? null) && is_bool($said['replace'] ?? null) ? $said : stop(USAGE, 2);
}

/** A plugin's file or a theme's folder, and its version; null where there is none of this name. */
function there(string $kind, string $slug): ?array
{
    wp_clean_plugins_cache(false);
    wp_clean_themes_cache(false);
    if ($kind === 'theme') {
        $theme = wp_get_theme($slug);
        return $theme->exists() ? [$slug, (string) $theme->get('Version')] : null;
    }
    foreach (get_plugins() as $file => $plugin) {
        if (basename(explode('/', $file)[0], '.php') === $slug) {
            return [$file, (string) $plugin['Version']];
        }
    }
    return null;
}

/** The archive that follows on standard input, as a file. */
function received(int $bytes): string
{
    $file = (string) tempnam(get_temp_dir(), 'ext');
    $out = fopen($file, 'wb');
    ($out !== false && stream_copy_to_stream(STDIN, $out, $bytes) === $bytes) || stop('an archive came in parts only');
    fclose($out);
    return $file;
}

/** Where the archive of a version is published, the newest stable one where none is said. */
function published(string $kind, string $slug, ?string $version): string
{
    $asked = ['slug' => $slug, 'fields' => ['versions' => true, 'sections' => false]];
    $found = $kind === 'plugin' ? plugins_api('plugin_information', $asked) : themes_api('theme_information', $asked);
    is_wp_error($found) && stop("$slug cannot be got: " . wp_strip_all_tags($found->get_error_message()));
    $versions = (array) ($found->versions ?? []);
    $link = $version === null || $version === ($found->version ?? null) ? ($found->download_link ?? null) : ($versions[$version] ?? null);
    return is_string($link) && $link !== '' ? $link : stop("$slug cannot be got: there is no version $version of it");
}

/** The version that an unpacked archive says it is; empty where none is said. */
function version_in(string $kind, string $folder): string
{
    foreach (glob(untrailingslashit($folder) . ($kind === 'theme' ? '/style.css' : '/*.php')) ?: [] as $file) {
        $said = get_file_data($file, ['name' => $kind === 'theme' ? 'Theme Name' : 'Plugin Name', 'version' => 'Version']);
        if ($said['name'] !== '') {
            return $said['version'];
        }
    }
    return '';
}

/** Puts one where it belongs. The archive has to hold what it is taken for. */
function put(string $kind, string $slug, ?string $version, string $archive, bool $replace): void
{
    $right = function ($source) use ($kind, $slug, $version) {
        if (is_wp_error($source)) {
            return $source;
        }
        [$name, $found] = [basename(untrailingslashit($source)), version_in($kind, $source)];
        $holds = match (true) {
            $name !== $slug => $name,
            $version !== null && $version !== $found => "version $found",
            default => null,
        };
        return $holds === null ? $source : new \WP_Error('storeyard_other', "its archive holds $holds");
    };
    $skin = new \WP_Ajax_Upgrader_Skin();
    $upgrader = $kind === 'plugin' ? new \Plugin_Upgrader($skin) : new \Theme_Upgrader($skin);
    add_filter('upgrader_source_selection', $right);
    $result = $upgrader->install($archive, ['overwrite_package' => $replace]);
    remove_filter('upgrader_source_selection', $right);
    $why = match (true) {
        is_wp_error($result) => $result->get_error_message(),
        is_wp_error($skin->result) => $skin->result->get_error_message(),
        $skin->get_errors()->has_errors() => $skin->get_error_messages(),
        $result === true => null,
        default => 'its files were not put there',
    };
    $why === null || stop("$slug was not installed: " . wp_strip_all_tags($why));
}

function switch_on(string $kind, string $slug, string $file): void
{
    if ($kind === 'theme') {
        $fits = validate_theme_requirements($slug);
        is_wp_error($fits) ? stop("$slug cannot be switched on: " . wp_strip_all_tags($fits->get_error_message())) : switch_theme($slug);
        return;
    }
    $done = is_plugin_active($file) ? null : activate_plugin($file);
    // What a plugin prints as it starts counts as an error there, and it is active all the same.
    $why = is_wp_error($done) && $done->get_error_code() !== 'unexpected_output' ? $done->get_error_message() : null;
    $why === null || stop("$slug cannot be switched on: " . wp_strip_all_tags($why));
}

/** One extension. What is there stays, unless it may be replaced and is of another version. */
function install(array $one, ?string $archive, bool $replace): void
{
    [$kind, $slug, $version] = [$one['kind'], $one['slug'], $one['version']];
    $before = there($kind, $slug);
    if ($before === null || ($replace && $version !== null && $version !== $before[1])) {
        !\Storeyard\is_locked() || stop("nobody may change the shop's code: its file_mods is locked");
        put($kind, $slug, $version, $archive ?? published($kind, $slug, $version), $before !== null);
        $before = there($kind, $slug) ?? stop("$slug was not installed: its archive holds no $kind of that name");
    }
    $broken = $kind === 'theme' ? wp_get_theme($slug)->errors() : false;
    is_wp_error($broken) && stop("$slug was not installed: " . wp_strip_all_tags($broken->get_error_message()));
    $one['active'] && switch_on($kind, $slug, $before[0]);
}

/** All that is asked for. What a shop was made with is noted: an owner who did away with it does not get it again. */
function install_all(array $asked): void
{
    $noted = (array) get_option(SHIPPED, []);
    foreach ($asked['extensions'] as $one) {
        $archive = $one['bytes'] > 0 ? received($one['bytes']) : null;
        $key = "$one[kind]/$one[slug]";
        $asked['replace'] || !in_array($key, $noted, true) ? install($one, $archive, $asked['replace']) : null;
        $archive === null || unlink($archive);
        update_option(SHIPPED, $noted = array_values(array_unique([...$noted, $key])), false);
    }
    sleep(SETTLE_SECONDS);
}

$storeyard_words = array_slice($argv, 1);
in_array($storeyard_words, [['offered'], ['update'], ['install']], true) || stop(USAGE, 2);
$storeyard_slugs = $storeyard_words === ['update'] ? wanted() : [];
$storeyard_asked = $storeyard_words === ['install'] ? asked() : null;
set_time_limit(0);
ob_start(fn() => '', 4096); // what a plugin prints is no line of ours; that is written to STDOUT itself
require_once '/var/www/html/wp-load.php';
try {
    function_exists('storeyard_extensions') || stop('this image has no list of extensions');
    foreach (['file', 'misc', 'plugin', 'plugin-install', 'theme', 'theme-install', 'update', 'class-wp-upgrader'] as $file) {
        require_once ABSPATH . "wp-admin/includes/$file.php";
    }
    $storeyard_asked !== null || !\Storeyard\is_locked() || stop("nobody may change the shop's code: its file_mods is locked");
    wp_set_current_user((int) (get_users(['role' => 'administrator', 'number' => 1, 'orderby' => 'ID', 'fields' => 'ID'])[0] ?? 0));
    $storeyard_before = $storeyard_asked === null ? [] : ['before' => storeyard_extensions()];
    match (true) {
        $storeyard_asked !== null => install_all($storeyard_asked),
        $storeyard_slugs === [] => look(),
        default => update_all($storeyard_slugs),
    };
    wp_clean_plugins_cache(false);
    wp_clean_themes_cache(false);
    fwrite(STDOUT, json_encode([...$storeyard_before, 'extensions' => storeyard_extensions()], JSON_INVALID_UTF8_SUBSTITUTE) . "\n");
} catch (\Throwable $error) {
    stop(get_class($error) . ': ' . $error->getMessage());
}
