"""What is typed on the pages of duty: one module for each theme."""
