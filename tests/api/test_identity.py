"""People, posts, offices and roles in the dialect: whom one may know, what is answered, and that nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest

from engine.commands.account import ChangeAccount, Grant
from engine.commands.acting import LetAct
from engine.seeding import library
from engine.store import Store
from tests.api.office import AWAY, HOME, PASSWORD, POSTS, ROLES, TODAY, Office

REST = "/engine-rest"
CAMAT, STAF, PEMOHON = (f"{HOME}/{slug}" for slug in ("camat", "staf", "pemohon"))
OURS = {"camat", "kasi", "sekcam", "staf"}


def ids(office: Office, login: str, path: str) -> list[str]:
    """The ids that a list answers."""
    return [one["id"] for one in office.get(login, f"{REST}{path}")]


@pytest.mark.parametrize("login", [*POSTS, *ROLES])
def test_the_front_end_signs_in_by_two_lists_that_everybody_gets(shared: Office, login: str) -> None:
    assert login in ids(shared, login, "/user")
    assert isinstance(shared.get(login, f"{REST}/authorization"), list)
    assert shared.get(login, f"{REST}/user/{login}/profile")["id"] == login


def test_a_person_knows_the_people_of_his_office_alone(shared: Office) -> None:
    assert set(ids(shared, "staf", "/user")) == OURS
    assert set(ids(shared, "jfu", "/user")) == {"jfu"}
    assert set(ids(shared, "auditor", "/user")) == OURS | {"auditor"}
    assert set(ids(shared, "admin", "/user")) == {*POSTS, *ROLES}
    for path in ("/user/jfu/profile", "/identity/groups?userId=jfu", f"/tenant/{AWAY}", f"/group/{AWAY}/jfu"):
        response = shared.call("staf", "GET", REST + path)
        assert (response.status_code, response.get_json()["type"]) == (404, "RestException"), path
    for path in ("/user?id=jfu", f"/group?memberOfTenant={AWAY}", "/group?member=jfu", "/tenant?userMember=jfu"):
        assert ids(shared, "staf", path) == [], path


def test_a_profile_has_the_whole_name_and_no_address(shared: Office) -> None:
    profile = {"id": "camat", "firstName": "Camat", "lastName": "", "email": None}
    assert shared.get("staf", f"{REST}/user/camat/profile") == profile
    assert shared.get("staf", f"{REST}/user?id=camat") == [profile]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["camat", "kasi", "sekcam", "staf"]),
        ("?idIn=camat,staf,jfu", ["camat", "staf"]),
        ("?firstName=Camat", ["camat"]),
        ("?firstNameLike=%25cam%25", ["camat", "sekcam"]),
        ("?firstNameLike=ca", []),
        ("?lastName=Camat", []),
        ("?lastNameLike=%25", ["camat", "kasi", "sekcam", "staf"]),
        ("?email=a@b", []),
        (f"?memberOfGroup={CAMAT}", ["camat"]),
        (f"?memberOfGroup={PEMOHON}", ["staf"]),
        (f"?memberOfGroup={CAMAT}%2B{STAF}", ["camat", "staf"]),
        (f"?memberOfGroup={CAMAT}&idIn=staf", []),
        (f"?memberOfGroup={AWAY}/jfu", []),
        (f"?memberOfTenant={HOME}", ["camat", "kasi", "sekcam", "staf"]),
        (f"?memberOfTenant={AWAY}", []),
        ("?sortBy=userId&sortOrder=desc", ["staf", "sekcam", "kasi", "camat"]),
        ("?sortBy=firstName&sortOrder=asc&firstResult=1&maxResults=2", ["kasi", "sekcam"]),
    ],
)
def test_users_are_found_by_what_is_asked_and_counted_alike(shared: Office, asked: str, found: list[str]) -> None:
    assert ids(shared, "staf", f"/user{asked}") == found
    if "sort" not in asked:
        assert shared.get("staf", f"{REST}/user/count{asked}") == {"count": len(found)}


@pytest.mark.parametrize("path", ["/user?name=x", "/user?firstNameLike=a%5C", "/group?sortBy=id", "/tenant?x=1"])
def test_what_is_not_known_is_refused(shared: Office, path: str) -> None:
    assert shared.call("staf", "GET", REST + path).status_code == 400


def test_groups_are_posts_and_joint_candidates_with_their_office_as_type(shared: Office) -> None:
    found = {one["id"]: one for one in shared.get("staf", f"{REST}/group")}
    assert found[CAMAT] == {"id": CAMAT, "name": "Camat", "type": HOME}
    assert all(one["type"] == HOME for one in found.values())
    joint = [id for id in found if "+" in id]
    assert joint, "aliases that mean several posts make groups of several"
    for id in joint:
        assert found[id]["name"].count(" + ") == id.count("+")
    for way in (f"{REST}/group/{CAMAT}", f"{REST}/group/{HOME}%2Fcamat"):
        assert shared.get("staf", way) == found[CAMAT]


@pytest.mark.parametrize(
    "asked", ["member=staf", "nameLike=%25cam%25", f"id={CAMAT}", f"idIn={CAMAT},{STAF}", "type=x"]
)
def test_groups_are_asked_by_get_and_by_post_alike(shared: Office, asked: str) -> None:
    name, value = asked.replace("%25", "%").split("=")
    body: dict[str, Any] = {name: value.split(",") if name == "idIn" else value}
    got = shared.get("staf", f"{REST}/group?{asked}&sortBy=name&sortOrder=desc&maxResults=3")
    words = {**body, "sortBy": "name", "sortOrder": "desc", "maxResults": 3}
    assert shared.call("staf", "POST", f"{REST}/group", json=words).get_json() == got
    count = shared.get("staf", f"{REST}/group/count?{asked}")
    assert shared.call("staf", "POST", f"{REST}/group/count", json=body).get_json() == count
    assert len(got) == min(3, count["count"])


def test_the_groups_of_a_person_are_what_he_holds_acts_for_and_records_for(store: Store) -> None:
    office = Office(store)
    office.run(LetAct(CAMAT, "kasi", "plh", TODAY, TODAY, "camat", "800/1", "Cuti"))
    told = office.get("sekcam", f"{REST}/identity/groups?userId=kasi")
    held = {one["id"] for one in told["groups"]}
    assert held >= {CAMAT, f"{HOME}/kasi-kesra"}
    assert STAF not in held
    assert [one["displayName"] for one in told["groupUsers"]] == ["Camat"]
    assert ids(office, "sekcam", "/group?member=kasi") == sorted(held)
    assert set(ids(office, "sekcam", f"/user?memberOfGroup={CAMAT}")) == {"camat", "kasi"}
    assert office.call("kasi", "GET", f"{REST}/identity/groups").status_code == 400
    staf = {one["id"] for one in office.get("staf", f"{REST}/identity/groups?userId=staf")["groups"]}
    assert {STAF, PEMOHON} <= staf


def test_tenants_are_offices(shared: Office) -> None:
    names = {seed.office["id"]: seed.office["nama"] for seed in library()}
    assert shared.get("staf", f"{REST}/tenant") == [{"id": HOME, "name": names[HOME]}]
    assert ids(shared, "admin", "/tenant?sortBy=name&sortOrder=asc") == sorted((HOME, AWAY), key=lambda id: names[id])
    assert ids(shared, "admin", "/tenant?userMember=jfu&includingGroupsOfUser=true") == [AWAY]
    assert ids(shared, "admin", f"/tenant?groupMember={CAMAT}") == [HOME]
    assert shared.get("admin", f"{REST}/tenant/count") == {"count": 2}


def test_a_password_is_verified_of_whom_one_may_know(store: Store) -> None:
    office = Office(store)

    def verified(asker: str, login: str, password: str = PASSWORD) -> bool:
        response = office.call(asker, "POST", f"{REST}/identity/verify", json={"username": login, "password": password})
        assert response.status_code == 200, response.text
        assert response.get_json()["authenticatedUser"] == login
        return bool(response.get_json()["authenticated"])

    assert verified("mesin", "camat")
    assert not verified("mesin", "camat", "bukan ini, ya")
    assert not verified("mesin", "jfu"), "of another office"
    assert verified("admin", "jfu")
    assert not verified("mesin", "tidak-ada")
    office.run(ChangeAccount("sekcam", active=False))
    assert not verified("mesin", "sekcam")
    assert office.call("mesin", "POST", f"{REST}/identity/verify", json={"username": "camat"}).status_code == 400


def test_guessing_here_is_slowed_down_as_at_the_door(store: Store) -> None:
    office = Office(store)
    words = {"username": "camat", "password": "salah benar-benar"}
    statuses = [office.call("mesin", "POST", f"{REST}/identity/verify", json=words).status_code for _ in range(12)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_a_new_password_has_to_be_long(shared: Office) -> None:
    rule = {"placeholder": "PASSWORD_POLICY_LENGTH", "parameter": {"minLength": "10"}}
    assert shared.get("staf", f"{REST}/identity/password-policy") == {"rules": [rule]}
    for password, valid in (("pendek", False), ("cukup panjang", True), ("x" * 1001, False)):
        told = shared.call("staf", "POST", f"{REST}/identity/password-policy", json={"password": password}).get_json()
        assert told == {"rules": [{**rule, "valid": valid}], "valid": valid}


def test_nothing_is_changed_here(shared: Office) -> None:
    before = shared.get("admin", f"{REST}/user")
    response = shared.call("admin", "DELETE", f"{REST}/user/camat")
    assert response.status_code == 403
    told = response.get_json()
    assert told["type"] == "InvalidRequestException"
    assert "Identity service implementation is read-only." in told["message"]
    assert shared.get("admin", f"{REST}/user") == before


def test_roles_are_authorizations_on_offices(store: Store) -> None:
    office = Office(store)
    office.run(Grant("auditor", "auditor", "region:Kabupaten Kapuas Hulu"))
    own = office.get("auditor", f"{REST}/authorization?resourceId={HOME}")
    assert own == [
        {
            "id": f"auditor:{HOME}:auditor",
            "type": 1,
            "permissions": ["READ"],
            "userId": "auditor",
            "groupId": None,
            "resourceType": 11,
            "resourceId": HOME,
            "removalTime": None,
            "rootProcessInstanceId": None,
        }
    ]
    found = office.get("admin", f"{REST}/authorization?userIdIn=auditor&sortBy=resourceId&sortOrder=desc")
    assert [one["resourceId"] for one in found] == ["region:Kabupaten Kapuas Hulu", HOME]
    assert office.get("admin", f"{REST}/authorization/{own[0]['id']}") == own[0]
    assert office.get("pemilik", f"{REST}/authorization/count?userIdIn=auditor") == {"count": 0}


@pytest.mark.parametrize(
    ("login", "asked", "allowed"),
    [
        ("kasi", "TASK_WORK:7:{task}", True),
        ("staf", "TASK_WORK:7:{task}", False),
        ("staf", "READ:7:{task}", True),
        ("jfu", "READ:7:{task}", False),
        ("auditor", "READ:8:{case}", True),
        ("auditor-lain", "READ:8:{case}", False),
        ("admin", "READ:8:{case}", False),
        ("pemilik", "DELETE:8:{case}", True),
        ("auditor", "DELETE:8:{case}", False),
        ("staf", "CREATE_INSTANCE:6:pengesahan_surat_keterangan_miskin", True),
        ("camat", "CREATE_INSTANCE:6:pengesahan_surat_keterangan_miskin", False),
        ("camat", "READ:6:pengesahan_surat_keterangan_miskin", True),
        ("pemilik", "CREATE:9:", True),
        ("pemilik-lain", "CREATE:9:", True),
        ("camat", "CREATE:9:", False),
        ("camat", "READ:1:staf", True),
        ("camat", "READ:1:jfu", False),
        ("admin", "UPDATE:1:staf", False),
        ("camat", "ACCESS:0:tasklist", True),
        ("camat", "ACCESS:0:cockpit", False),
        ("auditor", "ACCESS:0:cockpit", True),
        ("auditor", "ACCESS:0:admin", False),
        ("admin", "ACCESS:0:admin", True),
        ("camat", f"READ:2:{CAMAT}", True),
        ("camat", f"READ:11:{AWAY}", False),
    ],
)
def test_a_check_says_what_the_policy_says(shared: Office, login: str, asked: str, allowed: bool) -> None:
    case = shared.case(done=2)
    permission, kind, id = asked.format(case=case, task=f"{case}-3").split(":", 2)
    query = f"permissionName={permission}&resourceName=x&resourceType={kind}" + (f"&resourceId={id}" if id else "")
    told = shared.get(login, f"{REST}/authorization/check?{query}")
    expected = {"permissionName": permission, "resourceName": "x", "resourceId": id or None, "authorized": allowed}
    assert told == expected


def test_only_an_administrator_asks_of_others_and_only_of_his_offices(shared: Office) -> None:
    query = f"{REST}/authorization/check?permissionName=READ&resourceName=Tenant&resourceType=11&resourceId={HOME}"
    assert shared.get("admin", f"{query}&userId=camat")["authorized"] is True
    assert shared.get("admin", f"{query}&userId=jfu")["authorized"] is False
    assert shared.call("camat", "GET", f"{query}&userId=staf").status_code == 403
    for wrong in ("permissionName=READ&resourceName=x", "permissionName=FLY&resourceName=x&resourceType=7"):
        assert shared.call("camat", "GET", f"{REST}/authorization/check?{wrong}").status_code == 400
