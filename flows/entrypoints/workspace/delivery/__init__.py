"""How the app hears: Socket Mode or signed HTTP, with deadlines, retries and trouble."""
