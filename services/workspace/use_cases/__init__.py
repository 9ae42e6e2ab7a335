"""What a pair does in its room: a module for each; import only the one you need."""
