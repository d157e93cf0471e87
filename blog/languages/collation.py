"""The alphabetical order of names: one order for all readers, whatever the database.

Databases put names in the order of their code points, or of whatever language they were installed for: "Ștefan" after "Zoe",
"apple" after "Zoe". Here each letter of the languages of the interface has its place, as their dictionaries have it: Romanian
ș follows s, Turkmen ä follows e, Azerbaijani ə follows ä. Where two of them disagree, the order of the others holds:
Azerbaijani puts x after h, and q after k. Case and other marks make no difference (é is e).
"""

import unicodedata
from functools import lru_cache
from typing import Any

from django.db import models

_LATIN = "aăâbcçdeäəfgğhıiîjžklmnňoöpqrsștțuüvwxyýz"  # noqa: RUF001  # there is an i without a dot
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_SAME = {"ş": "ș", "ţ": "ț"}  # the same Romanian letters, as older keyboards write them
_GAP, _DIGIT = 10, 11  # what stands between words comes before all else, then digits, then letters
_PLACES = {str(digit): _DIGIT + digit for digit in range(10)} | {
    letter: place for place, letter in enumerate([*_LATIN, *_CYRILLIC], start=_DIGIT + 10)
}
_PLACES |= {letter: _PLACES[other] for letter, other in _SAME.items()}
_BEYOND = 99  # other letters follow, by their code points
LONGEST_KEY = 1_800  # digits: 200 letters of any script; an index of PostgreSQL takes no more than 2,700


@lru_cache(maxsize=10_000)
def collation_key(name: str) -> str:
    """Return decimal digits: of two names, the one whose digits come first stands first.

    Every collation of a database has digits in their order, which is not so of anything else.
    """
    places, is_gap = list[str](), False
    for sign in unicodedata.normalize("NFC", name.replace("İ", "i").casefold()):
        for letter in [sign] if sign in _PLACES else unicodedata.normalize("NFKD", sign).casefold():
            if unicodedata.combining(letter):
                continue
            if unicodedata.category(letter)[0] in "LNM":  # signs of vowels are marks in many scripts
                places += [str(_GAP)] * (is_gap and bool(places)) + [_place(letter)]
                is_gap = False
            else:
                is_gap = True
    return "".join(places)[:LONGEST_KEY]


def _place(letter: str) -> str:
    return str(_PLACES[letter]) if letter in _PLACES else f"{_BEYOND}{ord(letter):07}"


class CollationKeyField(models.CharField):  # type: ignore[type-arg]  # Django has no parameters at run time
    """The place of a row among others by its `name`, made whenever it is stored, also in bulk, but not by `update()`."""

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {"max_length": LONGEST_KEY, "editable": False, "default": ""} | options
        super().__init__(**given)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002, FBT001  # Django's signature
        """Return the key of the name."""
        key = collation_key(model_instance.name)  # type: ignore[attr-defined]  # of models that have one
        setattr(model_instance, self.attname, key)
        return key


def order_anew(model: Any) -> None:
    """Make the keys of all rows; those are stored that are not as they should be."""
    rows = model._default_manager.order_by().values_list("pk", "name", "collation_key").iterator(chunk_size=1_000)
    wrong = [model(pk=pk, collation_key=collation_key(name)) for pk, name, key in rows if key != collation_key(name)]
    model._default_manager.bulk_update(wrong, ["collation_key"], batch_size=500)
