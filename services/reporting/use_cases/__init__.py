"""What reporting does: reports of processes and weeks, certificates of attendance."""
