"""One public page of each type, with the text that layouts break on."""

from datetime import timedelta

from blog.media.models import OrganizationLook
from blog.media.services import add_image
from blog.organizations.models import Organization
from blog.posts.models import Post, RelatedPost, Series
from tests.blog.media.pictures import emblem, photo
from tests.factories import (
    LONG_AGO,
    CategoryFactory,
    CommentFactory,
    OrganizationFactory,
    PostFactory,
    SeriesFactory,
    SeriesPartFactory,
    TagFactory,
)

MISSING = "not found"
WITHDRAWN = "withdrawn"
REFUSALS = {MISSING, WITHDRAWN}  # the browser itself reports their status as an error

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG_ADDRESS = "https://example.org/" + "an-address-that-does-not-end/" * 6
ROW = "".join(f"<td>{number},000 million euro</td>" for number in range(9))
ARTICLE = f"""
<p>The first paragraph names <a href="https://example.org/">a source</a>, a {LONG_WORD} and {LONG_ADDRESS}.</p>
<h2>Figures</h2><table><tbody><tr>{ROW.replace("td>", "th>")}</tr><tr>{ROW}</tr></tbody></table>
<h3>Code</h3><pre><code>print("{"a long line " * 12}")</code></pre>
<ul><li><p>one</p></li><li>two<ul><li>three</li></ul></li></ul><ol><li>first</li></ol>
<blockquote><p>Quoted.</p></blockquote><hr><p>H<sub>2</sub>O<sup><a href="#section-code">1</a></sup></p>
"""


def publish_a_bit_of_everything(organization: Organization) -> dict[str, str]:
    """Store posts of every sort and return the path of a page of each type."""
    organization.description = "<p>It makes examples, and <a href='https://example.org/'>explains</a> them.</p>"
    organization.tagline, organization.founded_year, organization.website = "Examples", 1987, "https://example.org/"
    organization.accent_color = "#fdd835"  # which nobody could read as it is
    organization.save()
    logo, cover = (add_image(content, organization=organization) for content in (emblem(), photo(1600, 400)))
    OrganizationLook.objects.create(organization=organization, logo=logo, cover=cover, cover_is_decorative=True)
    category = CategoryFactory.create(name="Economy", slug="economy", description="Trade and work.")
    tag = TagFactory.create(name="статистика", slug="statistics")
    post = PostFactory.create(
        organization=organization,
        title=f"{'A title that goes on and on ' * 7}and ends",
        summary="A summary.",
        body=ARTICLE,
        byline="Office of Examples",
        is_featured=True,
        slug="everything",
        categories=[category],
        tags=[tag],
    )
    right_to_left = PostFactory.create(
        organization=organization,
        title="التعاون التجاري في أرقام",
        body="<p>اتفق الطرفان على جدول زمني مشترك.</p><ul><li>نموذج واحد</li></ul>",
        language="ar",
        slug="right-to-left",
        categories=[category],
    )
    Post.objects.numbered([post.pk, right_to_left.pk]).update(original=post)
    Post.objects.filter(pk=right_to_left.pk).update(outdated_at=LONG_AGO)
    undated = PostFactory.create(organization=organization, title=LONG_WORD, is_date_known=False, slug="undated")
    withdrawn = PostFactory.create(organization=organization, slug="withdrawn")
    withdrawn.archive(at=LONG_AGO + timedelta(days=1))
    withdrawn.save()
    publish_more(organization, 13)
    long, series = _publish_a_long_text(organization, post)
    return {
        "long text": long.get_absolute_url(),
        "series": series.get_absolute_url(),
        "home": "/",
        "post": post.get_absolute_url(),
        "post written from right to left": right_to_left.get_absolute_url(),
        "post of an unknown date": undated.get_absolute_url(),
        "organizations": "/organizations/",
        "organization": organization.get_absolute_url(),
        "organization without posts": OrganizationFactory.create().get_absolute_url(),
        "category": category.get_absolute_url(),
        "tag": tag.get_absolute_url(),
        "archive": "/archive/",
        "month": "/archive/2017/08/",
        "search": "/search/?q=summary",
        "search without a word": "/search/",
        "search that finds nothing": "/search/?q=sumary",
        "API": "/api/",
        "sign in": "/accounts/login/",
        MISSING: "/nothing-is-here/",
        WITHDRAWN: withdrawn.get_absolute_url(),
    }


def publish_more(organization: Organization, count: int) -> list[Post]:
    """Store older posts, so that lists have a second page."""
    return [
        PostFactory.create(organization=organization, published_at=LONG_AGO - timedelta(days=number + 1))
        for number in range(count)
    ]


def _publish_a_long_text(organization: Organization, before: Post) -> tuple[Post, Series]:
    """Store a post with all that leads on from one: contents, a series, posts close to it, replies."""
    sections = "".join(f"<h2>Section {number}</h2><h3>Its part</h3><p>{'word ' * 220}</p>" for number in range(4))
    body = f"{sections}<p>Text<foot-note>A note.</foot-note></p>"
    long = PostFactory.create(organization=organization, title="A long text", body=body, slug="long-text")
    series = SeriesFactory.create(organization=organization, title="All about it", slug="all-about-it")
    for position, part in enumerate((before, long), start=1):
        SeriesPartFactory.create(series=series, post=part, position=position)
    RelatedPost.objects.create(post=long, other=before, closeness=0.5)
    CommentFactory.create_batch(2, post=long)
    return long, series
