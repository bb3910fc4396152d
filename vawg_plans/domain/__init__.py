"""What things are and what follows from them. No input or output."""
