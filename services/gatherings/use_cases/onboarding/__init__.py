"""Onboarding: the lists as organizers write them, one's own steps, who is how far, and what follows from events."""
