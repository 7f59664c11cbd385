"""Forms of a table ask for what the step needs, show what is known, and come back as the items they were made of."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from engine import expressions
from forms.draft_page import DraftRefused, Option, Page, Question
from forms.drafts import draft
from forms.drafts_back import undraft
from forms.form import Form, read

YA_TIDAK = Question("keputusan_4", "Setuju?", (Option("Ya", "teruskan"), Option("Tidak", reason="Sebut apa.")))
NEXT = Question(
    "tindak_lanjut_4", "Lalu?", (Option("Dilengkapi"), Option("Ditolak")), "Pilih.", ("keputusan_4", "Tidak")
)


def page(*items: dict[str, Any], questions: tuple[Question, ...] = (), given: frozenset[str] = frozenset()) -> Page:
    """The form of row 4."""
    return Page("langkah_4", "4", items, questions, given)


def components(*pages: Page) -> list[dict[str, Any]]:
    """The components of the last page."""
    found: list[dict[str, Any]] = json.loads(draft(pages)[pages[-1].id])["components"]
    return found


def form(*pages: Page) -> Form:
    """The last page as the server reads it."""
    return read(draft(pages)[pages[-1].id], expressions.compile)


FIELD = {"kunci": "nama", "jenis": "teks", "label": "Nama", "bantuan": "Seperti pada KTP."}
ASKING = Page(
    "langkah_1", "1", (FIELD, {"kunci": "tanggal", "jenis": "tanggal", "label": "Tanggal", "bantuan": "Hari itu."})
)


def test_a_field_is_demanded_unless_the_table_says_otherwise() -> None:
    may = {**FIELD, "kunci": "lain", "wajib": "tidak"}
    tick = {"kunci": "setuju", "jenis": "centang", "label": "Setuju"}
    assert [(field.key, field.required) for field in form(page(FIELD, may, tick)).fields] == [
        ("nama", True),
        ("lain", False),
        ("setuju", False),
    ]


def test_the_rules_of_a_field_are_those_of_the_table() -> None:
    found = form(
        page(
            {**FIELD, "min": "2", "maks": "9"}, {"kunci": "n", "jenis": "angka", "label": "N", "min": "1", "maks": "5"}
        )
    )
    text, number = found.fields
    assert (text.rules.min_length, text.rules.max_length) == (2, 9)
    assert (number.rules.minimum, number.rules.maximum, number.rules.decimals) == (1, 5, 0)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("nik", "6106010101900001", "61060101019"),
        ("telepon", "0812 3456 7890", "rumah"),
        ("email", "nama@contoh.id", "nama"),
        ("rupiah", "45.000", "-1"),
    ],
)
def test_kinds_with_a_shape_hold_it(kind: str, good: str, bad: str) -> None:
    found = form(page({"kunci": "isian", "jenis": kind, "label": "Isian"}))
    assert found.clean({"isian": good}).errors == ()
    assert [error.key for error in found.clean({"isian": bad}).errors] == ["isian"]


def test_a_date_and_a_list_carry_the_properties_that_forms_read() -> None:
    date = {
        "kunci": "hari",
        "jenis": "tanggal",
        "label": "Hari",
        "paling-lambat": "hari ini",
        "paling-awal": "mulai_hari",
    }
    found = components(page(date, {"kunci": "desa", "jenis": "daftar", "label": "Desa"}))
    assert found[0]["properties"] == {"paling_awal": "mulai_hari", "paling_lambat": "hari ini"}
    assert (found[1]["type"], list(found[1]["properties"])) == ("textarea", ["daftar"])


def test_lists_and_papers_are_read_as_such() -> None:
    paper = {"kunci": "pindaian", "jenis": "unggah", "label": "Pindaian", "wajib": "tidak", "banyak": "ya"}
    found = form(page({"kunci": "desa", "jenis": "daftar", "label": "Desa"}, paper))
    assert found.findings == ()
    assert [field.kind for field in found.fields] == ["lines", "file"]
    assert found.clean({"desa": "Satu\n\nDua\n"}).values["desa"] == ["Satu", "Dua"]


def test_what_is_known_is_shown_with_the_kind_and_the_label_of_its_asker() -> None:
    shown = components(ASKING, page({"lihat": ["nama", {"kunci": "tanggal", "label": "Hari"}]}))
    assert [{k: v for k, v in one.items() if k != "id"} for one in shown] == [
        {"type": "textfield", "key": "nama", "label": "Nama", "readonly": True},
        {"type": "datetime", "subtype": "date", "key": "tanggal", "dateLabel": "Hari", "readonly": True},
    ]


def test_the_item_of_a_list_is_shown_although_no_form_asks_for_it() -> None:
    (shown,) = components(page({"lihat": [{"kunci": "desa", "label": "Desa"}]}, given=frozenset({"desa"})))
    assert (shown["key"], shown["label"], shown["readonly"]) == ("desa", "Desa", True)


def test_documents_are_demanded_where_it_is_decided_and_not_elsewhere() -> None:
    item = {"periksa": ["Foto Copy KTP", {"dokumen": "KK", "kunci": "kartu", "wajib": "ya"}]}
    deciding, other = form(page(item, questions=(YA_TIDAK,))), form(page(item))
    assert [(one.key, one.required) for one in deciding.fields[:2]] == [("foto_copy_ktp_4", True), ("kartu", True)]
    assert [(one.key, one.required) for one in other.fields] == [("foto_copy_ktp_4", False), ("kartu", True)]
    assert [option.value for option in other.fields[0].options] == ["ada", "tidak ada", "perlu diganti"]


def test_a_decision_asks_for_the_reason_of_a_tidak_and_for_the_second_decision_behind_it() -> None:
    found = form(page(FIELD, questions=(YA_TIDAK, NEXT)))
    assert [field.key for field in found.fields] == ["nama", "keputusan_4", "tindak_lanjut_4", "alasan_4"]
    assert found.findings == ()
    yes = found.clean({"nama": "Ani", "keputusan_4": "Ya"})
    assert yes.errors == ()
    no = found.clean({"nama": "Ani", "keputusan_4": "Tidak"})
    assert {error.key for error in no.errors} == {"tindak_lanjut_4", "alasan_4"}
    sure = found.clean({"nama": "Ani", "keputusan_4": "Tidak", "tindak_lanjut_4": "Ditolak", "alasan_4": "Kurang KK"})
    assert sure.errors == ()
    assert [option.label for option in found.fields[1].options] == ["Ya – teruskan", "Tidak"]


def test_the_reason_of_several_answers_is_asked_for_with_each_of_them() -> None:
    options = (Option("Cetak"), Option("Ulang", reason="Sebut."), Option("Batal", reason="Sebut."))
    found = form(page(questions=(Question("keputusan_4", "Lalu?", options),)))
    wanting = {one: bool(found.clean({"keputusan_4": one}).errors) for one in ("Cetak", "Ulang", "Batal")}
    assert wanting == {"Cetak": False, "Ulang": True, "Batal": True}


def test_the_decision_stands_at_the_end_or_where_the_table_puts_it() -> None:
    last = {**FIELD, "kunci": "catatan"}
    keys = [one["key"] for one in components(page(FIELD, {"putusan": ""}, last, questions=(YA_TIDAK,)))]
    assert keys == ["nama", "keputusan_4", "alasan_4", "catatan"]
    assert [one["key"] for one in components(page(FIELD, {"putusan": "tanpa"}, questions=(YA_TIDAK,)))] == ["nama"]


def test_a_declaration_is_by_ya_where_ya_is_an_answer() -> None:
    (alone,) = components(page({"menyatakan": "surat diparaf."}))
    assert alone["text"] == "Dengan menyelesaikan tugas ini Anda menyatakan bahwa surat diparaf."
    decided = components(page({"menyatakan": "surat diparaf"}, questions=(YA_TIDAK,)))
    assert decided[0]["text"] == "Dengan menjawab Ya Anda menyatakan bahwa surat diparaf."


BAD = [
    ({"jenis": "teks", "kunci": "a"}, "Label", "label"),
    ({"jenis": "teks", "kunci": "1a", "label": "A"}, "nama_pemohon", "letter first"),
    ({"jenis": "teksa", "kunci": "a", "label": "A"}, "paragraf", "paragraf"),
    ({"jenis": "teks", "kunci": "a", "label": "A", "makx": "3"}, "maks", "maks"),
    ({"jenis": "teks", "kunci": "a", "label": "A", "maks": "tiga"}, "120", "120"),
    ({"jenis": "teks", "kunci": "a", "label": "A", "wajib": "mungkin"}, "ya atau tidak", "ya or tidak"),
    ({"jenis": "teks", "kunci": "a", "label": ["A"]}, "satu teks", "one text"),
    ({"jenis": "pilihan", "kunci": "a", "label": "A"}, "daftar teks", "list of different"),
    ({"jenis": "pilihan", "kunci": "a", "label": "A", "pilihan": ["x", "x"]}, "berbeda", "different"),
    ({"jenis": "tanggal", "kunci": "a", "label": "A", "paling-awal": "kapan saja"}, "hari ini", "hari ini"),
    ({"lihat": ["tak_ada"]}, "tak_ada", "tak_ada"),
    ({"lihat": ["nama"], "label": "x"}, "lihat", "lihat"),
    ({"periksa": [["a"]]}, "nama dokumen", "name of a document"),
    ({"perlengkapan": {"a": "b"}}, "daftar", "list"),
    ({"menyatakan": ""}, "satu kalimat", "one sentence"),
    ({"komponen": "teks"}, "type", "type"),
    ({"apa": "ini"}, "lihat, periksa", "lihat, periksa"),
    ({**FIELD}, "sudah ditanyakan pada langkah_1", "asked for in langkah_1"),
]


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{next(iter(case[0]))} {case[1]}")
def test_a_bad_item_is_told_by_its_place_and_what_to_write(case: tuple[dict[str, Any], str, str]) -> None:
    item, id, en = case
    with pytest.raises(DraftRefused) as refusal:
        draft([ASKING, page({"tulisan": "Baca."}, item)])
    assert {(problem.page, problem.item) for problem in refusal.value.problems} == {("langkah_4", 2)}
    assert any(id in problem.id and en in problem.en for problem in refusal.value.problems)


def test_two_places_for_the_decision_are_one_too_many() -> None:
    with pytest.raises(DraftRefused):
        draft([page({"putusan": ""}, {"putusan": ""}, questions=(YA_TIDAK,))])


ITEMS: list[dict[str, Any]] = [
    FIELD,
    {**FIELD, "wajib": "tidak", "min": "2", "maks": "4", "pola": "^[a-z]+$", "pola-pesan": "Huruf kecil."},
    {"kunci": "a", "jenis": "angka", "label": "A", "desimal": "2", "satuan": "kg", "awal": "3"},
    {"kunci": "a", "jenis": "rupiah", "label": "A", "maks": "1000000"},
    {"kunci": "a", "jenis": "tanggal-jam", "label": "A", "paling-lambat": "hari ini"},
    {"kunci": "a", "jenis": "pilihan", "label": "A", "pilihan": {"x": "Iks", "y": "Ye"}},
    {"kunci": "a", "jenis": "pilihan-banyak", "label": "A", "pilihan": ["x", "y"], "awal": ["x"]},
    {"kunci": "a", "jenis": "centang", "label": "A", "wajib": "ya"},
    {"kunci": "nik", "jenis": "nik"},
    {"kunci": "a", "jenis": "telepon", "label": "Lain", "wajib": "tidak"},
    {"kunci": "a", "jenis": "daftar", "label": "A", "sifat": {"lain": "x"}},
    {"kunci": "a", "jenis": "unggah", "label": "A", "banyak": "ya", "tipe": ".pdf", "wajib": "tidak"},
    {"kunci": "a", "jenis": "paragraf", "label": "A", "wajib-jika": "nama = 1", "sembunyi-jika": "nama != 1"},
    {"periksa": ["KTP", {"dokumen": "KK", "kunci": "kartu"}], "wajib": "ya"},
    {"lihat": ["nama", {"kunci": "tanggal", "label": "Hari"}]},
    {"perlengkapan": ["a", "b"]},
    {"menyatakan": "surat sudah diparaf"},
    {"tulisan": "Apa saja."},
    {"komponen": {"type": "html", "content": "x", "kelas": 3, "lain": [True, None, 1.5]}},
]


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: str(item.get("jenis") or next(iter(item))))
@pytest.mark.parametrize("questions", [(), (YA_TIDAK, NEXT)], ids=["plain", "deciding"])
def test_an_item_comes_back_from_its_component(item: dict[str, Any], questions: tuple[Question, ...]) -> None:
    before = Page("langkah_1", "1", () if item.get("kunci") == "nama" else ASKING.items)
    pages = [before, page(item, questions=questions)]
    found = undraft([replace(one, items=()) for one in pages], draft(pages))
    (back,) = found[1].items
    usual = {"periksa": ["KTP", {"dokumen": "KK", "kunci": "kartu"}]} if questions and "periksa" in item else item
    assert back == usual
    assert found[1].questions == questions


def test_words_reasons_and_the_place_of_a_decision_come_back() -> None:
    options = (Option("Ya", "teruskan"), Option("Tidak", "kembalikan"))
    asked = page({"putusan": ""}, FIELD, questions=(Question("keputusan_4", "Lain?", options, "Bantuan."),))
    plain = page(questions=(Question("keputusan_4", "Setuju?", (Option("Ya"), Option("Tidak", reason="x"))),))
    assert undraft([plain], draft([asked])) == (asked,)


def test_a_form_that_the_editor_saved_comes_back_as_it_was() -> None:
    pages = [page(FIELD, questions=(YA_TIDAK,))]
    saved = json.loads(draft(pages)["langkah_4"])
    for at, one in enumerate(saved["components"]):
        one |= {"id": f"Field_{at}x", "layout": {"row": f"Row_{at}", "columns": None}}
    saved |= {"exporter": {"name": "form-js"}, "schemaVersion": 17}
    assert undraft([page(questions=(YA_TIDAK,))], {"langkah_4": json.dumps(saved).encode()}) == tuple(pages)


def test_fields_that_share_a_line_keep_it() -> None:
    saved = json.loads(draft([page(FIELD, {**FIELD, "kunci": "lain"})])["langkah_4"])
    for one in saved["components"]:
        one["layout"] = {"row": "a", "columns": None}
    (found,) = undraft([page()], {"langkah_4": json.dumps(saved).encode()})
    assert [one["layout"] for one in components(found)] == [{"row": "a", "columns": None}] * 2


def test_a_decision_field_that_a_hand_changed_is_kept_as_it_is() -> None:
    saved = json.loads(draft([page(questions=(YA_TIDAK,))])["langkah_4"])
    saved["components"][1]["validate"] = {"maxLength": 5}
    (found,) = undraft([page(questions=(YA_TIDAK,))], {"langkah_4": json.dumps(saved).encode()})
    again = json.loads(draft([found])["langkah_4"])["components"]
    assert again[1]["validate"] == {"maxLength": 5}
    assert [one["key"] for one in again] == ["keputusan_4", "alasan_4"]


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"components": [1]}', b'{"components": [], "variabel": {}}'])
def test_what_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(DraftRefused):
        undraft([page()], {"langkah_4": data})
