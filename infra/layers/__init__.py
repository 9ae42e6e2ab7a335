"""Layers of other people's packages: their locks, and what is removed from them."""
