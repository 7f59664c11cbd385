"""A provider says who somebody is: what must be true for Lajur to believe it, against a real provider that can lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.app import create_app
from engine.commands.account import ChangeAccount
from engine.commands.identity import LinkIdentity, UnlinkIdentity
from engine.commands.refusals import Conflict, NotAllowed, NotFound
from engine.settings import Settings, SettingsRefused
from engine.settings import load as settings
from engine.store.history import stream
from engine.store.people import ACCOUNT
from tests.api.conftest import office, shared
from tests.api.office import Office
from tests.web.elsewhere import CLIENT, SECRET, Elsewhere, come_back, free_port

__all__ = ["office", "shared"]

HERE = "http://localhost"
BACK = f"{HERE}/masuk/penyedia/kembali"
BEGIN = "/masuk/penyedia"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    found = Elsewhere(free_port(), HERE)
    found.start()
    yield found
    found.stop()


@pytest.fixture(autouse=True)
def _honest(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "elsewhere" in request.fixturenames:
        request.getfixturevalue("elsewhere").lie("")


@dataclass
class Person:
    """Somebody at a browser of Lajur."""

    client: FlaskClient

    def begin(self, path: str = BEGIN) -> str:
        """Presses the button; where it leads."""
        response = self.client.get(path)
        assert response.status_code == 303, response.text
        return str(response.location)

    def sign_in(self, who: str = "ani") -> TestResponse:
        """Goes to the provider and comes back."""
        return self.client.get(come_back(self.begin(), who, BACK))

    @property
    def inside(self) -> bool:
        """True when he is signed in."""
        return self.client.get("/kotak-tugas").status_code == 200


def app_of(office: Office, elsewhere: Elsewhere, **more: str) -> Flask:
    """Lajur with this provider."""
    chosen = {"oidc_issuer": elsewhere.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    known = {"database_url": office.store.url, "secret_key": "kunci-untuk-uji-coba", "oidc_name": "Akun Dinas"}
    return create_app(office.desk, settings(**(known | chosen | more)))


def person_of(office: Office, elsewhere: Elsewhere, **more: str) -> Person:
    """A person at it."""
    return Person(app_of(office, elsewhere, **more).test_client())


@pytest.fixture
def ani(shared: Office, elsewhere: Elsewhere) -> Iterator[Person]:
    """A person whom the provider calls `ani`, linked with the account `staf`."""
    shared.run(LinkIdentity("staf", elsewhere.issuer, "ani"))
    yield person_of(shared, elsewhere)
    shared.run(UnlinkIdentity("staf", elsewhere.issuer))


def test_a_linked_person_gets_in_and_to_where_he_wanted(ani: Person) -> None:
    place = come_back(ani.begin(f"{BEGIN}?ke=/berkas"), "ani", BACK)
    response = ani.client.get(place)
    assert (response.status_code, response.location) == (303, "/berkas")
    assert ani.inside
    assert "Staf" in ani.client.get("/kotak-tugas").text


def test_a_sign_in_never_leads_to_another_site(ani: Person) -> None:
    place = come_back(ani.begin(f"{BEGIN}?ke=https://contoh.invalid/"), "ani", BACK)
    assert ani.client.get(place).location == "/kotak-tugas"


def test_the_way_there_carries_state_nonce_and_pkce_and_no_secret(ani: Person) -> None:
    first, second = (parse_qs(urlsplit(ani.begin()).query) for _ in range(2))
    assert first["code_challenge_method"] == ["S256"]
    assert first["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert SECRET not in str(first)


@pytest.mark.parametrize(
    "lie",
    [
        "nonce",
        "nonce in a list",
        "no nonce",
        "audience",
        "party",
        "issuer",
        "expired",
        "future",
        "no expiry",
        "subject",
        "none",
        "hmac",
        "public key as hmac",
        "foreign",
        "altered",
        "absent",
    ],
)
def test_a_token_that_lies_lets_nobody_in(ani: Person, elsewhere: Elsewhere, lie: str) -> None:
    elsewhere.lie(lie)
    response = ani.sign_in()
    assert response.status_code == 400
    assert "Jawaban dari Akun Dinas tidak dapat dipercaya" in response.text
    assert not ani.inside
    elsewhere.lie("")
    assert ani.sign_in().status_code == 303


@pytest.mark.parametrize("lie", ["a little late", "a little early"])
def test_a_clock_that_differs_a_little_does_not_matter(ani: Person, elsewhere: Elsewhere, lie: str) -> None:
    elsewhere.lie(lie)
    assert ani.sign_in().status_code == 303
    assert ani.inside


def test_an_altered_state_or_that_of_somebody_else_lets_nobody_in(ani: Person, shared: Office) -> None:
    place = come_back(ani.begin(), "ani", BACK)
    assert ani.client.get(re.sub(r"state=[^&]+", "state=lain", place)).status_code == 400
    assert ani.client.get(place).status_code == 400, "what was begun counts once"
    stranger = Person(ani.client.application.test_client())
    assert stranger.client.get(come_back(ani.begin(), "ani", BACK)).status_code == 400, "he began nothing"
    stranger.begin()
    assert stranger.client.get(come_back(ani.begin(), "ani", BACK)).status_code == 400
    assert not stranger.inside
    assert not ani.inside


def test_a_code_counts_once_even_for_who_puts_an_old_cookie_back(ani: Person) -> None:
    place = come_back(ani.begin(), "ani", BACK)
    with ani.client.session_transaction() as session:
        before = dict(session)
    assert ani.client.get(place).status_code == 303
    assert ani.inside
    again = ani.client.application.test_client()
    with again.session_transaction() as session:
        session.update(before)
    assert again.get(place).status_code == 400
    assert not Person(again).inside


def test_an_answer_of_another_issuer_or_without_its_name_is_refused(ani: Person) -> None:
    for change in ("iss=https%3A%2F%2Flain.invalid", ""):
        place = come_back(ani.begin(), "ani", BACK)
        assert "iss=" in place
        assert ani.client.get(re.sub(r"iss=[^&]+", change, place)).status_code == 400


def test_what_was_begun_long_ago_is_begun_again(ani: Person) -> None:
    place = come_back(ani.begin(), "ani", BACK)
    with ani.client.session_transaction() as session:
        session["_masuk"] = session["_masuk"] | {"at": session["_masuk"]["at"] - 601}
    response = ani.client.get(place)
    assert response.status_code == 400
    assert "kedaluwarsa" in response.text


def test_who_breaks_off_is_told_so(ani: Person) -> None:
    state = parse_qs(urlsplit(ani.begin()).query)["state"][0]
    issuer = settings_of(ani).oidc_issuer or ""
    response = ani.client.get(f"{BACK}?error=access_denied&state={state}&iss={issuer}")
    assert response.status_code == 403
    assert "Anda membatalkannya" in response.text


def settings_of(person: Person) -> Settings:
    """The settings of his Lajur."""
    found: Settings = person.client.application.extensions["lajur.settings"]
    return found


def test_who_is_not_linked_is_told_what_to_give_to_the_administrator(shared: Office, elsewhere: Elsewhere) -> None:
    budi = person_of(shared, elsewhere)
    response = budi.sign_in("budi")
    assert response.status_code == 403
    assert "Berikan kode ini kepada administrator: budi" in response.text
    budi.client.set_cookie("bahasa", "en")
    assert "Give this code to the administrator: budi" in budi.sign_in("budi").text
    assert not budi.inside


def test_a_closed_account_and_a_taken_link_let_nobody_in(ani: Person, shared: Office, elsewhere: Elsewhere) -> None:
    shared.run(ChangeAccount("staf", active=False))
    assert ani.sign_in().status_code == 403
    assert not ani.inside
    shared.run(ChangeAccount("staf", active=True))
    assert ani.sign_in().status_code == 303
    shared.run(UnlinkIdentity("staf", elsewhere.issuer))
    assert ani.client.application.test_client().get("/kotak-tugas").status_code == 302
    assert person_of(shared, elsewhere).sign_in().status_code == 403
    shared.run(LinkIdentity("staf", elsewhere.issuer, "ani"))


@pytest.mark.parametrize(("claim", "login"), [("email", "staf"), ("preferred_username", "sekcam")])
def test_a_claim_links_at_the_first_sign_in_where_the_settings_say_so(
    office: Office, elsewhere: Elsewhere, claim: str, login: str
) -> None:
    who = "ani"
    assert person_of(office, elsewhere).sign_in(who).status_code == 403
    first = person_of(office, elsewhere, oidc_claim=claim)
    assert first.sign_in(who).status_code == 303
    assert first.inside
    with office.store.reading() as reading:
        (linked,) = [event for event in stream(reading, 0) if event.data.get("change") == "linked"]
    assert (linked.actor, linked.data["login"]) == (login, login)
    assert who not in str(linked.data["answers"]), "the subject is a commitment"
    assert person_of(office, elsewhere).sign_in(who).status_code == 303, "it is linked now"


def test_an_address_that_nobody_verified_links_nothing(office: Office, elsewhere: Elsewhere) -> None:
    for claim in ("email", "preferred_username"):
        assert person_of(office, elsewhere, oidc_claim=claim).sign_in("budi").status_code == 403


def test_an_account_that_is_linked_already_is_not_given_to_another_person(office: Office, elsewhere: Elsewhere) -> None:
    office.run(LinkIdentity("staf", elsewhere.issuer, "yang-lain"))
    response = person_of(office, elsewhere, oidc_claim="email").sign_in("ani")
    assert response.status_code == 403
    assert "sudah dihubungkan dengan yang lain" in response.text


def test_only_an_administrator_links_somebody_elses_account(office: Office) -> None:
    issuer = "https://masuk.contoh.invalid"
    for login in ("staf", "pemilik", "auditor"):
        with pytest.raises((NotAllowed, NotFound)):
            office.run(LinkIdentity("camat", issuer, "x"), login)
    office.run(LinkIdentity("camat", issuer, "x"), "admin")
    assert office.run(LinkIdentity("camat", issuer, "x"), "admin")["linked"] is False
    for login, subject in (("camat", "y"), ("sekcam", "x")):
        with pytest.raises(Conflict):
            office.run(LinkIdentity(login, issuer, subject), "admin")
    assert office.run(UnlinkIdentity("camat", issuer), "camat")["unlinked"] is True


def test_keys_that_the_provider_changed_are_asked_for(ani: Person, elsewhere: Elsewhere) -> None:
    assert ani.sign_in().status_code == 303
    elsewhere.stop()
    elsewhere.start("dua")
    assert ani.sign_in().status_code == 303


def test_a_provider_that_is_down_leaves_the_password_alone(shared: Office) -> None:
    nobody = Elsewhere(free_port(), HERE)
    person = person_of(shared, nobody)
    page = person.client.get("/masuk")
    assert "Masuk dengan Akun Dinas" in page.text
    response = person.client.get(BEGIN)
    assert response.status_code == 502
    assert "Akun Dinas tidak menjawab" in response.text
    token = re.findall(r'name="_csrf" value="([^"]+)"', response.text)[0]
    form = {"nama": "staf", "sandi": "rahasia kantor", "_csrf": token}
    assert person.client.post("/masuk", data=form).status_code == 303
    assert person.inside


def test_a_provider_that_calls_itself_something_else_is_not_believed(shared: Office, elsewhere: Elsewhere) -> None:
    other = elsewhere.issuer.replace("127.0.0.1", "localhost")
    assert person_of(shared, elsewhere, oidc_issuer=other).client.get(BEGIN).status_code == 502


def test_without_a_provider_there_is_no_button_and_no_way(shared: Office) -> None:
    client = shared.app.test_client()
    assert "penyedia" not in client.get("/masuk").text
    assert client.get(BEGIN).status_code == client.get(BACK).status_code == 404


def test_who_leaves_is_asked_whether_he_leaves_the_provider_too(ani: Person, elsewhere: Elsewhere) -> None:
    assert ani.sign_in().status_code == 303
    token = re.findall(r'name="_csrf" value="([^"]+)"', ani.client.get("/kotak-tugas").text)[0]
    response = ani.client.post("/keluar", data={"_csrf": token})
    assert f"{elsewhere.issuer}/session/end?client_id=lajur" in response.text
    assert not ani.inside


def test_a_session_of_the_provider_asks_for_no_password_of_one_use(office: Office, elsewhere: Elsewhere) -> None:
    with office.store.reading() as reading:
        row = reading.one(ACCOUNT, login="camat")
    assert row is not None
    office.run(ChangeAccount("staf", password=row["password"] + " ", temporary=True))
    office.run(LinkIdentity("staf", elsewhere.issuer, "ani"))
    person = person_of(office, elsewhere)
    assert person.sign_in().status_code == 303
    assert person.inside


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://masuk.contoh.invalid", "oidc_client_id": "x"},
        {"oidc_issuer": "masuk.contoh.invalid", "oidc_client_id": "x"},
        {"oidc_issuer": "https://masuk.contoh.invalid?x=1", "oidc_client_id": "x"},
        {"oidc_issuer": "https://masuk.contoh.invalid"},
        {"oidc_claim": "nama"},
    ],
)
def test_settings_that_cannot_work_are_refused_by_name(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="LAJUR_OIDC_"):
        settings(**wrong)


def test_the_secret_stands_in_no_print_of_the_settings(shared: Office, elsewhere: Elsewhere) -> None:
    app = app_of(shared, elsewhere)
    told = repr(app.extensions["lajur.settings"]) + repr(vars(app.extensions["lajur.oidc"]))
    assert SECRET not in told
