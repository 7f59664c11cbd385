"""Diagrams as vendors write them: examples of every element, and hundreds of ways to write them down."""
