"""Tests of what leaves and what arrives."""
