"""A section's text becomes its summary: sentences of its own. Pure."""
