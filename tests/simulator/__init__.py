"""Proof of execution: a token game from the BPMN specification, random models, the engine beside it."""
