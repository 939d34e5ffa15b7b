<?php
// Runs in the image's build. `install`, `break` and `mend` do as the owner in the admin, `look`, `broken`, `safe` and `mended` look at
// the shop then. A failure fails the build.
require __DIR__ . '/client.php';

const CONTENT = '/var/www/html/wp-content';
const MINE = CONTENT . '/plugins/mine/mine.php';
const ALSO = CONTENT . '/plugins/also/also.php';

function plugin(string $file, string $name, string $code): void
{
    is_dir(dirname($file)) || mkdir(dirname($file), 0755);
    file_put_contents($file, "<?php\n/**\n * Plugin Name: $name\n * Version: 1.0\n */\n$code\n");
}

function wordpress(): void
{
    require_once '/var/www/html/wp-load.php';
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    require_once ABSPATH . 'wp-admin/includes/file.php';
    wp_set_current_user(1);
}

/** @return array<string, array<string, mixed>> by slug */
function extensions(): array
{
    $answer = as_owner('GET', '/wp-json/wc-storeyard/v1/extensions');
    check($answer['status'] === 200, 'the extensions are not told', $answer);
    return array_column($answer['json']['extensions'], null, 'slug');
}

function is_kept(array $answer): bool
{
    return (bool) preg_grep('/^Age:/i', $answer['headers']);
}

/** A page as it is served the second time: one that was kept, if it is one that is kept. On a slow machine it is tried again. */
function again(string $path, array $headers = []): array
{
    for ($attempt = 0; $attempt < 3; $attempt++) {
        call('GET', BASE . $path, null, $headers);
        $answer = call('GET', BASE . $path, null, $headers);
        if (is_kept($answer)) {
            break;
        }
    }
    return $answer;
}

function kept(string $path, array $headers = []): bool
{
    return is_kept(again($path, $headers));
}

function install(): void
{
    plugin(MINE, 'Mine', "add_action('wp_footer', fn() => print('<p>Made by mine</p>'));");
    plugin(ALSO, 'Also', "add_action('wp_footer', fn() => isset(\$_GET['mobile']) && wp_is_mobile());");
    is_dir(CONTENT . '/themes/my-theme') || mkdir(CONTENT . '/themes/my-theme', 0755);
    file_put_contents(CONTENT . '/themes/my-theme/style.css', "/*\nTheme Name: Mine\nTemplate: twentytwentyfive\nVersion: 2.0\n*/\n");
    file_put_contents(CONTENT . '/themes/my-theme/functions.php', "<?php\nadd_action('wp_footer', fn() => print('<p>Theme of mine</p>'));\n");
    // Somebody puts a plugin in the place of the platform's.
    unlink(CONTENT . '/plugins/woocommerce') && plugin(CONTENT . '/plugins/woocommerce/woocommerce.php', 'Not it', '');
    passthru(PHP_BINARY . ' /usr/local/share/storeyard/content.php');
    wordpress();
    foreach ([MINE, ALSO] as $file) {
        $problem = activate_plugin(plugin_basename($file));
        check(!is_wp_error($problem), 'a plugin cannot be activated');
    }
    switch_theme('my-theme');
    deactivate_plugins('woocommerce/woocommerce.php');
    wp_cache_flush();
    check(is_plugin_active('woocommerce/woocommerce.php'), 'a shop without WooCommerce sells nothing');
}

