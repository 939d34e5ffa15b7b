<?php
// What `helm test` runs in a pod beside the shop: an order as a guest, found as the owner, and removed. The way is that of
// functions/adapters/shops/woocommerce, by which the platform proves a store; a test holds what both must agree upon.
namespace Storeyard;

const STORE = '/wp-json/wc/store/v1';
const OWNER = '/wp-json/wc/v3';
const EMAIL = 'storeyard-check@example.com';
const MARK = 'storeyard-check'; // of a product that is lent to a shop that offers nothing
const READY_SECONDS = 60;
const SEEN = 'id,number,total,currency,billing';
// WooCommerce checks postcodes of these countries against a pattern.
const POSTCODES = [
    'AT' => '1010', 'BE' => '1010', 'CH' => '1010', 'HU' => '1010', 'NO' => '1010', 'DK' => '1010', 'SI' => '1010',
    'CZ' => '110 00', 'SE' => '110 00', 'SK' => '110 00', 'BA' => '71000', 'BR' => '01310-100', 'CA' => 'K1A 0B1',
    'GB' => 'SW1A 1AA', 'IE' => 'D02 AF30', 'IN' => '110001', 'JP' => '100-0001', 'LI' => '9490', 'NL' => '1011 AB',
    'PL' => '00-001', 'PT' => '1000-001',
];

final class Failed extends \RuntimeException
{
}

final class Shop
{
    private string $key;
    private string $secret;
    private bool $secure;

    public function __construct(private string $url, private string $address, string $secrets)
    {
        $this->key = trim(file_get_contents("$secrets/api-key"));
        $this->secret = trim(file_get_contents("$secrets/api-secret"));
        $this->secure = parse_url($url, PHP_URL_SCHEME) === 'https';
    }

    /** Send one request as the ingress would pass it on; return status, headers and JSON. */
    public function send(string $method, string $path, array $query = [], ?array $body = null, array $headers = []): array
    {
        $headers[] = 'Host: ' . preg_replace('#^https?://#', '', $this->url);
        $headers[] = 'X-Forwarded-Proto: ' . ($this->secure ? 'https' : 'http');
        $headers[] = 'Connection: close';
        $http = ['method' => $method, 'timeout' => 15, 'ignore_errors' => true, 'follow_location' => 0, 'user_agent' => 'storeyard-check'];
        if ($body !== null) {
            $headers[] = 'Content-Type: application/json';
            $http['content'] = json_encode($body);
        }
        $context = stream_context_create(['http' => [...$http, 'header' => $headers]]);
        $target = $this->address . $path . ($query === [] ? '' : '?' . http_build_query($query, '', '&', PHP_QUERY_RFC3986));
        $text = @file_get_contents($target, false, $context);
        $received = $text === false ? [] : $http_response_header;
        preg_match('/ (\d{3})/', $received[0] ?? '', $status);
        return [(int) ($status[1] ?? 0), $received, json_decode((string) $text, true)];
    }

    /** Send a buyer's request and return its JSON. */
    public function buyer(string $method, string $path, ?array $body = null, string $cart = '', array $query = []): array
    {
        return $this->good($this->send($method, $path, $query, $body, $cart === '' ? [] : ["Cart-Token: $cart"]), "$method $path");
    }

    /** Send a request of the owner's and return its JSON. */
    public function owner(string $method, string $path, array $query = [], ?array $body = null): array
    {
        return $this->good($this->ownerSends($method, $path, $query, $body), "$method $path");
    }

    /** WooCommerce takes its key in clear over https only; over http the request is signed (OAuth 1.0a, HMAC-SHA256). */
    public function ownerSends(string $method, string $path, array $query = [], ?array $body = null): array
    {
        if ($this->secure) {
            return $this->send($method, $path, $query, $body, ['Authorization: Basic ' . base64_encode("$this->key:$this->secret")]);
        }
        $query += [
            'oauth_consumer_key' => $this->key,
            'oauth_nonce' => bin2hex(random_bytes(16)),
            'oauth_signature_method' => 'HMAC-SHA256',
            'oauth_timestamp' => (string) time(),
            'oauth_version' => '1.0',
        ];
        ksort($query);
        $text = implode('&', [$method, rawurlencode($this->url . $path), rawurlencode(http_build_query($query, '', '&', PHP_QUERY_RFC3986))]);
        $query['oauth_signature'] = base64_encode(hash_hmac('sha256', $text, rawurlencode($this->secret) . '&', true));
        return $this->send($method, $path, $query, $body);
    }

    private function good(array $answer, string $step): array
    {
        [$status, , $json] = $answer;
        if ($status < 200 || $status > 299) {
            $said = is_string($json['message'] ?? null) ? ': ' . substr(strip_tags($json['message']), 0, 200) : '';
            $said = str_replace([$this->key, $this->secret], '…', $said);
            throw new Failed($status === 0 ? "the shop did not answer $step" : "the shop answered $step with $status$said");
        }
        if (!is_array($json)) {
            throw new Failed("the shop answered $step with something that is not JSON");
        }
        return $json;
    }
}

function said(string $check): void
{
    echo "$check\n";
}

/** Wait until products are listed, which takes WordPress, WooCommerce and the database. */
function wait_ready(Shop $shop): void
{
    $end = time() + READY_SECONDS;
    do {
        [$status] = $shop->send('GET', STORE . '/products', ['per_page' => '1']);
        if ($status === 200) {
            return;
        }
        usleep(500000);
    } while (time() < $end);
    throw new Failed('the shop did not answer within ' . READY_SECONDS . " seconds, at last with $status");
}

