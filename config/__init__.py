"""Who and where: settings, organisation, sources."""
