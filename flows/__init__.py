"""When the product looks and waits: one Prefect flow per phase, and the weekly and sweeping ones."""
