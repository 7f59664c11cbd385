"""Structured logs: one line an event, with a request id and never with what people wrote."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

import structlog
from structlog.typing import EventDict, Processor

__all__ = ["Log", "configure", "logger", "request_context"]

LEVELS: Final[Mapping[str, int]] = {"debug": 10, "info": 20, "warning": 30, "error": 40}
PERSONAL: Final = frozenset(
    {"address", "alamat", "alasan", "answer", "answers", "body", "businesskey", "comment", "cookie", "email", "form"}
    | {"jawaban", "keterangan", "komentar", "nama", "name", "nik", "nip", "password", "phone", "reason", "sandi"}
    | {"secret", "telepon", "text", "token", "value", "values", "variables"}
)
URL_PASSWORD: Final = re.compile(r"(://[^:/@\s]*:)[^@/\s]+(?=@)|(password=)[^&\s]+")
CHATTY: Final = ("_granian", "alembic", "granian", "httpcore", "httpx", "sqlalchemy")


class Log(Protocol):
    """What we use of a logger: an event in a few plain words, its facts as keywords."""

    def debug(self, event: str, **facts: Any) -> Any: ...
    def info(self, event: str, **facts: Any) -> Any: ...
    def warning(self, event: str, **facts: Any) -> Any: ...
    def error(self, event: str, **facts: Any) -> Any: ...
    def exception(self, event: str, **facts: Any) -> Any: ...


def logger(room: str) -> Log:
    """A logger whose lines name their room (`engine.worker`)."""
    found: Log = structlog.get_logger(room=room)
    return found


@contextmanager
def request_context(**facts: str) -> Iterator[None]:
    """Every line that is logged inside of it carries these facts (the request id, the signed-in account)."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


def configure(level: str = "info", format: str = "auto") -> None:
    """Sets up the logs of this process on stderr, those of libraries too; may be called again.

    `format` is `console`, `json`, or `auto` (console on a terminal). Messages of exceptions, which may hold
    what people wrote, are logged at level `debug` only.
    """
    on_terminal = sys.stderr.isatty()
    console = format == "console" or (format == "auto" and on_terminal)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_personal_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    as_line = structlog.dev.ConsoleRenderer(colors=on_terminal) if console else _as_json
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _exceptions(level == "debug"), as_line],
    )
    _to_stderr(formatter, LEVELS[level])


def _to_stderr(formatter: logging.Formatter, level: int) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for library in CHATTY:
        logging.getLogger(library).setLevel(max(level, logging.WARNING))


_as_json: Final = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)


def _without_personal_values(_: Any, __: str, event: EventDict) -> EventDict:
    """Facts whose name speaks of what people wrote are left out, and a password in a URL is hidden."""
    for name, value in event.items():
        if PERSONAL & set(name.lower().split("_")):
            event[name] = "[left out]"
        elif isinstance(value, str) and "://" in value:
            event[name] = URL_PASSWORD.sub(r"\1\2…", value)
    return event


def _exceptions(with_messages: bool) -> Processor:
    """Turns an exception into its class names and the lines that it came through."""

    def turn(_: Any, __: str, event: EventDict) -> EventDict:
        given = event.pop("exc_info", None)
        error = (
            given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else sys.exc_info()[1]
        )
        if given and error is not None:
            event["error"] = " < ".join(_named(one, with_messages) for one in _chain(error))
            event["frames"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in _frames(error)]
        return event

    return turn


def _named(error: BaseException, with_message: bool) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return f"{name}: {error}" if with_message else name


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _frames(error: BaseException) -> list[traceback.FrameSummary]:
    return traceback.extract_tb(error.__traceback__)
