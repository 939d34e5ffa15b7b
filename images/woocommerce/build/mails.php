<?php
// Runs before a script of the image's build: each mail that a shop means to send is a line of the file $MAILS.
$GLOBALS['wp_filter']['wp_mail'][10][] = ['accepted_args' => 1, 'function' => function (array $mail) {
    file_put_contents(getenv('MAILS'), "{$mail['subject']}\n", FILE_APPEND);
    return $mail;
}];
