"""Requests made at random from the OpenAPI documents break nothing of what the documents say."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest

from tests.api.fuzz_ids import Files, Ids, Staff, ids_of, make
from tests.api.fuzzing import Case, Plan, fuzz
from tests.api.office import PASSWORD, POSTS, Office, basic

PEOPLE = ("pemilik", "kasi", "pemilik", "staf", "admin", "mesin", "auditor")
STAFF = Staff("staf", sorted(set(PEOPLE)), ["camat", "jfu"], sorted(POSTS.values()), "mesin")
EXAMPLES = 3
PARTS = 4  # so that they can run beside each other


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("path", ["/engine-rest/openapi.json", "/api/v1/openapi.json"])
def test_no_answer_leaves_what_the_document_says(shared: Office, path: str, part: int) -> None:
    whole = shared.get("auditor", path)
    paths = sorted(whole["paths"])[part::PARTS]
    document = {**whole, "paths": {one: whole["paths"][one] for one in paths}}
    made, complaints = fuzz(document, Plan(PEOPLE, _sender(shared), lambda: _made(shared), EXAMPLES))
    assert made > len(paths)
    assert not complaints, "\n\n".join(complaints)


def _sender(office: Office) -> Any:
    def send(case: Case, login: str) -> Any:
        headers = {"Authorization": basic(login, PASSWORD), "Accept-Encoding": "identity"}
        return case.call(app=office.app, headers=headers)

    return send


def _made(office: Office) -> Ids:
    """Things that are there, and something that went wrong."""

    def ask(login: str, method: str, path: str, sent: Any) -> Any:
        options: dict[str, Any] = {"json": sent}
        if isinstance(sent, Files):
            options = {"data": {name: (BytesIO(body), name) for name, body in sent.items()}}
        response = office.call(login, method, f"/engine-rest/{path}", **options)
        assert response.status_code < 300, response.text
        return response.get_json(silent=True)

    made = make(ask, STAFF)
    broken = office.case()
    incident = office.incident(broken)
    return ids_of(made, STAFF, {"incidents": [str(incident)], "incident": [f"{broken}-{incident}"]})
