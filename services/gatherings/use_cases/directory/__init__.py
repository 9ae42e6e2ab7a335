"""The networking directory: being in it, finding people, being introduced, leaving it."""
