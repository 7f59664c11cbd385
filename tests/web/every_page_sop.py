"""The pages of SOPs: register, document, diagram, needs, versions, differences, and the way back."""

from __future__ import annotations

from typing import Final

import httpx
from playwright.sync_api import Page

from tests.web.every_page import AUDITOR, OWNER, PASSWORD, STAFF, Made, Visit

SOP: Final = "rekomendasi_bidang_pembangunan"


def prepare(made: Made) -> None:
    """A second version with another norm, so that there is something to compare."""
    auth = (OWNER, PASSWORD)
    with httpx.Client(base_url=made.site.url, auth=auth, timeout=60) as client:
        found = client.get("/engine-rest/process-definition", params={"key": SOP, "latestVersion": "true"}).json()[0]
        resources = client.get(f"/engine-rest/deployment/{found['deploymentId']}/resources").json()
        files = {}
        for one in resources:
            place = f"/engine-rest/deployment/{found['deploymentId']}/resources/{one['id']}/data"
            body = client.get(place).content
            if one["name"].endswith(".bpmn"):
                body = body.replace(b'name="sop:waktu" value="15 Menit"', b'name="sop:waktu" value="16 Menit"', 1)
            files[one["name"]] = (one["name"], body)
        sent = {"deployment-name": SOP, "tenant-id": "bunut-hilir"}
        answer = client.post("/engine-rest/deployment/create", data=sent, files=files)
        assert answer.is_success, answer.text


def _refused(page: Page) -> None:
    page.locator("form .primary").click()
    page.wait_for_load_state()


PAGES: Final = (
    Visit("web.sop.index", "/sop", STAFF),
    Visit("web.sop.index", "/sop", OWNER),
    Visit("web.sop.index", "/sop?cari=tidakadayangbegini", STAFF),
    Visit("web.sop.show", f"/sop/{SOP}", STAFF),
    Visit("web.sop.show", "/sop/tidak_ada", STAFF, status=404),
    Visit("web.sop.diagram", f"/sop/{SOP}/diagram", STAFF),
    Visit("web.sop.needs", f"/sop/{SOP}/syarat", AUDITOR),
    Visit("web.sop_versions.index", f"/sop/{SOP}/versi", OWNER),
    Visit("web.sop_versions.show", f"/sop/{SOP}/versi/1", STAFF),
    Visit("web.sop_versions.back", f"/sop/{SOP}/versi/1/berlakukan-lagi", OWNER),
    Visit("web.sop_versions.back", f"/sop/{SOP}/versi/1/berlakukan-lagi", OWNER, _refused),
    Visit("web.sop_changes.show", f"/sop/{SOP}/versi/1..2", OWNER),
    Visit("web.sop_changes.show", f"/sop/{SOP}/versi/1..2?lihat=dua", STAFF),
)
EXCEPTED: Final = {
    "web.sop.paper": "gives a PDF; tests/sheet and test_sop_pages read it",
    "web.sop_versions.paper": "gives a PDF",
    "web.sop_versions.bundle": "gives a ZIP",
    "web.sop_changes.choose": "leads to the difference of two versions",
}
