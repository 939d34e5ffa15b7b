<?php
// Puts what comes with the image into the shop's content, which is its owner's volume: links, made anew at each start, so that
// a newer image is in force at once. What an owner put in their place is kept beside them, under a name that WordPress passes over.
namespace Storeyard;

require __DIR__ . '/settings.php';

const CODE = '/var/www/code';
const CONTENT = '/var/www/html/wp-content';
const KINDS = ['plugins', 'themes'];
// What WordPress loads before any plugin if it is there. In safe mode it is kept under another name meanwhile.
const DROP_INS = ['advanced-cache.php', 'db.php', 'db-error.php', 'fatal-error-handler.php', 'object-cache.php', 'php-error.php'];

function said(bool $done, string $what): void
{
    if (!$done) {
        error_log("storeyard: $what");
        exit(1);
    }
}

/** A link that is there at once and whole, whatever was there before. */
function link_to(string $target, string $link): void
{
    if (is_link($link) && readlink($link) === $target) {
        return;
    }
    if (!is_link($link) && file_exists($link)) {
        $aside = dirname($link) . '/.' . basename($link) . '-' . time();
        said(rename($link, $aside), "$link is in the way of what comes with the image and cannot be moved");
        error_log("storeyard: $link came with the image already: the other one is now $aside");
    }
    $new = "$link.new";
    is_link($new) && unlink($new);
    said(symlink($target, $new) && rename($new, $link), "$link cannot be written");
}

/** Links to what an older image had and this one has not. */
function without_lost(string $folder): void
{
    foreach (scandir($folder) as $name) {
        $link = "$folder/$name";
        if (is_link($link) && str_starts_with((string) readlink($link), CODE . '/') && !file_exists($link)) {
            said(unlink($link), "$link cannot be removed");
        }
    }
}

/** The owner's drop-ins: out of the way in safe mode, back after it. */
function drop_ins(bool $aside): void
{
    foreach (DROP_INS as $name) {
        $names = [CONTENT . "/$name", CONTENT . "/$name.safe-mode"];
        [$from, $to] = $aside ? $names : array_reverse($names);
        if (is_file($from) && ($aside || !file_exists($to))) {
            said(rename($from, $to), "$from cannot be moved");
        }
    }
}

foreach ([...KINDS, 'languages', 'uploads'] as $name) {
    is_dir(CONTENT . "/$name") || said(mkdir(CONTENT . "/$name", 0755), CONTENT . "/$name cannot be made");
}
foreach (KINDS as $kind) {
    without_lost(CONTENT . "/$kind");
    foreach (array_diff(scandir(CODE . "/$kind"), ['.', '..', 'index.php']) as $name) {
        link_to(CODE . "/$kind/$name", CONTENT . "/$kind/$name");
    }
}
drop_ins(is_safe());
