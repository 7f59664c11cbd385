"""The front of a server process: ordinary requests go to threads, polls that wait take none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from engine.app.front_environ import Body, Scope, environ_of, small
from engine.logs import logger
from engine.polling import Place, Room, Ticket
from engine.polling.room import TICKET, Verdict

__all__ = ["Front"]

Headers = list[tuple[str, str]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_log = logger("engine.app.front")
_FAILED: Final = "Terjadi kesalahan; sudah dicatat. / Something went wrong; it was recorded.\n"


class Exchange(Protocol):
    """What we use of a server's HTTP exchange (RSGI)."""

    def __aiter__(self) -> Any: ...
    def client_disconnect(self) -> Any: ...
    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None: ...


@dataclass(slots=True)
class Answer:
    """What the application answered, before it is sent."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = _FAILED.encode()

    def start(self, status: str, headers: Headers, exc_info: Any = None) -> None:
        """WSGI's `start_response`."""
        self.status, self.headers = int(status.split(" ", 1)[0]), [(name, value) for name, value in headers]


@dataclass(slots=True)
class Request:
    """One request: its scope, its exchange, its body as far as it was read, and whether it may wait."""

    scope: Scope
    exchange: Exchange
    body: Body
    ticket: Ticket = field(default_factory=Ticket)


class Front:
    """Runs a WSGI application under RSGI. `threads` requests are served at the same time.

    A view may ask through its ticket that its request waits: then its thread is free, and the application is asked
    again when it is woken. So rights are looked at anew, and what it answered before is sent when nothing came.
    """

    def __init__(self, application: Wsgi, room: Room, threads: int) -> None:
        self.application, self.room = application, room
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Notes the loop that serves."""
        self._loop = loop

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Lets the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def stop_waiting(self) -> None:
        """Answers all polls that wait, and lets none wait any more; for the beginning of the end."""
        self.room.close()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Serves one request."""
        assert self._loop is not None
        request = Request(scope, exchange, await small(scope, exchange, self._loop))
        held = await self._loop.run_in_executor(self._pool, self._served, request)
        if held is not None:
            await self._wait(request, held)

    async def _wait(self, request: Request, held: Answer) -> None:
        """Waits for an attempt that brings something, for the end of its time, or for its client to leave."""
        assert self._loop is not None
        until = self._loop.time() + request.ticket.seconds
        gone = asyncio.ensure_future(_left(request.exchange))
        try:
            again: Answer | None = held
            while again is not None:
                held = again
                if not await self._woken(request, until, gone):
                    break
                again = await self._loop.run_in_executor(self._pool, self._served, request)
            if again is not None and not gone.done():
                request.exchange.response_bytes(held.status, held.headers, held.body)
        finally:
            gone.cancel()

    async def _woken(self, request: Request, until: float, gone: asyncio.Future[None]) -> bool:
        """True when it is worth another attempt."""
        assert self._loop is not None
        loop, verdict = self._loop, self._loop.create_future()

        def settle(what: Verdict) -> None:
            if not verdict.done():
                verdict.set_result(what)

        def wake(what: Verdict) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(settle, what)

        ticket = request.ticket
        if ticket.want is None or gone.done() or until <= loop.time():
            return False
        place = Place(ticket.want, ticket.worker, ticket.most, wake)
        if not self.room.enter(place):
            return False
        try:
            await asyncio.wait({verdict, gone}, timeout=until - loop.time(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.room.leave(place)
        return verdict.done() and verdict.result() == "try" and not gone.done()

    def _served(self, request: Request) -> Answer | None:
        """In a thread: asks the application and sends its answer; gives it back unsent when the request is to wait."""
        request.ticket = Ticket()
        environ = environ_of(request.scope, request.body.again())
        environ[TICKET] = request.ticket
        answer = self._answer(environ)
        if request.ticket.want is not None and answer.status == 200:
            return answer
        request.exchange.response_bytes(answer.status, answer.headers, answer.body)
        return None

    def _answer(self, environ: dict[str, Any]) -> Answer:
        answer = Answer()
        try:
            parts = self.application(environ, answer.start)
            try:
                answer.body = b"".join(parts)
            finally:
                getattr(parts, "close", lambda: None)()
        except Exception as error:  # noqa: BLE001 - the outer loop: it records and answers
            _log.error("request failed", method=environ["REQUEST_METHOD"], exc_info=error)
            return Answer(headers=[("Content-Type", "text/plain; charset=utf-8")])
        return answer


async def _left(exchange: Exchange) -> None:
    await exchange.client_disconnect()
