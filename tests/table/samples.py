"""Tables for the tests: one that says everything that a table can say, and random ones."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from bpmn.table.model import Answer, Choice, Column, End, Entry, Limit, Repeat, Row, Start, Table
from bpmn.table.notation import REASON, doubt_of
from bpmn.table.whole import ends_of

EVERYTHING: Final = """\
sop: pembinaan_desa
judul: Pembinaan
nama: Pembinaan Desa
teks: SOP PEMBINAAN DESA
kepala:
  instansi: Kecamatan Contoh
  dasar-hukum: [Undang-Undang Satu, "Peraturan Dua: Contoh"]
  sumber: contoh.txt:1-9
pelaksana:
  - Camat
  - Ketua Tim
  - (tanpa judul)
  - {judul: (tanpa judul), id: lajur_tanpa_judul_2}
  - Bupati
mulai:
  pelaksana: Camat
  formulir:
    - {kunci: tanggal_kegiatan, jenis: tanggal, label: Tanggal kegiatan, bantuan: Kapan dilaksanakan.}
    - {kunci: daftar_desa, jenis: pilihan-banyak, label: Desa, pilihan: [Desa Satu, Desa Dua]}
kegiatan:
  - no: 1
    teks: Ketua Tim menyusun jadwal
    nama: Menyusun jadwal
    pelaksana: Ketua Tim
    bukti: teks
    kelengkapan: [Kertas, Pulpen]
    waktu: 5-10 Menit
    durasi: PT5M/PT10M
    bersama: Camat
    lanjut: [2, 3]
    batas: {dari: tanggal_kegiatan, nama: Hari kegiatan}
    formulir:
      - {kunci: jumlah, jenis: angka, label: Jumlah, bantuan: Banyaknya., min: 1, maks: 9, satuan: orang}
      - {kunci: biaya, jenis: rupiah, label: Biaya, bantuan: Seluruhnya.}
      - kunci: anggota
        jenis: paragraf
        label: Anggota
        bantuan: Nama.
        wajib-jika: jumlah > 3
        sembunyi-jika: jumlah <= 3
      - kunci: cara
        jenis: pilihan-tarik
        label: Cara
        pilihan: {a: Cara A, b: Cara B}
        awal: a
      - {kunci: jam_mulai, jenis: jam, label: Jam mulai, bantuan: Pukul.}
      - {kunci: surel, jenis: email}
      - {kunci: nik, jenis: nik}
      - {kunci: siap, jenis: centang, label: Sudah siap, awal: ya}
      - periksa: [Kertas, {dokumen: Surat, kunci: surat_tugas}]
      - perlengkapan: [pulpen, kertas]
      - tulisan: "Baca: petunjuk."
      - komponen: {"type": "text", "text": "apa adanya", "layout": {"row": "a", "columns": 8}}
  - no: 2
    teks: Membina masing-masing desa
    nama: Membina desa
    pelaksana: lajur_tanpa_judul
    ulang: {daftar: daftar_desa, butir: desa, cara: berurutan}
    lanjut: 4
    formulir:
      - lihat: [tanggal_kegiatan, {kunci: desa, label: Desa}]
      - {kunci: hasil, jenis: paragraf, label: Hasil, bantuan: Ringkas.}
  - no: 3
    teks: Menunggu jawaban Polsek
    nama: Menunggu jawaban Polsek
    pelaksana: Ketua Tim
    bukti: simpulan
    pertanyaan: ["Benar?", "Sungguh?"]
    tunggu: jawaban_polsek
    pengingat: P3D
    lanjut: 4
    formulir:
      - {kunci: nomor_surat, jenis: teks, label: Nomor surat, bantuan: Pada surat., maks: 60}
  - no: 4
    teks: Camat memeriksa hasil lalu disetujui
    gabung: [2, 3]
    waktu: 1 jam
    durasi: PT1H
    norma: total
    bagian:
      - huruf: a
        nama: Memeriksa hasil
        pelaksana: Camat
        putusan:
          tanya: Sesuai?
          label: Hasilnya sesuai?
          ya: 4b
          tidak:
            teks: kembali atau berhenti
            pertanyaan: "Benar begitu?"
            dilengkapi: {ke: 1, teks: disusun lagi}
            ditolak: ditolak
        formulir:
          - menyatakan: hasil sudah dibaca
          - putusan
          - {kunci: catatan, jenis: paragraf, label: Catatan, wajib: tidak, bantuan: Bila ada.}
      - huruf: b
        nama: Menyetujui
        pelaksana: lajur_tanpa_judul_2
        pengesahan: [paraf, tanda tangan]
        pengingat: {durasi: R3/P1D, bukti: teks, waktu-kerja: tidak}
        batas:
          - {durasi: P5D, ke: 1, hentikan: ya, bukti: simpulan, pertanyaan: "Berapa lama?"}
          - {saat: 2027-01-01}
        putusan:
          jawaban:
            Cetak: selesai
            Diulang: {ke: 1, alasan: Sebut apa.}
            Dibatalkan: {ke: dibatalkan, alasan: Sebut apa.}
akhir:
  - {id: dibatalkan, nama: Dibatalkan, pelaksana: Bupati}
