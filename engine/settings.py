"""Settings of an installation, from environment variables that begin with LAJUR_."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from webhooks.addresses import read_allowed

__all__ = [
    "Settings",
    "SettingsRefused",
    "checkpoint_key",
    "checkpoint_places",
    "is_loopback",
    "load",
    "secret_key",
    "sqlite_file",
    "unknown",
]

PREFIX: Final = "LAJUR_"
KEY_BYTES: Final = 32
SHORTEST_KEY: Final = 16


class SettingsRefused(ValueError):
    """A setting that cannot be used; `id` and `en` name it and say what to do."""

    def __init__(self, id: str, en: str) -> None:
        super().__init__(en)
        self.id, self.en = id, en


def _url(value: object) -> object:
    """A bare file name stands for an SQLite database."""
    return value if "://" in str(value) else f"sqlite:///{value}"


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError("an IANA time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura") from error
    return value


def _issuer(value: str) -> str:
    """HTTPS, but for a provider on this machine."""
    found = urlsplit(value)
    loopback = found.scheme == "http" and is_loopback(found.hostname or "")
    if not (found.hostname and (found.scheme == "https" or loopback)) or found.query or found.fragment:
        raise ValueError("the issuer's https address, exactly as the provider writes it")
    return value


def _public(value: str) -> str:
    found = urlsplit(value)
    if found.scheme not in ("http", "https") or not found.hostname or found.query or found.fragment:
        raise ValueError("an address such as https://lajur.kab.go.id")
    return value.rstrip("/")


def _entries(value: str) -> str:
    try:
        read_allowed(value.split())
    except ValueError as error:
        raise ValueError(f"hosts and networks with a blank between them, such as 10.20.0.0/16 ({error})") from error
    return value


class Settings(BaseSettings):
    """What an installation may set; docs/settings.md has a heading for each, a test sees to it."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", use_attribute_docstrings=True, env_ignore_empty=True
    )

    database_url: Annotated[str, BeforeValidator(_url), Field(pattern=r"^(sqlite|postgresql)(\+\w+)?://")] = (
        "sqlite:///var/lajur.sqlite"
    )
    """Where everything is kept: `sqlite:///file`, a bare file name, or `postgresql://user@host/name`."""

    secret_key: SecretStr | None = None
    """Signs sessions; at least 16 characters. Absent: made once and kept beside an SQLite database (mode 600)."""

    host: str = "127.0.0.1"
    """The address to listen on."""

    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """The TCP port to listen on."""

    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Server processes. SQLite has one writer and takes 1; PostgreSQL takes several."""

    threads: Annotated[int, Field(ge=1, le=256)] = 16
    """Requests that one server process serves at the same time."""

    parked_polls: Annotated[int, Field(ge=0, le=10_000)] = 500
    """Polls for service tasks that one server process lets wait; more are answered at once, empty."""

    demo: bool = False
    """Fills an empty database with the SOP library, five offices and their accounts; only on a loopback address."""

    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Jakarta"
    """The zone (IANA) of clock times where no office gives its own."""

    session_hours: Annotated[float, Field(gt=0, le=720)] = 10.0
    """Hours without a click after which a person has to sign in again."""

    trusted_proxies: Annotated[int, Field(ge=0, le=8)] = 0
    """How many reverse proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto."""

    secure_cookies: bool = False
    """Sends cookies over HTTPS only; set it when a proxy gives HTTPS."""

    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    """The OpenID Connect provider by which people may sign in to the pages, as it calls itself; none: by password."""

    oidc_client_id: str | None = None
    """What the provider calls this installation; needed with an issuer."""

    oidc_client_secret: SecretStr | None = None
    """The secret that the provider gave it; none for a public client, which has PKCE alone."""

    oidc_name: Annotated[str, Field(min_length=1, max_length=60)] = "OpenID Connect"
    """What people call the provider: it stands on the button of the sign-in page."""

    oidc_claim: Literal["email", "preferred_username"] | None = None
    """Links an identity at its first sign-in with the account whose login is this claim; none: only linked ones."""

    public_url: Annotated[str, AfterValidator(_public)] | None = None
    """The address by which people and systems outside reach this installation, such as https://lajur.kab.go.id."""

    webhook_allow: Annotated[str, AfterValidator(_entries)] = ""
    """Targets in the office's own network that webhooks may reach: hosts and networks, with a blank between them."""

    embedded_worker: bool = True
    """A worker runs within each server process; switch it off where `lajur work` runs by itself (PostgreSQL)."""

    document_forms: Path | None = None
    """A folder with the forms of SOP documents: `<office>.yaml`, or `umum.yaml` for all. None: as regulated."""

    max_request_bytes: Annotated[int, Field(ge=65536)] = 20 * 1024 * 1024
    """The largest request body, in bytes."""

    checkpoints: str | None = None
    """Second places of the checkpoints: directories, separated by `:`. None: one beside an SQLite database."""

    checkpoint_seconds: Annotated[float, Field(ge=1, le=3600)] = 60.0
    """Seconds after which what happened is sealed with a signed checkpoint."""

    checkpoint_key: Path | None = None
    """The file of the keys that sign checkpoints. None: beside an SQLite database, made at first use (mode 600)."""

    metrics_token: SecretStr | None = None
    """Opens /metrics to `Authorization: Bearer …` from elsewhere; without it only loopback addresses may read it."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least serious lines that are logged."""

    log_format: Literal["auto", "console", "json"] = "auto"
    """`json`, `console`, or `auto`: console on a terminal and JSON elsewhere."""

    ci: bool = False
    """Set where the project is tested: a test that is skipped for want of a browser or a database fails."""


