"""What organizers and applicants do, a module for each part of it; who needs one imports that module alone."""
