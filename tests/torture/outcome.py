"""What a proof came to, in one line and in its complaints."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A proof with its figures; `complaints` says everything that went wrong, `missing` why it could not be run."""

    proof: str
    figures: str
    complaints: list[str] = field(default_factory=list)
    missing: str = ""

    @property
    def word(self) -> str:
        """`sound`, `WRONG` or `NOT RUN`."""
        if self.missing:
            return "NOT RUN"
        return "WRONG" if self.complaints else "sound"

    def line(self) -> str:
        """One line for people."""
        return f"{self.proof:<17} {self.word:<7}  {self.missing or self.figures}"
