"""Tests of posts, accounts and rights."""
