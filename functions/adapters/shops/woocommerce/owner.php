<?php
// Runs in a shop's pod, from standard input. Sets the password of the first administrator, and says which passwords are theirs.
// WordPress does it, without the owner's plugins: none hears of it, and a broken one does not stop it.
$asked = json_decode(base64_decode('@ASKED@'), true);
putenv('STORE_SAFE_MODE=true');
ob_start(fn() => '', 4096);
require_once '/var/www/html/wp-load.php';
$fits = fn(string $password) => ($user = get_user_by('login', 'admin')) && wp_check_password($password, $user->user_pass, $user->ID);
$found = get_user_by('login', 'admin');
if ($found && isset($asked['set']) && !$fits($asked['set'])) {
    wp_set_password($asked['set'], $found->ID);
}
$said = ['found' => (bool) $found, 'takes' => array_map($fits, $asked['try'])];
file_put_contents('php://stdout', json_encode($said) . "\n");
