"""A bad table is told with line, row and column, and what to write, in two languages."""

from __future__ import annotations

import pytest

from bpmn.table import Problem, TableRefused, read_table
from tests.table.samples import EVERYTHING

BASE = """\
sop: contoh
nama: Contoh
pelaksana: [Kasi, Camat]
kegiatan:
  - {no: 1, teks: Menyusun draf, nama: Menyusun, pelaksana: Kasi}
  - {no: 2, teks: Memeriksa draf, nama: Memeriksa, pelaksana: Camat, putusan: {tidak: 1}}
"""

FIRST = "teks: Menyusun draf, nama: Menyusun, pelaksana: Kasi"
SECOND = "putusan: {tidak: 1}"
ITEM = f"{FIRST}, formulir: [{{jenis: teks}}]"

BAD = [
    # what is replaced, by what; line, row, column; a word of the remedy in both languages
    ("sop: contoh", "sop:", 1, "", "sop", "belum diisi", "is empty"),
    ("sop: contoh", "sop: dua kata", 1, "", "sop", "huruf", "letters"),
    ("nama: Contoh", "nama: Contoh\nslug: A_B", 3, "", "slug", "tanda hubung", "hyphens"),
    ("nama: Contoh", "nama: [a, b]", 2, "", "nama", "satu teks", "one text"),
    ("nama: Contoh", "nama: Contoh\njudl: x", 3, "", "judl", "judul", "judul"),
    ("nama: Contoh", "nama: Contoh\nkepala: {nomer: x}", 3, "", "nomer", "nomor", "nomor"),
    ("nama: Contoh", 'nama: Contoh\nkepala: {nomor: "a | b"}', 3, "", "nomor", "daftar", "list"),
    ("nama: Contoh", "nama: Contoh\nnama: Lagi", 3, "", "nama", "dua kali", "twice"),
    ("nama: Contoh", "nama: Contoh\nakhir: [{id: batal, nama: Batal}]", 3, "", "akhir", "Tidak ada baris", "No row"),
    ("nama: Contoh", "nama: &x Contoh", 2, "", "tabel", "Jangkar", "Anchors"),
    ("nama: Contoh", "nama: a: b", 2, "", "tabel", "kutip", "quote"),
    ("[Kasi, Camat]", "[Kasi, Camat, Kasi]", 3, "", "pelaksana butir 3", "Kasi, id: lajur_kasi_2", "lajur_kasi_2"),
    ("[Kasi, Camat]", "[Kasi, Camat, {id: x}]", 3, "", "pelaksana butir 3", "judul", "title"),
    ("[Kasi, Camat]", "[Kasi, Camat, {judul: Staf, id: contoh}]", 0, "", "id", "Beri yang lain", "used 2 times"),
    ("pelaksana: Kasi", "pelaksana: Kabid", 5, "1", "pelaksana", "Kasi, Camat", "Choose one of"),
    ("no: 1", "no: satu", 5, "ke-1", "no", "angka", "digits"),
    ("no: 1, ", "", 5, "ke-1", "kegiatan", "nomor", "missing"),
    ("no: 1", "no: 2", 5, "2", "no", "2 kali", "2 times"),
    ("no: 1", "no: 3", 6, "2", "no", "Urutkan", "in order"),
    ("teks: Menyusun draf, ", "", 5, "1", "teks", "belum diisi", "is empty"),
    (FIRST, f"{FIRST}, durasi: 5 menit", 5, "1", "durasi", "PT30M", "PT30M"),
    (FIRST, f"{FIRST}, norma: kira-kira", 5, "1", "norma", "langkah atau total", "langkah or total"),
    (FIRST, f"{FIRST}, bukti: duga", 5, "1", "bukti", "simpulan", "simpulan"),
    (FIRST, f"{FIRST}, bukti: simpulan", 5, "1", "bukti", "pertanyaan", "pertanyaan"),
    (FIRST, f"{FIRST}, pengesahan: [paraf, cap]", 5, "1", "pengesahan", "stempel", "stempel"),
    (FIRST, f"{FIRST}, lanjut: 9", 5, "1", "lanjut", "nomor baris", "row's number"),
    (FIRST, f"{FIRST}, lanjt: 2", 5, "1", "lanjt", "lanjut", "lanjut"),
    (FIRST, f"{FIRST}, gabung: [2]", 5, "1", "gabung", "dua baris", "two rows"),
    (FIRST, f"{FIRST}, gabung: [1, 2]", 5, "1", "gabung", "lanjut: 1", "lanjut: 1"),
    (FIRST, f'{FIRST}, tunggu: "?"', 5, "1", "tunggu", "penetapan_sk", "name of the message"),
    (FIRST, f"{FIRST}, pengingat: besok", 5, "1", "pengingat", "P3D", "P3D"),
    (FIRST, f"{FIRST}, batas: {{nama: x}}", 5, "1", "batas", "dari", "dari"),
    (FIRST, f"{FIRST}, batas: {{dari: tanggal, sebelum: P1W}}", 5, "1", "sebelum", "P7D", "P7D"),
    (FIRST, f"{FIRST}, batas: {{dari: tanggal}}", 5, "1", "batas", "tanggal", "asks for the date"),
    (FIRST, f"{FIRST}, batas: {{durasi: P1D, hentikan: ya}}", 5, "1", "batas", "ke", "(ke)"),
    (FIRST, f"{FIRST}, batas: {{durasi: P1D, sesudah: P1D}}", 5, "1", "sesudah", "hanya bersama dari", "with dari"),
    (FIRST, f"{FIRST}, ulang: {{daftar: desa2, butir: desa}}", 5, "1", "ulang", "jenis: daftar", "jenis: daftar"),
    (FIRST, f"{FIRST}, ulang: {{daftar: desa2}}", 5, "1", "ulang", "butir", "butir"),
    (FIRST, f"{FIRST}, formulir: lihat", 5, "1", "formulir", "daftar", "list"),
    (FIRST, f"{FIRST}, bagian: [{{huruf: a}}]", 5, "1", "pelaksana", "pada bagiannya", "in the part"),
    (
        "teks: Menyusun draf, nama: Menyusun, pelaksana: Kasi",
        "teks: x, bagian: [{huruf: A}]",
        5,
        "1",
        "huruf",
        "huruf kecil",
        "small letter",
    ),
    (SECOND, "putusan: {ya: 1}", 6, "2", "putusan", "tidak: 3", "tidak: 3"),
    (SECOND, "putusan: {tidak: 1, jawaban: {A: 1, B: 1}}", 6, "2", "jawaban", "bukan keduanya", "not both"),
    (SECOND, "putusan: {jawaban: {A: 1}}", 6, "2", "jawaban", "dua jawaban", "two answers"),
    (SECOND, "putusan: {tidak: {ke: 1, tanya: x}}", 6, "2", "tanya", "milik putusan", "belongs to the decision"),
    (SECOND, f"{SECOND}, lanjut: 1", 6, "2", "lanjut", "ya dan tidak", "ya and tidak"),
    (
        SECOND,
        "putusan: {jawaban: {A: {ke: 1, alasan: x}, B: {ke: 1, alasan: y}}}",
        6,
        "2",
        "alasan",
        "sama",
        "same help",
    ),
    (SECOND, "putusan: {tidak: 1, tanya: x, bukti: simpulan}", 6, "2", "bukti", "pertanyaan", "pertanyaan"),
    (SECOND, "putusan: {jawaban: {Lain: 1, lain: 1}}", 0, "", "id", "lain_2", "lain_2"),
]


