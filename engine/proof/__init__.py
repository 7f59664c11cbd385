"""Proves that rows, state and history say the same."""
