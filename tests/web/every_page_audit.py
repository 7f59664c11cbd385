"""The search over cases, acts, exports and what is held on a person."""

from __future__ import annotations

from typing import Final

from tests.web.every_page import ADMIN, AUDITOR, OWNER, Visit

PAGES: Final = (
    Visit("web.cases.index", "/kasus", AUDITOR),
    Visit("web.cases.index", "/kasus?q=BH-2026-99999-1&dari=31-31-2026", AUDITOR),
    Visit("web.cases.index", "/kasus?lewat=1&ulang=1&hasil=berjalan", OWNER),
    Visit("web.cases.deeds", "/kasus/perbuatan", AUDITOR),
    Visit("web.cases.deeds", "/kasus/perbuatan?kasus={number}", AUDITOR),
    Visit("web.cases.deeds", "/kasus/perbuatan?orang=siapa&dari=x", AUDITOR),
    Visit("web.exports.index", "/kasus/ekspor", AUDITOR),
    Visit("web.exports.choose", "/kasus/ekspor/baru?bentuk=xes", AUDITOR),
    Visit("web.personal.show", "/data-pribadi", AUDITOR),
    Visit("web.personal.show", "/data-pribadi?siapa=auditor", AUDITOR),
    Visit("web.personal.show", "/data-pribadi?siapa=auditor", ADMIN),
    Visit("web.personal.choose", "/data-pribadi/{number}/hapus", OWNER),
)
EXCEPTED: Final = {
    "web.cases.replayed": "leads to the replay",
    "web.exports.file": "gives a file",
    "web.personal.table": "gives a CSV",
    "web.personal.document": "gives a PDF",
}
