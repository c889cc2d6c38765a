"""The one writer: notices files, reads them, and publishes what they say."""
