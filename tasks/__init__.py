"""How the product touches the world: one task per verb."""
