"""What any process commits shows on the next request, in each of two servers on one database."""

# ruff: noqa: S608  # the statements are the test's own

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests.cms.databases import Execute, own_database, prompt
from tests.cms.serving import START_SECONDS, Site, fill, manage, served, set_up

PAGE, LISTS = "/posts/a-post/", ("/", "/organizations/institute/", "/categories/news/", "/tags/trade/", "/archive/2017/08/")
FEEDS = (
    "/feed/",
    "/feed/atom/",
    "/feed/json/",
    "/organizations/institute/feed/",
    "/categories/news/feed/",
    "/tags/trade/feed/",
)
FILL_NEWS = (
    "INSERT INTO posts_post_categories (post_id, category_id) "
    "SELECT p.id, c.id FROM posts_post p, posts_category c WHERE p.slug = 'a-post' AND c.slug = 'news'"
)
POST = "(SELECT id FROM posts_post WHERE slug = 'a-post')"
CHANGES: dict[str, tuple[str, str, tuple[str, ...]]] = {  # the statement; the words that it brings or takes; where
    "title": ("UPDATE posts_post SET title = 'Tigers' WHERE slug = 'a-post'", "Tigers", (PAGE, *LISTS, *FEEDS)),
    "text": ("UPDATE posts_post SET body_html = '<p>Whales</p>' WHERE slug = 'a-post'", "Whales", (PAGE, *FEEDS)),
    "excerpt": ("UPDATE posts_post SET excerpt = 'Eagles' WHERE slug = 'a-post'", "Eagles", LISTS),
    "likes": ("UPDATE posts_post SET like_count = 77 WHERE slug = 'a-post'", "77 readers like this", (PAGE,)),
    "count of replies": (
        "UPDATE posts_post SET comment_count = 88 WHERE slug = 'a-post'",
        "88 replies",
        (PAGE, "/tags/trade/"),
    ),
    "organization": ("UPDATE organizations_organization SET short_name = 'Otters'", "Otters", ("/", "/tags/trade/")),
    "profile": ("UPDATE organizations_organization SET tagline = 'Badgers'", "Badgers", ("/organizations/institute/",)),
    "category": ("UPDATE posts_category SET name = 'Falcons' WHERE slug = 'news'", "Falcons", (PAGE, "/categories/news/")),
    "tag": ("UPDATE posts_tag SET name = 'Ravens' WHERE slug = 'trade'", "Ravens", (PAGE, "/tags/trade/", "/tags/trade/feed/")),
    "which terms": (
        f"INSERT INTO posts_post_categories (post_id, category_id) SELECT {POST}, id FROM posts_category WHERE slug = 'unused'",
        "Unused",
        (PAGE, "/feed/"),
    ),
    "words of a reply": (
        "UPDATE comments_comment SET body_html = '<p>Lizards</p>'",
        "Lizards",
        (PAGE, f"{PAGE}comments/feed/"),
    ),
    "name of a guest": ("UPDATE django_comments SET user_name = 'Hedgehog'", "Hedgehog", (PAGE, "/comments/feed/")),
    "name of a member": ("UPDATE accounts_user SET name = 'Weasel'", "Weasel", (PAGE, "/comments/feed/")),
    "likes of a reply": ("UPDATE comments_comment SET like_count = 4321", "4321", (PAGE,)),
    "badge": (
        (
            "INSERT INTO organizations_membership (user_id, organization_id, role, created_at) "
            "SELECT u.id, o.id, 'moderator', '2020-01-01' FROM accounts_user u, organizations_organization o"
        ),
        "role--moderator",
        (PAGE,),
    ),
    "author": (  # of the other post: whoever is an author has no badge besides, whichever change comes first
        (
            "INSERT INTO posts_post_authors (post_id, user_id) "
            "SELECT p.id, u.id FROM posts_post p, accounts_user u WHERE p.slug = 'other-post'"
        ),
        "role--author",
        ("/posts/other-post/",),
    ),
    "address in the sitemap": (
        "UPDATE posts_tag SET slug = 'parrots' WHERE slug = 'spare'",
        "parrots",
        ("/sitemaps/tags-1.xml",),
    ),
}


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_database(tmp_path_factory.mktemp("database")) as url:
        yield url


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Path:
    folder = tmp_path_factory.mktemp("home")
    set_up(folder, DATABASE_URL=database_url)
    fill(folder, DATABASE_URL=database_url)
    return folder


@pytest.fixture(scope="module")
def sites(home: Path, database_url: str) -> Iterator[list[Site]]:
    with ExitStack() as stack:
        yield [stack.enter_context(served(home, DATABASE_URL=database_url, WORKERS="1")) for _number in range(2)]


@pytest.fixture
def execute(database_url: str) -> Iterator[Execute]:
    with prompt(database_url) as execute:
        yield execute


def read(sites: list[Site], address: str) -> list[str]:
    return [site.get(address, Accept_Encoding="identity")[1].decode() for site in sites]


@pytest.mark.parametrize("change", CHANGES)
def test_a_statement_at_the_prompt_shows_on_the_next_request(sites: list[Site], execute: Execute, change: str) -> None:
    statement, words, addresses = CHANGES[change]
    for address in addresses:
        assert not any(words in page for page in read(sites, address)), address
    execute(statement)
    for address in addresses:
        assert all(words in page for page in read(sites, address)), address


def test_nothing_shows_before_it_is_committed(sites: list[Site], execute: Execute) -> None:
    execute("BEGIN")
    execute("UPDATE posts_post SET title = 'Uncommitted' WHERE slug = 'a-post'")
    assert not any("Uncommitted" in page for page in read(sites, PAGE))
    execute("COMMIT")
    assert all("Uncommitted" in page for page in read(sites, PAGE))


def test_a_transaction_that_began_before_another_one_shows_too(sites: list[Site], execute: Execute, database_url: str) -> None:
    """On PostgreSQL the one that began first may commit last."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction at a time")
    import psycopg  # noqa: PLC0415  # as above

    with psycopg.connect(database_url) as early:
        early.execute("UPDATE posts_post SET title = 'Early' WHERE slug = 'a-post'")
        execute("UPDATE posts_post SET title = 'Late' WHERE slug = 'other-post'")
        assert all("Late" in page and "Early" not in page for page in read(sites, "/"))
        assert all("Late" in page for page in read(sites, "/"))
        early.commit()
    assert all("Early" in page for page in read(sites, "/"))


def test_a_document_that_is_imported_shows(sites: list[Site], home: Path, database_url: str, tmp_path: Path) -> None:
    read(sites, "/")
    document = tmp_path / "page.txt"
    document.write_text("Platypus season\n\nThe platypus season has begun in all rivers of the north.\n\nIt ends in May.\n")
    with manage(home, "import_seed", str(document), DATABASE_URL=database_url) as process:
        assert process.wait(START_SECONDS) == 0
    assert all("Platypus season" in page for page in read(sites, "/"))


def test_rows_that_are_deleted_and_tables_that_are_emptied(sites: list[Site], execute: Execute) -> None:
    assert all("third-post" in page for page in read(sites, "/"))
    execute("DELETE FROM posts_post WHERE slug = 'third-post'")
    assert not any("third-post" in page for page in read(sites, "/"))
    assert all("other-post" in page for page in read(sites, "/categories/emptied/"))
    execute("TRUNCATE posts_post_categories" if connection.vendor == "postgresql" else "DELETE FROM posts_post_categories")
    assert not any("other-post" in page for page in read(sites, "/categories/emptied/"))
    execute(FILL_NEWS)
    assert all("a-post" in page for page in read(sites, "/categories/news/"))
