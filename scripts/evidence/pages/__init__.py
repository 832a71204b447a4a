"""From a review to pages: values, not files."""
