"""What feedsvc is made of: whether the advisories know anything bad of it."""
