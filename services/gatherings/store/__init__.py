"""Tables ↔ domain of gatherings, a module for each idea."""
