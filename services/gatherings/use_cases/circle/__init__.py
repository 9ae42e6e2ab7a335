"""Intervision groups of mentors and peer circles of mentees, a module for each thing people do with them."""
