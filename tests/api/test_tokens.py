"""A personal token lets programs act for an account, within its scopes, until it counts no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from engine.commands.account import ChangeAccount, CreateAccount, Grant
from engine.commands.desk import Context
from engine.commands.refusals import NotAllowed, NotFound, NotPossible
from engine.commands.token import LONGEST, MANY, CreateToken, RevokeToken
from engine.policy import POLICY, Actor, Facts, may, narrowed
from engine.scopes import OPENED_BY, SCOPES, opens
from engine.seeding import CONSOLE
from engine.store.history import answers, stream
from engine.store.query import Query
from engine.tokens import PREFIX, digest, is_secret, made
from tests.api.office import HOME, SKM, Office
from tests.api.route import REST, V1

TOKENS = f"{V1}/tokens"


def new(office: Office, login: str, *scopes: str, **more: Any) -> str:
    """The secret of a new token of somebody."""
    response = office.call(login, "POST", TOKENS, json={"name": "uji", "scopes": list(scopes), **more})
    assert response.status_code == 201, response.text
    return str(response.get_json()["secret"])


def ask(office: Office, secret: str, path: str = f"{REST}/task", method: str = "GET", **options: Any) -> Any:
    """The response to who bears a token."""
    return office.call(None, method, path, headers={"Authorization": f"Bearer {secret}"}, **options)


def test_every_action_of_the_policy_belongs_to_a_scope_and_every_scope_opens_one() -> None:
    assert OPENED_BY.keys() == POLICY.keys()
    assert all(OPENED_BY.values())
    assert frozenset().union(*OPENED_BY.values()) == SCOPES.keys()


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_its_actions_and_no_other_even_for_who_may_do_all(scope: str) -> None:
    roles = frozenset((role, "*") for role in ("pemilik", "auditor", "administrator", "worker"))
    whole = Actor("ani", "Ani", groups=frozenset({"g"}), grants=roles)
    facts = Facts("bh", "g", "ani", takes_part=True, own=True)
    one = narrowed(whole, frozenset({scope}))
    for action in POLICY:
        assert may(whole, action, facts)
        assert may(one, action, facts) <= opens({scope}, action)
        assert may(one, action, facts) or scope not in OPENED_BY[action]


def test_a_token_gives_nothing_that_the_account_has_not(office: Office) -> None:
    secret = new(office, "staf", *SCOPES)
    case = office.case(done=2)
    assert ask(office, secret, f"{REST}/task/{case}-3/complete", "POST", json={}).status_code == 403
    assert ask(office, secret, f"{V1}/clock/confirm", "POST").status_code == 403
    assert ask(office, secret, f"{REST}/process-instance/{case}").status_code == 200
    assert ask(office, new(office, "jfu", *SCOPES), f"{REST}/process-instance/{case}").status_code == 404


def test_a_token_without_reading_finds_nothing_that_belongs_to_cases(office: Office) -> None:
    case = office.case(done=1)
    office.call("staf", "POST", f"{V1}/tasks/{case}-2/claim")
    for login in ("staf", "pemilik"):
        blind = new(office, login, "deploy", "external", "admin")
        seeing = new(office, login, "read")
        for path in (f"{REST}/task", f"{REST}/process-instance", f"{V1}/cases", f"{V1}/cases?status=all"):
            found = ask(office, blind, path)
            assert found.status_code == 200
            assert str(case) not in str(found.get_json()), path
            assert str(case) in str(ask(office, seeing, path).get_json()) or path.endswith("/task"), path
        for box in ("posts", "mine", "done"):
            assert ask(office, blind, f"{V1}/tasks?box={box}").get_json()["items"] == []
        for path in (f"{REST}/task/{case}-2", f"{V1}/cases/{case}", f"{V1}/cases/{case}/history"):
            assert ask(office, blind, path).status_code == 404
    mine = ask(office, new(office, "staf", "tasks"), f"{V1}/tasks?box=mine").get_json()["items"]
    assert len(mine) == 1


def test_a_refusal_for_want_of_a_scope_names_the_scopes_that_would_do(office: Office) -> None:
    case = office.case(done=1)
    path, reading = f"{V1}/tasks/{case}-2/claim", new(office, "staf", "read")
    refused = ask(office, reading, path, "POST")
    assert refused.status_code == 403
    assert (refused.get_json()["code"], refused.get_json()["facts"]["scopes"]) == ("scope", ["tasks"])
    assert ask(office, new(office, "staf", "tasks"), path, "POST").status_code == 200


def test_the_secret_is_shown_once_and_kept_nowhere(office: Office) -> None:
    body, key = {"name": "mesin absensi", "scopes": ["tasks", "read"]}, {"Idempotency-Key": "k1"}
    first = office.call("staf", "POST", TOKENS, json=body, headers=key)
    again = office.call("staf", "POST", TOKENS, json=body, headers=key)
    secret = first.get_json()["secret"]
    assert is_secret(secret)
    assert (again.get_json()["secret"], again.get_json()["id"]) == (None, first.get_json()["id"])
    (listed,) = office.get("staf", TOKENS)["items"]
    assert listed == {name: value for name, value in first.get_json().items() if name != "secret"}
    assert (listed["scopes"], listed["created_by"], listed["alive"]) == (["read", "tasks"], "staf", True)
    assert secret not in everything(office)
    assert secret.removeprefix(PREFIX) not in everything(office)


def everything(office: Office) -> str:
    """All rows of all tables that could hold a secret, as text."""
    tables = ("token", "event", "answer", "account", "idempotency_key", "job", "note")
    found = []
    with office.store.reading() as reading:
        for table in tables:
            for row in reading.all(Query(table, text(f'SELECT * FROM "{table}"'))):
                found += [bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row.values()]
    return b"\n".join(found).decode("latin-1")


def test_creating_and_revoking_are_events_that_name_neither_the_secret_nor_its_name(office: Office) -> None:
    created = office.call("staf", "POST", TOKENS, json={"name": "laptop Ani", "scopes": ["read"]}).get_json()
    for _ in range(2):
        office.call("staf", "DELETE", f"{TOKENS}/{created['id']}")
    with office.store.reading() as reading:
        events = [event for event in stream(reading, 0) if "token" in event.data]
        kept = answers(reading, 0)
    assert [(event.kind, event.actor, event.data["change"]) for event in events] == [
        ("AccountChanged", "staf", "token-created"),
        ("AccountChanged", "staf", "token-revoked"),
    ]
    assert events[0].data["token"] == created["id"]
    assert "laptop" not in repr([event.data for event in events])
    assert bytes(kept[(events[0].number, "$nama")]["value"]) == b'"laptop Ani"'


def test_a_revoked_token_or_one_that_ran_out_opens_nothing(office: Office) -> None:
    secret, other = new(office, "staf", "read"), new(office, "staf", "read", days=1)
    assert ask(office, secret).status_code == ask(office, other).status_code == 200
    id = office.get("staf", TOKENS)["items"][1]["id"]
    assert office.call("staf", "DELETE", f"{TOKENS}/{id}").get_json() == {"id": id, "revoked": True}
    assert ask(office, secret).status_code == 401
    office.now += timedelta(days=1)
    assert ask(office, other).status_code == 401
    assert [one["alive"] for one in office.get("staf", TOKENS)["items"]] == [False, False]


@pytest.mark.parametrize("way", ["closed", "password", "revoked"])
def test_what_ends_a_token_ends_it_at_once_in_every_process(office: Office, way: str) -> None:
    secret = new(office, "staf", "read")
    assert ask(office, secret).status_code == 200
    other = type(office.store)(office.store.url)  # as another process has it
    try:
        elsewhere = type(office.desk)(other, office.desk.library)
        command: object = ChangeAccount("staf", active=False)
        if way == "password":
            command = ChangeAccount("staf", password="$argon2id$lain")
        elif way == "revoked":
            command = RevokeToken(1)
        elsewhere.run(Context(CONSOLE, office.now), command)
    finally:
        other.close()
    assert ask(office, secret).status_code == 401


def test_an_account_that_is_opened_again_has_no_tokens_from_before(office: Office) -> None:
    secret = new(office, "staf", "read")
    for active in (False, True):
        office.run(ChangeAccount("staf", active=active))
    assert ask(office, secret).status_code == 401
    with office.store.reading() as reading:
        closed = [event.data for event in stream(reading, 0) if event.data.get("change") == "account"]
    assert [data.get("tokens") for data in closed] == [1, None]


def test_rights_that_are_taken_are_gone_from_the_token_at_once(office: Office) -> None:
    secret, case = new(office, "auditor", "read"), office.case()
    path = f"{REST}/process-instance/{case}"
    assert ask(office, secret, path).status_code == 200
    office.run(Grant("auditor", "auditor", HOME, give=False))
    assert ask(office, secret, path).status_code == 404


def test_a_token_makes_no_wider_token_and_none_at_all_without_the_scope(office: Office) -> None:
    admin, reading = new(office, "staf", "admin", "read"), new(office, "staf", "read")
    ask_for = {"name": "x", "scopes": ["tasks"]}
    assert ask(office, admin, TOKENS, "POST", json=ask_for).status_code == 400
    assert ask(office, admin, TOKENS, "POST", json=ask_for | {"scopes": ["read"]}).status_code == 201
    assert ask(office, reading, TOKENS, "POST", json=ask_for | {"scopes": ["read"]}).status_code == 403
    assert ask(office, reading, TOKENS).status_code == 404
    assert ask(office, reading, f"{TOKENS}/1", "DELETE").status_code == 403


def test_an_administrator_makes_tokens_for_machines_and_not_for_people(office: Office) -> None:
    office.run(CreateAccount("absensi", "Mesin absensi"))
    office.run(Grant("absensi", "worker", HOME))
    made_ = office.run(CreateToken("absensi", "absensi", digest(made()), ("external",)), "admin")
    with pytest.raises(NotAllowed):
        office.run(CreateToken("staf", "intip", digest(made()), ("read",)), "admin")
    office.run(CreateToken("staf", "konsol", digest(made()), ("read",)))
    for login in ("staf", "pemilik"):
        with pytest.raises(NotFound):
            office.run(RevokeToken(made_["id"]), login)
    assert office.run(RevokeToken(made_["id"]), "admin") == {"id": made_["id"], "revoked": True}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 101},
        {"name": "a\nb"},
        {"scopes": []},
        {"scopes": ["semua"]},
        {"scopes": None},
        {"days": -1},
        {"days": LONGEST.days + 1},
        {"days": 10**15},
        {"lain": 1},
    ],
)
def test_a_token_that_cannot_be_is_refused(shared: Office, wrong: dict[str, Any]) -> None:
    body = {"name": "uji", "scopes": ["read"]} | wrong
    assert shared.call("kasi", "POST", TOKENS, json=body).status_code == 400
    assert shared.get("kasi", TOKENS) == {"items": []}


def test_an_account_has_a_bounded_number_of_tokens(shared: Office) -> None:
    for _ in range(MANY):
        shared.run(CreateToken("camat", "uji", digest(made()), ("read",)), "camat")
    with pytest.raises(NotPossible):
        shared.run(CreateToken("camat", "uji", digest(made()), ("read",)), "camat")
    shared.run(RevokeToken(shared.get("camat", TOKENS)["items"][0]["id"]), "camat")
    shared.run(CreateToken("camat", "uji", digest(made()), ("read",)), "camat")


def test_the_last_use_is_noted_once_an_hour_and_never_for_who_is_refused(office: Office) -> None:
    secret = new(office, "staf", "read")

    def used() -> str | None:
        found: str | None = office.get("staf", TOKENS)["items"][0]["last_used_at"]
        return found

    assert used() is None
    said: list[str] = []
    ask(office, secret)
    first = used()
    office.now += timedelta(minutes=59)
    office.store.watch = said.append
    ask(office, secret)
    office.store.watch = None
    assert [one for one in said if not one.lstrip().upper().startswith("SELECT") and "WITH" not in one] == []
    assert used() == first
    office.now += timedelta(minutes=1)
    ask(office, secret)
    assert used() != first


@pytest.mark.parametrize("secret", ["", "abc", PREFIX, PREFIX + "a" * 43, PREFIX + "a" * 44, "a" * 10_000])
def test_what_is_no_token_opens_nothing_and_slows_nobody_down(shared: Office, secret: str) -> None:
    for _ in range(7):
        response = ask(shared, secret)
        assert response.status_code == 401
        assert 'Bearer realm="Lajur"' in response.headers.getlist("WWW-Authenticate")
    assert shared.call("staf", "GET", f"{REST}/version").status_code == 200


def test_a_token_is_no_password_and_opens_no_page(office: Office) -> None:
    secret = new(office, "staf", "read")
    assert office.call(None, "GET", f"{REST}/task", headers={"Authorization": "Bearer"}).status_code == 401
    assert office.app.test_client().get(f"{REST}/task", auth=("staf", secret)).status_code == 401
    assert ask(office, secret, "/kotak-tugas").status_code == 302


def test_a_temporary_password_opens_no_api_until_it_is_replaced(office: Office) -> None:
    with office.store.reading() as reading:
        row = reading.one(Query("x", text("SELECT password FROM account WHERE login = 'staf'")))
    assert row is not None
    office.run(CreateAccount("baru", "Baru", row["password"], temporary=True))
    for path, key in ((f"{REST}/version", "message"), (f"{V1}/sops", "en")):
        refused = office.call("baru", "GET", path)
        assert refused.status_code == 403
        assert "replace it first" in refused.get_json()[key]


def test_what_a_token_does_is_done_by_its_account(office: Office) -> None:
    secret = new(office, "staf", "tasks")
    started = ask(office, secret, f"{V1}/cases", "POST", json={"sop": SKM})
    assert started.status_code == 201, started.text
    with office.store.reading() as reading:
        (event,) = list(stream(reading, int(started.get_json()["case"])))
    assert event.actor == "staf"
