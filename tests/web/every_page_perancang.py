"""The modeler page of a process owner, the page that puts a draft in force, and a new SOP."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import httpx
from playwright.sync_api import Page

from tests.web.every_page import OWNER, PASSWORD, Made, Visit

SOP: Final = "pemanfaatan_data_keluarga_internal"
READY: Final = '#perancang[data-siap="ya"]'
THEIRS: Final = (".djs-container", "#sifat", "#penyusun", "svg.lj-diagram")
"""The parts of bpmn.io's libraries; the picture holds what is written in the diagram."""


def prepare(made: Made) -> None:
    """A draft that changes a norm and lacks nothing, kept as the page keeps it."""
    with httpx.Client(base_url=made.site.url, follow_redirects=True) as client:
        token = _token(client.get("/masuk").text)
        client.post("/masuk", data={"nama": OWNER, "sandi": PASSWORD, "_csrf": token}).raise_for_status()
        page = client.get("/perancang/baru").text
        form = {"_csrf": _token(page), "office": "bunut-hilir", "way": "kolom", "name": "Izin Keramaian Umum"}
        made_of = client.post("/perancang/baru", data=form | {"columns": "Pemohon\nStaf\nCamat"})
        made.names["perancang_baru"] = str(made_of.url).rpartition("/")[2]


def _token(text: str) -> str:
    return str(re.findall(r'name="_csrf" value="([^"]+)"', text)[0])


def _tab(number: int) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        if page.locator(f"#tab-{number}").is_visible():
            page.locator(f"#tab-{number}").click()

    return act


def _sent(page: Page) -> None:
    page.locator("form button.primary").click()
    page.wait_for_load_state()


PAGES: Final = (
    Visit("web.modeler.show", f"/perancang/{SOP}", OWNER, without=THEIRS, waits=READY),
    Visit("web.modeler.show", f"/perancang/{SOP}", OWNER, _tab(2), without=THEIRS, waits=READY),
    Visit("web.modeler.show", f"/perancang/{SOP}", OWNER, _tab(3), without=(*THEIRS, "#identitas"), waits=READY),
    Visit("web.modeler_new.show", "/perancang/baru", OWNER),
    Visit("web.modeler_new.show", "/perancang/baru", OWNER, _sent),
    Visit("web.modeler_force.show", f"/perancang/{SOP}/berlakukan", OWNER),
    Visit("web.modeler_force.show", "/perancang/{perancang_baru}/berlakukan", OWNER),
)
