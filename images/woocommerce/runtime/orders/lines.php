<?php
// Lines of JSON, and what of a shop's data can stand in one.
namespace Storeyard\Orders;

const FLAGS = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR;
const CARRIED = '_storeyard_carried'; // on what was carried over: the digest of its line, then what was left of it
const NUMBER = '_storeyard_number'; // the number that an order's buyer knows, where its id had to be another
const REASON_LENGTH = 900;
const AT_A_TIME = 50;
const RIGHTS = '/(capabilities|user_level|session_tokens|application_passwords)$/'; // what an account may do goes nowhere

function text(array $line): string
{
    return json_encode($line, FLAGS);
}

function emit(array $line): void
{
    for ($rest = text($line) . "\n"; $rest !== ''; $rest = substr($rest, $written)) {
        $written = fwrite(STDOUT, $rest);
        $written || stop('nobody reads what is written');
    }
}

/** Whether two lines say the same, whichever export they are of and wherever they stand in it. */
function same(array $one, array $other): bool
{
    return digest($one) === digest($other);
}

function digest(array $line): string
{
    return hash('sha256', text(array_diff_key($line, ['export' => '', 'last' => ''])));
}

function moment(?\WC_DateTime $date): ?string
{
    return $date ? gmdate('Y-m-d\TH:i:s\Z', $date->getTimestamp()) : null;
}

/** Data that has a form in JSON: no objects but dates, however deep. */
function is_plain(mixed $value): bool
{
    return is_array($value) ? array_all($value, is_plain(...)) : $value === null || is_scalar($value);
}

/** A thing's properties, dates as text, without its id and what belongs to it. */
function properties(array $data): array
{
    $without = ['id', 'order_id', 'number', 'version', 'meta_data', 'line_items', 'tax_lines', 'shipping_lines', 'fee_lines', 'coupon_lines'];
    $own = array_diff_key($data, array_flip($without));
    return array_filter(array_map(fn($value) => $value instanceof \WC_DateTime ? moment($value) : $value, $own), is_plain(...));
}

/** What plugins keep with a thing: [pairs of key and value, the keys whose values have no form in JSON]. */
function meta(\WC_Data $thing): array
{
    $pairs = $left = [];
    foreach ($thing->get_meta_data() as $meta) {
        ['key' => $key, 'value' => $value] = $meta->get_data();
        if ($key === CARRIED) {
            continue;
        }
        is_plain($value) ? $pairs[] = [$key, $value] : $left[] = $key;
    }
    return [$pairs, $left];
}

/** Gives a thing exactly these pairs, besides the keys that were left. */
function set_meta(\WC_Data $thing, array $pairs, array $left): void
{
    $wanted = array_map(text(...), $pairs);
    foreach ($thing->get_meta_data() as $meta) {
        ['id' => $id, 'key' => $key, 'value' => $value] = $meta->get_data();
        $at = is_plain($value) ? array_search(text([$key, $value]), $wanted, true) : false;
        if ($at !== false) {
            unset($wanted[$at]);
        } elseif (!in_array($key, $left, true)) {
            $thing->delete_meta_data_by_mid($id);
        }
    }
    foreach (array_keys($wanted) as $at) {
        $thing->add_meta_data(...$pairs[$at]);
    }
}

/** Sets properties by their setters; what a setter refuses is said. */
function set_properties(\WC_Data $thing, array $properties, string $of, array &$problems): void
{
    foreach ($properties as $name => $value) {
        if (($value === null && !str_starts_with($name, 'date_')) || !is_callable([$thing, "set_$name"])) {
            continue;
        }
        try {
            $thing->{"set_$name"}($value);
        } catch (\WC_Data_Exception $error) {
            $problems[] = "$of: " . rtrim(wp_strip_all_tags($error->getMessage()), '.') . ", so its $name stays as it was made.";
        }
    }
}

/** Forgets what was read before, so that memory does not grow with the number of lines. */
function forget(): void
{
    wp_cache_flush();
    $GLOBALS['wpdb']->flush();
}
