"""Operator commands of subscriptions."""
