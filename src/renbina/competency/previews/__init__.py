"""What follows from the stored facts on any day, computed and shown, not stored."""
