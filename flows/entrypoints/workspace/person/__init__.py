"""A scripted person in front of the Slack client: sees, clicks, fills in, submits, writes."""
