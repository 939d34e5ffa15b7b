<?php
// Reads lines and writes one report line for each. A line that cannot be carried is a person's; what is no line at all ends it.
namespace Storeyard\Orders;

const DONE = 'storeyard_carried'; // the exports that were carried over as a whole
const KEPT_DONE = 20;

/** What is known while lines are carried over. */
final class Book
{
    /** @var array<int, int> accounts that have another id here */
    public array $accounts = [];
    /** Whether every line could be written. */
    public bool $well = true;
    private array $done;

    public function __construct()
    {
        $this->done = (array) get_option(DONE, []);
    }

    /** Whether a run before carried all of its export over: what differs now was changed since. */
    public function is_done(array $line): bool
    {
        return in_array($line['export'], $this->done, true);
    }

    /** The id of an order's account in this shop; 0 for a guest's. */
    public function account(int $id, array &$problems): int
    {
        $account = $this->accounts[$id] ?? $id;
        if ($account && !get_userdata($account)) {
            $problems[] = 'The restored shop does not have the account it belongs to, so it is a guest’s order.';
            return 0;
        }
        return $account;
    }

    /** Marks what was carried over as a whole. */
    public function close(string $export): void
    {
        if ($this->well && !in_array($export, $this->done, true)) {
            update_option(DONE, array_slice([...$this->done, $export], -KEPT_DONE), false);
        }
    }
}

/** @param resource $stream */
function import($stream): void
{
    be_quiet();
    $book = new Book();
    $line = null;
    for ($number = 1; ($text = fgets($stream)) !== false; $number++) {
        $line = json_decode($text, true);
        $carry = match ($line['type'] ?? null) {
            'customer' => carry_customer(...), 'order' => carry_order(...), 'stock' => carry_stock(...),
            default => stop("line $number is none of an export"),
        };
        isset($line['id'], $line['export']) || stop("line $number is none of an export");
        $named = ['type' => $line['type'], 'order' => (string) ($line['number'] ?? $line['sku'] ?? ''), 'id' => (string) $line['id']];
        try {
            $report = $carry($line, $book);
        } catch (\Throwable $error) {
            $GLOBALS['wpdb']->check_connection(false) || stop('the database does not answer any more');
            $book->well = false;
            $report = person('', 'It could not be written: ' . wp_strip_all_tags($error->getMessage()));
        }
        if ($report['outcome'] === 'needs_person' && $book->is_done($line)) {
            $report['outcome'] = 'present'; // a person was told by the run that carried the rest
        }
        emit([...$named, ...$report]);
        $number % AT_A_TIME || forget();
    }
    if ($line !== null) {
        ($line['last'] ?? false) || stop('the end of the export is missing');
        $book->close($line['export']);
    }
}

/** All of it or nothing. */
function at_once(callable $work): mixed
{
    wc_transaction_query('start');
    try {
        $result = $work();
        wc_transaction_query('commit');
        return $result;
    } catch (\Throwable $error) {
        wc_transaction_query('rollback');
        forget();
        throw $error;
    }
}

function carried(int $became, string $reason = ''): array
{
    return ['became' => (string) $became, 'outcome' => 'carried', 'reason' => reason($reason)];
}

function present(int $id, string $reason = ''): array
{
    return ['became' => $id ? (string) $id : '', 'outcome' => 'present', 'reason' => reason($reason)];
}

function person(int|string $became, string $reason): array
{
    return ['became' => (string) $became, 'outcome' => 'needs_person', 'reason' => reason($reason)];
}

function reason(string $text): string
{
    return mb_strimwidth($text, 0, REASON_LENGTH, '…', 'UTF-8');
}
