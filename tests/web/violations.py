"""What a page does that no page may: break the content policy, ask another host, stumble over a script, be too wide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError

__all__ = ["Watch", "sideways"]

TELL: Final = """addEventListener('securitypolicyviolation', event =>
  window.lajurTold(`${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""
SAID: Final = ("Content Security Policy", "Refused to")
MISSED: Final = "Failed to load resource"
OWN: Final = ("data:", "blob:", "about:", "chrome://", "chrome-extension://")  # the last two: the viewer of PDFs


@dataclass
class Watch:
    """Hears all windows of a context, from before their first page: `told` has a line for each wrong."""

    context: BrowserContext
    url: str
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.expose_function("lajurTold", self._policy)
        self.context.add_init_script(TELL)
        self.context.on("console", self._console)
        self.context.on("request", self._request)
        self.context.on("weberror", self._error)

    def heard(self) -> list[str]:
        """What was heard since it was asked last."""
        found, self.told = self.told, []
        return found

    def _policy(self, said: str) -> None:
        self.told.append(f"content policy: {said}")

    def _console(self, message: ConsoleMessage) -> None:
        page = message.page
        if page is not None and message.text.startswith(MISSED) and message.location["url"] == page.url:
            return  # the page itself answers with a status; the test says which one it expects
        if message.type == "error" or any(words in message.text for words in SAID):
            self.told.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", *OWN)):
            self.told.append(f"another host: {request.url}")

    def _error(self, error: WebError) -> None:
        self.told.append(f"uncaught: {error.error}")


def sideways(page: Page) -> list[str]:
    """A line when the page is wider than its window, with the elements that stick out."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.documentElement
          if (root.scrollWidth <= root.clientWidth) return []
          const out = [...document.body.querySelectorAll('*')].filter(
            one => one.getBoundingClientRect().right > root.clientWidth + 1)
          const names = out.slice(0, 5).map(one => one.tagName.toLowerCase() + '.' + one.classList)
          return [`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} px: ${names.join(', ')}`]
        }"""
    )
    return found
