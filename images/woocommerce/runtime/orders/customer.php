<?php
// One account of a buyer, with the password it had: the hash of it, which is all that a shop knows.
namespace Storeyard\Orders;

function carry_customer(array $line, Book $book): array
{
    $user = get_user_by('login', $line['login']);
    if ($line['staff']) {
        return $user ? present($user->ID) : person('', 'It is an account that may do more in the shop than buy, so a person has to make it.');
    }
    if ($user && array_diff($user->roles, BUYERS)) {
        return person($user->ID, 'An account of its name may do more in the shop than buy, so it was not changed.');
    }
    $other = get_user_by('email', $line['email']);
    if ($other && $other->ID !== $user?->ID) {
        $book->accounts[$line['id']] = $other->ID;
        return person($other->ID, 'Another account has its e-mail address, so its orders are shown to that one.');
    }
    if ($user) {
        $book->accounts[$line['id']] = $user->ID;
        if ($book->is_done($line) || same([...account_line($user->ID), 'id' => $line['id']], $line)) {
            return present($user->ID);
        }
    } elseif ($book->is_done($line)) {
        return present(0, 'It was deleted in the shop after it was carried over.');
    }
    $problems = [];
    $became = at_once(function () use ($line, $user, &$problems): int {
        return write_customer($line, $user->ID ?? 0, $problems);
    });
    $book->accounts[$line['id']] = $became;
    return $problems ? person($became, implode(' ', $problems)) : carried($became);
}

function write_customer(array $line, int $id, array &$problems): int
{
    $user = [
        'user_login' => $line['login'], 'user_email' => $line['email'], 'user_nicename' => $line['nicename'], 'locale' => $line['locale'],
        'user_registered' => $line['registered'], 'display_name' => $line['properties']['display_name'],
    ];
    $new = ['user_pass' => bin2hex(random_bytes(16)), 'role' => current(array_intersect($line['roles'], BUYERS)) ?: ''];
    $kept = function (array $data, bool $update) use ($line): array {
        $data['user_pass'] = $line['password_hash'];
        return $update || get_userdata($line['id']) ? $data : [...$data, 'ID' => $line['id']];
    };
    add_filter('wp_pre_insert_user_data', $kept, PHP_INT_MAX, 2);
    try {
        $made = $id ? wp_update_user(wp_slash([...$user, 'ID' => $id])) : wp_insert_user(wp_slash([...$user, ...$new]));
    } finally {
        remove_filter('wp_pre_insert_user_data', $kept, PHP_INT_MAX);
    }
    is_wp_error($made) && throw new \RuntimeException(wp_strip_all_tags($made->get_error_message()));
    $customer = new \WC_Customer($made);
    set_properties($customer, $line['properties'], 'The account', $problems);
    foreach (['billing', 'shipping'] as $kind) {
        foreach ($line[$kind] as $name => $value) {
            set_properties($customer, ["{$kind}_$name" => $value], 'The account', $problems);
        }
    }
    foreach ($line['left'] as $key) {
        $problems[] = "What a plugin keeps with the account as $key has no form in which it could be carried over.";
    }
    $rights = preg_grep(RIGHTS, array_map(fn($meta) => $meta->get_data()['key'], $customer->get_meta_data()));
    $pairs = array_values(array_filter($line['meta'], fn(array $pair) => !preg_match(RIGHTS, $pair[0])));
    set_meta($customer, $pairs, [...$line['left'], ...$rights]);
    $customer->save();
    update_user_meta($made, 'last_update', $line['modified']);
    forget();
    $found = get_userdata($made);
    if (!$found || $found->user_email !== $line['email'] || $found->user_pass !== $line['password_hash']) {
        throw new \RuntimeException('it is not as it was written');
    }
    return $made;
}
