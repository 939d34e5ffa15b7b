<?php
// Requests to the shop that the image's build proves. What is not as it should be fails the build.
const BASE = 'http://127.0.0.1:8080';
const STORE = BASE . '/wp-json/wc/store/v1';

function call(string $method, string $url, ?array $body = null, array $headers = []): array
{
    $context = stream_context_create(['http' => [
        'method' => $method,
        'header' => ['Content-Type: application/json', ...$headers],
        'content' => $body === null ? '' : json_encode($body),
        'ignore_errors' => true,
        'timeout' => 60,
    ]]);
    $text = @file_get_contents($url, false, $context);
    $head = $http_response_header ?? [];
    return ['status' => (int) substr($head[0] ?? '', 9, 3), 'headers' => $head, 'text' => (string) $text, 'json' => json_decode((string) $text, true)];
}

function check(bool $right, string $what, array $answer = []): void
{
    if (!$right) {
        fwrite(STDERR, "smoke: $what " . substr($answer['text'] ?? '', 0, 2000) . ' ' . ($answer['status'] ?? '') . "\n");
        exit(1);
    }
}

function ready(): array
{
    for ($attempt = 0; $attempt < 300; $attempt++) {
        $answer = call('GET', STORE . '/products?per_page=10');
        if ($answer['status'] === 200) {
            return $answer;
        }
        usleep(200_000);
    }
    check(false, 'the shop did not become ready', $answer);
}

/** Buys something as a guest, to be paid on delivery; returns the checkout's answer. */
function buy(int $product, int $quantity, string $email, array $elsewhere = []): array
{
    $cart = call('GET', STORE . '/cart');
    $token = current(preg_grep('/^Cart-Token:/i', $cart['headers']));
    $added = call('POST', STORE . '/cart/add-item', ['id' => $product, 'quantity' => $quantity], [$token]);
    check($added['status'] === 201, 'nothing goes into the cart', $added);
    $address = [
        'first_name' => 'Build', 'last_name' => 'Test', 'address_1' => 'Street 1', 'city' => 'Town', 'state' => 'JP13',
        'postcode' => '100-0001', 'country' => 'JP', 'phone' => '1234567', ...$elsewhere,
    ];
    return call('POST', STORE . '/checkout', [
        'payment_method' => 'cod', 'billing_address' => [...$address, 'email' => $email], 'shipping_address' => $address,
    ], [$token]);
}

/** Asks as the owner. The key signs (OAuth 1.0a), as the platform does it: over plain http WooCommerce takes no other proof. */
function as_owner(string $method, string $path, ?array $body = null): array
{
    $signed = [
        'oauth_consumer_key' => sprintf('ck_%040d', 1), 'oauth_nonce' => bin2hex(random_bytes(8)),
        'oauth_signature_method' => 'HMAC-SHA256', 'oauth_timestamp' => (string) time(),
    ];
    $text = "$method&" . rawurlencode(BASE . $path) . '&' . rawurlencode(http_build_query($signed, '', '&', PHP_QUERY_RFC3986));
    $signed['oauth_signature'] = base64_encode(hash_hmac('sha256', $text, sprintf('cs_%040d', 1) . '&', true));
    return call($method, BASE . "$path?" . http_build_query($signed, '', '&', PHP_QUERY_RFC3986), $body);
}

/** Runs code in the shop, as its own user. */
function run(string $code): void
{
    $code = "require '/var/www/html/wp-load.php'; $code";
    passthru('setpriv --reuid=10001 --regid=10001 --clear-groups ' . PHP_BINARY . ' -r ' . escapeshellarg($code), $status);
    check($status === 0, "this does not run: $code");
}
