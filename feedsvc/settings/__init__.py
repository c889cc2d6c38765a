"""site.toml and FEEDSVC_ variables, checked once."""
