"""Nets written by hand: nodes and arcs in a few characters."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any

from bpmn.net import Arc, Net, Node, Timer, Trigger
from engine import expressions
from engine.spiff import Limits, Program, load

NOW = datetime(2030, 1, 7, 1, 0, tzinfo=UTC)

__all__ = ["NOW", "net", "program", "timer"]


def net(nodes: str, arcs: str, **details: dict[str, Any]) -> Net:
    """A net from `a:user b:parallel`, `f1:a>b f2:b>c?k = 1` (arcs split by `;`), and more fields for some nodes.

    Every node and arc stands for a deployed one with its id; an id that begins with `_` was added by us.
    """
    made: dict[str, Arc] = {}
    for text in filter(None, (part.strip() for part in arcs.split(";"))):
        ends, _, condition = text.partition("?")
        id, _, way = ends.partition(":")
        source, target = way.split(">")
        made[id] = Arc(id, source, target, condition or None, None if id.startswith("_") else id)
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for arc in made.values():
        into.setdefault(arc.target, []).append(arc.id)
        out.setdefault(arc.source, []).append(arc.id)
    hosts = [(id, detail["attached_to"]) for id, detail in details.items() if "attached_to" in detail]
    found = {
        id: Node(
            id=id,
            kind=_KINDS.get(kind, kind),  # type: ignore[arg-type]
            origin=None if id.startswith("_") else id,
            incoming=tuple(into.get(id, ())),
            outgoing=tuple(out.get(id, ())),
            boundary=tuple(event for event, host in hosts if host == id),
            **_facts(details.get(id, {})),
        )
        for id, kind in (word.split(":") for word in nodes.split())
    }
    return Net("proses", found, made, tuple(id for id, node in found.items() if node.kind == "start"))


_KINDS = {"timer": "catch", "message": "catch", "boundary_timer": "boundary", "boundary_message": "boundary"}


def _facts(detail: dict[str, Any]) -> dict[str, Any]:
    """Details as a node has them: `timer`, `message` and `correlation_key` are what its trigger says."""
    facts = dict(detail)
    clock, name, key = (facts.pop(one, None) for one in ("timer", "message", "correlation_key"))
    if clock is not None:
        facts["trigger"] = Trigger("timer", timer=clock)
    elif name is not None:
        facts["trigger"] = Trigger("message", name, key=key)
    return facts


def program(net: Net, *, zone: tzinfo = UTC, limits: Limits | None = None) -> Program:
    """The program of a net, with the condition language of the engine."""
    return load(net, expressions.compile, zone=zone, limits=limits)


def timer(kind: str, text: str) -> dict[str, Any]:
    """The detail of a node with a timer."""
    return {"timer": Timer(kind, text)}  # type: ignore[arg-type]
