"""What an editor asks of a newsroom: check, diff, stamp, a new article, the desk."""
