"""Every door into the product."""
