"""Pages of duty: one module for each theme."""
