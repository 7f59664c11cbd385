"""Logs carry the request id and keep to themselves what people wrote."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from engine import logs


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    written = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", written)
        logs.configure("info", "json")
    yield written
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_line_of_a_request_carries_its_id(stream: io.StringIO) -> None:
    with logs.request_context(request="a1"):
        logs.logger("engine.api").info("served", status=200)
        logging.getLogger("a.library").warning("slow")
    logs.logger("engine.worker").info("woke")
    assert [line.get("request") for line in _lines(stream)] == ["a1", "a1", None]


@pytest.mark.parametrize("name", ["password", "answers", "business_key_value", "komentar", "alasan_4"])
def test_what_people_wrote_is_left_out(name: str, stream: io.StringIO) -> None:
    logs.logger("engine.commands").info("completed", **{name: "Siti"})
    (line,) = _lines(stream)
    assert line[name] == "[left out]"


@pytest.mark.parametrize("url", ["postgresql://lajur:rahasia@basis/lajur", "postgresql://basis/x?password=rahasia"])
def test_a_password_in_a_url_is_hidden(url: str, stream: io.StringIO) -> None:
    logs.logger("engine.store").info("opened", url=url)
    assert _lines(stream)[0]["url"] == url.replace("rahasia", "…")


def test_an_exception_is_logged_by_its_class_and_lines_and_not_by_its_message(
    stream: io.StringIO,
) -> None:
    try:
        try:
            int("Siti")
        except ValueError as error:
            raise KeyError("Siti") from error
    except KeyError:
        logs.logger("engine.api").exception("failed")
        logging.getLogger("flask").exception("failed too")
    lines = _lines(stream)
    assert len(lines) == 2
    for line in lines:
        assert line["error"] == "KeyError < ValueError"
        assert line["frames"][0].split(" ")[-1].startswith("test_an_exception")
        assert "Siti" not in json.dumps(line)


def test_lines_below_the_level_are_not_logged(stream: io.StringIO) -> None:
    logs.logger("engine.api").debug("looked")
    assert _lines(stream) == []
