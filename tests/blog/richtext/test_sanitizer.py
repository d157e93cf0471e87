"""The sanitizer against hostile markup."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.richtext.sanitizer import sanitize_article, sanitize_comment
from tests.blog.richtext.reading import ARTICLE, COMMENT, Reader, faults

VECTORS = [
    # Scripts and what runs without one
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script/x>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    "<p ONMOUSEOVER='alert(1)'>a</p>",
    "<p/onclick=alert(1)>a</p>",
    "<strong\nonfocus\n=\nalert(1) autofocus tabindex=1>a</strong>",
    "<img src=x onerror=alert(1)>",
    "<img srcset='x 1x, javascript:alert(1) 2x'>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>a</details>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>a</marquee>",
    # Addresses that run something
    "<a href=javascript:alert(1)>a</a>",
    "<a href='JaVaScRiPt:alert(1)'>a</a>",
    "<a href='  javascript:alert(1)'>a</a>",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<a href='java\nscript:alert(1)'>a</a>",
    "<a href='\x01javascript:alert(1)'>a</a>",
    "<a href='&#106;avascript&colon;alert(1)'>a</a>",
    "<a href='&#x6A;&#x61;vascript:alert(1)'>a</a>",
    "<a href='&#0000106avascript:alert(1)'>a</a>",
    "<a href='vbscript:msgbox(1)'>a</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>a</a>",
    "<a href='blob:https://evil.example/1'>a</a>",
    "<a href='file:///etc/passwd'>a</a>",
    "<a href='feed:javascript:alert(1)'>a</a>",
    "<a href='view-source:javascript:alert(1)'>a</a>",
    "<a href='//evil.example' target=_blank ping='//evil.example' download rel=opener>a</a>",
    "<a xlink:href='javascript:alert(1)'>a</a>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>a</button></form>",
    "<base href='javascript:alert(1)//'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<isindex action=javascript:alert(1)>",
    # Styles
    "<p style='background:url(javascript:alert(1))'>a</p>",
    "<style>@import '//evil.example/x.css';</style>",
    "<table background='javascript:alert(1)'><tr><td background='//evil.example'>a</td></tr></table>",
    "<p class=masthead id=main name=forms>a</p>",
    # Other languages inside HTML
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>a</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><foreignObject><p onclick=alert(1)>a</p></foreignObject></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>a</math>",
    "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
    # Markup that changes its meaning when it is parsed again
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
    "<template><script>alert(1)</script></template>",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<noembed><img title='</noembed><img src onerror=alert(1)>'></noembed>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<a title='<h2><img src=x onerror=alert(1)></h2>' href='/'>a</a>",
    "<a title='</a><script>alert(1)</script>' href='/'>a</a>",
    # Malformed tags
    "<a href='/' title='a\">b<script>alert(1)</script>'>c</a>",
    '<a href="/"title="a"onclick="alert(1)">a</a>',
    "<a href=`javascript:alert(1)`>a</a>",
    "<p <script>alert(1)</script>>a</p>",
    "<p><!--><img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><?php echo 1 ?><!DOCTYPE html>",
    "</p></div></body></html><script>alert(1)</script>",
    "<p\0><scr\0ipt>alert(1)</scr\0ipt>",
    "<img src=x:alert(1) onerror=eval(src)//",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\ufeff<script>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<a href='java\x01script:alert(1)'>a</a>",
    "<a href='java&#1;script:alert(1)'>a</a>",
    "<a href='java&#xD800;&#8;script:alert(1)'>a</a>",
    "<p lang=en title=a dir=rtl>a</p>",
]


@pytest.mark.parametrize("vector", VECTORS)
def test_an_article_holds_nothing_but_allowed_markup(vector: str) -> None:
    assert faults(sanitize_article(vector), ARTICLE) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_a_comment_holds_nothing_but_allowed_markup(vector: str) -> None:
    assert faults(sanitize_comment(vector), COMMENT, beside={"a": frozenset({"rel"})}) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_sanitizing_twice_changes_nothing(vector: str) -> None:
    once = sanitize_article(vector)
    assert sanitize_article(once) == once


PIECES = [
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<code>",
    "<h2>",
    "</h2>",
    "<h3>",
    "<ul>",
    "<li>",
    "</li>",
    "<table>",
    "<td>",
    "</table>",
    "<a_href='/'>",
    "</a>",
    "<strong>",
    "</strong>",
    "<em>",
    "<blockquote>",
    "<br>",
    "<svg>",
    "<math>",
    "<style>",
    "<template>",
    "<!--",
    "-->",
    "<textarea>",
    "<form>",
    "<script>",
    "'",
    '"',
    "<",
    ">",
    "&",
    "&#13;",
    "&#1;",
    "<p_title='",
    '<a_title="',
    '<a_href="java',
    "script:",
    "<noscript>",
    "</noscript>",
    "<select>",
    "<option>",
    "<frameset>",
    "<b>",
    "<i>",
    "<nobr>",
    "текст",
]
MARKUP = st.lists(
    st.sampled_from([*(piece.replace("_", " ") for piece in PIECES), " ", "\n", "\r", "\0", "\x0b", "\ufffe"]), max_size=12
).map("".join)


@settings(max_examples=300, deadline=None, database=None)
@given(MARKUP)
def test_no_heap_of_markup_gets_through(source: str) -> None:
    assert faults(sanitize_article(source), ARTICLE) == []


@settings(max_examples=300, deadline=None, database=None)
@given(MARKUP)
def test_sanitizing_any_heap_of_markup_comes_to_rest(source: str) -> None:
    twice = sanitize_article(sanitize_article(source))
    assert sanitize_article(twice) == twice


def test_the_text_of_what_is_not_allowed_stays() -> None:
    assert sanitize_article("<section><p>a <font color=red>b</font></p></section>") == "<p>a b</p>"


def test_scripts_and_styles_go_with_their_text() -> None:
    assert sanitize_article("a<script>b</script><style>c</style>d") == "ad"


@pytest.mark.parametrize(
    "address", ["https://example.org/", "http://example.org/", "mailto:a@example.org", "tel:+40123", "/a", "#b", "?c"]
)
def test_links_to_allowed_places_stay(address: str) -> None:
    assert sanitize_article(f'<a href="{address}">a</a>') == f'<a href="{address}">a</a>'


def test_what_the_editor_makes_goes_through_unchanged() -> None:
    source = (
        '<h2>A</h2><p><strong>b</strong> <em>c</em> <s>d</s> <sub>e</sub> <sup>f</sup> <code>g</code><br><a href="/">h</a></p>'
        '<ul><li><p>i</p></li></ul><ol start="3"><li><p>j</p></li></ol><blockquote><p>k</p></blockquote><hr>'
        "<pre><code>l\n  m</code></pre>"
        '<table><tbody><tr><th colspan="2">n</th></tr><tr><td rowspan="2">o</td></tr></tbody></table>'
    )
    assert sanitize_article(source) == source


def test_the_page_keeps_its_only_h1() -> None:
    assert sanitize_article("<h1>a</h1>") == "a"


def test_characters_that_no_feed_can_carry_are_left_out() -> None:
    assert sanitize_article("<p>a\x0bb\x00c&#8;d\ufffee&#x1F;f</p>") == "<p>abcdef</p>"


def test_line_breaks_are_line_feeds() -> None:
    assert sanitize_article("<pre>a\r\nb\rc&#13;d</pre>") == "<pre>a\nb\nc\nd</pre>"


def test_links_of_strangers_say_so() -> None:
    ((_tag, attributes),) = Reader(sanitize_comment('<a href="https://example.org/" rel="opener">a</a>')).tags
    assert attributes["rel"] == "nofollow ugc noopener noreferrer"


def test_a_link_keeps_its_title_only_if_it_has_one() -> None:
    assert sanitize_article('<p><a href="/a" title="">a</a></p>') == '<p><a href="/a">a</a></p>'
    assert sanitize_article('<p><a href="/a" title="More">a</a></p>') == '<p><a href="/a" title="More">a</a></p>'
