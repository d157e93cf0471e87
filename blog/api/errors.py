"""What the API refuses; `views.problems` says how."""

from collections.abc import Mapping
from http import HTTPStatus

from django.utils.translation import gettext as _
from rest_framework import exceptions


class ParametersError(exceptions.APIException):
    """Parameters that cannot be understood; `errors` says of each what it takes."""

    status_code = HTTPStatus.BAD_REQUEST

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(_("Mend the parameters that are named in “errors”."))


class NothingNamedError(exceptions.NotFound):
    """A parameter names something that is not there."""
