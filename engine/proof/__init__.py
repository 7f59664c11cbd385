"""Proves that rows, state and history say the same."""

from engine.proof.redrive import redrive
from engine.proof.verify import Fault, verify_case, verify_store

__all__ = ["Fault", "redrive", "verify_case", "verify_store"]
