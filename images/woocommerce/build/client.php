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
