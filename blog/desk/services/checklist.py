"""Which rules an organization requires, and whether a post meets them."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from blog.desk.checklist.looking import look_at
from blog.desk.checklist.rules import Finding, Rule
from blog.desk.models import RequiredCheck
from blog.organizations.models import Organization
from blog.posts.models import Post


@transaction.atomic
def require_checks(organization: Organization, rules: Iterable[Rule]) -> None:
    """Make these rules, and no others, conditions of publishing for an organization."""
    wanted = set(rules)
    chosen = RequiredCheck.objects.filter(organization=organization)
    chosen.exclude(rule__in=wanted).delete()
    rows = [RequiredCheck(organization=organization, rule=rule) for rule in sorted(wanted)]
    RequiredCheck.objects.bulk_create(rows, ignore_conflicts=True)


def required_checks(organization_id: int | None) -> frozenset[Rule]:
    """Return the rules that an organization requires."""
    rows = RequiredCheck.objects.filter(organization=organization_id)
    return frozenset(Rule(rule) for rule in rows.values_list("rule", flat=True))


def unmet_checks(post: Post) -> Sequence[Finding]:
    """Return what stands between a post, as it is in memory, and being published."""
    required = required_checks(post.organization_id)
    if not required:
        return []
    post.render()
    return [finding for finding in look_at(post) if finding.rule in required]
