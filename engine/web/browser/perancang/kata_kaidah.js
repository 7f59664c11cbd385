// What our own lint rules and fields say, by their keys: Indonesian and English.

export const RULE_WORDS = {
  id: {
    "kaidah:tujuan": "Tujuan",
    "kaidah:menuju": "Alur ini menuju",
    "kaidah:tidak-didukung": "Unsur ini tidak dijalankan di sini. Ganti dengan kegiatan atau keputusan.",
    "kaidah:tanpa-nama": "Kegiatan ini belum bernama. Tulis nama singkat dengan kata kerja.",
    "kaidah:tanpa-nomor": "Kegiatan ini belum bernomor.",
    "kaidah:jalan-tanpa-nama": "Ada jalan keluar putusan ini yang belum bernama, misalnya Ya atau Tidak.",
    "kaidah:tanpa-durasi":
      "Waktu tercetak berisi angka, tetapi durasinya kosong: kegiatan ini tidak punya batas waktu.",
  },
  en: {
    "kaidah:tujuan": "Target",
    "kaidah:menuju": "This flow leads to",
    "kaidah:tidak-didukung": "This element does not run here. Put a step or a decision in its place.",
    "kaidah:tanpa-nama": "This step has no name yet. Write a short one with a verb.",
    "kaidah:tanpa-nomor": "This step has no row number yet.",
    "kaidah:jalan-tanpa-nama": "A way out of this decision has no name yet, for example Ya or Tidak.",
    "kaidah:tanpa-durasi": "The printed time has a number, but the duration is empty: this step is never due.",
  },
};

/** The name of the way that needs a reason, as the diagrams say it. */
export const NO = "Tidak";
