<?php
// Where a store's settings come from. Used by WordPress and by the start; a missing one stops both, and its name is said.
namespace Storeyard;

const SECRETS = '/run/secrets/store';
const CHECK_EMAIL = 'storeyard-check@example.com'; // whose the platform's own test orders are

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

/** A setting that is one of two words, the first of which stands where it is not set. Whether it is the second. */
function is_second(string $name, string $first, string $second): bool
{
    return match (setting($name, $first)) {
        $first => false,
        $second => true,
        default => fail("$name is neither $first nor $second"),
    };
}

/** Whether the shop is a copy of another one, made to try things out. */
function is_copy(): bool
{
    return is_second('STORE_COPY', 'false', 'true');
}

/** Whether nobody may change the shop's code in its admin. */
function is_locked(): bool
{
    return is_second('STORE_FILE_MODS', 'open', 'locked');
}

/** Whether the shop runs without its owner's plugins and theme, so that a broken one can be mended. */
function is_safe(): bool
{
    return is_second('STORE_SAFE_MODE', 'false', 'true');
}

/** Where mail goes out, or null: then none does. Security is starttls, tls or none. */
function relay(): ?array
{
    $host = (string) getenv('MAIL_HOST');
    return $host === '' || is_copy() ? null : [
        'host' => $host,
        'port' => (int) setting('MAIL_PORT'),
        'security' => setting('MAIL_SECURITY'),
        'user' => (string) getenv('MAIL_USER'),
        'password' => trim((string) @file_get_contents(mail_file('password'))),
        'from' => setting('MAIL_FROM'),
        'reply_to' => (string) getenv('MAIL_REPLY_TO'),
        'ca' => is_file(mail_file('ca.pem')) ? mail_file('ca.pem') : null,
    ];
}

function mail_file(string $name): string
{
    return (getenv('STOREYARD_MAIL') ?: '/run/secrets/mail') . "/$name";
}

/** The account at Stripe that buyers pay into by card, or null: then they do not. Its API is called at `api`, if not at Stripe's address. */
function payments(): ?array
{
    static $found = false;
    if ($found !== false) {
        return $found;
    }
    $read = fn(string $name) => trim((string) @file_get_contents(payments_file($name)));
    [$secret, $signs, $host] = [$read('secret-key'), $read('webhook-secret'), (string) getenv('PAYMENTS_API_HOST')];
    $given = getenv('PAYMENTS_PROVIDER') === 'stripe' && !is_copy();
    if ($given && ($secret === '' || $signs === '')) {
        error_log("storeyard: payments by card do not work: a secret of the payment provider is missing");
    }
    return $found = !$given || $secret === '' || $signs === '' ? null : [
        'publishable_key' => setting('PAYMENTS_PUBLISHABLE_KEY'),
        'secret_key' => $secret,
        'webhook_secret' => $signs,
        'api' => $host === '' ? null : "https://$host:" . setting('PAYMENTS_API_PORT', '443') . '/',
        'ca' => is_file(payments_file('ca.pem')) ? payments_file('ca.pem') : null,
    ];
}

function payments_file(string $name): string
{
    return (getenv('STOREYARD_PAYMENTS') ?: '/run/secrets/payments') . "/$name";
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
