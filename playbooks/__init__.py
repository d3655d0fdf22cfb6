"""What must be true before a phase of a rollout may end: decisions only."""
