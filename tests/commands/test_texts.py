"""Texts as papers: what programs and people bring, and what nobody makes of them."""

from __future__ import annotations

import contextlib
import re

import pytest

from engine.papers import MAX_BYTES, PaperRefused, encoding_of, examined

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n<surat><nomor>1</nomor></surat>'
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("surat.txt", "Yth. Camat – “segera”\r\n\tTerima kasih".encode(), "text/plain"),
        ("data.csv", b"nama;umur\nSiti;40\n", "text/csv"),
        ("data.csv", b'\xef\xbb\xbfnama,alamat\n"Siti","Jalan A, 1"\n', "text/csv"),
        ("data.csv", b"nama;umur\nSiti;40;1\n", "text/plain"),
        ("data.json", b'{"nama": ["Siti", 1.5, null]}', "application/json"),
        ("data.json", b'{"nama": ', "text/plain"),
        ("data.xml", XML, "text/xml"),
    ],
)
def test_a_program_brings_texts_and_their_kind_is_told_by_the_bytes(name: str, body: bytes, kind: str) -> None:
    paper = examined(name, body, program=True)
    assert (paper.name, paper.type, paper.size) == (name, kind, len(body))


@pytest.mark.parametrize(
    ("name", "body", "kept"),
    [
        ("surat.txt", PAGE, "surat.txt"),
        ("surat.html", PAGE, "surat.html.txt"),
        ("surat.HTM", b"tanpa tanda", "surat.HTM.txt"),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "gambar.svg.txt"),
        ("data.xml", XML.replace(b"<surat>", b'<surat xmlns="http://www.w3.org/1999/xhtml">'), "data.xml.txt"),
        ("data.xml", XML.replace(b"<surat>", b'<surat xmlns="http://www.w&#51;.org/1999/xhtml">'), "data.xml.txt"),
        ("data.xml", XML.replace(b"<surat>", b'<?xml-stylesheet href="a.xsl"?><surat>'), "data.xml.txt"),
        ("data.xml", XML.replace(b"<surat>", b'<!DOCTYPE surat [<!ENTITY a "b">]><surat>'), "data.xml.txt"),
        ("data.xml", XML.replace(b"UTF-8", b"UTF-7"), "data.xml.txt"),
        ("data.xml", XML.replace(b"nomor", b"h:script"), "data.xml.txt"),
        ("data.json", b'{"a": "<script>alert(1)</script>"}', "data.json"),
        ("data.json", b'[1]//<img src=x onerror="x()">', "data.json"),
        ("data.csv", b"a,b\n<script>,x\n", "data.csv"),
        ("jalan.bat", b"del *.*", "jalan.bat.txt"),
        ("jalan.js", b"[1]\n,alert(1)", "jalan.js.txt"),
        ("tanpa", b"teks", "tanpa.txt"),
        ("n" * 200 + ".hta", b"teks", "n" * 146 + ".txt"),
        ("a\u202etxt.exe", b"teks", "a txt.exe.txt"),
        ("data.json.html", b'{"a": 1}', "data.json.html.txt"),
    ],
)
def test_what_could_be_a_page_or_run_is_plain_text_under_a_name_that_nothing_runs(
    name: str, body: bytes, kept: str
) -> None:
    paper = examined(name, body, program=True)
    assert (paper.name, paper.type) == (kept, "application/json" if body == b'{"a": 1}' else "text/plain")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbf",
        b"MZ\x90\x00",
        b"teks\x00",
        b"teks\x1b[2J",
        b"\xff\xfet\x00",
        b"a\xc2\x85b",
        b"\xed\xa0\x80",
        b"PK\x03\x04" + PAGE,
        b"x" * (MAX_BYTES + 1),
    ],
)
def test_what_holds_unseen_characters_or_is_no_text_is_refused(body: bytes) -> None:
    for program in (False, True):
        with pytest.raises(PaperRefused):
            examined("surat.txt", body, program=program)


def test_a_text_in_another_encoding_is_taken_where_it_is_named_and_is_plain_text() -> None:
    for body, said in (("réunion".encode("latin-1"), "ISO-8859-1"), ("{}".encode("utf-16"), "UTF-16")):
        with pytest.raises(PaperRefused):
            examined("a.txt", body, program=True)
        assert examined("a.txt", body, encoding_of(said), program=True).type == "text/plain"
    with pytest.raises(PaperRefused):
        examined("a.txt", b"teks\x00\xff", encoding_of("latin1"), program=True)
    for unknown in ("utf-7", "base64", "idna", "unicode_escape", "tidak ada", "a\x00b"):
        with pytest.raises(ValueError, match=re.escape(unknown)):
            encoding_of(unknown)


def test_people_bring_texts_and_tables_without_code_and_formulas() -> None:
    assert examined("catatan.txt", b"- satu\n- dua\n=== akhir").type == "text/plain"
    assert examined("daftar.CSV", b"nama;telepon;saldo\nSiti;+62 812-3456;-1.500,00\nAni;-;0").type == "text/csv"
    for name, body in (
        ("a.html", PAGE),
        ("a.txt", PAGE),
        ("a.txt", b'{"a": 1}'),
        ("a.json", b'{"a": 1}'),
        ("a.xml", XML),
        ("a.svg", b"teks"),
        ("a", b"teks"),
        ("a.csv", b"a;b\n=HYPERLINK(1);2"),
        ("a.csv", b'a;b\n1;" @SUM(1)"'),
        ("a.csv", b"a;b\r1;+cmd|' /C calc'!A0"),
        ("a.csv", b"a,b\n-1-A1,2"),
    ):
        with pytest.raises(PaperRefused):
            examined(name, body)


def test_one_text_is_of_one_kind_whoever_brings_it_and_a_picture_stays_one() -> None:
    for body in (b"a;b\n1;2\n", b"teks"):
        assert examined("a.txt", body).type == examined("b.csv", body, program=True).type
    assert examined("a.html", b"GIF89a=1;/*" + PAGE, program=True).type == "image/gif"


@pytest.mark.parametrize("piece", [b" ", b"\n", b"<", b"-", b'"', b"[", b"a,", b"<a:", b"-1 ", b"=,"])
def test_long_texts_of_one_sign_are_read_through(piece: bytes) -> None:
    body = piece * (2_000_000 // len(piece))  # what took steps by the square of its length would never end here
    for name in ("a.txt", "a.csv"):
        with contextlib.suppress(PaperRefused):
            assert examined(name, body).size == len(body)
    assert examined("a.xml", XML + body, program=True).size == len(XML + body)
