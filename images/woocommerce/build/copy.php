<?php
// Runs in the image's build: looks at a shop that is a copy. A failure fails the build.
require __DIR__ . '/client.php';

$product = ready()['json'][0];
$hidden = fn(array $answer) => (bool) preg_grep('/^X-Robots-Tag: noindex, nofollow$/i', $answer['headers']);
foreach (['/', '/cart/', '/product/sample-mug/'] as $path) {
    $page = call('GET', BASE . $path);
    check($page['status'] === 200 && $hidden($page), "search engines may list $path", ['status' => $page['status']]);
    check(str_contains($page['text'], 'This is a copy of a shop'), "$path does not say that it is a copy", ['text' => strip_tags($page['text'])]);
}
check($hidden(call('GET', $product['images'][0]['src'])), 'search engines may list a picture');
check(call('GET', BASE . '/robots.txt')['text'] === "User-agent: *\nDisallow: /\n", 'robots.txt lets in');
check(call('POST', BASE . '/?wc-api=wc_gateway_paypal')['status'] === 403, 'it takes calls of a payment provider');

$order = buy($product['id'], 1, 'order@build.example');
check($order['status'] === 200, 'no order was taken', $order);
echo "copy: it says what it is\n";
