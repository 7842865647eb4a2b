"""What an organ keeps for itself: entered by its own people, struck with a reason, never deleted."""
