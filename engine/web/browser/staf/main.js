// The script of the staff pages: they work without it, it makes them quicker.
