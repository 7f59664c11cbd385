"""The SOP table: reading, drawing, writing back, and the command."""
