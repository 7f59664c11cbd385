"""Tests of the APIs for programs."""
