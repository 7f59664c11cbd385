"""The file of keys that sign checkpoints: made at first use, readable for its owner alone, newest key last."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from engine.proof.note import Signer

__all__ = ["KeyRing", "KeysRefused", "keys_of", "rotate"]

_ORIGIN: Final = "lajur-"


class KeysRefused(ValueError):
    """A file of keys that cannot be used; `id` and `en` say what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of an installation; the last one signs. `made` when this call made the file."""

    origin: str
    keys: tuple[Signer, ...]
    made: bool = False

    @property
    def signer(self) -> Signer:
        """The key that signs today."""
        return self.keys[-1]


def keys_of(file: Path) -> KeyRing:
    """The keys of a file; a file that is not there is made, of two processes that make it at once, one wins.

    Raises KeysRefused.
    """
    made = False
    if not file.exists():
        origin = _ORIGIN + secrets.token_hex(6)
        made = _write(file, f"{origin}\n{_line(f'{origin}.1')}", replace=False)
    try:
        origin, *lines = file.read_text(encoding="ascii").splitlines()
        keys = tuple(_signer(line) for line in lines)
    except (OSError, ValueError, binascii.Error) as error:
        raise _refused(file) from error
    if not origin.startswith(_ORIGIN) or not keys:
        raise _refused(file)
    return KeyRing(origin, keys, made)


def rotate(file: Path) -> KeyRing:
    """Adds a new key, with which the next checkpoints are signed; the older ones stay."""
    ring = keys_of(file)
    text = file.read_text(encoding="ascii")
    _write(file, text.rstrip("\n") + "\n" + _line(f"{ring.origin}.{len(ring.keys) + 1}"), replace=True)
    return keys_of(file)


def _write(file: Path, text: str, *, replace: bool) -> bool:
    """Writes the file whole; without `replace` only where none is. False when somebody else was quicker."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as made:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        if replace:
            os.replace(own, file)
        else:
            os.link(own, file)
    except FileExistsError:
        return False
    finally:
        own.unlink(missing_ok=True)
    return True


def _line(name: str) -> str:
    raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return f"{name} {base64.b64encode(raw).decode()}\n"


def _signer(line: str) -> Signer:
    name, coded = line.split(" ")
    return Signer(name, Ed25519PrivateKey.from_private_bytes(base64.b64decode(coded, validate=True)))


def _refused(file: Path) -> KeysRefused:
    return KeysRefused(
        f"Berkas kunci {file} tidak dapat dipakai. Pulihkan dari cadangan; jangan buat yang baru begitu saja.",
        f"The file of keys {file} cannot be used. Restore it from a backup; do not just make a new one.",
    )
