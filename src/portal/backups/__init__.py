"""Keeping a copy of everything, and proving that it can be brought back."""
