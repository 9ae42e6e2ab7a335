"""What a pair does in its room, a module for each part of it; who needs one imports that module alone."""
