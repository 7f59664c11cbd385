"""Random conditions of the whole grammar, written in both dialects, with values for their names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import Any

VALUES: dict[str, Any] = {
    "keputusan": "Ya",
    "alasan": "Berkas belum lengkap",
    "nilai": 70,
    "jumlah": 45_000_000,
    "bobot": 2.25,
    "lengkap": True,
    "ditolak": False,
    "kampung_é": "Kutai \U0001f33e",
    "daftar": ["Ya", "Tidak", "Ditunda"],
    "angka": [1, 70, 99.5],
    "warga": {"nama": "Siti", "umur": 34, "alamat": {"rt": 3, "desa": "Bunut"}, "menikah": False},
}
TEXTS = ["keputusan", "alasan", "kampung_é", "warga.nama", "warga.alamat.desa"]
NUMBERS = ["nilai", "jumlah", "bobot", "warga.umur", "warga.alamat.rt"]
TRUTHS = ["lengkap", "ditolak", "warga.menikah"]
LISTS = ["daftar", "angka"]
ORDERS = ["<", "<=", ">", ">="]


@dataclass(frozen=True)
class Written:
    """One condition in both dialects."""

    feel: str
    dollar: str

    @classmethod
    def same(cls, text: str) -> Written:
        return cls(text, text)


def join(pattern: str, *parts: Written, feel: str = "", dollar: str = "") -> Written:
    """The pattern filled with parts; `{op}` differs between the dialects."""
    return Written(
        pattern.format(*(part.feel for part in parts), op=feel),
        pattern.format(*(part.dollar for part in parts), op=dollar),
    )


class Maker:
    """Makes conditions whose operands have fitting types; with `loose`, operands of any type and unknown names."""

    def __init__(self, random: Random, loose: bool = False) -> None:
        self.random = random
        self.loose = loose

    def condition(self, depth: int = 3) -> Written:
        pick = self.random.randrange(4 if depth else 1)
        if pick == 0:
            return self.comparison(depth)
        left, right = self.condition(depth - 1), self.condition(depth - 1)
        if pick == 1:
            return join("({0}) {op} {1}", left, right, feel="and", dollar="&&")
        if pick == 2:
            return join("{0} {op} ({1})", left, right, feel="or", dollar="||")
        return left if self.loose else join("{op}({0})", left, feel="not", dollar="!")

    def comparison(self, depth: int) -> Written:
        one, other = self.pair(depth)
        pick = self.random.randrange(8)
        if pick < 2:
            return join("{0} {op} {1}", one, other, feel="=", dollar="==")
        if pick == 2 and not self.loose:
            return join("{0} != {1}", one, other)
        if pick == 3:
            return self.membership(other)
        if pick == 4:
            least, most = self.bounds()
            return join(f"{{0}} between {least} and {most}", self.number(depth))
        if pick == 5:
            return self.test_of_text(depth)
        if pick == 6:
            name = self.random.choice(LISTS)
            wanted = one if self.loose else self.text(0) if name == "daftar" else self.number(0)
            return join(self.random.choice(["list contains({0}, {1})", "({1} in {0})"]), Written.same(name), wanted)
        operator = self.random.choice(ORDERS)
        return join("{0} {op} {1}", self.number(depth), self.number(depth), feel=operator, dollar=operator)

    def membership(self, other: Written) -> Written:
        """One of two things. feelin calls any text, and false, a part of a range of numbers, so `one` is a number."""
        one = self.number(1)
        if not self.loose:
            other = self.number(0)
        low, high = self.random.choice("[("), self.random.choice("])")
        least, most = self.bounds()
        return join("({0} in ({1}, " + f"{low}{least}..{most}{high}))", one, other)

    def bounds(self) -> tuple[int, int]:
        """Two numbers in order: feelin turns a range around whose ends are not, DMN calls it empty."""
        least = self.random.choice([-3, 0, 3, 34, 70])
        return least, least + self.random.choice([0, 1, 36, 1000])

    def pair(self, depth: int) -> tuple[Written, Written]:
        makers = [self.number, self.text, self.truth, self.date]
        if self.loose:
            makers.append(self.nothing)
            return self.random.choice(makers)(depth), self.random.choice(makers)(depth)
        maker = self.random.choice(makers)
        return maker(depth), maker(depth)

    def test_of_text(self, depth: int) -> Written:
        name = self.random.choice(["contains", "starts with", "ends with"])
        return join(name + "({0}, {1})", self.text(depth), self.text(depth))

    def number(self, depth: int) -> Written:
        pick = self.random.randrange(7 if depth > 0 else 2)
        if pick == 0:
            return Written.same(self.random.choice(NUMBERS))
        if pick == 1:
            return Written.same(
                self.random.choice(["0", "1", "70", "70.0", "0.25", "45000000", "-3", "34", "99.5", ".5"])
            )
        if pick == 2:
            return join("string length({0})", self.text(0))
        if pick == 3:
            return join("count({0})", Written.same(self.random.choice(LISTS)))
        if pick == 4:
            return join("({0} / {1})", self.number(depth - 1), Written.same(self.random.choice(["2", "4", "0.5"])))
        operator = self.random.choice("+-*")
        return join("({0} {op} {1})", self.number(depth - 1), self.number(0), feel=operator, dollar=operator)

    def text(self, depth: int) -> Written:
        pick = self.random.randrange(4 if depth > 0 else 2)
        if pick == 0:
            return Written.same(self.random.choice(TEXTS))
        if pick == 1:
            text = self.random.choice(
                ["Ya", "Tidak", "", "Si", "B", "lengkap", 'tanda "kutip"', "Kutai \U0001f33e", "a\nb"]
            )
            return Written.same(json.dumps(text, ensure_ascii=self.random.random() < 0.5))
        if pick == 2:
            return join(self.random.choice(["lower case", "upper case"]) + "({0})", self.text(depth - 1))
        return join("{0} + {1}", self.text(depth - 1), self.text(0))

    def truth(self, depth: int) -> Written:
        return Written.same(self.random.choice([*TRUTHS, "true", "false"]))

    def date(self, depth: int) -> Written:
        day = self.random.choice(["2026-11-21", "2024-02-29", "2027-01-01"])
        return Written.same(f'date("{day}")')

    def nothing(self, depth: int) -> Written:
        return Written.same(self.random.choice(["null", "tidak_ada", "warga.tidak_ada", "keputusan.lebih"]))
