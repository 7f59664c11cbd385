"""What to say about an answer that cannot be taken: Indonesian and English, and always what to write."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from forms.amounts import written
from forms.fields import CHOICES, MANY, Field

Text = tuple[str, str]
"""The same sentence in Indonesian and in English."""

SHOWN_OPTIONS = 6
"""Options that a message lists."""

MAX_TEXT = 100_000
"""Bytes (UTF-8) of one text."""

MAX_ANSWERS = 1_000_000
"""Bytes (UTF-8) of all answers of a form."""

_EXAMPLES: dict[str, Text] = {
    "number": ("Tulis angka saja, misalnya 45000000 atau 1,5.", "Write digits only, for example 45000000 or 1,5."),
    "date": ("Tulis tanggal-bulan-tahun, misalnya 21-11-2026.", "Write day-month-year, for example 21-11-2026."),
    "time": ("Tulis jam dan menit, misalnya 07:30.", "Write hours and minutes, for example 07:30."),
    "datetime": (
        "Tulis tanggal dan jam, misalnya 21-11-2026 07:30.",
        "Write date and time, for example 21-11-2026 07:30.",
    ),
}

TEXT_ONLY: Text = ("Tulis teks.", "Write a text.")
ONE_ANSWER: Text = ("Isi satu jawaban saja.", "Give one answer only.")
TICK: Text = ("Centang atau kosongkan kotak ini.", "Tick this box or leave it empty.")
UNWRITABLE: Text = (
    "Ada huruf yang tidak dapat disimpan. Ketik ulang teksnya, jangan disalin dari berkas lain.",
    "There are characters that cannot be stored. Type the text anew instead of copying it from another file.",
)
TOO_LONG: Text = (
    "Teks terlalu panjang: paling banyak 100 KB. Singkatkan, atau lampirkan sebagai berkas.",
    "The text is too long: at most 100 KB. Shorten it, or attach it as a file.",
)
TOO_MUCH: Text = (
    "Isian formulir ini terlalu besar: paling banyak 1 MB seluruhnya. Singkatkan teks yang panjang.",
    "The answers of this form are too large: at most 1 MB in all. Shorten the long texts.",
)
EMAIL: Text = (
    "Tulis alamat email, misalnya nama@contoh.go.id.",
    "Write an email address, for example nama@contoh.go.id.",
)
PHONE: Text = (
    "Tulis nomor telepon, misalnya 081234567890 atau +6281234567890.",
    "Write a phone number, for example 081234567890 or +6281234567890.",
)
NO_PAPER: Text = (
    "Berkas ini tidak dikenal. Unggah lagi berkasnya.",
    "This file is not known. Upload it again.",
)
WHOLE: Text = ("Tulis angka bulat, tanpa koma.", "Write a whole number, without a fraction.")


def example(field: Field) -> Text:
    """What to write where a number, a date or a time is asked for."""
    if field.kind == "number" and field.rules.decimals == 0:
        return "Tulis angka saja, misalnya 45000000.", "Write digits only, for example 45000000."
    return _EXAMPLES[field.kind]


def ambiguous(readings: tuple[str, str]) -> Text:
    """A number that can be read in two ways."""
    one, other = readings
    return (
        f"Angka ini dapat dibaca dua cara. Tulis {one} atau {other}.",
        f"This number can be read in two ways. Write {one} or {other}.",
    )


def too_many_lines(most: int) -> Text:
    """A list with too many lines."""
    return f"Paling banyak {most} baris. Bagi menjadi beberapa berkas.", f"At most {most} lines. Split it."


def too_many_papers(most: int) -> Text:
    """More files than the field takes."""
    if most == 1:
        return "Hanya satu berkas. Hapus yang lain.", "One file only. Remove the others."
    return f"Paling banyak {most} berkas.", f"At most {most} files."


def too_early(bound: date, today: bool) -> Text:
    """A date before its bound."""
    if today:
        return "Tanggal ini sudah lewat. Tulis hari ini atau sesudahnya.", "This date is past. Write today or later."
    shown = f"{bound:%d-%m-%Y}"
    return f"Tulis tanggal {shown} atau sesudahnya.", f"Write {shown} or a later date."


def too_late(bound: date, today: bool) -> Text:
    """A date after its bound."""
    if today:
        return (
            "Tanggal ini belum tiba. Tulis hari ini atau sebelumnya.",
            "This date is in the future. Write today or an earlier date.",
        )
    shown = f"{bound:%d-%m-%Y}"
    return f"Tulis tanggal {shown} atau sebelumnya.", f"Write {shown} or an earlier date."


def required(field: Field) -> Text:
    """An answer that is missing."""
    if field.kind == "checkbox":
        return "Wajib: centang kotak ini.", "Required: tick this box."
    if field.kind in CHOICES:
        tail_id, tail_en = not_an_option(field)
        return f"Wajib diisi. {tail_id}", f"Required. {tail_en}"
    if field.kind in _EXAMPLES:
        tail_id, tail_en = example(field)
        return f"Wajib diisi. {tail_id}", f"Required. {tail_en}"
    return "Wajib diisi. Tulis jawaban Anda di sini.", "Required. Write your answer here."


def not_an_option(field: Field) -> Text:
    """An answer that is none of the options."""
    labels = [option.label for option in field.options]
    listed = ", ".join(labels[:SHOWN_OPTIONS]) + (", …" if len(labels) > SHOWN_OPTIONS else "")
    if field.kind in MANY:
        return f"Pilih satu atau lebih: {listed}.", f"Choose one or more: {listed}."
    return f"Pilih salah satu: {listed}.", f"Choose one: {listed}."


def too_short(length: int, found: int) -> Text:
    """A text under the smallest length."""
    return (
        f"Tulis sedikitnya {length} huruf (sekarang {found}).",
        f"Write at least {length} characters (now {found}).",
    )


def too_long(length: int, found: int) -> Text:
    """A text over the greatest length."""
    return (
        f"Tulis paling banyak {length} huruf (sekarang {found}).",
        f"Write at most {length} characters (now {found}).",
    )


def too_small(bound: int | Decimal) -> Text:
    """A number under the smallest."""
    return f"Tulis angka {written(bound)} atau lebih.", f"Write {written(bound)} or more."


def too_great(bound: int | Decimal) -> Text:
    """A number over the greatest."""
    return f"Tulis angka {written(bound)} atau kurang.", f"Write {written(bound)} or less."


def too_many_decimals(decimals: int) -> Text:
    """A number with more decimals than asked for."""
    if decimals == 0:
        return WHOLE
    return (
        f"Tulis paling banyak {decimals} angka di belakang koma.",
        f"Write at most {decimals} digits after the comma.",
    )


def off_step(below: int | Decimal, above: int | Decimal) -> Text:
    """A number that is no multiple of the step."""
    return (
        f"Tulis {written(below)} atau {written(above)}: angka ini harus sesuai kelipatannya.",
        f"Write {written(below)} or {written(above)}: the number must keep to the step.",
    )


def mismatch(field: Field) -> Text:
    """A text that does not fit the pattern; the owner's own words when the form has them."""
    if field.rules.pattern_message:
        return field.rules.pattern_message, field.rules.pattern_message
    return (
        "Bentuknya tidak sesuai. Ikuti petunjuk di bawah nama isian ini, lalu tulis lagi.",
        "This does not have the right shape. Follow the help under the name of this field, and write it again.",
    )
