"""The pure model: values, rules and the life cycle of a rollout. No I/O, no clock."""
