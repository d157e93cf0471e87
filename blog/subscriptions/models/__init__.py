"""Subscriptions and the issues that are mailed to them."""

from blog.subscriptions.models.issue import Issue, IssuePost, IssueQuerySet
from blog.subscriptions.models.subscription import Frequency, Subscription, SubscriptionQuerySet

__all__ = ["Frequency", "Issue", "IssuePost", "IssueQuerySet", "Subscription", "SubscriptionQuerySet"]
