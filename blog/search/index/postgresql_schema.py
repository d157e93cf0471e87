"""The tables, functions and triggers of the index on PostgreSQL."""

from collections.abc import Iterable

from blog.organizations.models import Organization
from blog.posts.models import Post
from blog.search.index.base import FILED, ID_BITS

LAST_SECOND = 2**33  # in the year 2242
POSTS, ORGANIZATIONS = Post._meta.db_table, Organization._meta.db_table
# Language subtags (ISO 639-1) by the configurations that PostgreSQL may have for them.
CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_FILED = {column.removesuffix("_id"): (letter, table, column) for letter, (table, column) in FILED.items()}
EVENTS = ("insert", "update", "delete", "truncate")
TRIGGERS = {
    f"search_{kind}_{event}": table
    for kind, table in {
        "post": POSTS,
        "organization": ORGANIZATIONS,
        **{kind: table for kind, (_letter, table, _column) in _FILED.items()},
    }.items()
    for event in EVENTS
}
_CUT = 100_000  # characters: what a vector of any language can hold

# Where a tag within a line stands within a word, the word goes on, but `sup` is the number of a note; punctuation ends a word,
# else a path or an address would be one.
_FUNCTIONS = r"""
CREATE FUNCTION search_plain(html text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(regexp_replace(html,
    '</?(?:a|abbr|b|code|del|em|i|ins|mark|s|small|span|strong|sub|u)(?:\s[^>]*)?>', '', 'gi'),
    '<[^>]*>', ' ', 'g'),
    '&(?:nbsp|lt|gt|quot|amp);', ' ', 'g'),
    '[!-/:-@\[-`{-~]+', ' ', 'g')
$$;
CREATE FUNCTION search_folded(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT regexp_replace(normalize(lower(words), NFD), '[\u0300-\u036f]', '', 'g')
$$;
CREATE FUNCTION search_configuration(language text) RETURNS regconfig LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE split_part(lower(language), '-', 1) {cases} ELSE 'pg_catalog.simple' END::regconfig
$$;
CREATE FUNCTION search_query(configuration text, asked text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE configuration {queries} ELSE ''::tsquery END
$$;
CREATE FUNCTION search_vector(language text, words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  configuration regconfig := search_configuration(language);
BEGIN
  IF configuration = 'pg_catalog.simple'::regconfig THEN
    RETURN to_tsvector('pg_catalog.simple', search_folded(words));
  END IF;
  RETURN to_tsvector(configuration, words) || to_tsvector('pg_catalog.simple', search_folded(words));
EXCEPTION WHEN program_limit_exceeded THEN
  RETURN search_vector(language, left(words, {cut}));
END $$;
"""
_TABLES = """
CREATE TABLE search_post (
  post_id bigint PRIMARY KEY, position bigint NOT NULL, organization_id bigint NOT NULL, language text NOT NULL,
  heading tsvector NOT NULL, summary tsvector NOT NULL, words tsvector NOT NULL
);
CREATE TABLE search_organization (organization_id bigint PRIMARY KEY, words tsvector NOT NULL);
"""
# The posts of each tag and category in their order.
_TERMS = """
CREATE TABLE search_term (position bigint, term text, PRIMARY KEY (position, term));
"""
_TERMS_IN_ORDER = """
CREATE INDEX search_term_in_order ON search_term (term, position);
ANALYZE search_term;
"""
# Made once the table is full, they come sooner. Of the posts without a summary, PostgreSQL is to know how many there are.
_SUMMARIES = """
CREATE INDEX search_post_summary ON search_post USING gin (summary) WHERE length(summary) > 0;
CREATE STATISTICS search_post_summaries ON (length(summary)) FROM search_post;
"""
_INDEXES = f"""
CREATE UNIQUE INDEX search_post_position ON search_post (position);
CREATE INDEX search_post_organization ON search_post (organization_id, position);
CREATE INDEX search_post_heading ON search_post USING gin (heading);
CREATE INDEX search_post_words ON search_post USING gin (words);
CREATE INDEX search_organization_words ON search_organization USING gin (words);
{_SUMMARIES}
{_TERMS_IN_ORDER}
ANALYZE search_post;
"""
_CHANGES_OF_POSTS = """
CREATE OR REPLACE FUNCTION search_post_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  left_at bigint;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_post;
    DELETE FROM search_term;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' AND (
    OLD.id, OLD.title, OLD.summary, OLD.byline, OLD.body_html, OLD.language, OLD.organization_id, OLD.status, OLD.published_at
  ) IS NOT DISTINCT FROM (
    NEW.id, NEW.title, NEW.summary, NEW.byline, NEW.body_html, NEW.language, NEW.organization_id, NEW.status, NEW.published_at
  ) THEN
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM search_post WHERE post_id = OLD.id RETURNING position INTO left_at;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM search_post_write(NEW);
  END IF;
  IF TG_OP = 'UPDATE' THEN
    UPDATE search_term SET position = post.position FROM search_post AS post
    WHERE search_term.position = left_at AND post.post_id = NEW.id AND post.position <> left_at;
  ELSIF TG_OP = 'DELETE' THEN
    DELETE FROM search_term WHERE position = left_at;
  END IF;
  RETURN NULL;
END $$;
"""
# Whoever moves the post meanwhile is waited for, and waits: where it stands is read after that.
_CHANGES_OF_TERMS = """
CREATE OR REPLACE FUNCTION search_{kind}_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_term WHERE term LIKE '{letter}%';
    RETURN NULL;
  END IF;
  PERFORM FROM {posts} WHERE id IN (OLD.post_id, NEW.post_id) ORDER BY id FOR NO KEY UPDATE;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM search_term USING search_post AS post
    WHERE post.post_id = OLD.post_id AND search_term.position = post.position AND term = '{letter}' || OLD.{column};
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO search_term SELECT position, '{letter}' || NEW.{column} FROM search_post WHERE post_id = NEW.post_id
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
"""
_CHANGES = """
CREATE FUNCTION search_post_write(post {posts}) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_post (post_id, position, organization_id, language, heading, summary, words)
  SELECT post.id,
    (CASE WHEN post.status IN ('scheduled', 'published')
      THEN greatest(-{last}, least(floor(extract(epoch FROM post.published_at))::bigint, {last} - 1))
      ELSE {last} END << {bits}) | post.id,
    post.organization_id, split_part(lower(post.language), '-', 1), heading, ts_filter(heading, '{b}'),
    heading || setweight(search_vector(post.language, search_plain(post.byline || ' ' || post.body_html)), 'C')
  FROM (SELECT setweight(search_vector(post.language, search_plain(post.title)), 'A')
    || setweight(search_vector(post.language, search_plain(post.summary)), 'B')) AS made (heading)
$$;
CREATE FUNCTION search_organization_write(organization {organizations}) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_organization (organization_id, words) VALUES (organization.id,
    search_vector('simple', search_plain(concat_ws(' ', organization.name, organization.short_name, organization.tagline))))
$$;
CREATE FUNCTION search_organization_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM search_organization;
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM search_organization WHERE organization_id = OLD.id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM search_organization_write(NEW);
  END IF;
  RETURN NULL;
END $$;
"""
_FILING = "INSERT INTO search_term SELECT position, '{letter}' || {column} FROM search_post JOIN {table} USING (post_id)"
_FILLING = """
SELECT search_post_write(post) FROM {posts} AS post;
SELECT search_organization_write(organization) FROM {organizations} AS organization;
"""


