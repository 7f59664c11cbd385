"""URLs are read in one way, and what an allow-list opens is what it names."""

from __future__ import annotations

import ipaddress

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.addresses import Allowed, Rules, TargetRefused, admit, parse, precheck, read_allowed
from webhooks.gate import Gate
from webhooks.networks import Reach, reach

HOSTS = st.from_regex(r"[a-zA-Z0-9\[\]:.%@\\_ -]{1,30}", fullmatch=True)
INNER = ipaddress.ip_address("10.20.1.5")
PUBLIC = ipaddress.ip_address("1.1.1.1")


def code(url: str, entries: str = "", *found: str) -> str:
    """`ok`, or the code of the refusal of a URL whose name has these addresses."""
    rules = Rules(read_allowed(entries.split()))
    try:
        target = precheck(url, rules)
        if found:
            admit(target, [ipaddress.ip_address(address) for address in found], rules)
    except TargetRefused as refused:
        return refused.code
    return "ok"


@pytest.mark.parametrize(
    ("url", "entries", "found", "said"),
    [
        ("https://gerbang.contoh.id/kait", "", "1.1.1.1 2606:4700::1111", "ok"),
        ("https://gerbang.contoh.id", "", "1.1.1.1", "ok"),
        ("https://gerbang.contoh.id:8443?x=1", "", "1.1.1.1", "ok"),
        ("https://1.1.1.1/", "", "", "ok"),
        ("http://gerbang.contoh.id/", "", "", "target.scheme"),
        ("https://gerbang.contoh.id:22/", "", "", "target.port"),
        ("https://gerbang.contoh.id/", "", "1.1.1.1 10.0.0.1", "target.address"),
        ("https://kantor/", "", "", "target.name"),
        ("https://surat.kantor.local/", "", "", "target.name"),
        ("https://a@gerbang.contoh.id/", "", "", "target.credentials"),
        ("https://gerbang.contoh.id/#a", "", "", "target.url"),
        ("https://gérbang.contoh.id/", "", "", "target.url"),
        ("https://xn--grbang-bva.contoh.id/", "", "1.1.1.1", "ok"),
        ("http://surat.kantor.lan:8080/", "surat.kantor.lan:8080", "10.20.1.5", "ok"),
        ("http://surat.kantor.lan:8081/", "surat.kantor.lan:8080", "10.20.1.5", "target.name"),
        ("http://surat.kantor.lan/", "surat.kantor.lan", "127.0.0.1", "target.address"),
        ("http://surat.kantor.lan/", "surat.kantor.lan", "169.254.169.254", "target.address"),
        ("http://surat.kantor.lan/", "10.20.0.0/16", "10.20.1.5", "ok"),
        ("http://surat.kantor.lan/", "10.20.0.0/16", "10.21.1.5", "target.address"),
        ("http://gerbang.contoh.id/", "10.20.0.0/16", "1.1.1.1", "target.scheme"),
        ("http://10.20.1.5/", "10.20.0.0/16", "", "ok"),
        ("http://10.20.1.5:22/", "10.20.0.0/16", "", "target.address"),
        ("http://[fd12::5]:8443/", "[fd12::/64]:8443", "", "ok"),
        ("http://127.0.0.1:9000/", "127.0.0.1:9000", "", "ok"),
        ("http://[::ffff:10.20.1.5]/", "10.20.0.0/16 ::/0", "", "target.address"),
        ("http://169.254.169.254/", "0.0.0.0/0 169.254.169.254", "", "target.address"),
        ("http://[fd00:ec2::254]/", "fc00::/7", "", "target.address"),
        ("http://0.0.0.0/", "0.0.0.0/0", "", "target.address"),
    ],
)
def test_a_target_is_allowed_or_refused_for_one_reason(url: str, entries: str, found: str, said: str) -> None:
    assert code(url, entries, *found.split()) == said


@given(HOSTS, st.sampled_from(["https://", "http://"]), st.sampled_from(["", ":443", ":8443/", "/a?b", "/%2e"]))
def test_what_is_read_is_what_httpx_reads(host: str, scheme: str, rest: str) -> None:
    try:
        target = parse(f"{scheme}{host}{rest}")
    except TargetRefused:
        return
    url = httpx.URL(target.url)
    assert (url.scheme, url.raw_host.decode()) == (target.scheme, target.host)
    assert (url.port or {"https": 443, "http": 80}[url.scheme]) == target.port
    assert url.raw_path.decode() == target.path
    assert parse(target.url) == target


@given(st.integers(0, 2**32 - 1))
def test_no_address_is_public_that_python_calls_private(number: int) -> None:
    address = ipaddress.IPv4Address(number)
    if not address.is_global or address.is_multicast:
        assert reach(address) is not Reach.PUBLIC


@given(st.integers(0, 2**128 - 1))
def test_no_address_is_public_that_holds_another_inside(number: int) -> None:
    address = ipaddress.IPv6Address(number)
    if address.ipv4_mapped or address.sixtofour or address.teredo or not address.is_global:
        assert reach(address) is not Reach.PUBLIC


@pytest.mark.parametrize(
    "text", ["a b", "10.0.0.0/33", "10.0.0.1/8", "https://x", "kantor:0", "kantor:70000", "[::1", "*"]
)
def test_an_entry_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_allowed([text])


def test_entries_say_hosts_networks_and_ports() -> None:
    assert read_allowed([" Surat.Kantor.LAN:8080 ", "", "fd12::/64"]) == (
        Allowed(host="surat.kantor.lan", port=8080),
        Allowed(network=ipaddress.ip_network("fd12::/64")),
    )


def test_a_name_without_an_address_is_refused() -> None:
    with pytest.raises(TargetRefused):
        admit(parse("https://gerbang.contoh.id/"), [], Rules())
    assert admit(parse("https://gerbang.contoh.id/"), [PUBLIC, PUBLIC], Rules()) == (PUBLIC,)


def test_a_host_may_begin_only_so_often_in_a_second_and_rests_again() -> None:
    now = [100.0]
    gate = Gate(100, 5, lambda: now[0])
    waits = [gate.enter("a") for _ in range(8)]
    assert waits[:5] == [0.0] * 5
    assert all(0 < wait <= 0.21 for wait in waits[5:])
    assert gate.enter("b") == 0.0
    now[0] += waits[5] + 0.001
    assert gate.enter("a") == 0.0
    assert gate.enter("a") > 0
    now[0] += 60
    assert [gate.enter("a") for _ in range(5)] == [0.0] * 5
