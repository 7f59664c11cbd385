"""The `lajur` command."""

from engine.cli.command import main

__all__ = ["main"]