def statements(known: Iterable[str]) -> list[str]:
    """Return the statements that make the index and fill it, on a server that knows some configurations."""
    names = {code: name for code, name in CONFIGURATIONS.items() if name in known}
    parts = {
        "cases": " ".join(f"WHEN '{code}' THEN 'pg_catalog.{name}'" for code, name in names.items()),
        "queries": " ".join(
            f"WHEN '{name}' THEN to_tsquery('pg_catalog.{name}', asked)" for name in sorted({*names.values(), "simple"})
        ),
        "cut": str(_CUT),
        "posts": POSTS,
        "organizations": ORGANIZATIONS,
        "bits": str(ID_BITS),
        "last": str(LAST_SECOND),
    }
    changes = (_CHANGES, _CHANGES_OF_POSTS, *_of_terms(_CHANGES_OF_TERMS), *_triggers(TRIGGERS))
    filling = (_FILLING, *_of_terms(_FILING), _INDEXES)
    return [_filled(part, parts) for part in (_FUNCTIONS, _TABLES, _TERMS, *changes, *filling)]


def terms_in_order() -> list[str]:
    """Return the statements that let an index of an earlier version know the posts of each term in their order."""
    names = [name for name, table in TRIGGERS.items() if table not in {POSTS, ORGANIZATIONS}]
    changes = (_CHANGES_OF_POSTS, *_of_terms(_CHANGES_OF_TERMS), *_triggers(names))
    return [_TERMS, *changes, *_of_terms(_FILING), _TERMS_IN_ORDER]


def _of_terms(text: str) -> list[str]:
    return [
        _filled(text, {"kind": kind, "letter": letter, "table": table, "column": column, "posts": POSTS})
        for kind, (letter, table, column) in _FILED.items()
    ]


def waiting_for_each_other() -> list[str]:
    """Return the statements by which, in an index of an earlier version, who moves a post and who files it wait in turn."""
    return _of_terms(_CHANGES_OF_TERMS)


def without_empty_summaries() -> list[str]:
    """Return the statements that bring an index of an earlier version to one that holds no empty summaries."""
    drops = ("DROP INDEX IF EXISTS search_post_summary", "DROP STATISTICS IF EXISTS search_post_summaries")
    return [*drops, _SUMMARIES, "ANALYZE search_post"]


def _filled(text: str, parts: dict[str, str]) -> str:
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", part)
    return text


def _triggers(names: Iterable[str]) -> list[str]:
    made = []
    for name in names:
        kind, event = name.removeprefix("search_").split("_")
        each = "STATEMENT" if event == "truncate" else "ROW"
        watched = f"{event.upper()} ON {TRIGGERS[name]}"
        made.append(f"CREATE TRIGGER {name} AFTER {watched} FOR EACH {each} EXECUTE FUNCTION search_{kind}_change()")
    return made


def removal() -> list[str]:
    """Return the statements that leave nothing of the index behind."""
    return [
        *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in TRIGGERS.items()),
        f"DROP FUNCTION IF EXISTS {', '.join(f'search_{kind}_change' for kind in ('post', 'organization', *_FILED))}",
        "DROP FUNCTION IF EXISTS search_post_write, search_organization_write",
        "DROP TABLE IF EXISTS search_post, search_organization, search_term",
        "DROP FUNCTION IF EXISTS search_vector, search_query, search_configuration, search_folded, search_plain",
    ]
