"""How the routes of webhooks, inbound messages and links are tried by every role, each on one of the home office."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from engine.commands.desk import Context
from engine.commands.inbound import CreateInbound, KeepReceived, Letter, Proof, sender
from engine.commands.link import MakeLink
from engine.commands.webhook import CreateWebhook, TryWebhook, Wanted
from engine.policy import Actor
from engine.store.inbound import RECEIVED
from tests.api.office import HOME, Office
from tests.api.route import V1, Route, Try

__all__ = ["MAPPING", "ROUTES"]

MAPPING: Final = '{"message": "surat-datang", "correlation": "nik"}'
URL: Final = "https://penerima.example.com/masuk"
_numbers = itertools.count(1)


def _tends(actor: Actor) -> str:
    """Who looks after the connections of the home office; for anybody else there are none."""
    return "done" if _looks_after(actor) else "not there"


def _makes(actor: Actor) -> str:
    return "done" if _looks_after(actor) else "forbidden"


def _looks_after(actor: Actor) -> bool:
    return actor.has("pemilik", HOME) or actor.has("administrator", HOME)


def _hook(office: Office, one: Try) -> Try:
    """A subscription of the office with a trial on its way."""
    id = office.run(CreateWebhook(HOME, Wanted(f"Uji {one.case}", URL), b"tersegel"))["id"]
    return replace(one, more={"hook": id, "delivery": office.run(TryWebhook(id))["delivery"]})


def _sender(office: Office, one: Try) -> Try:
    """A sender whose message fitted nobody."""
    name = f"uji-{next(_numbers)}"
    id = office.run(CreateInbound(HOME, name, Proof("standard", MAPPING), b"tersegel"))["id"]
    letter = Letter("1", "surat-datang", None, "6101", {})
    office.desk.run(Context(sender(name, HOME), office.now), KeepReceived(id, letter, ("tidak ada", "nobody")))
    with office.store.reading() as reading:
        (row,) = reading.all(RECEIVED, inbound=id, states=["KEPT"], before=2**62, limit=2)
    return replace(one, more={"sender": id, "message": row["id"]})


def _of_hook(path: str, json: Callable[[Try], Any] = lambda _: None) -> Route:
    return Route(f"{V1}/webhooks/{{hook}}{path}", "", "", json, before=_hook, expected=_tends)


def _of_sender(path: str, json: Callable[[Try], Any] = lambda _: None) -> Route:
    return Route(f"{V1}/inbound/{{sender}}{path}", "", "", json, before=_sender, expected=_tends)


def _assigns(actor: Actor) -> str:
    """Nobody waits for that message, so the process owner is told that the case does not; the others know of none."""
    return "not there"


def _drops(actor: Actor) -> str:
    return "done" if actor.has("pemilik", HOME) else "not there"


def _asked(office: Office, one: Try) -> Try:
    """A case whose first step is the applicant's, and a link to it."""
    case = office.case()
    digest = hashlib.sha256(str(case).encode()).digest()
    return replace(one, case=case, more={"link": office.run(MakeLink(case, 1, digest, "Ani"), "staf")["id"]})


def _asks(actor: Actor) -> str:
    """Who could answer himself: the clerk who records for the applicant; who only reads the case is told so."""
    return "done" if actor.login == "staf" else _else(actor)


def _ends(actor: Actor) -> str:
    return "done" if actor.login in ("staf", "pemilik") else _else(actor)


def _else(actor: Actor) -> str:
    return "forbidden" if actor.login in ("pemilik", "auditor") else "not there"


def _new_link(_: Try) -> Any:
    return {"n": 1, "for_whom": "Ani"}


def _new_hook(_: Try) -> Any:
    return {"office": HOME, "name": "Gerbang", "url": URL}


def _new_sender(_: Try) -> Any:
    return {"office": HOME, "name": f"baru-{next(_numbers)}", "verify": "token", "mapping": MAPPING}


def _test(_: Try) -> Any:
    return {"body": '{"nik": "6101"}'}


def _seen(word: str) -> Callable[[Try, str], bool]:
    return lambda one, text: f'"id":{one.more[word]},' in text


ROUTES: Final[dict[str, Route]] = {
    f"GET {V1}/webhooks": Route(f"{V1}/webhooks", "", "", before=_hook, seen=_seen("hook"), expected=_tends),
    f"POST {V1}/webhooks": Route(f"{V1}/webhooks", "", "", _new_hook, expected=_makes),
    f"GET {V1}/webhooks/{{id}}": _of_hook(""),
    f"PATCH {V1}/webhooks/{{id}}": _of_hook("", lambda _: {"active": False}),
    f"DELETE {V1}/webhooks/{{id}}": _of_hook(""),
    f"POST {V1}/webhooks/{{id}}/secret": _of_hook("/secret"),
    f"POST {V1}/webhooks/{{id}}/test": _of_hook("/test"),
    f"POST {V1}/webhooks/{{id}}/replay-parked": _of_hook("/replay-parked"),
    f"GET {V1}/webhooks/{{id}}/deliveries": _of_hook("/deliveries"),
    f"GET {V1}/webhooks/{{id}}/deliveries/{{delivery_id}}": _of_hook("/deliveries/{delivery}"),
    f"POST {V1}/webhooks/{{id}}/deliveries/{{delivery_id}}/replay": _of_hook("/deliveries/{delivery}/replay"),
    f"POST {V1}/webhooks/{{id}}/deliveries/{{delivery_id}}/drop": _of_hook("/deliveries/{delivery}/drop"),
    f"GET {V1}/inbound": Route(f"{V1}/inbound", "", "", before=_sender, seen=_seen("sender"), expected=_tends),
    f"POST {V1}/inbound": Route(f"{V1}/inbound", "", "", _new_sender, expected=_makes),
    f"GET {V1}/inbound/{{id}}": _of_sender(""),
    f"PATCH {V1}/inbound/{{id}}": _of_sender("", lambda _: {"active": False}),
    f"DELETE {V1}/inbound/{{id}}": _of_sender(""),
    f"POST {V1}/inbound/{{id}}/secret": _of_sender("/secret"),
    f"POST {V1}/inbound/{{id}}/test": _of_sender("/test", _test),
    f"GET {V1}/inbound/{{id}}/messages": _of_sender("/messages"),
    f"GET {V1}/inbound/{{id}}/messages/{{message_id}}": _of_sender("/messages/{message}"),
    f"GET {V1}/inbound/{{id}}/messages/{{message_id}}/cases": _of_sender("/messages/{message}/cases"),
    f"POST {V1}/inbound/{{id}}/messages/{{message_id}}/assign": Route(
        f"{V1}/inbound/{{sender}}/messages/{{message}}/assign",
        "",
        "",
        lambda one: {"case": one.case},
        before=_sender,
        expected=_assigns,
    ),
    f"POST {V1}/inbound/{{id}}/messages/{{message_id}}/drop": Route(
        f"{V1}/inbound/{{sender}}/messages/{{message}}/drop",
        "",
        "",
        lambda _: {"reason": "uji"},
        before=_sender,
        expected=_drops,
    ),
    f"POST {V1}/cases/{{id}}/links": Route(
        f"{V1}/cases/{{case}}/links", "", "", _new_link, before=_asked, expected=_asks
    ),
    f"DELETE {V1}/cases/{{id}}/links/{{link_id}}": Route(
        f"{V1}/cases/{{case}}/links/{{link}}", "", "", before=_asked, expected=_ends
    ),
    f"GET {V1}/cases/{{id}}/links": Route(f"{V1}/cases/{{case}}/links", "read-case", "read-case"),
}
