"""What of an organization the public reads, and under which subjects its changes are recorded."""

from blog.changes.rules import DELETE, UPDATE, Rule, Tracked, track


def of_organization(number: int) -> str:
    """Return the subject of an organization's own row."""
    return f"organization:{number}"


def of_team(number: int) -> str:
    """Return the subject of who belongs to an organization."""
    return f"team:{number}"


track(
    Tracked(
        table="organizations_organization",
        unseen=("email",),
        rules=(Rule(subjects=("'organization:' || {row}.id",), events=(UPDATE, DELETE)),),
        keys=("id", "slug"),
    ),
    Tracked(table="organizations_membership", rules=(Rule(subjects=("'team:' || {row}.organization_id",)),)),
)
