"""HTML: the main text of a page in blocks, and what the page says of itself."""

import pytest

from kg.documents import read
from kg.model import Document

PARAGRAPHS = "".join(
    f"<p>On day {n} the group said that it had nothing to do with the attack, and officials said that it had.</p>"
    for n in range(6)
)


def page(body: str, head: str = "", attributes: str = "") -> Document:
    return read(f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def shape(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def test_the_article_is_told_from_what_surrounds_it():
    document = page(
        "<header><a href='/'>The Daily</a><nav><ul><li><a href='/a'>World</a></li></ul></nav></header>"
        f"<main><article><h1>Raid in the north</h1>{PARAGRAPHS}</article>"
        "<aside>Sign up for our letters</aside><div class='ad'>Buy shoes today</div></main>"
        "<section id='comments'><h3>Comments</h3><p>First! I love this paper.</p></section>"
        "<footer><p>Copyright The Daily, all rights reserved.</p></footer>",
        "<title>Raid in the north | The Daily</title>",
    )
    assert document.title == "Raid in the north"
    assert shape(document)[0] == ("title", "Raid in the north")
    assert [kind for kind, _ in shape(document)[1:]] == ["paragraph"] * 6
    for word in ("World", "Sign up", "shoes", "First!", "Copyright"):
        assert word not in document.text


def test_blocks_keep_the_structure_of_the_page():
    document = page(
        "<h1>Raid</h1><p>Intro words.</p><h2>Part <i>one</i></h2><ul><li>item one</li>"
        "<li>item two<ul><li>nested</li></ul></li></ul><blockquote><p>quoted</p></blockquote>"
        "<table><tr><td>cell a</td><td>cell b</td></tr></table>"
        "<div>loose<p>inner</p>tail</div>"
    )
    assert shape(document) == [
        ("title", "Raid"),
        ("paragraph", "Intro words."),
        ("heading", "Part one"),
        ("item", "item one"),
        ("item", "item two"),
        ("item", "nested"),
        ("paragraph", "quoted"),
        ("item", "cell a"),
        ("item", "cell b"),
        ("paragraph", "loose"),
        ("paragraph", "inner"),
        ("paragraph", "tail"),
    ]


@pytest.mark.parametrize("around", ["{}", "<article>{}" + PARAGRAPHS + "</article>"])
def test_inline_tags_neither_glue_nor_part_words(around):
    document = page(
        around.format(
            "<p>The <a href='x'>group</a> <b>H</b>ezbollah<br>said&nbsp;<span>on</span>\n<em>Sunday</em><!-- x -->, "
            "that <span>air</span><span>strikes</span> were &quot;over&quot; &amp; done with for the time being.</p>"
        )
    )
    assert shape(document)[0][1] == (
        'The group Hezbollah\nsaid on Sunday, that airstrikes were "over" & done with for the time being.'
    )


def test_a_page_without_markup_for_its_parts_is_read_whole():
    assert shape(read(b"<p>Hello <b>the</b>re<p>two<br>lines", "a.html")) == [
        ("paragraph", "Hello there"),
        ("paragraph", "two\nlines"),
    ]
    assert read(b"<html>No body here", "a.html").text == "No body here"


def test_the_title_stands_first_where_the_page_names_another_than_its_heading():
    document = page(f"<h1>What we know</h1>{PARAGRAPHS}", "<meta property='og:title' content='Raid in the north'>")
    assert shape(document)[:2] == [("title", "Raid in the north"), ("heading", "What we know")]


def test_scripts_styles_and_forms_of_hiding_are_not_text():
    document = page("<p>Words.</p><script>x='<p>no</p>'</script><style>p{}</style><template><p>t</p></template>")
    assert document.text == "Words."


def test_deep_nesting_is_harmless_and_loses_no_words():
    deep = page("<div>" * 100_000 + PARAGRAPHS + "</div>" * 100_000)
    assert len(deep.blocks) == 6
    half = page(PARAGRAPHS + "<ul><li>an item of many " * 3_000 + "<p>Last words.</p>")
    assert half.text.count("an item") == 3_000
    assert half.text.endswith("Last words.")
    assert "here it is" in page("<p>" + "<span>" * 100_000 + "here it is").text


@pytest.mark.parametrize("mark", ["<a ", '<a "', "<p class='", "</p", "<?x", "&#"])
def test_thousands_of_broken_tags_are_read_to_the_end(mark):
    assert "Last words." in page(f"{mark * 20_000}<p>Last words.</p>").text


def test_a_greater_sign_in_an_attribute_does_not_end_a_tag():
    assert page("<p title=\"a > b\">Words <img alt='c > d'>here.</p>").text == "Words here."


def test_entities_of_a_document_type_are_never_expanded_and_nothing_is_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    entities = '<!ENTITY a "boom">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = read(
        f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [{entities}<!ENTITY x SYSTEM "file://{secret}">]>'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Words &i; and &x; here.</p></body></html>'.encode(),
        "a.xhtml",
    )
    assert document.text == "Words &i; and &x; here."


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='article:published_time' content='2019-12-28T00:30:00+03:00'>", ""),
        ("<meta name='date' content='28 December 2019'>", ""),
        ("<meta itemprop='datePublished' content='2019-12-28'>", ""),
        (
            '<script type=\'application/ld+json\'>{"@type":"NewsArticle","datePublished":"2019-12-28T01:00Z"}</script>',
            "",
        ),
        ("", "<time datetime='2019-12-28T09:00+01:00'>Saturday</time>"),
        ("", "<time datetime='2020-05-05'>now</time><time pubdate datetime='2019-12-28'>then</time>"),
        ("<link rel='canonical' href='https://a.org/2019/12/28/raid'>", ""),
        ("", "<p class='date'>Published: 28 December 2019</p>"),
    ],
)
def test_the_date_is_the_calendar_date_as_written(head, body):
    assert page(f"<h1>Raid in the north</h1>{body}{PARAGRAPHS}", head).date == "2019-12-28"


