"""What of a person the public reads, and under which subjects its changes are recorded."""

from blog.changes.rules import DELETE, UPDATE, Rule, Tracked, track

UNSEEN = ("password", "last_login", "email")


def of_people(users: set[int]) -> list[str]:
    """Return the subjects of what is shown of users; the first says that it is no more, also where there are none."""
    return ["user:", *(f"user:{user}" for user in users)]


track(
    Tracked(
        table="accounts_user",
        unseen=UNSEEN,
        rules=(Rule(subjects=("'user:' || {row}.id",), events=(UPDATE, DELETE), ignoring=UNSEEN),),
        keys=("id", "email"),
    )
)
