"""The condition language: text of a diagram to a compiled expression, and nothing else can be run."""

from engine.expressions.compiler import Expression, compile
from engine.expressions.functions import FUNCTIONS
from engine.expressions.refusal import MAX_DEPTH, MAX_TEXT, ExpressionRefused

__all__ = ["FUNCTIONS", "MAX_DEPTH", "MAX_TEXT", "Expression", "ExpressionRefused", "compile"]