/** The cheapest simple product that can be ordered now, or null. */
function offered(Shop $shop, string $currency): ?array
{
    $found = $shop->buyer('GET', STORE . '/products', query: ['per_page' => '20', 'type' => 'simple', 'stock_status' => 'instock']);
    $good = array_filter($found, static fn (array $item): bool => $item['sku'] !== MARK && $item['is_purchasable'] && $item['is_in_stock']
        && $item['prices']['currency_code'] === $currency);
    usort($good, static fn (array $one, array $other): int => (int) $one['prices']['price'] <=> (int) $other['prices']['price']);
    return $good[0] ?? null;
}

/** Delete every product with the mark of a check, past the trash. */
function take_back(Shop $shop): void
{
    foreach ($shop->owner('GET', OWNER . '/products', ['sku' => MARK, 'status' => 'any', '_fields' => 'id,sku']) as $item) {
        if ($item['sku'] === MARK) {
            $shop->owner('DELETE', OWNER . "/products/{$item['id']}", ['force' => 'true']);
        }
    }
}

/** Add a product that neither the catalogue nor a search shows, and return its id. */
function lent(Shop $shop): int
{
    take_back($shop);
    $product = ['name' => 'Storeyard check', 'sku' => MARK, 'regular_price' => '10', 'type' => 'simple', 'status' => 'publish'];
    $hidden = ['catalog_visibility' => 'hidden', 'manage_stock' => false];
    return (int) $shop->owner('POST', OWNER . '/products', ['_fields' => 'id'], $product + $hidden)['id'];
}

/** Go the buyer's way with one piece; return the order's id, its total in the smallest unit, and the unit's digits. */
function buy(Shop $shop, int $product, string $country): array
{
    [, $headers] = $shop->send('GET', STORE . '/cart');
    $tokens = preg_grep('/^cart-token:/i', $headers);
    if (!$tokens) {
        throw new Failed('the shop gave the buyer no cart');
    }
    $cart = trim(substr(reset($tokens), strlen('cart-token:')));
    $shop->buyer('POST', STORE . '/cart/add-item', ['id' => $product, 'quantity' => 1], $cart);
    $states = $shop->owner('GET', OWNER . '/data/countries/' . strtolower($country), ['_fields' => 'states'])['states'];
    $address = [
        'first_name' => 'Storeyard', 'last_name' => 'check', 'address_1' => 'Test street 1', 'city' => 'Test',
        'postcode' => POSTCODES[$country] ?? '10115', 'country' => $country, 'state' => $states[0]['code'] ?? 'Test', 'phone' => '+10000000000',
    ];
    $whole = ['shipping_address' => $address, 'billing_address' => [...$address, 'email' => EMAIL]];
    $filled = $shop->buyer('POST', STORE . '/cart/update-customer', $whole, $cart);
    if (!in_array('cod', $filled['payment_methods'], true)) {
        throw new Failed('the shop does not offer to pay on delivery');
    }
    $made = $shop->buyer('POST', STORE . '/checkout', ['payment_method' => 'cod', ...$whole], $cart);
    return [(int) $made['order_id'], (int) $filled['totals']['total_price'], (int) $filled['totals']['currency_minor_unit']];
}

/** Find the order as the owner, with what the buyer was shown. */
function seen(Shop $shop, int $order, int $total, int $digits, string $currency): void
{
    $item = $shop->owner('GET', OWNER . "/orders/$order", ['_fields' => SEEN]);
    if ((int) round((float) $item['total'] * 10 ** $digits) !== $total || $item['currency'] !== $currency) {
        throw new Failed("the order #{$item['number']} is shown with {$item['total']} {$item['currency']}, which is not what the buyer was");
    }
    said("the shop's admin shows order #{$item['number']} with {$item['total']} {$item['currency']}");
}

/** Cancel the test orders, which puts their stock back, and delete them. Nobody else's order is touched. */
function remove_orders(Shop $shop): void
{
    foreach ($shop->owner('GET', OWNER . '/orders', ['search' => EMAIL, 'per_page' => '50', '_fields' => 'id,billing']) as $item) {
        if ($item['billing']['email'] === EMAIL) {
            $shop->owner('PUT', OWNER . "/orders/{$item['id']}", ['status' => 'cancelled']);
            $shop->owner('DELETE', OWNER . "/orders/{$item['id']}", ['force' => 'true']);
        }
    }
}

function check(Shop $shop, string $country, string $currency): void
{
    wait_ready($shop);
    said('the shop answers');
    $product = offered($shop, $currency);
    try {
        $id = $product === null ? lent($shop) : (int) $product['id'];
        said($product === null ? 'nothing is on offer: a product is lent to the shop for the order' : "on offer: {$product['name']}");
        [$order, $total, $digits] = buy($shop, $id, $country);
        said("order $order was placed, to be paid on delivery");
        seen($shop, $order, $total, $digits, $currency);
    } finally {
        remove_orders($shop);
        if ($product === null) {
            take_back($shop);
        }
    }
    said('the test order is removed');
}

try {
    check(new Shop(getenv('STORE_URL'), getenv('STORE_ADDRESS'), getenv('STORE_SECRETS')), getenv('STORE_COUNTRY'), getenv('STORE_CURRENCY'));
} catch (Failed $failed) {
    while ($failed->getPrevious() !== null) {
        $failed = $failed->getPrevious(); // what went wrong first is what is told
    }
    fwrite(STDERR, "storeyard: {$failed->getMessage()}\n");
    exit(1);
}
