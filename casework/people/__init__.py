"""Persons: names and birth dates, sealed under each person's own key."""
