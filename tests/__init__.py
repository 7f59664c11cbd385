"""The tests of Lajur, one folder a room."""
