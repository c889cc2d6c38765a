"""Applications that are measured beside feedsvc, on the same granian."""
