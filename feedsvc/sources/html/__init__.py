"""HTML from anyone becomes the HTML that an entry may hold."""
