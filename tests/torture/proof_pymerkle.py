"""A second, independent examination: pymerkle builds the trees, and nothing of Lajur is imported.

`examine(database, file, keys)` gives what is wrong, in English; empty when nothing is. It reads the database with raw
SQL and the second place as its documentation describes it (docs/bukti.md).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree

from tests.torture.proof_raw import HEAD, Raw

__all__ = ["examine"]


def examine(raw: Raw, file: Path, key: bytes) -> list[str]:
    """What is wrong with a database, judged by the file of a second place and the 32 bytes of the key."""
    found = list(_notes(raw, file, key))
    found += _values(raw)
    found += _contents(raw)
    return found


def _blocks(data: bytes) -> Iterator[tuple[int, list[bytes], bytes, bytes]]:
    """Number, leaf lines, text and signature of each block."""
    for piece in data.split(b"# ")[1:] if data.startswith(b"# ") else [b"x"]:
        head, _, rest = piece.partition(b"\n")
        leaves, _, note = rest.partition(b"\n\n") if not rest.startswith(b"\n") else (b"", b"", rest[1:])
        text, _, signatures = note.partition(b"\n\n")
        lines = [line + b"\n" for line in leaves.split(b"\n") if line]
        yield int(head), lines, text + b"\n", signatures.removesuffix(b"\n")


def _notes(raw: Raw, file: Path, key: bytes) -> Iterator[str]:
    if not file.exists():
        yield "the second place is gone"
        return
    tree, expected, previous = InmemoryTree(algorithm="sha256"), 1, "-"
    kept = {row["number"]: bytes(row["note"]) for row in raw.rows("SELECT number, note FROM checkpoint")}
    places: list[tuple[int, int]] = []
    try:
        for number, lines, text, signatures in _blocks(file.read_bytes()):
            said = text.decode().split("\n")
            facts = dict(line.split(" ", 1) for line in said[3:] if line)
            note = text + b"\n" + signatures
            _signed(text, signatures, key)
            if number != expected or int(facts["checkpoint"]) != number or facts["previous"] != previous:
                yield f"checkpoint {expected} is missing"
            if base64.b64encode(hashlib.sha256(b"".join(lines)).digest()).decode() != facts["leaves"]:
                yield f"the leaves of checkpoint {number} differ"
            if kept.get(number) != note:
                yield f"the database has not the checkpoint {number}"
            for line in lines:
                _, case, event, leaf = line.split()
                places.append((int(case), int(event)))
                yield from _event(raw, tree, places[-1], base64.b64decode(leaf))
            if tree.get_size() != int(said[1]) or tree.get_root() != base64.b64decode(said[2]):
                yield f"the tree of {said[1]} events differs from checkpoint {number}"
            expected, previous = number + 1, base64.b64encode(hashlib.sha256(note).digest()).decode()
    except (ValueError, KeyError, IndexError, InvalidSignature, UnicodeDecodeError) as error:
        yield f"the second place cannot be read at checkpoint {expected}: {error!r}"
    told = raw.rows("SELECT published FROM checkpoint_place")
    if any(row["published"] >= expected for row in told):
        yield "checkpoints left the second place"
    yield from _uncovered(raw, places)


def _signed(text: bytes, signatures: bytes, key: bytes) -> None:
    """Raises InvalidSignature unless the key signed the text."""
    last = signatures.rstrip(b"\n").split(b"\n")[-1]
    if not last.startswith("— ".encode()) or not signatures.endswith(b"\n"):
        raise ValueError("no signature")
    name, coded = last.decode().removeprefix("— ").split(" ")
    raw = base64.b64decode(coded, validate=True)
    if (
        raw[:4] != hashlib.sha256(name.encode() + b"\n\x01" + key).digest()[:4]
        or base64.b64encode(raw).decode() != coded
    ):
        raise ValueError("another key")
    Ed25519PublicKey.from_public_bytes(key).verify(raw[4:], text)


def _event(raw: Raw, tree: Any, place: tuple[int, int], leaf: bytes) -> Iterator[str]:
    rows = raw.rows("SELECT * FROM event WHERE case_id = ? AND number = ?", *place)
    if not rows:
        tree.append_entry(b"")
        yield f"event {place} is gone"
        return
    row = rows[0]
    data = rfc8785.dumps([row[name] for name in HEAD])[:-1] + b"," + bytes(row["data"]) + b"]"
    index = tree.append_entry(data)
    if tree.get_leaf(index) != leaf or bytes(row["leaf"]) != leaf:
        yield f"event {place} is not the one that was signed"
    known = raw.rows("SELECT position FROM leaf WHERE case_id = ? AND number = ?", *place)
    if [one["position"] for one in known] != [index - 1]:
        yield f"the place of event {place} differs"
    tiles = raw.rows("SELECT hashes FROM tile WHERE level = 0 AND n = ?", (index - 1) // 256)
    at = (index - 1) % 256 * 32
    if not tiles or bytes(tiles[0]["hashes"])[at : at + 32] != leaf:
        yield f"the tile of event {place} differs"


def _uncovered(raw: Raw, places: list[tuple[int, int]]) -> Iterator[str]:
    """Events that nobody signed have to wait for their place."""
    known = set(places) | {(row["case_id"], row["number"]) for row in raw.rows("SELECT * FROM unnumbered")}
    for row in raw.rows("SELECT case_id, number FROM event"):
        if (row["case_id"], row["number"]) not in known:
            yield f"event {(row['case_id'], row['number'])} came from nowhere"


def _values(raw: Raw) -> Iterator[str]:
    """Every value fits its commitment, or an event says that it was erased."""
    kept = {(row["case_id"], row["event"], row["name"]): row for row in raw.rows("SELECT * FROM answer")}
    promised: dict[tuple[int, int, str], str] = {}
    erased: set[tuple[int, int, str]] = set()
    for event in raw.rows("SELECT case_id, number, kind, data FROM event"):
        said = json.loads(bytes(event["data"]))
        for name, word in said.get("answers", {}).items():
            promised[event["case_id"], event["number"], name] = word
        if event["kind"] == "ValuesErased":
            erased |= {(event["case_id"], number, name) for number, name in said["erased"]}
    for place, word in promised.items():
        row = kept.pop(place, None)
        if row is None or ((row["value"] is None) != (place in erased)):
            yield f"the value {place} is gone or there again"
        elif row["value"] is not None:
            right = hmac.digest(bytes(row["salt"]), bytes(row["value"]), "sha256")
            if base64.urlsafe_b64encode(right)[:-1].decode() != word:
                yield f"the value {place} differs"
    yield from (f"the value {place} belongs to no event" for place in kept)


def _contents(raw: Raw) -> Iterator[str]:
    """Diagrams are those that were deployed, papers have the content that their names say."""
    deployed: dict[int, str] = {}
    papers, gone = set[str](), set[str]()
    for row in raw.rows("SELECT kind, data FROM event"):
        said = json.loads(bytes(row["data"]))
        if row["kind"] == "DefinitionDeployed":
            deployed[said["definition"]] = said["sha256"]
        if row["kind"] == "DocumentAttached":
            papers.add(said["sha256"])
        gone |= set(said.get("papers", ())) if row["kind"] == "ValuesErased" else set()
    for row in raw.rows("SELECT id, deployment_id, resource FROM definition"):
        files = raw.rows(
            "SELECT name, sha256, body FROM resource WHERE deployment_id = ? ORDER BY name", row["deployment_id"]
        )
        total = hashlib.sha256()
        for one in files:
            body = bytes(one["body"])
            if one["name"] == row["resource"] or not one["name"].endswith(".bpmn"):
                total.update(rfc8785.dumps([one["name"], len(body)]) + body)
            if hashlib.sha256(body).digest() != bytes(one["sha256"]):
                yield f"the file {one['name']} differs from its hash"
        if deployed.get(row["id"]) != total.hexdigest():
            yield f"definition {row['id']} is not the one that was deployed"
    for row in raw.rows("SELECT sha256, body FROM document"):
        papers.discard(row["sha256"])
        if hashlib.sha256(bytes(row["body"])).hexdigest() != row["sha256"]:
            yield f"the paper {row['sha256']} differs"
    yield from (f"the paper {one} is gone" for one in papers - gone)
