"""Slack, outbound: cards drawn from the store's state, messages posted and kept true, people found."""
