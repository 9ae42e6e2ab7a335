"""What moves watches and what is done about them: a module each for events, the scan, and people."""
