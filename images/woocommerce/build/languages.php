<?php
// Runs in the image's build: makes what WordPress reads of translations out of what languages.sh found, as PHP that OPcache keeps.
// Of WordPress this much; the shop is not there yet.
const INCLUDES = '/var/www/html/wp-includes';
foreach (['pomo/po.php', 'pomo/mo.php', 'l10n/class-wp-translation-file.php', 'l10n/class-wp-translation-file-mo.php', 'l10n/class-wp-translation-file-php.php'] as $part) {
    require_once INCLUDES . "/$part";
}

const FOUND = '/tmp/found';
const OWN = '/languages';
const PLUGIN = '/var/www/code/plugins/woocommerce';
const MADE = '/var/www/code/languages';

// Of WordPress' functions, those that WooCommerce's list of countries asks for.
define('ABSPATH', '/var/www/html/');
function __(string $text): string
{
    return $text;
}

function wrote(string $file, string $content): void
{
    $content !== '' && file_put_contents($file, $content) !== false || exit("languages: $file cannot be made\n");
}

/** WordPress' words: our own, and a pack's where we have none: it is of an older release, and says "Du" in one place and "Sie" in another. */
function core(string $locale): void
{
    $own = new PO();
    $own->import_from_file(OWN . "/wordpress-$locale.po") || exit("languages: wordpress-$locale.po cannot be read\n");
    $all = new MO();
    $pack = new MO();
    if (is_file(FOUND . "/wordpress/$locale.mo") && $pack->import_from_file(FOUND . "/wordpress/$locale.mo")) {
        $all->merge_with($pack);
    }
    $all->set_headers($own->headers);
    $all->merge_with($own);
    $all->export_to_file("/tmp/core-$locale.mo") || exit("languages: $locale cannot be made\n");
    wrote(MADE . "/$locale.l10n.php", (string) WP_Translation_File::transform("/tmp/core-$locale.mo", 'php'));
}

/** The countries, as they are called in a language (CLDR's names, by ICU); by what WooCommerce calls them in English. */
function countries(string $locale): array
{
    $names = [];
    foreach (require PLUGIN . '/i18n/countries.php' as $code => $english) {
        $names[$english] = Locale::getDisplayRegion("-$code", $locale);
    }
    return $names;
}

/** Our own words: for PHP, and for the scripts of the pages. */
function own(string $file, string $locale): void
{
    $po = new PO();
    $po->import_from_file($file) || exit("languages: $file cannot be read\n");
    $mo = "/tmp/woocommerce-$locale.mo";
    $copy = new MO();
    $copy->set_headers($po->headers);
    foreach (countries($locale) as $english => $name) {
        $copy->add_entry(['singular' => $english, 'translations' => [$name]]);
    }
    $copy->merge_with($po);
    $copy->export_to_file($mo);
    wrote(MADE . "/plugins/woocommerce-$locale.l10n.php", (string) WP_Translation_File::transform($mo, 'php'));
    $words = ['' => ['domain' => 'woocommerce', 'lang' => $locale, 'plural_forms' => $po->headers['Plural-Forms']]];
    foreach ($po->entries as $entry) {
        $words[$entry->key()] = $entry->translations;
    }
    // Not for the middle of a page's script: "</script>" would end it.
    wrote(MADE . "/plugins/woocommerce-$locale.own.json", json_encode($words, JSON_HEX_TAG | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
}

is_dir(MADE . '/plugins') || mkdir(MADE . '/plugins', 0755, true);
$origins = [];
foreach (glob(FOUND . '/wordpress/admin-*.mo') as $file) {
    wrote(MADE . '/' . basename($file, '.mo') . '.l10n.php', (string) WP_Translation_File::transform($file, 'php'));
}
foreach (glob(OWN . '/woocommerce-*.po') as $file) {
    $locale = substr(basename($file, '.po'), strlen('woocommerce-'));
    core($locale);
    $pack = FOUND . "/woocommerce/woocommerce-$locale.mo";
    if (is_file($pack)) {
        wrote(MADE . "/plugins/woocommerce-$locale.l10n.php", (string) WP_Translation_File::transform($pack, 'php'));
        foreach (glob(FOUND . "/woocommerce/woocommerce-$locale-*.json") as $script) {
            copy($script, MADE . '/plugins/' . basename($script));
        }
    } else {
        own($file, $locale);
    }
    $origins[$locale] = [
        'wordpress' => is_file(FOUND . "/wordpress/$locale.mo") ? 'pack' : 'own',
        'woocommerce' => is_file($pack) ? 'pack' : 'own',
    ];
}
wrote(MADE . '/origins.json', json_encode($origins, JSON_PRETTY_PRINT) . "\n");
foreach ($origins as $locale => $of) {
    $short = array_filter([$of['wordpress'] === 'own' ? "WordPress has Storeyard's own words, for buyers' pages only" : '', $of['woocommerce'] === 'own' ? "WooCommerce has Storeyard's own words, for buyers' pages only" : '']);
    echo "languages: $locale: ", $short ? 'NOT WHOLE: ' . implode('; ', $short) : 'whole', "\n";
}
