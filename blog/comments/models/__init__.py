"""Comments, and guests' replies that wait for a confirmation."""

from blog.comments.models.comment import Comment, public_name, web_address
from blog.comments.models.decision import DecidedComment, Decision, DecisionQuerySet, Lesson, ModeratorNotice, Via
from blog.comments.models.follow import Follow, FollowQuerySet
from blog.comments.models.pending import PendingComment, PendingQuerySet
from blog.comments.models.queryset import KEEPING_THE_PLACE, CommentQuerySet, State
from blog.comments.models.report import REPORT_CHARACTERS, Report, ReportQuerySet, ReportReason
from blog.comments.models.version import CommentVersion

__all__ = [
    "KEEPING_THE_PLACE",
    "REPORT_CHARACTERS",
    "Comment",
    "CommentQuerySet",
    "CommentVersion",
    "DecidedComment",
    "Decision",
    "DecisionQuerySet",
    "Follow",
    "FollowQuerySet",
    "Lesson",
    "ModeratorNotice",
    "PendingComment",
    "PendingQuerySet",
    "Report",
    "ReportQuerySet",
    "ReportReason",
    "State",
    "Via",
    "public_name",
    "web_address",
]
