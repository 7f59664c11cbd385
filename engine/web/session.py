"""Who is signed in: an account with what it holds today, read anew for each request."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from flask import redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from werkzeug.wrappers import Response

from engine.people import CAPACITIES
from engine.policy import Actor
from engine.queries.names import Names, Office, Post, names, office
from engine.store import Reading
from engine.store.people import ACCOUNT, actor
from engine.store.reading import Row
from engine.web.desk import desk, now

__all__ = ["Member", "came_from_elsewhere", "manager", "sign_in", "sign_out"]

manager: Final = LoginManager()
_ELSEWHERE: Final = "_penyedia"
_MARK: Final = 16  # bytes of the account's session mark that a cookie carries


@dataclass(frozen=True)
class Member(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """The person of a session: who it is, where, and as which posts; `temporary`: his password is to be replaced."""

    mark: str
    actor: Actor
    office: Office
    posts: tuple[Post, ...]
    temporary: bool = False

    def get_id(self) -> str:
        """The login with a mark that changes when all sessions of the account must end."""
        return f"{self.actor.login}:{self.mark}"

    @property
    def under_name(self) -> str:
        """The posts under the name in the top bar; the login where they say nothing that the name does not."""
        posts = [post.name for post in self.posts]
        return " · ".join(posts) if posts and posts != [self.actor.name] else self.actor.login


def sign_in(account: Row, *, elsewhere: bool = False) -> bool:
    """Begins a session of its own for an account; False when it holds nothing.

    `elsewhere`: a provider proved who it is, so that the password here does not matter.
    """
    found = load(f"{account['login']}:{_mark(account)}")
    if found is None:
        return False
    session.clear()
    session.permanent = True
    session[_ELSEWHERE] = elsewhere
    return bool(login_user(found))


def sign_out() -> None:
    """Ends the session and forgets all that it held."""
    logout_user()
    session.clear()


@manager.user_loader  # type: ignore[untyped-decorator]
def load(id: str) -> Member | None:
    """The member of a session; None when the account is gone, closed or its sessions were ended."""
    login, _, mark = id.rpartition(":")
    with desk().store.reading() as reading:
        account = reading.one(ACCOUNT, login=login)
        if account is None or not account["active"] or not secrets.compare_digest(_mark(account), mark):
            return None
        return _member(reading, account, now())


@manager.unauthorized_handler  # type: ignore[untyped-decorator]
def ask() -> Response:
    """Sends the person to the sign-in page, and back afterwards."""
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("web.sign_in.show", ke=back))


def _member(reading: Reading, account: Row, at: datetime) -> Member | None:
    where = office(reading, account["office"])
    found: Any = actor(reading, account["login"], at)
    if found is None:
        return None
    called = names(reading, (), found.posts)
    posts = tuple(_called(called, found, id) for id in sorted(found.posts))
    if not account["office"] and posts:
        where = office(reading, posts[0].id.partition("/")[0])
    temporary = bool(account["temporary"]) and not session.get(_ELSEWHERE)
    return Member(_mark(account), found, where, posts, temporary)


def came_from_elsewhere() -> bool:
    """True when a provider signed this person in."""
    return bool(session.get(_ELSEWHERE))


def _called(called: Names, found: Actor, id: str) -> Post:
    """A post of his by its name: “Plh Camat” where he only acts for it."""
    post = called.post(id) or Post(id, id)
    how = found.capacities.get(id)
    return post if how is None else replace(post, name=f"{CAPACITIES[how.kind]} {post.name}")


def _mark(account: Row) -> str:
    return bytes(account["session"])[:_MARK].hex()
