"""Checkpoints as signed notes: plain text that people can read and programs of others can check.

The form is that of C2SP's signed notes with a tlog checkpoint: origin, size, root, our own lines, an empty line, and
one line `— name base64` a signature (Ed25519 over the text; four bytes of the key's hash before it).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

__all__ = ["GENESIS", "Checkpoint", "NotANote", "PublicKey", "Signer", "digest", "read", "signed", "signers"]

GENESIS: Final = "-"
_DASH: Final = "— "
_ED25519: Final = b"\x01"
_NAME: Final = re.compile(r"[^\s+]+\Z")
_KEY: Final = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\Z")


class NotANote(ValueError):
    """Bytes that are no checkpoint; says what is missing."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key by its name and its 32 bytes."""

    name: str
    raw: bytes

    @property
    def hash(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def text(self) -> str:
        """`name+hash+base64`, as other programs take it."""
        return f"{self.name}+{self.hash.hex()}+{_b64(_ED25519 + self.raw)}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of its text, in hexadecimal: what an auditor writes down."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @staticmethod
    def of(text: str) -> PublicKey:
        """The key of such a text; raises NotANote."""
        found = _KEY.match(text)
        raw = _unb64(found[3]) if found else b""
        if found is None or len(raw) != 33 or raw[:1] != _ED25519:
            raise NotANote(f"no key: {text[:80]!r}")
        key = PublicKey(found[1], raw[1:])
        if key.hash.hex() != found[2]:
            raise NotANote(f"the hash of the key {key.name} is wrong")
        return key


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that signs."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return PublicKey(self.name, self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says.

    `previous` and `leaves` are SHA-256 in base64: of the whole note before it (`-` of none), and of the lines of the
    leaves that it adds (engine.proof.places writes them). `keys` are those that it makes known.
    """

    origin: str
    number: int
    size: int
    root: bytes
    at: datetime
    previous: str
    leaves: str
    keys: tuple[PublicKey, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed; ends with a line feed."""
        lines = [self.origin, str(self.size), _b64(self.root), f"checkpoint {self.number}"]
        lines += [f"time {self.at.isoformat()}", f"previous {self.previous}", f"leaves {self.leaves}"]
        lines += [f"key {key.text}" for key in self.keys]
        return "".join(line + "\n" for line in lines)


def digest(data: bytes) -> str:
    """SHA-256 in base64, as `previous` and `leaves` bear it."""
    return _b64(hashlib.sha256(data).digest())


def signed(checkpoint: Checkpoint, *keys: Signer) -> bytes:
    """The note with a signature of each key."""
    text = checkpoint.text
    lines = (f"{_DASH}{key.name} {_b64(key.public.hash + key.private.sign(text.encode()))}\n" for key in keys)
    return (text + "\n" + "".join(lines)).encode()


def read(note: bytes) -> Checkpoint:
    """What a note says, whoever signed it; raises NotANote."""
    text, _ = _parts(note)
    lines = text.split("\n")[:-1]
    try:
        origin, size, found, rest = lines[0], int(lines[1]), _unb64(lines[2]), lines[3:]
        said = dict(line.split(" ", 1) for line in rest if not line.startswith("key "))
        keys = tuple(PublicKey.of(line.removeprefix("key ")) for line in rest if line.startswith("key "))
        at = datetime.fromisoformat(said["time"])
        known = Checkpoint(origin, int(said["checkpoint"]), size, found, at, said["previous"], said["leaves"], keys)
    except (IndexError, KeyError, ValueError) as error:
        raise NotANote(f"unreadable: {error}") from error
    if known.text != text or len(found) != 32 or at.tzinfo is None:
        raise NotANote("it is not written as a checkpoint is")
    return known


def signers(note: bytes, keys: Mapping[str, PublicKey]) -> frozenset[str]:
    """The names of those of the keys whose signature under the note is right; raises NotANote."""
    text, lines = _parts(note)
    right = set()
    for line in lines:
        name, _, coded = line.removeprefix(_DASH).partition(" ")
        key, raw = keys.get(name), _unb64(coded)
        if key is None or raw[:4] != key.hash:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.raw).verify(raw[4:], text.encode())
        except InvalidSignature:
            continue
        right.add(name)
    return frozenset(right)


def _parts(note: bytes) -> tuple[str, list[str]]:
    """The text and the lines of the signatures."""
    try:
        text, gap, rest = note.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise NotANote("it is no text") from error
    lines = rest.split("\n")
    if not gap or lines.pop() != "" or not lines or not all(_signature(line) for line in lines):
        raise NotANote("it has no signature")
    return text + "\n", lines


def _signature(line: str) -> bool:
    name, _, coded = line.removeprefix(_DASH).partition(" ")
    return line.startswith(_DASH) and bool(_NAME.match(name)) and bool(coded)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotANote(f"no base64: {text[:80]!r}") from error
