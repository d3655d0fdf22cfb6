"""Where evidence is read from: files that other systems write, each turned into one payload."""
