"""Kills the whole server group at random moments and counts what was lost: nothing may be."""
