"""How close texts are: what counts and what does not."""

from blog.richtext.closeness import Sample, closeness, words_of

COMMON = "the of and to in is that for on with as this"


def sample(text: str, *subjects: int) -> Sample:
    return Sample(subjects=frozenset(subjects), words=words_of(text))


def test_the_same_is_close_and_what_shares_nothing_is_not() -> None:
    one = sample("customs union trade", 1, 2)
    same, other = closeness(one, [sample("customs union trade", 1, 2), sample("garden flowers", 3)])
    assert round(same, 6) == 1
    assert other == 0


def test_a_rare_word_in_common_counts_for_more_than_many_that_stand_everywhere() -> None:
    one = sample(f"{COMMON} harbour")
    rare, common, *_rest = closeness(one, [sample(f"{COMMON} harbour"), sample(COMMON), *[sample(COMMON)] * 5])
    assert rare > 1.5 * common


def test_a_subject_in_common_counts_beside_the_words() -> None:
    one = sample("steel", 1, 2)
    both, single, none = closeness(one, [sample("milk", 1, 2), sample("milk", 1, 3), sample("milk")])
    assert both == 0.5
    assert 0 < single < both
    assert none == 0


def test_texts_without_words_or_subjects_are_close_to_nothing() -> None:
    assert closeness(sample(""), [sample(""), sample("words", 1)]) == [0, 0]


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    assert words_of("経済成長 and Trade") == {"経済": 1, "済成": 1, "成長": 1, "and": 1, "trade": 1}
    near, far = closeness(sample("経済成長の見通し"), [sample("経済成長は続く"), sample("庭の花")])
    assert near > far


def test_words_are_the_same_in_capitals_and_in_every_script() -> None:
    assert words_of("Торговля ТОРГОВЛЯ Ça 12345 ab") == {"торговля": 2}
