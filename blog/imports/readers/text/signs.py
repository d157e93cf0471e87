"""Signs and small words of many scripts that carry no name of their own."""
# ruff: noqa: RUF001  # look-alikes of other scripts are what this module is about

BULLETS = ("•", "◦", "▪", "●", "○", "■", "‣", "⁃", "*", "-", "–", "—", "·", "♦", "➢", "✓", "✔", "→", "►")
SURE_BULLETS = "•◦▪●○■‣⁃*♦➢✓✔►"  # marks that begin no sentence and no dialogue
LONG_DASHES = "–—"
QUOTATION_MARKS = '"“”„«»「」'
CLOSING_QUOTES = ('"', "”", "“", "»", "’", "'")
OPENING_MARKS = "\"“„«‘'([「"
CLOSING_MARKS = "\"'”’»“)]*」 "
SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", "。", "！", "？", "؟", "।")
SPOKEN_ENDS = (".", "!")
NO_HEADING_ENDS = ".!?…:;,。！？،؟"
PATH_SIGNS = (" » ", " › ", " > ", " / ")  # "Home » News"
PATH_ENDS, QUOTATION_STARTS = "»›>", "«‹<"
AROUND_NAMES = " ·|•,:–—-"
BREAKS_OFF = ("…", "...", "[…]", "[...]", "»", "→")
FIRST_WIDE = "\u2e80"  # from here on a sign stands for a word or a syllable

# Between the parts of a date ("8th of August", "9 de agosto de 2017", "2017年8月9日") and after it.
BETWEEN_DATE_PARTS = frozenset(
    [*("st", "nd", "rd", "th", "er", "re", "ª", "º", "of", "the", "de", "del", "do", "d", "a", "dne", "г"), *"年月日년월일"]
)
AFTER_DATES = frozenset(["г", "года", "р", "року", "year", "uhr", "日", "일", "ж"])
HOURS_OF_HALVES = {"am": 0, "pm": 12, "a": 0, "p": 12}
CLOCK_WORDS = frozenset(["am", "pm", "uhr", "h"])

# Words of names that are not capitalized: of persons, and of organizations as well.
PARTICLES = frozenset(
    {"de", "del", "della", "der", "den", "des", "di", "da", "do", "dos", "du", "la", "le", "van", "von", "zu", "al", "el"}
)  # fmt: skip
SMALL_WORDS = PARTICLES | {
    "and", "of", "for", "the", "in", "und", "für", "im", "les", "et", "pour", "y", "para", "e", "per", "en", "voor",
    "și", "pentru", "a", "al", "ale", "i", "и", "по", "та", "ve", "va", "və",
}  # fmt: skip
