"""Operator commands of likes."""
