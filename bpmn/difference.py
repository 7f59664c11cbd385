"""What changed between two versions of a diagram, in words that a process owner uses.

Two files are compared by what they mean: attributes in another order, other white space, the ids of flows, gateways
and lanes that mean the same, the program that saved the file: none of that is a difference. An empty text is the same
as none. What the typed view of a document does not hold is compared too, as `other`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from bpmn.difference_match import match_processes, matched
from bpmn.difference_rest import beyond, drawn, loose, rest
from bpmn.difference_tell import tell
from bpmn.difference_words import NAME, Names, Words, added, altered, changed, removed
from bpmn.document import Document

__all__ = ["Difference", "Kind", "differences"]

Kind = Literal[
    "process-added",
    "process-removed",
    "process-renamed",
    "key",
    "header",
    "pool",
    "lane-added",
    "lane-removed",
    "lane-renamed",
    "lanes-reordered",
    "step-added",
    "step-removed",
    "step-renamed",
    "step-moved",
    "step-kind",
    "text",
    "property",
    "flow-added",
    "flow-removed",
    "flow-moved",
    "flow-renamed",
    "flow-order",
    "condition",
    "default",
    "event",
    "form",
    "people",
    "work",
    "loop",
    "mapping",
    "call",
    "note",
    "other",
    "drawing",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: `id` and `en` say it as a whole sentence in Indonesian and in English.

    `element` is the id of the element, flow, lane, pool or process, as it stands in the later version (of what was
    removed: in the earlier one); of the order of lanes it is the process. `process` is the process that it stands in,
    None for what belongs to none. `kind` `drawing` is about how something is drawn, and nothing else is. Where one fact
    changed, `about` names it (Indonesian, English) and `values` are its text before and after.
    """

    kind: Kind
    element: str | None
    id: str
    en: str
    process: str | None = None
    about: Words = ("", "")
    values: tuple[str, str] = ("", "")


def differences(before: Document, after: Document) -> tuple[Difference, ...]:
    """Gives what changed, process by process, in the order of the later version; what was removed stands last in each.

    What is drawn differently comes at the end. Nothing is given for a file that was only saved anew.
    """
    pairs, gone, new = match_processes(before, after)
    matches = [matched(*pair) for pair in pairs]
    same = {old: id for match in matches for old, id in match.ids().items()}
    earlier, later = rest(before, same), rest(after, {})
    found: list[Difference] = []
    for match in matches:
        names, key = Names(match.after), match.after.id
        found += (
            replace(_one(one.kind, one.element, one.words, key), about=one.about, values=one.values)
            for one in tell(match)
        )
        for id in match.known():
            pair = earlier.beyond.get(id), later.beyond.get(id)
            found += (_one("other", id, words, key) for words in beyond(*pair, names.whose(id)))
    found += (_one("process-added", one.id, added(Names(one).process), one.id) for one in new)
    found += (_one("process-removed", one.id, removed(Names(one).process), one.id) for one in gone)
    found += _pools(before, after, same)
    found += (_one(kind, id, words) for kind, id, words in loose(earlier, later))
    found += _drawings(before, after, same)
    return tuple(found)


def _one(kind: str, element: str, words: Words, process: str | None = None) -> Difference:
    return Difference(cast(Kind, kind), element, *words, process)


def _pools(before: Document, after: Document, same: Mapping[str, str]) -> Iterator[Difference]:
    old = {same.get(one.process, one.process) if one.process else one.id: one for one in before.participants}
    new = {one.process or one.id: one for one in after.participants}
    for key, one in new.items():
        past = old.pop(key, None)
        if past is None:
            yield _one("pool", one.id, added(_pool(one.name or one.id)), one.process)
        elif past.name != one.name:
            yield _one("pool", one.id, changed(NAME, ("bagan", "the pool"), (past.name, one.name)), one.process)
    for one in old.values():
        yield _one("pool", one.id, removed(_pool(one.name or one.id)), one.process)


def _pool(name: str) -> Words:
    return f"bagan “{name}”", f"the pool “{name}”"


def _drawings(before: Document, after: Document, same: Mapping[str, str]) -> Iterator[Difference]:
    """What is in both versions and drawn differently, or drawn in one of them alone."""
    old, new = drawn(before, same), drawn(after, {})
    there = _ids(before, same) & _ids(after, {})
    names = [Names(process) for process in after.processes]
    pools = {one.id: _pool(one.name or one.id) for one in after.participants}
    told: set[str] = set()
    for plane, id in dict.fromkeys([*new, *old]):
        if id in there and id not in told and old.get((plane, id)) != new.get((plane, id)):
            told.add(id)
            of = next((one for one in names if one.knows(id)), None)
            whose = of.whose(id) if of else pools.get(id, (f"({id})", f"({id})"))
            yield _one("drawing", id, altered(("gambar", "drawing"), whose), of.of.id if of else None)


def _ids(document: Document, same: Mapping[str, str]) -> set[str]:
    found = ((node.get("id") or "").strip() for node in document.tree().iter())
    return {same.get(id, id) for id in found if id}
