<?php
// Runs in the image's build: a shop with other names beside its address. Who looks at a page there is sent on, and nobody else.
require __DIR__ . '/client.php';

/** A request as the ingress hands it on, whose answer is looked at as it is. */
function at(string $host, string $path, string $method = 'GET', bool $inside = false): array
{
    $headers = ["Host: $host", ...($inside ? [] : ['X-Forwarded-Proto: http'])];
    $context = stream_context_create(['http' => [
        'method' => $method, 'header' => $headers, 'ignore_errors' => true, 'follow_location' => 0, 'timeout' => 60,
    ]]);
    $text = (string) @file_get_contents(BASE . $path, false, $context);
    $said = $http_response_header ?? [];
    $named = fn(string $name) => trim(substr((string) current(preg_grep("/^$name:/i", $said)), strlen($name) + 1));
    return ['status' => (int) substr($said[0] ?? '', 9, 3), 'location' => $named('Location'), 'kept' => $named('Cache-Control'), 'text' => $text];
}

ready();
foreach (['demo.localhost', 'tea.example.com', 'TEA.example.com:8080'] as $host) {
    foreach (['/', '/product/sample-mug/?a=1&b=%20x%3Fy%26z', '//evil.example/x', '/a%0d%0aX-Mine:%201?q', '/caf%C3%A9/', '/a%3Fb?c=d', '/wp-login.php'] as $path) {
        foreach (['GET', 'HEAD'] as $method) {
            $answer = at($host, $path, $method);
            check($answer['status'] === 308 && $answer['location'] === BASE . $path, "$method $path of $host leads to {$answer['location']}", $answer);
            check($answer['kept'] === 'max-age=300', "a browser keeps it otherwise: {$answer['kept']}");
        }
    }
    check(at($host, '/?wc-api=anybody', 'POST')['status'] !== 308, "what is sent to $host is sent on");
    check(at($host, '/wp-cron.php?doing_wp_cron', 'GET', true)['status'] === 200, 'the cron does not come through');
}
foreach (['127.0.0.1:8080', 'teaXexample.com', 'example.com', 'tea.example.com.evil.example'] as $host) {
    check(at($host, '/wp-login.php')['status'] === 200, "$host is taken for one of the shop's other names");
}
check(at('127.0.0.1:8080', '/wp-login.php')['kept'] !== 'max-age=300', 'a page that leads nowhere is kept');
echo "names: the shop's other names lead to its address\n";
