"""What is said on the stage: lines of logs, names of shops."""

from __future__ import annotations

from typing import Final

LINES: Final = {
    "web": (
        "info: GET /products 200 12ms",
        "info: GET / 200 31ms",
        "info: cart 01JQ8 updated: 2 items",
        'warn: slow query: SELECT … FROM "order" took 812 ms',
        "info: POST /store/orders 201 96ms",
        "debug: cache hit ratio 0.93",
        'error: payment provider "manual" answered late (1503 ms), tried again',
        "info: GET /collections/summer-sale?page=2&order=price-asc&filter=colour:green,size:m,brand:northwind 200 18ms",
        '{"level":"info","msg":"job finished","job":"reindex","duration_ms":412,"products":2413}',
        "info: поиск «чай» → 14 · 検索「お茶」→ 3 · بحث «شاي» ← 5",
        "    at processTicksAndRejections (node:internal/process/task_queues:105:5)",
    ),
    "db": (
        "LOG:  checkpoint starting: time",
        "LOG:  checkpoint complete: wrote 42 buffers (2.1%); write=4.104 s, sync=0.012 s, total=4.131 s",
        "LOG:  connection authorized: user=shop database=shop",
        "WARNING:  there is already a transaction in progress",
        'LOG:  automatic vacuum of table "shop.public.cart": index scans: 1',
    ),
}
LAST_WORDS: Final = (
    "info: starting",
    "info: connecting to the database db:5432",
    "info: running migrations",
    'error: relation "payment_session" already exists',
    "    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:285:98)",
    "fatal: migrations failed, the process ends with 1",
)
ADJECTIVES: Final = "amber brisk calm dusky early fresh golden humble ivory jolly keen lively".split()
THINGS: Final = "acorn bakery candle denim easel fern guitar honey island jewel kettle lantern".split()
LONG_NAME: Final = ("The Remarkably Long-Named Emporium of Hand-Bound Notebooks, Fountain Pens & Letterpress Stationery Ltd")[
    :100
]
