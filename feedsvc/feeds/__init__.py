"""What stands in each feed at a time, and the documents made of it."""
