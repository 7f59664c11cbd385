"""Forms: what a task asks, from the file of the modeler to cleaned answers. Pure."""
