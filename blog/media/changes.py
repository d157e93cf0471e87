"""What of images the public reads, and under which subjects its changes are recorded."""

from blog.changes.rules import DELETE, UPDATE, Rule, Tracked, track


def of_image(number: int | str) -> str:
    """Return the subject of an image's row; with an empty number, of none."""
    return f"image:{number}"


def of_look(organization_id: int) -> str:
    """Return the subject of which images stand for an organization, also where none does."""
    return f"look:{organization_id}"


track(
    Tracked(
        table="media_image",
        rules=(Rule(subjects=("'image:' || {row}.id",), events=(UPDATE, DELETE)),),
        keys=("id", "key"),
    ),
    Tracked(
        table="media_organizationlook",
        rules=(Rule(subjects=("'look:' || {row}.organization_id",)),),
        keys=("organization_id",),
    ),
)
