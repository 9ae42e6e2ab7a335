"""What organizers and applicants do: a module for each; import only the one you need."""
