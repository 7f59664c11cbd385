"""The line that says “siap / is ready” comes only when the port takes connections."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

from engine.serve import Serving, _announce
from engine.settings import Settings, load


class Deaf:
    """An application that no request ever waits in."""

    def stop_waiting(self) -> None:
        """Nothing waits."""


def _nothing(_: Settings) -> tuple[Deaf, Callable[[], None]]:
    return Deaf(), lambda: None


def test_nothing_is_announced_before_the_port_takes_connections() -> None:
    said = threading.Event()
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))  # taken, and deaf
        settings = load(host="127.0.0.1", port=port.getsockname()[1])
        serving = Serving(settings, build=_nothing, announce=lambda _: said.set())
        thread = threading.Thread(target=_announce, args=(serving,), daemon=True)
        thread.start()
        assert not said.wait(0.3)
        port.listen()
        assert said.wait(10)
        thread.join(10)
