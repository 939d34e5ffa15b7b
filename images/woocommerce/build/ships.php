<?php
// Runs in the image's build: `ask NAME…` and `replace NAME…` print what storeyard-extensions reads to install these, archives and all.
require __DIR__ . '/client.php';

const PARTS = [
    'shipped-1.0' => ['plugin', 'shipped', '1.0', 'shipped/shipped.php', "<?php\n/*\n * Plugin Name: Shipped\n * Version: 1.0\n */\necho 'printed';\n"],
    'shipped-2.0' => ['plugin', 'shipped', '2.0', 'shipped/shipped.php', "<?php\n/*\n * Plugin Name: Shipped\n * Version: 2.0\n */\n"],
    'dead' => ['plugin', 'dead', '1.0', 'dead/dead.php', "<?php\n/*\n * Plugin Name: Dead\n * Version: 1.0\n */\nthrow new Exception('as it is meant to');\n"],
    'dress' => ['theme', 'dress', '3.0', 'dress/style.css', "/*\nTheme Name: Dress\nVersion: 3.0\nTemplate: twentytwentyfive\n*/\n"],
    'orphan' => ['theme', 'orphan', '1.0', 'orphan/style.css', "/*\nTheme Name: Orphan\nVersion: 1.0\nTemplate: nobody\n*/\n"],
    'other' => ['plugin', 'shipped', '1.0', 'another/another.php', "<?php\n/*\n * Plugin Name: Another\n * Version: 1.0\n */\n"],
    'ours' => ['plugin', 'woocommerce', '1.0', 'woocommerce/woocommerce.php', "<?php\n/*\n * Plugin Name: Mine\n * Version: 1.0\n */\n"],
];

function archive(string $name): string
{
    [, , , $path, $text] = PARTS[$name];
    $file = "/tmp/made/$name.zip";
    $zip = new ZipArchive();
    $zip->open($file, ZipArchive::CREATE | ZipArchive::OVERWRITE);
    $zip->addFromString($path, $text);
    $zip->close();
    return $file;
}

/** `NAME`, `NAME=VERSION` for another version than the archive's, or `nowhere` for one without an archive. */
function ask(bool $replace, string ...$names): void
{
    is_dir('/tmp/made') || mkdir('/tmp/made', 0755);
    $items = $archives = [];
    foreach ($names as $asked) {
        [$name, $version] = [...explode('=', $asked), null];
        [$kind, $slug, $own] = PARTS[$name] ?? ['plugin', $name, null];
        $archives[] = $archive = isset(PARTS[$name]) ? file_get_contents(archive($name)) : '';
        $items[] = ['kind' => $kind, 'slug' => $slug, 'version' => $version ?? $own, 'active' => true, 'bytes' => strlen($archive)];
    }
    echo json_encode(['extensions' => $items, 'replace' => $replace]) . "\n" . implode('', $archives);
}

match ($argv[1]) {
    'ask' => ask(false, ...array_slice($argv, 2)),
    'replace' => ask(true, ...array_slice($argv, 2)),
};
