<?php
// Ready means that the database answers and holds a shop. WordPress is not loaded: this is asked every few seconds.
require '/usr/local/share/storeyard/settings.php';

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
try {
    $database = mysqli_init();
    $database->options(MYSQLI_OPT_CONNECT_TIMEOUT, 2);
    $database->options(MYSQLI_OPT_READ_TIMEOUT, 2);
    $database->real_connect(
        Storeyard\setting('DATABASE_HOST', 'db'),
        Storeyard\setting('DATABASE_USER', 'woocommerce'),
        Storeyard\secret('db-password'),
        Storeyard\setting('DATABASE_NAME', 'woocommerce'),
    );
    $row = $database->query("SELECT 1 FROM wp_options WHERE option_name = 'woocommerce_version'")->fetch_row();
    $ready = $row !== null;
} catch (mysqli_sql_exception) {
    $ready = false;
}
http_response_code($ready ? 200 : 503);
header('Content-Type: application/json');
echo json_encode(['ready' => $ready]);