def refused(text: str) -> tuple[Problem, ...]:
    """What is wrong in a table."""
    with pytest.raises(TableRefused) as refusal:
        read_table(text)
    return refusal.value.problems


def test_the_table_that_the_bad_ones_are_made_of_is_good() -> None:
    assert [row.no for row in read_table(BASE).rows] == ["1", "2"]


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"{case[4]} {case[5]}")
def test_what_is_wrong_names_its_line_row_column_and_remedy(case: tuple[str, str, int, str, str, str, str]) -> None:
    old, new, line, row, column, id, en = case
    assert old in BASE
    problems = refused(BASE.replace(old, new, 1))
    places = [(one.line, one.row, one.column) for one in problems]
    assert (line, row, column) in places
    found = next(one for one in problems if (one.line, one.row, one.column) == (line, row, column))
    assert id in found.id
    assert en in found.en


def test_the_second_decision_is_a_conclusion_and_asks() -> None:
    (problem,) = refused(BASE.replace(SECOND, "putusan: {tidak: {dilengkapi: 1, ditolak: ditolak}}"))
    assert (problem.row, "pertanyaan" in problem.id, "pertanyaan" in problem.en) == ("2", True, True)


def test_everything_wrong_in_a_table_is_told_at_once() -> None:
    bad = BASE.replace("pelaksana: Kasi", "pelaksana: Kabid").replace("pelaksana: Camat", "pelaksana: Bupati")
    assert [(one.row, one.column) for one in refused(bad)] == [("1", "pelaksana"), ("2", "pelaksana")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "kosong"),
        ("a", "belum diisi"),
        ("- a", "belum diisi"),
        ("{" * 40 + "}" * 40, ""),
        ("a: 1\n---\nb: 2", "satu tabel"),
    ],
)
def test_what_is_no_table_is_refused_in_words(text: str, word: str) -> None:
    assert any(word in one.id for one in refused(text))


