"""The Slack door: clicks, forms, commands and comments come in; every wish goes to the desk."""