def test_a_date_of_the_story_is_not_the_date_of_the_page():
    document = page(
        f"<h1>What happened on 2019-12-27</h1><p>The attack on 2005-03-04 was followed by another on 28 December 2019, "
        f"officials of both sides said in the capital.</p>{PARAGRAPHS}",
        "<title>What happened on 2019-12-27</title>",
    )
    assert document.date is None


def test_a_date_that_is_only_shown_is_noted():
    document = page(f"<p class='date'>Published: 28 December 2019</p>{PARAGRAPHS}")
    assert "taken from what it shows" in document.notes[0]


def test_a_declared_date_that_is_not_understood_is_noted():
    document = page(PARAGRAPHS, "<meta name='date' content='some day'>")
    assert document.date is None
    assert "'some day'" in document.notes[0]


def test_json_ld_tells_title_authors_publisher_and_language():
    document = page(
        PARAGRAPHS,
        """<title>x</title><script type="application/ld+json">not json</script>
        <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "no"},
        {"@type": ["NewsArticle"], "headline": "Raid in the north", "author": [{"name": "Jane Roe"}, "John Doe"],
        "publisher": {"name": "The Daily"}, "url": "https://a.org/b", "inLanguage": "en_GB"}]}</script>""",
    )
    assert document.title == "Raid in the north"
    assert document.authors == ("Jane Roe", "John Doe")
    assert (document.publisher, document.url, document.language) == ("The Daily", "https://a.org/b", "en-GB")


def test_meta_elements_tell_authors_publisher_address_and_language():
    document = page(
        PARAGRAPHS,
        "<meta name='author' content='By Jane Roe'><meta name='author' content='John Doe'>"
        "<meta property='og:site_name' content='The Daily'><title>Raid - The Daily</title>"
        "<link rel='canonical' href='/relative'><meta property='og:url' content='https://a.org/b'>",
        "lang='en-US'",
    )
    assert document.title == "Raid"
    assert document.authors == ("Jane Roe", "John Doe")
    assert (document.publisher, document.url, document.language) == ("The Daily", "https://a.org/b", "en-US")


@pytest.mark.parametrize("json", ["[" * 100_000, '{"a":' * 100_000, "\\ud800", "null", '"x"', "[1, [2], {}]", ""])
def test_odd_json_ld_is_passed_over(json):
    assert page(PARAGRAPHS, f"<script type='application/ld+json'>{json}</script>").date is None


def test_a_page_in_a_declared_encoding_is_decoded():
    source = "<html><head><meta charset='iso-8859-2'></head><body><p>Łódź, said Żółć.</p></body></html>"
    assert read(source.encode("iso-8859-2"), "a.html").text == "Łódź, said Żółć."
    assert read(source.encode("utf-16"), "a.html").text == "Łódź, said Żółć."
    assert (
        read('<?xml version="1.0" encoding="iso-8859-2"?><html><p>Łódź</p></html>'.encode("iso-8859-2"), "a.xhtml").text
        == "Łódź"
    )
