"""Which pages may be kept."""

from collections.abc import Callable
from typing import Any

type View = Callable[..., Any]

ATTRIBUTE = "kept_for_parameters"


def kept(*parameters: str) -> Callable[[View], View]:
    """Declare that a view's answer is the same for every visitor and depends on these parameters of the address alone.

    The page cache asks such a view without cookies and without any other parameter or header, so that its answer cannot
    depend on them. It is the outermost decorator. A view without it is never kept.
    """

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, frozenset(parameters))
        return view

    return declare


def parameters_of(view: View) -> frozenset[str] | None:
    """Return the parameters on which a view's answer depends; None for one that is not kept."""
    return getattr(view, ATTRIBUTE, None)
