"""What the site asks of this app: assess a reply, ban somebody, learn from what moderators decide."""

from blog.spam.services.assessing import assess
from blog.spam.services.banning import ban, is_refused
from blog.spam.services.learning import learn, learn_all, unlearn, unlearn_all
from blog.spam.submission import CLEAN, HOLD, Assessment, Signal, Submission

__all__ = [
    "CLEAN",
    "HOLD",
    "Assessment",
    "Signal",
    "Submission",
    "assess",
    "ban",
    "is_refused",
    "learn",
    "learn_all",
    "unlearn",
    "unlearn_all",
]