def _whole(settings: Settings) -> Settings:
    if settings.oidc_issuer is not None and not settings.oidc_client_id:
        raise SettingsRefused(
            "LAJUR_OIDC_CLIENT_ID wajib diisi bila LAJUR_OIDC_ISSUER diisi.",
            "LAJUR_OIDC_CLIENT_ID has to be set where LAJUR_OIDC_ISSUER is.",
        )
    return settings


def load(**chosen: object) -> Settings:
    """The settings of this environment, with those `chosen` on the command line; raises SettingsRefused."""
    try:
        return _whole(Settings(**{name: value for name, value in chosen.items() if value is not None}))  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        detail = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsRefused(
            f"{name} tidak dapat dipakai; lihat docs/settings.md.", f"{name} cannot be used: {detail}."
        ) from error


def unknown(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The variables that begin with LAJUR_ and are no setting: most likely slips of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    return sorted(name for name in environment if name.startswith(PREFIX) and name not in known)


def is_loopback(host: str) -> bool:
    """True when only this machine can reach the address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite URL; None for PostgreSQL. Raises SettingsRefused for a database without a file."""
    if not url.startswith("sqlite"):
        return None
    path = unquote(url.partition(":///")[2].partition("?")[0])
    if not path or path == ":memory:":
        raise SettingsRefused(
            "LAJUR_DATABASE_URL harus menyebut berkas, misalnya sqlite:///var/lajur.sqlite.",
            "LAJUR_DATABASE_URL has to name a file, such as sqlite:///var/lajur.sqlite.",
        )
    return Path(path)


def checkpoint_key(settings: Settings) -> Path | None:
    """The file of the keys that sign checkpoints; None where PostgreSQL has none set: then nothing is sealed."""
    database = sqlite_file(settings.database_url)
    if settings.checkpoint_key is not None or database is None:
        return settings.checkpoint_key
    return database.with_name(database.name + ".ed25519")


def checkpoint_places(settings: Settings) -> tuple[Path, ...]:
    """The directories that get every checkpoint."""
    if settings.checkpoints is not None:
        return tuple(Path(one) for one in settings.checkpoints.split(os.pathsep) if one)
    database = sqlite_file(settings.database_url)
    if database is None:
        return ()
    return (database.with_name(database.name + ".checkpoints"),)


def secret_key(settings: Settings) -> str:
    """The key that signs sessions: the one that is set, or the one beside the SQLite database, made at first use.

    It never stands in the database, so that a backup gives nobody a session. Raises SettingsRefused where servers
    have to share a key (PostgreSQL) and none is set.
    """
    if settings.secret_key is not None:
        return _long_enough(settings.secret_key.get_secret_value())
    database = sqlite_file(settings.database_url)
    if database is None:
        raise SettingsRefused(
            "LAJUR_SECRET_KEY wajib diisi untuk PostgreSQL: semua server harus memakai kunci yang sama.",
            "LAJUR_SECRET_KEY has to be set for PostgreSQL: all servers must use the same key.",
        )
    return _kept(database.with_name(database.name + ".key"))


def _long_enough(key: str) -> str:
    if len(key) < SHORTEST_KEY:
        raise SettingsRefused(
            f"LAJUR_SECRET_KEY terlalu pendek; paling sedikit {SHORTEST_KEY} karakter.",
            f"LAJUR_SECRET_KEY is too short; at least {SHORTEST_KEY} characters.",
        )
    return key


def _kept(file: Path) -> str:
    """The key in a file that only its owner may read; of two processes that make it at once, one wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    own = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        if not file.exists():
            with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as made:
                made.write(secrets.token_urlsafe(KEY_BYTES))
            os.link(own, file)
    except FileExistsError:
        pass
    finally:
        own.unlink(missing_ok=True)
    return _long_enough(file.read_text(encoding="ascii").strip())
