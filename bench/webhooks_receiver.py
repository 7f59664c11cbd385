"""Receivers that take every message: `python -m bench.webhooks_receiver N` says N ports, and a count for each line."""

from __future__ import annotations

import asyncio
import re
import sys
from typing import Final

__all__: list[str] = []

LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


async def _served(count: int) -> None:
    """Listens on so many ports of this machine until standard input ends."""
    taken = 0

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal taken
        head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        taken += 1
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    servers = [await asyncio.start_server(take, "127.0.0.1", 0, backlog=128) for _ in range(count)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(taken, flush=True)


if __name__ == "__main__":
    asyncio.run(_served(int(sys.argv[1])))
