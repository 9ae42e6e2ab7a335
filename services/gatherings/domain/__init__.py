"""Decisions about gatherings, a module for each idea. Pure."""
