"""What the server hands to the application: bodies small and large, headers, paths; and what it answers."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.app.front import Front
from engine.polling import Room, Ticket, Want
from engine.polling.room import TICKET
from engine.store.external_offers import Offer

LARGE = 700_000
Start = Callable[[str, list[tuple[str, str]]], None]


class Headers(dict[str, str]):
    """The headers of a request, as the server gives them."""


@dataclass
class Exchange:
    """A request as the server gives it, and what was answered; `left` is set when the client goes."""

    pieces: list[bytes] = field(default_factory=list)
    headers: Headers = field(default_factory=Headers)
    method: str = "POST"
    path: str = "/"
    query_string: str = "a=1"
    client: str = "[::1]:4711"
    server: str = "127.0.0.1:8080"
    scheme: str = "http"
    http_version: str = "1.1"
    left: asyncio.Event = field(default_factory=asyncio.Event)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    async def client_disconnect(self) -> None:
        await self.left.wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answers.append((status, dict(headers), body))


def serve(application: Any, exchange: Exchange, room: Room | None = None) -> tuple[int, dict[str, str], bytes]:
    """What the front answers."""

    async def run() -> None:
        front.__rsgi_init__(asyncio.get_running_loop())
        await front.__rsgi__(exchange, exchange)
        front.__rsgi_del__(asyncio.get_running_loop())

    front = Front(application, Room(1) if room is None else room, 2)
    with ThreadPoolExecutor(1) as aside:  # a browser test may have left a loop running in this thread
        aside.submit(asyncio.run, run()).result()
    (answer,) = exchange.answers
    return answer


def echo(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


@pytest.mark.parametrize("pieces", [[], [b"a"], [b"ab", b"cd"], [b"x" * LARGE, b"y" * LARGE, b"z"]])
def test_a_body_arrives_whole(pieces: list[bytes]) -> None:
    exchange = Exchange(pieces, Headers({"transfer-encoding": "chunked"}))
    assert serve(echo, exchange) == (200, {"Content-Type": "text/plain"}, b"".join(pieces))


def test_a_large_body_is_not_read_before_somebody_asks_for_it() -> None:
    read: list[int] = []

    class Slow(Exchange):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for number in range(100):
                read.append(number)
                yield b"x" * 100_000

    def refuse(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("401 Unauthorized", [])
        return []

    assert serve(refuse, Slow(headers=Headers({"content-length": "10000000"})))[0] == 401
    assert len(read) < 5


def test_the_environment_is_that_of_wsgi() -> None:
    seen: dict[str, Any] = {}

    def look(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        seen.update(environ)
        start("204 No Content", [])
        return []

    given = {
        "content-type": "text/plain",
        "content-length": "0",
        "x-forwarded-for": "1.2.3.4",
        "x_forwarded_for": "5.6",
    }
    assert serve(look, Exchange(headers=Headers(given), path="/caf\u00e9"))[0] == 204
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/plain", "0")
    assert seen["HTTP_X_FORWARDED_FOR"] == "1.2.3.4", "a header with underscores is no header of a proxy"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/caf\u00e9"
    assert (seen["REMOTE_ADDR"], seen["SERVER_NAME"], seen["SERVER_PORT"]) == ("::1", "127.0.0.1", "8080")
    assert (seen["QUERY_STRING"], seen["REQUEST_METHOD"], seen["SERVER_PROTOCOL"]) == ("a=1", "POST", "HTTP/1.1")


def test_what_the_application_gives_is_closed_and_its_failure_is_answered() -> None:
    closed: list[bool] = []

    class Parts:
        def __iter__(self) -> Iterator[bytes]:
            yield b"a"
            raise ValueError

        def close(self) -> None:
            closed.append(True)

    def fail(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        start("200 OK", [])
        return Parts()

    assert serve(fail, Exchange())[0] == 500
    assert closed == [True]


def waits(seconds: float, answers: list[bytes]) -> Any:
    """An application that asks to wait with its first answer, and then gives the next ones."""
    given = iter(answers)

    def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        ticket: Ticket = environ[TICKET]
        body = next(given)
        if body == b"[]":
            ticket.ask(WANT, "w", 1, seconds)
        start("200 OK", [])
        return [body]

    return application


WANT = Want((Offer("kirim"),))


def test_a_request_waits_and_is_asked_again_when_it_is_woken() -> None:
    room = Room(1)
    room.knock = lambda: threading.Thread(target=room.wake, args=(WANT, 1)).start()
    assert serve(waits(60, [b"[]", b"[]", b"[1]"]), Exchange(), room)[2] == b"[1]"
    assert room.taken == 0


def test_a_request_that_is_not_woken_gets_its_first_answer() -> None:
    assert serve(waits(0.05, [b"[]"]), Exchange(), Room(1))[2] == b"[]"
    assert serve(waits(60, [b"[]"]), Exchange(), Room(0))[2] == b"[]", "there is no seat"
    closed = Room(1)
    closed.close()
    assert serve(waits(60, [b"[]"]), Exchange(), closed)[2] == b"[]"


def test_a_client_that_leaves_is_not_answered_and_frees_its_seat() -> None:
    room, exchange = Room(1), Exchange()
    room.knock = exchange.left.set
    with pytest.raises(ValueError, match="not enough values"):
        serve(waits(60, [b"[]"]), exchange, room)
    assert room.taken == 0
