"""The house: settings, command line, server, architecture and wheel."""
