"""Drawings that the server ships, made from vector descriptions that are written here."""
