"""What moves watches and what is done about them, a module for each of who acts: events, the scan, people."""
