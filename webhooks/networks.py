"""Which IP addresses are public, which an office may allow, and which nobody may ever be sent to."""

from __future__ import annotations

import socket
from enum import Enum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

__all__ = ["Address", "Network", "Reach", "is_own", "reach"]

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


class Reach(Enum):
    """How far an address reaches."""

    PUBLIC = "public"
    OFFICE = "office"  # private: an allow-list may name its host or its network
    LOOPBACK = "loopback"  # this machine: an allow-list may name its network
    NEVER = "never"


def _networks(words: str) -> tuple[Network, ...]:
    return tuple(ip_network(word) for word in words.split())


# Addresses that give programs in a cloud their keys; some stand in the middle of networks that may be allowed.
METADATA: Final = frozenset(
    map(
        ip_address,
        ("169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"),
    )
)
LOOPBACK: Final = _networks("127.0.0.0/8 ::1/128")
OFFICE: Final = _networks("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7")
# IANA's registries of special addresses, multicast and what is reserved (RFC 6890, RFC 5735, RFC 4291, RFC 9637).
NEVER_V4: Final = _networks(
    "0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24"
    " 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4"
)
# Of IPv6 only 2000::/3 is given out. Within it: protocol assignments with Teredo and ORCHID, documentation, 6to4,
# the nameservers of private zones. NAT64, mapped, compatible and translated addresses stand outside of it.
GIVEN_OUT: Final = ip_network("2000::/3")
NEVER_V6: Final = _networks("2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20")
ISATAP: Final = (0x00005EFE, 0x02005EFE)  # an IPv4 address in the last 32 bits (RFC 5214)


def reach(address: Address) -> Reach:
    """How far an address reaches; what holds another address inside reaches nowhere."""
    if address in METADATA or getattr(address, "scope_id", None):
        return Reach.NEVER
    if _within(address, LOOPBACK):
        return Reach.LOOPBACK
    if _within(address, OFFICE):
        return Reach.OFFICE
    if isinstance(address, IPv4Address):
        refused = _within(address, NEVER_V4)
    else:
        isatap = (int(address) >> 32) & 0xFFFFFFFF in ISATAP
        refused = isatap or address not in GIVEN_OUT or _within(address, NEVER_V6)
    return Reach.NEVER if refused or not address.is_global else Reach.PUBLIC


def is_own(address: Address) -> bool:
    """Whether an address is one of this machine's own; no packet is sent to find out."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), 9))
            return ip_address(str(probe.getsockname()[0]).partition("%")[0]) == address
    except OSError:
        return False


def _within(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
