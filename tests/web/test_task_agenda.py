"""Administrators see what a register gave and set which number comes next; nobody else has the page."""

from __future__ import annotations

from engine.commands.task import Complete
from engine.store import Store
from tests.api.office import ANSWERS, HOME, Office
from tests.web.test_acting import signed_in
from tests.web.test_task_acts import send

PAGE = f"/kelola/agenda?kantor={HOME}"


def test_the_next_number_is_set_with_a_reason_and_only_forward(store: Store) -> None:
    office = Office(store)
    office.case(done=2)
    admin = signed_in(office, "admin")
    page = admin.get(PAGE).text
    assert "nomor berikutnya 2/2026" in page
    assert '<b class="num">1/2026</b>' in page
    form = {"kantor": HOME, "buku": "surat-masuk", "tahun": "2026", "berikutnya": "417", "alasan": ""}
    refused = send(admin, "/kelola/agenda", PAGE, **form)
    assert (refused.status_code, "Tulis alasannya." in refused.text) == (422, True)
    form |= {"alasan": "melanjutkan buku agenda kertas", "_kunci": "dua"}
    assert "Agenda surat masuk: 417/2026" in send(admin, "/kelola/agenda", PAGE, **form).text
    back = send(admin, "/kelola/agenda", PAGE, **form | {"berikutnya": "9", "_kunci": "tiga"})
    assert (back.status_code, "Nomor berikutnya paling kecil 417." in back.text) == (422, True)
    body = office.run(Complete(office.case(done=1), 2, ANSWERS["langkah_2"]), "staf")
    assert body["numbers"] == [
        {"field": "nomor_agenda", "label": "Nomor agenda surat masuk", "written": "417/2026"},
    ]


def test_a_clerk_has_no_such_page(store: Store) -> None:
    assert signed_in(Office(store), "staf").get(PAGE).status_code == 404
