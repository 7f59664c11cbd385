"""axe-core in a real browser: what of WCAG 2.0 to 2.2, A and AA, a page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

__all__ = ["TAGS", "unfold", "violations"]

SOURCE: Final = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
UNFOLD: Final = "document.querySelectorAll('details:not(.me)').forEach(one => { one.open = true })"
RUN: Final = """async ([tags, without]) => {
  const options = {
    runOnly: { type: 'tag', values: tags },
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations'],
    preload: false,
  }
  const exclude = without.filter(one => document.querySelector(one)).map(one => [one])
  const found = await axe.run(exclude.length ? { exclude } : document, options)
  return found.violations.map(one => [one.id, one.help, one.nodes.map(node => node.html.slice(0, 160))])
}"""


def unfold(page: Page) -> None:
    """Opens all that is folded, but for the person's menu, which would cover the page."""
    page.evaluate(UNFOLD)


def violations(page: Page, without: Sequence[str] = ()) -> list[str]:
    """A line for each rule that the page breaks as it stands in the window; `without` are selectors left out."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_source())
    found: list[Any] = page.evaluate(RUN, [list(TAGS), list(without)])
    return [f"{rule}: {said}: {' | '.join(places[:4])} ({len(places)})" for rule, said, places in found]


@cache
def _source() -> str:
    if not SOURCE.is_file():
        pytest.fail("axe-core is not there: npm ci --ignore-scripts at the repository's root brings it.")
    return SOURCE.read_text(encoding="utf-8") + ";undefined"
