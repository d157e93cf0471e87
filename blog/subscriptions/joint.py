"""Posts that several organizations publish: who follows more than one of these gets such a post once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from blog.posts.models import JointPublication, Post
from blog.subscriptions.models import Issue, IssuePost, Subscription

type Pair = tuple[int, int]  # the numbers of a subscription and of a post


@dataclass(frozen=True, slots=True)
class Carried:
    """A joint post: since when each organization publishes it (None: always), and the issues that brought it, by frequency."""

    organization: int
    since: Mapping[int, datetime | None]
    issues: Mapping[str, Issue]

    def issue_for(self, subscription: Subscription) -> Issue | None:
        """Return the issue that brought it, or brings it, to a subscriber; None where none does."""
        issue, organization = self.issues.get(subscription.frequency), subscription.organization_id
        if issue is None or organization is None or organization not in self.since:
            return None
        since = self.since[organization]
        is_in_time = subscription.confirmed_at is not None and subscription.confirmed_at <= issue.made_at
        return issue if is_in_time and (since is None or since <= issue.made_at) else None

    def comes_before(self, one: Subscription, other: Subscription) -> bool:
        """Say whether it comes through one subscription rather than another: through that to its own organization first."""
        places = [(row.organization_id != self.organization, row.pk) for row in (one, other)]
        return places[0] < places[1]


def brought_otherwise(issue: Issue, subscriptions: Collection[Subscription], posts: Iterable[Post]) -> set[Pair]:
    """Return which of the posts of an issue which subscribers get through another organization that they follow.

    That is in an earlier issue, or in this one. Two queries more than none where any of the posts is joint.
    """
    joint = [post for post in posts if post.partners]
    if not joint:
        return set()
    carried = _carried(joint)
    publishers = {number for post in carried.values() for number in post.since}
    rows = (
        Subscription.objects.confirmed().of_addresses(*{row.email for row in subscriptions}).filter(organization__in=publishers)
    )
    by_address: dict[str, list[Subscription]] = {}
    for row in rows:
        by_address.setdefault(row.email, []).append(row)
    return {
        (row.pk, number)
        for row in subscriptions
        if row.organization_id is not None
        for number, post in carried.items()
        if any(_is_first(post, other, row, issue) for other in by_address.get(row.email, ()) if other.pk != row.pk)
    }


def _carried(posts: Iterable[Post]) -> dict[int, Carried]:
    own = {post.pk: post.organization_id for post in posts}
    since: dict[int, dict[int, datetime | None]] = {number: {organization: None} for number, organization in own.items()}
    issues: dict[int, dict[str, Issue]] = {number: {} for number in own}
    for agreement in JointPublication.objects.accepted().filter(post__in=own):
        since[agreement.post_id][agreement.organization_id] = agreement.decided_at
    for content in IssuePost.objects.filter(post__in=own).select_related("issue"):
        issues[content.post_id][content.frequency] = content.issue
    return {number: Carried(own[number], since[number], issues[number]) for number in own}


def _is_first(post: Carried, other: Subscription, row: Subscription, issue: Issue) -> bool:
    """Say whether another subscription of the same address has brought a post already, or brings it in this issue."""
    found = post.issue_for(other)
    if found is None:
        return False
    return found.pk < issue.pk or (found.pk == issue.pk and post.comes_before(other, row))
