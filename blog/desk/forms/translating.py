"""Into which language a post is translated."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from blog.languages.addresses import own_name


class TranslateForm(forms.Form):
    """A language in which there is no version of the post yet: of those of the site, or any other that has a name here."""

    language = forms.ChoiceField(label=_("Language"), widget=UnfoldAdminSelectWidget())

    def __init__(self, *args: Any, taken: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: forms.ChoiceField = self.fields["language"]  # type: ignore[assignment]  # it is
        of_site = [code for code, _name in settings.LANGUAGES]
        others = sorted((code for code in LANG_INFO if code not in of_site and "name_local" in LANG_INFO[code]), key=own_name)
        chosen.choices = [
            (_("Languages of the site"), list(_named(of_site, taken))),
            (_("Other languages"), list(_named(others, taken))),
        ]


def _named(codes: Collection[str], taken: Collection[str]) -> Iterator[tuple[str, str]]:
    return ((code, own_name(code)) for code in codes if code not in taken)
