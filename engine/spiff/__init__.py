"""The only door to SpiffWorkflow: a process in normal form becomes a program that moves cases, kept as bytes."""

from engine.spiff.program import Program, load
from engine.spiff.refusals import (
    NoFlow,
    NotOpen,
    ProgramRefused,
    Refused,
    StateUnreadable,
    TimerUnreadable,
    TooManySteps,
)
from engine.spiff.tokens import Closed, Compile, Compiled, Limits, Move, PathStep, Token, TokenKind

__all__ = [
    "Closed",
    "Compile",
    "Compiled",
    "Limits",
    "Move",
    "NoFlow",
    "NotOpen",
    "PathStep",
    "Program",
    "ProgramRefused",
    "Refused",
    "StateUnreadable",
    "TimerUnreadable",
    "Token",
    "TokenKind",
    "TooManySteps",
    "load",
]
