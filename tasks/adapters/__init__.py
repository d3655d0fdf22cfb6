"""What lies beneath the tasks: store, sources, channels, rendering, orchestrator."""
