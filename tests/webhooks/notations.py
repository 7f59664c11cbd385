"""Every notation of an address that some program somewhere takes for one."""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Callable
from typing import Final

__all__ = ["WIDE", "embedded", "four", "six"]

WIDE: Final = str.maketrans("0123456789.", "０１２３４５６７８９。")
RINGS: Final = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def four(address: str, luck: random.Random) -> str:
    """An IPv4 address in a notation drawn at random, as the host of a URL."""
    parts = [int(part) for part in address.split(".")]
    whole = int(ipaddress.IPv4Address(address))
    tail = parts[2] << 8 | parts[3]
    ways_of_one: list[Callable[[int], str]] = [str, hex, lambda n: f"0{n:o}", lambda n: f"0x{n:08x}"]
    mixed = ".".join(luck.choice(ways_of_one)(part) for part in parts)
    ways = [
        address,
        str(whole),
        hex(whole),
        f"0X{whole:X}",
        f"0{whole:o}",
        f"00000{whole:o}",
        str(whole + (1 << 32)),
        mixed,
        f"{parts[0]}.{parts[1]}.{tail}",
        f"{parts[0]}.{parts[1] << 16 | tail}",
        f"0x{parts[0]:x}.{parts[1] << 16 | tail}",
        ".".join(f"{part:03d}" for part in parts),
        ".".join(f"0{part:o}" for part in parts),
        ".".join(hex(part) for part in parts),
        ".".join(str(part + 256) for part in parts),
        f"{address}.",
        f"{address}..",
        "".join(f"%{ord(letter):02x}" for letter in address),
        address.replace(".", "%2e"),
        address.translate(WIDE),
        address.translate(RINGS),
        address.replace(".", "．"),
        f"[{address}]",
        f"0{address}",
        f" {address}",
        f"{address}\t",
        f"{address}%00.contoh.id",
        f"{address}\x00.contoh.id",
        f"{parts[0]}" if not any(parts[1:]) else f"{parts[0]}.{tail}",
    ]
    return luck.choice(ways)


def embedded(address: str, luck: random.Random) -> str:
    """An IPv6 address that holds an IPv4 one inside."""
    n = int(ipaddress.IPv4Address(address))
    high, low = n >> 16, n & 0xFFFF
    teredo = n ^ 0xFFFFFFFF
    ways = [
        f"::ffff:{address}",
        f"::ffff:{high:x}:{low:x}",
        f"0:0:0:0:0:ffff:{high:x}:{low:x}",
        f"0000:0000:0000:0000:0000:FFFF:{address}",
        f"::{address}" if n > 1 else "::ffff:0:1",
        f"::ffff:0:{high:x}:{low:x}",
        f"64:ff9b::{high:x}:{low:x}",
        f"64:ff9b::{address}",
        f"64:ff9b:1::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"2001:0:{high:x}:{low:x}::{teredo >> 16:x}:{teredo & 0xFFFF:x}",
        f"2001::{teredo >> 16:x}:{teredo & 0xFFFF:x}",
        f"fe80::5efe:{high:x}:{low:x}",
        f"2400:1234::5efe:{high:x}:{low:x}",
        f"2400:1234::200:5efe:{high:x}:{low:x}",
    ]
    return luck.choice(ways)


def six(address: str, luck: random.Random) -> str:
    """An IPv6 address in a notation drawn at random, as the host of a URL."""
    parsed = ipaddress.IPv6Address(address)
    ways = [
        f"[{parsed.compressed}]",
        f"[{parsed.exploded}]",
        f"[{parsed.exploded.upper()}]",
        f"[{parsed.compressed}%25lo]",
        f"[{parsed.compressed}%lo]",
        f"[{parsed.compressed}%1]",
        parsed.compressed,
        f"[{parsed.compressed}].",
        f"[{parsed.compressed}",
        f"%5B{parsed.compressed}%5D",
        f"[v1.{parsed.compressed}]",
    ]
    return luck.choice(ways)
