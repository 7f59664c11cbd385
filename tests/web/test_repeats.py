"""A request that arrives twice answers once, even when both are under way at the same time."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
from playwright.sync_api import expect

from tests.web.site import Site, Visitor

SKM = "Surat Keterangan Miskin"
ANSWERS = {
    "nama_pemohon": "Rahmat",
    "nik": "6101234567890009",
    "desa": "Contoh Hulu",
    "telepon": "",
    "berkas_dibawa": "SKM",
    "_aksi": "kirim",
}


def hidden(page: str) -> dict[str, str]:
    """The token and the key that a rendered form carries."""
    fields = dict(re.findall(r'<input type="hidden" name="(_csrf|_kunci)" value="([^"]*)"', page))
    assert fields.keys() == {"_csrf", "_kunci"}
    return fields


def client(site: Site, person: Visitor) -> httpx.Client:
    """Another window of the same session, without a browser."""
    cookies = {str(one["name"]): str(one["value"]) for one in person.page.context.cookies()}
    return httpx.Client(base_url=site.url, cookies=cookies, timeout=30)


def test_the_same_answer_sent_four_times_at_once_is_taken_once(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    number = staf.start(SKM)
    with client(site, staf) as web, ThreadPoolExecutor(4) as pool:
        path = staf.page.url.removeprefix(site.url)
        body = ANSWERS | hidden(web.get(path).text)
        answers = list(pool.map(lambda _: web.post(path, data=body), range(4)))
        assert [answer.status_code for answer in answers] == [303] * 4
        other = web.post(path, data=body | {"desa": "Contoh Hilir"})
    assert other.status_code == 422
    assert "sudah dipakai untuk kiriman lain" in other.text
    staf.page.goto(f"/berkas/{number}")
    expect(staf.page.locator(".step", has_text="menyelesaikan")).to_have_count(1)


def test_a_start_that_is_sent_twice_starts_one_case(site: Site) -> None:
    staf = site.visitor("staf.bunut-hilir")
    with client(site, staf) as web:
        path = "/mulai/pengesahan_surat_keterangan_miskin"
        body = {"_aksi": "kirim"} | hidden(web.get(path).text)
        first, second = web.post(path, data=body), web.post(path, data=body)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
