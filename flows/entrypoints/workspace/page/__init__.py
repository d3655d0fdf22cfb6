"""A page in the browser that looks like a channel: a visitor picks who to be and uses the real buttons."""
