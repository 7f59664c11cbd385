"""Second opinions: engines and checkers that we did not write, on random models and their walks."""
