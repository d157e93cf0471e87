"""A person's own account: the name, the picture, and the way to everything else that is theirs."""

from http import HTTPStatus
from typing import cast

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from blog.accounts import services
from blog.accounts.forms import NameForm, PictureForm
from blog.accounts.models import User
from blog.accounts.visitors import hint_at_own_things

PICTURE_RATE = "change_picture"  # of the setting `ACCOUNT_RATE_LIMITS`


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show the account; take a new name and lead back to where the person came from."""
    user = cast("User", request.user)
    if request.method != "POST":
        return _show(request)
    form = NameForm(request.POST, instance=User.objects.get(pk=user.pk))  # the page still says the name that is stored
    if not form.is_valid():
        return _show(request, name_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form.instance.save(update_fields=["name"])
    if next_path := get_next_redirect_url(request):
        return HttpResponseRedirect(next_path)
    messages.success(request, _("Your name is saved."))
    return HttpResponseRedirect(reverse("account_profile"))


@never_cache
@login_required
@require_POST
def change_picture(request: HttpRequest) -> HttpResponse:
    """Take a new picture, or take the picture away."""
    user = cast("User", request.user)
    if "remove" in request.POST:
        services.remove_picture(user)
        return _back(request, _("Your picture is removed."))
    if not ratelimit.consume(request, action=PICTURE_RATE):
        form = PictureForm({})
        form.errors["picture"] = form.error_class([_("You have changed your picture often. Try again in an hour.")])
        return _show(request, picture_form=form, status=HTTPStatus.TOO_MANY_REQUESTS)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, picture_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    services.set_picture(user, form.cleaned_data["picture"])
    return _back(request, _("Your picture is saved."))


def _back(request: HttpRequest, message: str) -> HttpResponse:
    """Lead to the account, which still knows where the person came from."""
    messages.success(request, message)
    next_path = get_next_redirect_url(request)
    return HttpResponseRedirect(reverse("account_profile", query={"next": next_path} if next_path else None))


def _show(
    request: HttpRequest,
    *,
    name_form: NameForm | None = None,
    picture_form: PictureForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    user = cast("User", request.user)
    for refused in (name_form, picture_form):
        if refused:  # the browser leads there
            next(iter(refused.fields.values())).widget.attrs["autofocus"] = True
    context = {
        "name_form": name_form or NameForm(instance=user),
        "picture_form": picture_form or PictureForm(),
        "next": get_next_redirect_url(request),
    }
    response = render(request, "account/profile.html", context, status=status)
    hint_at_own_things(response)  # whoever came in through the admin's own page gets it here
    return response