def test_a_bomb_of_anchors_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [*{chr(97 + at)}, *{chr(97 + at)}]\n" for at in range(20)
    )
    assert [one.column for one in refused(bomb)] == ["tabel"]


def test_every_scalar_is_a_text() -> None:
    text = (
        BASE.replace("no: 1,", 'no: "1",')
        .replace("nama: Contoh", "nama: 2020-01-02")
        .replace("teks: Menyusun draf", "teks: yes")
    )
    table = read_table(text)
    assert (table.name, table.rows[0].text) == ("2020-01-02", "yes")


def test_what_goes_without_saying_is_filled_in() -> None:
    table = read_table(BASE)
    assert (table.slug, table.title, table.version) == ("contoh", "Contoh", "1")
    assert (table.start.lane, table.start.form) == ("lajur_kasi", None)
    assert table.rows[0].next == ("2",)
    decision = table.rows[1].choice
    assert decision is not None
    assert [(answer.name, answer.to) for answer in decision.answers] == [("Ya", "selesai"), ("Tidak", "1")]
    assert (decision.ask, decision.properties) == ("Setuju?", {"sop:bukti": "teks"})
    assert [(end.id, end.name, end.lane) for end in table.ends] == [("selesai", "Selesai", "lajur_camat")]
    assert table.properties["sop:nomor"] == ""
    assert "sop:tujuan" not in table.properties


def test_a_row_in_parts_keeps_its_cells_on_the_first_and_its_text_on_all() -> None:
    rows = {row.no: row for row in read_table(EVERYTHING).rows}
    assert rows["4a"].properties["sop:norma"] == "total"
    assert rows["4b"].properties == {"sop:pengesahan": "paraf | tanda tangan"}
    assert rows["4a"].text == rows["4b"].text == "Camat memeriksa hasil lalu disetujui"
    assert rows["2"].next == ("4a",)
    assert rows["4a"].joins == ("2", "3")


def test_a_target_without_its_letter_is_the_first_part() -> None:
    text = EVERYTHING.replace("dilengkapi: {ke: 1,", "dilengkapi: {ke: 4,")
    row = next(row for row in read_table(text).rows if row.no == "4a")
    assert row.choice is not None
    further = row.choice.answers[1].then
    assert further is not None
    assert further.answers[0].to == "4a"


def test_two_columns_with_one_title_are_told_apart_by_their_ids() -> None:
    (problem,) = refused(EVERYTHING.replace("pelaksana: lajur_tanpa_judul\n", "pelaksana: (tanpa judul)\n"))
    assert "lajur_tanpa_judul, lajur_tanpa_judul_2" in problem.id
