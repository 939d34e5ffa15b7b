<?php
// The store's colour comes with its request. What the owner chooses in the site editor comes after it and wins.

defined('ABSPATH') || exit;

/** Black or white, whichever is easier to read on the colour: relative luminance as WCAG 2 defines it. */
function storeyard_text_on(string $color): string
{
    $linear = array_map(function (string $pair): float {
        $part = hexdec($pair) / 255;
        return $part <= 0.04045 ? $part / 12.92 : (($part + 0.055) / 1.055) ** 2.4;
    }, str_split(ltrim($color, '#'), 2));
    $luminance = 0.2126 * $linear[0] + 0.7152 * $linear[1] + 0.0722 * $linear[2];
    return ($luminance + 0.05) / 0.05 > 1.05 / ($luminance + 0.05) ? '#000000' : '#ffffff';
}

add_filter('wp_theme_json_data_theme', function (WP_Theme_JSON_Data $theme): WP_Theme_JSON_Data {
    $color = (string) getenv('STORE_COLOR');
    if (!preg_match('/^#[0-9a-fA-F]{6}$/', $color)) {
        return $theme;
    }
    $text = storeyard_text_on($color);
    $button = [
        'color' => ['background' => $color, 'text' => $text],
        ':hover' => ['color' => ['background' => "color-mix(in srgb, $color 85%, $text)", 'text' => $text]],
    ];
    return $theme->update_with(['version' => 3, 'styles' => ['elements' => ['button' => $button]]]);
});
