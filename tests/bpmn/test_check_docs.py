"""Every rule has its heading in the docs with its severities, and every heading its rule."""

from __future__ import annotations

import re
from pathlib import Path

from bpmn.check import READING, RULES, WHOLE

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_every_rule_has_its_heading_with_its_severities_and_every_heading_its_rule() -> None:
    text = PAGE.read_text(encoding="utf-8")
    written = dict(re.findall(r"^### `([a-z-]+)`\n(.+)$", text, re.MULTILINE))
    known = dict.fromkeys((*READING, *WHOLE), "error · error")
    known |= {rule.name: f"{rule.sop or 'none'} · {rule.other or 'none'}" for rule in RULES}
    assert written == known


def test_no_two_rules_have_one_name() -> None:
    names = [*READING, *WHOLE, *(rule.name for rule in RULES)]
    assert len(names) == len(set(names))


def test_every_rule_says_in_its_source_what_it_finds() -> None:
    assert [rule.name for rule in RULES if not (rule.run.__doc__ or "").strip()] == []
