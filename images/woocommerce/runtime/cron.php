<?php
// The CronJob's one request: the shop does what is due in a process of its own, whose code is loaded already.
$context = stream_context_create(['http' => ['timeout' => 240, 'ignore_errors' => true, 'header' => 'Host: ' . $argv[1], 'follow_location' => 0]]);
$body = @file_get_contents('http://web/wp-cron.php?doing_wp_cron', false, $context);
$status = $http_response_header[0] ?? 'no answer';
if ($body === false || !str_contains($status, ' 200')) {
    fwrite(STDERR, "storeyard: cron: $status\n");
    exit(1);
}
