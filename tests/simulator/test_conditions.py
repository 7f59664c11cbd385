"""The simulator's own evaluation of conditions."""

from __future__ import annotations

import pytest

from tests.simulator.conditions import holds

VALUES: dict[str, object] = {"keputusan": "Ya", "nilai": 2, "lengkap": True, "kosong": None}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('keputusan = "Ya"', True),
        ('keputusan != "Ya"', False),
        ('keputusan = "Tidak" or nilai >= 2', True),
        ('not(keputusan = "Ya") and nilai >= 2', False),
        ('keputusan = "Ya" or nilai > 5 and nilai < 1', True),
        ('(keputusan = "Ya" or nilai > 5) and nilai < 1', False),
        ("nilai in (1, 2)", True),
        ("nilai in [0..1]", False),
        ('keputusan in ["a", "Ya"]', True),
        ("lengkap = true", True),
        ("not(lengkap = true)", False),
        ('hilang = "Ya"', False),
        ('hilang != "Ya"', True),
        ("hilang < 3", False),
        ("kosong >= 0", False),
        ("not(hilang < 3)", True),
        ("keputusan < 3", False),
        ("lengkap = 1", False),
        ("lengkap > 0", False),
        ("${keputusan == 'Ya' && nilai >= 2}", True),
        ("${!(keputusan == 'Ya') || nilai < 2}", False),
        ("${not(nilai == 2)}", False),
    ],
)
def test_a_condition_is_true_or_false(text: str, wanted: bool) -> None:
    assert holds(text, VALUES) is wanted


@pytest.mark.parametrize("text", ["", "nilai = ", "nilai = 2 2", "nilai in (1", "nilai * 1 = 2", "=", "nilai ? 2"])
def test_what_it_does_not_know_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        holds(text, VALUES)
