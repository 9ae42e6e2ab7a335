"""What organizers see of a programme and each of its pairs, in words and as pictures: facts alone."""
