"""Requests made at random from the OpenAPI documents break nothing of what the documents say."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.case import Cancel
from tests.api.fuzz_ids import Ids, Made, ids_of
from tests.api.fuzzing import Case, Plan, fuzz
from tests.api.office import HOME, PASSWORD, POSTS, SKM, Office, basic

PEOPLE = ("pemilik", "kasi", "pemilik", "staf", "admin", "mesin", "auditor")
EXAMPLES = 4


@pytest.mark.parametrize("path", ["/engine-rest/openapi.json", "/api/v1/openapi.json"])
def test_no_answer_leaves_what_the_document_says(shared: Office, path: str) -> None:
    document = shared.get("auditor", path)
    made, complaints = fuzz(document, Plan(PEOPLE, _sender(shared), lambda: _made(shared), EXAMPLES))
    assert made > len(document["paths"]) * EXAMPLES
    assert not complaints, "\n\n".join(complaints)


def _sender(office: Office) -> Any:
    def send(case: Case, login: str) -> Any:
        headers = {"Authorization": basic(login, PASSWORD), "Accept-Encoding": "identity"}
        return case.call(app=office.app, headers=headers)

    return send


def _made(office: Office) -> Ids:
    """A case at its third step, one that ended, one where something went wrong."""
    case, ended, broken = office.case(done=2, business_key="uji"), office.case(), office.case(done=1)
    office.run(Cancel(ended, "uji"))
    incident = office.incident(broken)
    more = {"incidents": [str(incident)], "incident": [f"{broken}-{incident}"]}
    posts = [post for post in POSTS.values() if post.startswith(HOME)]
    return ids_of(Made({case: 3, broken: 2, ended: 1}, sorted(set(PEOPLE)), posts, HOME, f"{SKM}:1:1", more))
