"""Which changes of `make mutation` are asked for, and what is said of each."""

from __future__ import annotations

import pytest

from scripts.mutation import Found, argued, change, functions_of, is_stub, judge, only_words, own_errors, report

SOURCE = """
class Shop:
    def xǁShopǁopen__mutmut_orig(self, name: str = "a") -> str:
        logger.info("shop opens", name=name)
        return f"the shop {name} is open" + ", ".join(self.doors)

    def xǁShopǁopen__mutmut_1(self, name: str = "XXaXX") -> str:
        logger.info("shop opens", name=name)
        return f"the shop {name} is open" + ", ".join(self.doors)

    def xǁShopǁopen__mutmut_2(self, name: str = "a") -> str:
        logger.info("shop opens", name=None)
        return f"the shop {name} is open" + ", ".join(self.doors)

    def xǁShopǁopen__mutmut_3(self, name: str = "a") -> str:
        logger.info("shop opens", name=name)
        return f"the shop {name} IS OPEN" + ", ".join(self.doors)

    def xǁShopǁopen__mutmut_4(self, name: str = "a") -> str:
        logger.info("shop opens", name=name)
        return f"the shop {name} is open" + "XX, XX".join(self.doors)

    def xǁShopǁopen__mutmut_5(self, name: str = "a") -> str:
        logger.info("shop opens", name=name)
        return None


def x_shut__mutmut_orig(*, at_once: bool = False) -> None:
    \"\"\"Shut it.\"\"\"


def x_shut__mutmut_1(*, at_once: bool = True) -> None:
    \"\"\"Shut it.\"\"\"


def other(name):
    return name
"""
FUNCTIONS = {function.name: function for function in functions_of(SOURCE)}
OPEN, SHUT = "shops.xǁShopǁopen__mutmut_", "shops.x_shut__mutmut_"


def opened(number: int) -> tuple[bool, str]:
    """Whether that change is one of words only, and how it reads."""
    before, after = FUNCTIONS["xǁShopǁopen__mutmut_orig"], FUNCTIONS[f"xǁShopǁopen__mutmut_{number}"]
    return only_words(before, after), change(before, after)


def sorts(codes: dict[str, int | None], *allowed: str) -> list[str]:
    return [found.sort for found in judge("shops", SOURCE, codes, set(allowed))]


def test_functions_that_mutmut_did_not_make_are_none_of_its_changes() -> None:
    assert "other" not in FUNCTIONS
    assert len(FUNCTIONS) == 8


def test_the_words_of_a_sentence_and_what_the_log_says_are_left_out_and_nothing_else() -> None:
    assert [opened(number)[0] for number in range(1, 6)] == [False, True, True, False, False]


def test_a_change_reads_as_the_lines_that_differ() -> None:
    assert opened(1)[1] == "def open(self, name: str='a') -> str: -> def open(self, name: str='XXaXX') -> str:"
    assert opened(5)[1] == "return f'the shop {name} is open' + ', '.join(self.doors) -> return None"


def test_a_function_that_is_a_docstring_is_a_stub() -> None:
    assert is_stub(FUNCTIONS["x_shut__mutmut_orig"])
    assert not is_stub(FUNCTIONS["xǁShopǁopen__mutmut_orig"])


@pytest.mark.parametrize(
    ("code", "sort"),
    [(0, "alive"), (1, "noticed"), (37, "noticed"), (36, "noticed"), (33, "alive"), (5, "alive"), (-11, "alive")],
)
def test_how_the_tests_of_a_change_ended_says_what_became_of_it(code: int, sort: str) -> None:
    assert sorts({f"{OPEN}5": code}) == [sort]


def test_what_is_left_out_is_left_out_whether_noticed_or_not_and_what_was_not_tried_too() -> None:
    assert sorts({f"{OPEN}2": 0, f"{OPEN}3": 1, f"{SHUT}1": 0, f"{OPEN}5": None}) == ["words", "words", "stubs"]


def test_a_change_is_argued_by_the_line_that_is_printed_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    report(list(judge("shops", SOURCE, {f"{OPEN}1": 0}, set())))
    printed = next(line for line in capsys.readouterr().out.splitlines() if "XXaXX" in line)

    assert sorts({f"{OPEN}1": 0, f"{OPEN}4": 0}, *argued(f"# Why\n\n{printed} # nobody leaves it out\n")) == ["argued", "alive"]


def test_an_argument_gives_a_reason() -> None:
    assert argued("a.b: x -> y # z # because\n") == {"a.b: x -> y # z"}
    with pytest.raises(ValueError, match="no reason is given"):
        argued("a.b: x -> y\n")


@pytest.mark.parametrize(("noticed", "good"), [(9, True), (8, False)])
def test_enough_is_a_share_of_what_was_asked_and_an_argument_notices_nothing(
    noticed: int, good: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Found("a", "a.f: x -> y", sort) for sort in ["noticed"] * noticed + ["argued"] * (10 - noticed) + ["words"] * 30]

    assert report(found, stale=["a.g: x -> y"]) is good

    said = capsys.readouterr().out
    assert f"{noticed} of 10 changes were noticed, {noticed * 10}.0%" in said
    assert "a.g: x -> y" in said


def test_nothing_asked_is_not_enough() -> None:
    assert report([]) is False


def test_a_type_error_counts_where_the_change_made_it() -> None:
    inside = {number: FUNCTIONS[f"xǁShopǁopen__mutmut_{number}"].lineno + 1 for number in ("orig", 1, 5)}
    errors = [
        {"line": inside["orig"], "message": "usual"},
        {"line": inside[1], "message": "usual"},
        {"line": inside[5], "message": "None is no str"},
        {"line": 1, "message": "outside"},
    ]

    assert own_errors(SOURCE, errors) == [errors[2]]