"""

_WORDS: Final = (
    "Memeriksa",
    "surat: tamu",
    "a # b",
    "'kutip'",
    'kata "besar"',
    "- strip",
    "[kurung]",
    "é 日",
    "ya",
    "5",
)


def random_table(seed: int) -> Table:
    """A table that could have been read: every number, target and default is written out."""
    return _Maker(random.Random(seed)).table()


class _Maker:
    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.lanes = [f"lajur_{at}" for at in range(dice.randint(1, 5))]
        self.numbers = self._numbers()

    def _numbers(self) -> list[str]:
        found: list[str] = []
        for at in range(1, self.dice.randint(2, 12)):
            found += [f"{at}a", f"{at}b"] if self.dice.random() < 0.2 else [str(at)]
        return found

    def words(self) -> str:
        return " ".join(self.dice.choices(_WORDS, k=self.dice.randint(1, 4))).strip()

    def maybe(self, chance: float = 0.4) -> bool:
        return self.dice.random() < chance

    def table(self) -> Table:
        names = self.numbers
        rows = [self.row(no, below) for no, below in zip(names, [*names[1:], "selesai"], strict=True)]
        usual = {"selesai": "Selesai", "ditolak": "Ditolak", "batal": self.words()}
        ends = tuple(End(id, usual[id], self.dice.choice([lane, *self.lanes])) for id, lane in ends_of(rows).items())
        header = {"sop:nomor": "", "sop:dasar-hukum": " | ".join(self.words() for _ in range(self.dice.randint(0, 3)))}
        return Table(
            id="contoh",
            slug=self.dice.choice(["contoh", "nama-lain"]),
            title=self.words(),
            name=self.words(),
            text=self.words() if self.maybe() else "",
            version=self.dice.choice(["1", "2.0"]),
            properties={f"sop:{name}": "" for name in _ALWAYS} | header,
            columns=tuple(Column(self.words(), id) for id in self.lanes),
            start=Start(self.dice.choice(self.lanes), self.dice.choice(["Mulai", "Awal", ""]), self.form("mulai")),
            rows=tuple(rows),
            ends=ends,
        )

    def form(self, name: str) -> tuple[Entry, ...] | None:
        if name == "mulai" and not self.maybe(0.8):
            return None
        return (Entry({"kunci": "daftar", "jenis": "daftar", "label": "Daftar"}),) if name == "mulai" else ()

    def row(self, no: str, below: str) -> Row:
        choice = self.choice() if self.maybe(0.3) else None
        cells = (
            {}
            if no[-1] == "b"
            else {"sop:kelengkapan": " | ".join(self.words() for _ in range(2)), "sop:waktu": "1 jam"}
        )
        given = cells if self.maybe() else {}
        if given and self.maybe():
            given = {
                **given,
                "sop:durasi": "PT1H",
                **({"sop:norma": self.dice.choice(["langkah", "total"])} if self.maybe(0.7) else {}),
            }
        wait = self.dice.choice(["kabar", "surat_balasan"]) if self.maybe(0.2) else None
        return Row(
            no=no,
            text=self.words(),
            name=self.words(),
            lane=self.dice.choice(self.lanes),
            properties={**given, **self.evidence(), **({"sop:sifat-lain": self.words()} if self.maybe(0.1) else {})},
            next=() if choice else self.next(below),
            choice=choice,
            wait=wait,
            repeat=None,
            limits=tuple(self.limits()) if self.maybe(0.3) else (),
            form=None if wait else (),
        )

    def evidence(self) -> dict[str, str]:
        doubt = {"sop:bukti": "simpulan", "sop:pertanyaan": self.words() + "?"}
        return self.dice.choice([{}, {"sop:bukti": "teks"}, doubt])

    def target(self) -> str:
        return self.dice.choice([*self.numbers, "selesai", "ditolak", "batal"])

    def next(self, below: str) -> tuple[str, ...]:
        if self.maybe(0.1) and len(self.numbers) > 2:
            return tuple(self.dice.sample(self.numbers, 2))
        return (below,) if self.maybe(0.7) else (self.target(),)

    def choice(self, *, second: bool = False) -> Choice:
        names = ["Dilengkapi", "Ditolak"] if second else ["Ya", "Tidak"]
        names = [["Cetak", "Arsip", "Kirim ulang"], ["Lama", "Baru"]][second] if self.maybe(0.3) else names
        answers = [
            Answer(
                name,
                self.target(),
                reason=REASON if name == "Tidak" else None,
                condition="=x > 1" if self.maybe(0.1) else None,
            )
            for name in names
        ]
        if not second and self.maybe(0.3):
            answers[-1] = replace(answers[-1], to="", then=self.choice(second=True))
        ask = self.dice.choice(["Setuju?", "Tindak lanjut?", "", self.words()])
        return Choice(ask, tuple(answers), properties=self.evidence())

    def limits(self) -> list[Limit]:
        usual = {"sop:bukti": "simpulan", "sop:pertanyaan": doubt_of("P3D"), "sop:waktu-kerja": "true"}
        given = usual if self.maybe() else self.evidence()
        found = [
            Limit("pengingat", self.dice.choice(["Pengingat", "", self.words()]), ("durasi", "P3D"), properties=given)
        ]
        to = self.target() if self.maybe() else ""
        timer = self.dice.choice([("durasi", "PT4H"), ("siklus", "R3/P1D"), ("tanggal", "2027-01-01T07:30:00+07:00")])
        found.append(Limit("batas", self.words(), timer, to, bool(to) and self.maybe(), self.evidence()))
        return found[self.dice.randint(0, 1) :]


_ALWAYS: Final = (
    *("nomor", "tanggal-pembuatan", "tanggal-revisi", "tanggal-efektif", "disahkan-oleh", "instansi", "dasar-hukum"),
    *("kualifikasi-pelaksana", "keterkaitan", "peralatan", "peringatan", "pencatatan", "sumber"),
)

LOOP: Final = Repeat("daftar", "butir")
