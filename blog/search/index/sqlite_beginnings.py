"""The words to which the last word of a query may go on, looked up in the same statement that finds posts.

FTS5 answers `word*` by merging where all these words stand, from the first post to the last, before it returns one. Named one
by one they are read together, from the newest post on, as far as is wanted. https://www.sqlite.org/fts5.html
"""

from blog.search.index.sqlite_schema import FACET, SHORT, VOCABULARY
from blog.search.query import Query, fold

MOST_WORDS = 200  # beyond them, headings are asked with `*`, for which they have an index, and texts for the first of them
COMMON = 2_000  # places: a word that stands in so many is not taken for the beginning of others
# They stand for these words in an expression, and nobody can type them.
IN_HEADINGS, IN_TEXTS, LONGER = "\ue001", "\ue002", "\ue003"
_COLUMNS = {IN_HEADINGS: "in_headings", IN_TEXTS: "in_texts", LONGER: "longer"}
_NEXT = f"(SELECT term FROM {VOCABULARY} WHERE term >= {{}} ORDER BY term LIMIT 1)"
_ANY = """group_concat('"' || head || word || '"', ' OR ')"""
_STATEMENT = f"""WITH RECURSIVE given (head, beginning, whole) AS (SELECT %s, %s, %s),
asked (head, beginning, whole, is_common) AS MATERIALIZED (
  SELECT head, beginning, whole,
    (SELECT count(*) FROM (SELECT 1 FROM {VOCABULARY} WHERE term = beginning LIMIT %s)) >= %s FROM given
),
words (word, place) AS (
  SELECT {_NEXT.format("beginning")}, 1 FROM asked WHERE NOT is_common
  UNION ALL SELECT {_NEXT.format("word || char(1)")}, place + 1 FROM words CROSS JOIN asked
  WHERE place <= {MOST_WORDS} AND substr(word, 1, length(beginning)) = beginning
),
beginnings (in_headings, in_texts, longer) AS MATERIALIZED (
  SELECT
    CASE WHEN is_common THEN whole WHEN count(word) BETWEEN 1 AND {MOST_WORDS} THEN '(' || {_ANY} || ')' ELSE whole || '*' END,
    CASE WHEN is_common THEN whole WHEN count(word) > 0 THEN '(' || {_ANY} || ')' ELSE whole || '*' END,
    CASE WHEN is_common THEN '"{FACET}"' WHEN count(word) = 0 THEN whole || '*'
      ELSE coalesce('(' || {_ANY} FILTER (WHERE word <> beginning) || ')', '"{FACET}"') END
  FROM asked LEFT JOIN words ON substr(word, 1, length(beginning)) = beginning
) """


def of(query: Query) -> tuple[str, list[str | int]]:
    """Return what begins a statement about an open query, with its values; nothing for any other."""
    if not query.is_open:
        return "", []
    *before, last = query.terms[-1]
    head = "".join(f"{word} " for word in before)
    return _STATEMENT, [head, fold(last), f'"{head}{last}"', COMMON, COMMON]


def is_short(query: Query) -> bool:
    """Say whether the last word is so short that headings have an index of what begins with it."""
    return len(fold(query.terms[-1][-1])) in SHORT


def put_into(expression: str) -> str:
    """Return the SQL for an expression that is given as a value, with the words where they are to stand."""
    sql = "%s"
    for mark, column in _COLUMNS.items():
        if mark in expression:
            sql = f"replace({sql}, '{mark}', (SELECT {column} FROM beginnings))"
    return sql
