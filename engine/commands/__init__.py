"""What people and machines may ask of the engine: one frozen dataclass a command, one handler each."""
