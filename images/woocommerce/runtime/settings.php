<?php
// Where a store's settings come from. Used by WordPress and by the start; a missing one stops both, and its name is said.
namespace Storeyard;

const SECRETS = '/run/secrets/store';

function fail(string $message): never
{
    error_log("storeyard: $message");
    if (PHP_SAPI !== 'cli') {
        http_response_code(500);
    }
    exit(1);
}

function setting(string $name, string $default = ''): string
{
    $value = getenv($name);
    if ($value === false || $value === '') {
        $value = $default;
    }
    return $value !== '' ? $value : fail("$name is not set");
}

/** Whether the shop is a copy of another one, made to try things out. */
function is_copy(): bool
{
    return match (setting('STORE_COPY', 'false')) {
        'true' => true,
        'false' => false,
        default => fail('STORE_COPY is neither true nor false'),
    };
}

function secret(string $name): string
{
    $value = trim((string) @file_get_contents((getenv('STOREYARD_SECRETS') ?: SECRETS) . "/$name"));
    return $value !== '' ? $value : fail("the secret $name is missing");
}

/** A key of its own for each purpose, out of one secret. */
function derived(string $purpose): string
{
    static $key = null;
    $key ??= secret('auth-salt');
    return hash_hmac('sha256', $purpose, $key);
}
