"""The delivered SOPs: faithful to what is printed, valid, and drawn."""
