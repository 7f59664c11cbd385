"""Labels of lanes become posts, and posts are held for dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people import Aliases, Holding, group_id, held, office_of, posts_of_group, resolve

ALIASES = Aliases.of(
    [
        ("bh", "", "Kasi", "bh/kasi-umum"),
        ("bh", "skm", "Kasi", "bh/kasi-kesra"),
        ("bh", "", "JFU dan TIM", "bh/tim"),
        ("bh", "", "JFU dan TIM", "bh/jfu"),
        ("bh", "", "TiM", "bh/tim"),
        ("bh", "", "TIM", "bh/tim"),
    ],
    [("bh/camat", "bh", "Camat Bunut Hilir"), ("bh/kasi-kesra", "bh", "Kasi"), ("kk/camat", "kk", "Camat")],
)


@pytest.mark.parametrize(
    ("sop", "label", "posts"),
    [
        ("skm", "Kasi", ("bh/kasi-kesra",)),
        ("lain", "Kasi", ("bh/kasi-umum",)),
        ("lain", "  kasi ", ("bh/kasi-umum",)),
        ("lain", "JFU\n dan   tim", ("bh/jfu", "bh/tim")),
        ("lain", "tim", ("bh/tim",)),
        ("lain", "CAMAT bunut hilir", ("bh/camat",)),
        ("lain", "camat", ("bh/camat",)),
        ("lain", "bh/camat", ("bh/camat",)),
        ("lain", "Bupati", ()),
        ("lain", "", ()),
    ],
)
def test_a_label_means_what_the_sop_then_the_office_then_a_post_of_that_name_says(
    sop: str, label: str, posts: tuple[str, ...]
) -> None:
    assert resolve(ALIASES, "bh", sop, label) == posts


def test_a_label_never_means_a_post_of_another_office() -> None:
    assert resolve(ALIASES, "kk", "skm", "Kasi") == ()
    assert resolve(ALIASES, "kk", "skm", "Camat") == ("kk/camat",)


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-01-31", False), ("2026-02-01", True), ("2026-06-30", True), ("2026-07-01", False)],
)
def test_a_post_is_held_from_the_first_day_to_the_last(day: str, holds: bool) -> None:
    holding = Holding("ani", "bh/camat", date(2026, 2, 1), date(2026, 6, 30))
    assert (held([holding], date.fromisoformat(day)) == {"bh/camat"}) is holds


def test_a_holding_without_an_end_goes_on() -> None:
    assert Holding("ani", "bh/camat", date(2026, 2, 1)).covers(date(9999, 12, 31))


@given(st.lists(st.from_regex(r"[a-z]{1,5}/[a-z]{1,5}", fullmatch=True), min_size=1, max_size=5))
def test_a_group_is_the_same_whatever_the_order_and_gives_its_posts_back(posts: list[str]) -> None:
    assert group_id(posts) == group_id(reversed(posts))
    assert posts_of_group(group_id(posts)) == tuple(sorted(set(posts)))


def test_a_group_has_a_post() -> None:
    with pytest.raises(ValueError, match="post"):
        group_id([])
    assert posts_of_group(None) == ()
    assert office_of("bunut-hilir/camat") == "bunut-hilir"
