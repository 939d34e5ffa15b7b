"""`python -m tests.reliability.run`: what buyers notice of a store's life; writes docs/reliability.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.bench.report import Report
from tests.cluster.installation import PROJECT, make
from tests.cluster.trade import trading
from tests.reliability.run.life import Life, Size
from tests.reliability.run.page import table, title, with_part
from tests.reliability.run.shops import STANDS

PAGE = PROJECT / "docs" / "reliability.md"


def main() -> None:
    """Run what was asked for; the page has a part for each engine. Exit code 1 if an order or a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.reliability.run", description=__doc__)
    some = "may be given more than once; left out: each whose images are here"
    parser.add_argument("--engine", action="append", choices=list(STANDS), help=some)
    parser.add_argument("--orders", type=int, default=1000, help="that the shop has before all begins (default 1000)")
    parser.add_argument("--products", type=int, default=200, help="that the shop sells (default 200)")
    parser.add_argument("--files", type=int, default=256, help="uploads of the shop, in MiB (default 256)")
    parser.add_argument("--each", type=float, default=0.5, help="seconds from one buyer to the next (default 0.5)")
    parser.add_argument("--note", action="append", default=[], help="a remark for the page: what else the machine did")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    make("up")
    good = True
    size = Size(orders=options.orders, products=options.products, files=options.files, each=options.each)
    for engine in options.engine or list(STANDS):
        report = Report(head=[title(engine)], notes=options.note)
        with trading(engine, "life") as store:
            life = Life(store, size, report)
            life.live()
        report.before += table(size, life.cases)
        page = options.page.read_text(encoding="utf-8") if options.page.exists() else ""
        options.page.write_text(with_part(page, report.markdown()), encoding="utf-8")
        good = good and all(case.account.clean and not case.wrong for case in life.cases)
        good = good and all(measure.met for measure in report.measures)
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
