"""Tests of the executor, each beside what SpiffWorkflow alone does."""
