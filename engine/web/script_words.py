"""The sentences that the script of staff says, written into each page in its language."""

from __future__ import annotations

from engine.web.files import built
from engine.web.words import say

__all__ = ["script_words"]


def script_words() -> dict[str, str]:
    """Name -> sentence, with the values that the script fills in left as they are; empty without a script."""
    if not built("staf.js"):
        return {}
    return {
        "offline": say("Server tidak menjawab. Isian tetap ada di halaman ini; coba lagi saat sambungan pulih."),
        "file_left": say("Masih ada file yang belum terunggah: coba lagi, atau pilih Jangan ikutkan."),
        "waiting": say("Menunggu unggahan dan draf selesai …"),
        "signed_out": say("Belum tersimpan: Anda sudah keluar. Tekan Simpan draf, lalu masuk lagi; isian Anda ikut."),
        "compare": say("Bandingkan"),
        "upload_waiting": say("{name} ({size}): menunggu giliran"),
        "uploading": say("{name}: {percent} % dari {size}"),
        "checking": say("{name}: diperiksa …"),
        "uploaded": say("terunggah, {size}"),
        "too_large": say(
            "Berkas {name} {size}, paling besar {most}. Kecilkan, atau pindai ulang dengan mutu lebih rendah."
        ),
        "empty_file": say("Berkas {name} kosong. Pilih berkas lain."),
        "upload_failed": say("Berkas {name} tidak dapat diunggah. Coba lagi."),
        "upload_cut": say("Berkas {name} belum terunggah: sambungan terputus. Coba lagi saat sambungan pulih."),
        "try_again": say("Coba lagi"),
        "leave_out": say("Jangan ikutkan"),
        "ticked_1": say("1 tugas dicentang"),
        "ticked": say("{n} tugas dicentang"),
        "new_tasks_1": say("1 tugas baru: {first}"),
        "new_tasks": say("{n} tugas baru, yang teratas: {first}"),
        "task": say("tugas"),
        "keys": say("Tombol papan ketik"),
        "keys_on": say("Tombol satu huruf aktif"),
        "key_next": say("tugas berikutnya"),
        "key_before": say("tugas sebelumnya"),
        "key_open": say("buka tugas"),
        "key_tick": say("centang tugas"),
        "key_search": say("ke pencarian"),
        "key_help": say("bantuan ini"),
    }
