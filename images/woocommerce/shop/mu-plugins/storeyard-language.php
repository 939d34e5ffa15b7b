<?php
/**
 * Plugin Name: Storeyard: language
 * Description: Translations that come with the image, where the shop's owner has no language pack of their own.
 */

defined('ABSPATH') || exit;

const STOREYARD_LANGUAGES = '/var/www/code/languages';

/** A file of translations: the owner's below wp-content/languages if there is one, else where the image has it. */
function storeyard_language_file(mixed $file): mixed
{
    if (!is_string($file) || !str_starts_with($file, WP_LANG_DIR . '/')) {
        return $file;
    }
    $owners = is_readable($file) || is_readable(preg_replace('/\.mo$/', '.l10n.php', $file));
    return $owners ? $file : STOREYARD_LANGUAGES . substr($file, strlen(WP_LANG_DIR));
}
add_filter('load_textdomain_mofile', 'storeyard_language_file');
add_filter('load_script_translation_file', 'storeyard_language_file');
add_filter('lang_dir_for_domain', function ($folder, $domain, $locale) {
    // A plugin may name a folder of its own that has nothing in this language.
    $found = is_string($folder) && (is_file("$folder/$domain-$locale.mo") || is_file("$folder/$domain-$locale.l10n.php"));
    $ours = STOREYARD_LANGUAGES . '/plugins/';
    return !$found && is_file("$ours$domain-$locale.l10n.php") ? $ours : $folder;
}, 10, 3);
add_filter('get_available_languages', function (array $languages): array {
    $found = array_map(fn(string $file) => basename($file, '.l10n.php'), glob(STOREYARD_LANGUAGES . '/*.l10n.php') ?: []);
    $locales = array_filter($found, fn(string $name) => !preg_match('/^(admin|continents-cities)-/', $name));
    return array_values(array_unique([...$languages, ...$locales]));
});

// What the pages' scripts say has a file for each script in a language pack. Where the words are the image's own they are one file,
// and given once, before any script asks.
add_action('wp_enqueue_scripts', function (): void {
    $locale = determine_locale();
    $file = STOREYARD_LANGUAGES . "/plugins/woocommerce-$locale.own.json";
    $owners = glob(WP_LANG_DIR . "/{plugins,woocommerce}/woocommerce-$locale{.mo,.l10n.php}", GLOB_BRACE);
    if (is_file($file) && !$owners) {
        wp_add_inline_script('wp-i18n', 'wp.i18n.setLocaleData(' . file_get_contents($file) . ', "woocommerce");');
    }
});

// What WooCommerce's own page of a product says in English whatever the language, as attributes of its blocks.
add_filter('render_block_data', function (array $block): array {
    $prefix = $block['attrs']['prefix'] ?? '';
    if ($block['blockName'] === 'core/post-terms' && in_array($prefix, ['Category: ', 'Tags: '], true)) {
        $category = $prefix === 'Category: ';
        $block['attrs']['prefix'] = ($category ? _n('Category:', 'Categories:', 1, 'woocommerce') : _n('Tag:', 'Tags:', 2, 'woocommerce')) . ' ';
    } elseif ($block['blockName'] === 'woocommerce/product-sku') {
        $block['attrs']['prefix'] ??= __('SKU:', 'woocommerce');
    }
    return $block;
});
