"""Nothing that a file can hold makes its reader slow, big, curious or deaf."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bpmn.check import READING, check_bytes
from bpmn.document import DocumentRefused, read
from bpmn.document_text import MAX_BYTES
from tests.bpmn.hostile import CLOSE, HEAD, OPEN
from tests.bpmn.hostile import MAKERS as FILES
from tests.bpmn.hostile import READABLE as LEGAL
from tests.bpmn.hostile_scopes import HARMLESS, SCOPES

ROOT = Path(__file__).parents[2]
MAKERS = FILES | SCOPES
READABLE = LEGAL | SCOPES.keys()
YARDS = 150  # of CPU time, in the piece of work of the probe: twice the dearest file, about 3 s
MEMORY = 200_000_000  # bytes, interpreter and libraries included


@pytest.mark.parametrize("name", MAKERS)
def test_a_hostile_file_costs_little_and_is_refused_where_it_cannot_run(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.bpmn"
    path.write_text(MAKERS[name](), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bpmn.hostile_probe", str(path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    cost = json.loads(ran.stdout)
    assert cost["peak"] < MEMORY
    assert cost["yards"] < YARDS
    assert bool(cost["rules"]) == (name not in HARMLESS)
    assert bool(set(cost["rules"]) & set(READING)) == (name not in READABLE)


def rules_of(data: bytes) -> list[str]:
    """The rules by which the bytes are refused."""
    with pytest.raises(DocumentRefused) as refusal:
        read(data)
    assert all(finding.id and finding.en and finding.severity == "error" for finding in refusal.value.findings)
    return [finding.rule for finding in refusal.value.findings]


def test_a_file_over_the_limit_is_not_even_decoded() -> None:
    assert rules_of(b"\xff" * (MAX_BYTES + 1)) == ["too-large"]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "not-xml"),
        (b"\x00" * 40, "not-xml"),
        (b"PK\x03\x04", "not-xml"),
        (b"<a/>", "not-bpmn"),
        (b"<definitions/>", "not-bpmn"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "not-bpmn"),
        (HEAD.encode(), "not-xml"),
        ((OPEN + "</definitions></process>").encode(), "not-xml"),
        ((OPEN + CLOSE + "<a/>").encode(), "not-xml"),
        ((OPEN + CLOSE + "teks").encode(), "not-xml"),
        ((OPEN + "<x:a/>" + CLOSE).encode(), "not-xml"),
        ((OPEN + "<a b='1' b='2'/>" + CLOSE).encode(), "not-xml"),
        ((OPEN + "<a b='<'/>" + CLOSE).encode(), "not-xml"),
        ((OPEN + "\x0b" + CLOSE).encode(), "not-xml"),
        ((OPEN + CLOSE).encode("utf-32"), "encoding"),
        ((OPEN + "é" + CLOSE).encode("latin-1"), "encoding"),
        (b'<?xml version="1.0" encoding="UTF-7"?>' + (OPEN + CLOSE).encode(), "encoding"),
        (b'<?xml version="1.0" encoding="unicode_escape"?>' + (OPEN + CLOSE).encode(), "encoding"),
        (b'<?xml version="1.0" encoding="utf-16"?>' + (OPEN + CLOSE).encode(), "encoding"),
        (b"\xff\xfe<\x00a", "encoding"),
    ],
)
def test_what_is_no_diagram_is_refused_by_name(data: bytes, rule: str) -> None:
    assert rules_of(data) == [rule]
    assert [finding.rule for finding in check_bytes(data, lambda element: None, lambda text: frozenset())] == [rule]


def test_a_doctype_hidden_in_utf_16_is_found() -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>\n<!DOCTYPE definitions>\n{OPEN}{CLOSE}'
    with pytest.raises(DocumentRefused) as refusal:
        read(text.encode("utf-16"))
    assert [(finding.rule, finding.line) for finding in refusal.value.findings] == [("doctype", 2)]


def test_a_doctype_that_is_only_written_about_is_no_doctype() -> None:
    text = f"<!-- <!DOCTYPE a> -->{OPEN}<documentation><![CDATA[<!DOCTYPE a>]]></documentation>{CLOSE}"
    assert read(text.encode()).processes[0].documentation == "<!DOCTYPE a>"


def test_an_external_entity_is_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia"
    secret.write_text("rahasia", encoding="utf-8")
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{HEAD}<documentation>&x;</documentation></definitions>'
    )
    with pytest.raises(DocumentRefused) as refusal:
        read(text.encode())
    assert "rahasia" not in str(refusal.value)