function look(): void
{
    ready();
    $front = call('GET', BASE . '/');
    check(str_contains($front['text'], 'Made by mine') && str_contains($front['text'], 'Theme of mine'), "the owner's code does not run", $front);
    $found = extensions();
    check($found['mine']['origin'] === 'owner' && $found['also']['active'] && $found['woocommerce']['origin'] === 'image', 'the extensions are told wrongly', ['text' => json_encode($found)]);
    check(glob(CONTENT . '/plugins/.woocommerce-*') !== [], 'what was put in the place of the platform\'s is lost');

    check(kept('/'), 'a page is not kept', ['text' => implode("\n", call('GET', BASE . '/')['headers'])]);
    check(kept('/product/sample-mug/', ['Cookie: sbjs_current=typ%3Dtypein; _ga=GA1.1.1']), 'a page is not kept of somebody whose visits are counted');
    foreach (['woocommerce_items_in_cart=1', 'sbjs_first=1; a_plugin=2', 'wordpress_logged_in_x=y'] as $cookie) {
        check(!kept('/', ["Cookie: $cookie"]), "a page is kept of somebody with $cookie");
        check(!kept('/', ["Cookie: $cookie", 'X-Storeyard-Visitor: guest']), 'a visitor says who they are');
    }
    foreach (['/cart/', '/checkout/', '/my-account/', '/no-such-page/', '/?mobile=1', '/wp-json/wc/store/v1/products'] as $path) {
        check(!kept($path), "$path is kept");
    }
    $hit = again('/');
    check(is_kept($hit) && !preg_grep('/max-age|X-Storeyard-Keep|^Expires|^Last-Modified/i', $hit['headers']), 'others are told to keep a page', ['text' => implode("\n", $hit['headers'])]);
    check(!is_kept(call('POST', BASE . '/', [])), 'a form is answered by a kept page');
    price_shows();
}

/** A changed price is shown within ten seconds of its change, however often the page is asked for meanwhile. */
function price_shows(): void
{
    $page = fn() => call('GET', BASE . '/product/sample-mug/')['text'];
    check(kept('/product/sample-mug/'), 'the page of a product is not kept');
    run('$p = wc_get_product(get_page_by_path("sample-mug", OBJECT, "product")); $p->set_regular_price("9876"); $p->save();');
    for ($changed = microtime(true); !str_contains($page(), '9,876'); usleep(50_000)) {
        check(microtime(true) - $changed < 10, 'a changed price is not shown within ten seconds');
    }
    printf("open: a changed price was shown after %.1f s\n", microtime(true) - $changed);
}

/** A broken plugin takes the shop down, as it does everywhere. */
function broken(): void
{
    for ($attempt = 0; $attempt < 300 && call('GET', BASE . '/')['status'] === 0; $attempt++) {
        usleep(100_000);
    }
    check(call('GET', BASE . '/')['status'] === 500, 'a broken plugin is not noticed');
}

function safe(): void
{
    ready();
    $front = call('GET', BASE . '/');
    check($front['status'] === 200 && !preg_match('/Made by mine|Theme of mine/', $front['text']), 'in safe mode the owner\'s code runs', $front);
    $found = extensions();
    check($found['mine']['active'] && $found['also']['active'] , 'safe mode forgets what was active', ['text' => json_encode($found)]);
    check(!is_file(CONTENT . '/db.php'), 'a drop-in is loaded in safe mode');
}

function mended(): void
{
    ready();
    $front = call('GET', BASE . '/');
    check(str_contains($front['text'], 'Theme of mine') && !str_contains($front['text'], 'Made by mine'), 'the shop is not as its owner has it', $front);
    $found = extensions();
    check(!$found['mine']['active'] && $found['also']['active'], 'another plugin is not active any more', ['text' => json_encode($found)]);
    check(is_file(CONTENT . '/db.php'), "the owner's drop-in does not come back");
    unlink(CONTENT . '/db.php');
}

match ($argv[1]) {
    'install' => install(),
    'break' => array_map(fn($file) => file_put_contents($file, "<?php\n/**\n * Plugin Name: Mine\n * Version: 1.0\n */\nno_such_function();\n"), [MINE, CONTENT . '/db.php']),
    'mend' => (function (): void {
        passthru(PHP_BINARY . ' /usr/local/share/storeyard/content.php');
        wordpress();
        deactivate_plugins('mine/mine.php');
        file_put_contents(CONTENT . '/db.php.safe-mode', "<?php\n");
    })(),
    default => $argv[1](),
};
echo "open: $argv[1]\n";
