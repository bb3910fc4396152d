"""VAWG Plans: force action plans on violence against women and girls, built and compared."""

__version__ = "0.1.0"
