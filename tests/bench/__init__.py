"""Measurements: `make bench`. Never a test: machines differ and are noisy."""
