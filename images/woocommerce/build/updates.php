<?php
// Runs in the image's build. `offer` installs a plugin that brings its own update, `whole` and `torn` lay that update ready, `is VERSION`
// looks which one is there. A failure fails the build.
require __DIR__ . '/client.php';

const FOLDER = '/var/www/html/wp-content/plugins/renewed';
const PACKAGE = '/tmp/renewed.zip';
const OFFER = <<<'PHP'
add_filter('site_transient_update_plugins', function ($found) {
    $found = is_object($found) ? $found : new stdClass();
    $found->response['renewed/renewed.php'] = (object) ['id' => 'renewed', 'slug' => 'renewed', 'plugin' => 'renewed/renewed.php',
        'new_version' => '2.0', 'url' => '', 'package' => 'https://updates.example/renewed.zip'];
    return $found;
});
add_filter('upgrader_pre_download', function ($reply, $package) {
    if ($package !== 'https://updates.example/renewed.zip') {
        return $reply;
    }
    $file = wp_tempnam('renewed.zip');
    return copy('/tmp/renewed.zip', $file) ? $file : $reply;
}, 10, 2);
PHP;

function source(string $version, string $code): string
{
    return "<?php\n/**\n * Plugin Name: Renewed\n * Version: $version\n */\necho 'printed by a plugin';\n$code\n";
}

function offer(): void
{
    is_dir(FOLDER) || mkdir(FOLDER);
    file_put_contents(FOLDER . '/renewed.php', source('1.0', OFFER));
    require_once '/var/www/html/wp-load.php';
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    activate_plugin('renewed/renewed.php'); // it prints, which counts as an error, and is active all the same
    check(is_plugin_active('renewed/renewed.php'), 'the plugin cannot be activated');
}

function whole(): void
{
    require_once '/var/www/html/wp-load.php';
    require_once ABSPATH . 'wp-admin/includes/class-pclzip.php';
    is_dir('/tmp/made/renewed') || mkdir('/tmp/made/renewed', 0755, true);
    file_put_contents('/tmp/made/renewed/renewed.php', source('2.0', ''));
    is_file(PACKAGE) && unlink(PACKAGE);
    check((new PclZip(PACKAGE))->create('/tmp/made/renewed', PCLZIP_OPT_REMOVE_PATH, '/tmp/made') !== 0, 'no archive was made');
}

match ($argv[1]) {
    'offer' => offer(),
    'whole' => whole(),
    'torn' => file_put_contents(PACKAGE, 'no archive'),
    'is' => check(str_contains(file_get_contents(FOLDER . '/renewed.php'), "Version: $argv[2]"), "the plugin is not of version $argv[2]"),
};
