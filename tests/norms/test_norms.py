"""Norms are read from the properties of a step, and never invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpmn.document import read
from engine.norms import Norm, Span, norm_of, read_span
from engine.workdays_words import norm_words

SOPS = sorted((Path(__file__).parents[2] / "bpmn" / "sop").glob("*/*.bpmn"))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("PT5M", Span(minutes=5)),
        ("PT1H30M", Span(minutes=90)),
        ("PT1.5H", Span(minutes=90)),
        ("PT61S", Span(minutes=2)),
        ("P1D", Span(days=1)),
        ("P2W", Span(days=10)),
        ("P1M", Span(months=1)),
        ("P1Y2M", Span(months=14)),
        ("P1M2DT3H", Span(1, 2, 180)),
        (" pt5m ", Span(minutes=5)),
    ],
)
def test_a_duration_is_read_in_months_working_days_and_working_minutes(text: str, span: Span) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["", "P", "PT", "5 menit", "P0.5D", "-PT5M", "PT0M", "P1H", "PT5M PT6M", "P12345D"])
def test_what_is_no_length_of_work_gives_no_norm(text: str) -> None:
    assert norm_of({"sop:durasi": text, "sop:waktu": "5 menit"}) is None


def test_a_printed_time_alone_is_never_made_a_number() -> None:
    for printed in ("Sesuai Kesepakatan", "2 Kali", "Real Time", "00 menit", "10 menit"):
        assert norm_of({"sop:waktu": printed}) is None


def test_a_range_has_a_lower_and_an_upper_bound_and_is_due_by_the_upper() -> None:
    norm = norm_of({"sop:durasi": "PT5M/PT10M", "sop:waktu": "5 - 10 Menit"})
    assert norm == Norm(Span(minutes=5), Span(minutes=10), printed="5 - 10 Menit")
    assert norm is not None
    assert norm.due == Span(minutes=10)
    assert norm_words(norm) == ("5 sampai 10 menit kerja", "5 to 10 working minutes")


@pytest.mark.parametrize("text", ["PT5M/", "/PT5M", "PT5M/PT10M/PT15M", "PT5M/sepuluh"])
def test_half_a_range_is_no_norm(text: str) -> None:
    assert norm_of({"sop:durasi": text}) is None


def test_the_time_of_the_whole_service_is_shown_and_never_due() -> None:
    norm = norm_of({"sop:durasi": "PT20M", "sop:norma": "total"})
    assert norm is not None
    assert norm.due is None
    assert norm_words(norm) == ("20 menit kerja", "20 working minutes")


def test_bounds_of_different_kinds_are_said_in_full() -> None:
    norm = norm_of({"sop:durasi": "PT2H/P1D"})
    assert norm is not None
    assert norm_words(norm) == ("2 jam kerja sampai 1 hari kerja", "2 working hours to 1 working day")


def test_every_duration_of_the_sops_is_read() -> None:
    found = 0
    for path in SOPS:
        for process in read(path.read_bytes()).processes:
            for element in process.elements.values():
                if element.properties.get("sop:durasi"):
                    found += 1
                    assert norm_of(element.properties) is not None, f"{path.name} {element.id}"
    assert found > 100
