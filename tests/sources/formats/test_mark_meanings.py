import pytest

from feedsvc.sources.formats.mark_meanings import meanings_of

PATH = "site/_posts/2024-05-02-links.md"


def addresses(inner: str, path: str = PATH) -> list[str]:
    return [one.address for one in meanings_of(inner, path)]


@pytest.mark.parametrize(
    ("inner", "address"),
    [
        ("post_url 2024-05-01-first", "../../first"),
        ("post_url /sub/2024-05-01-first#a", "../../first#a"),
        ("link _posts/2024-05-01-first.md", "../../first"),
        ("link /assets/a.pdf", "/assets/a.pdf"),
        ('link "Text" https://x.example/a', "https://x.example/a"),
        ("post_link first 'The first' true", "../../first"),
        ('ref "/posts/first.md"', "../../posts/first.md"),
        ('relref "first#lamps"', "first#lamps"),
        ('relref "#lamps"', "#lamps"),
        ('ref path="first.md" lang="de"', "first.de.md"),
        ('ref "first.md" "de"', "first.de.md"),
        ('ref "/topics/mobile"', "{tag}mobile"),
        ('get_url(path="@/blog/first.md")', "@/blog/first.md"),
        ("asset_path a.png", "2024-05-02-links/a.png"),
        ('button href="https://x.example/a"', "https://x.example/a"),
        ('card link="/docs/a" title="A"', "/docs/a"),
        ('audio src="a.mp3"', "a.mp3"),
        ('include youtube.html id="abc"', "https://www.youtube.com/watch?v=abc"),
        ('include video id="abc" provider="youtube"', "https://www.youtube.com/watch?v=abc"),
        ('include figure.html path="assets/img/a.png" class="x"', "/assets/img/a.png"),
        ('include image.html url="{{ site.baseurl }}/a.png"', "/a.png"),
        ('image "b.jpg" "A boat"', "b.jpg"),
        ('image src="https://x.example/photo" alt="A"', "https://x.example/photo"),
        ('ref "https://x.example/a"', "https://x.example/a"),
        ("post_url https://x.example/a", "https://x.example/a"),
        ("link https://x.example/a.md", "https://x.example/a.md"),
        ("asset_link a.pdf", "2024-05-02-links/a.pdf"),
    ],
)
def test_what_has_a_target_means_it(inner: str, address: str) -> None:
    assert addresses(inner) == [address]


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "if page.image == 'a.png'",
        "assign hero = 'a.png'",
        "include toc.html",
        "include figure.html src=page.image",
        "include image.html src='{{ page.image }}/a.png'",
        "legacy-img src='2014/01/a.png'",
        "note title='a.png'",
        "endhighlight",
        "/figure",
        "ref",
        "post_url {{ page.previous }}",
        "badge text='New'",
    ],
)
def test_what_has_none_means_nothing(inner: str) -> None:
    assert addresses(inner) == []


def test_a_picture_keeps_all_that_is_said_of_it() -> None:
    text = 'figure src="a.png" alt="A" title="T" caption="C" attr="P" link="/b" width=300 height=4'
    (one,) = meanings_of(text, PATH)
    assert (one.kind, one.label, one.caption) == ("picture", "A", "T C P")
    assert (one.link, one.size) == ("/b", ("300", "4"))


@pytest.mark.parametrize(
    ("inner", "alt"),
    [
        ('asset_img a.png "A title" "A text"', "A text"),
        ("asset_img a.png a title of words", "a title of words"),
        ("img left /a.png 350 350 'A title' 'A text'", "A text"),
        ('img left a.png 350 350 \'"A title" "A text"\'', "A text"),
        ('image "a.png", "A text", "100vw"', "A text"),
        ('image(src="a.png", alt="A text")', "A text"),
    ],
)
def test_the_alternative_text_of_a_picture(inner: str, alt: str) -> None:
    assert [one.label for one in meanings_of(inner, PATH)] == [alt]


def test_several_pictures_are_several() -> None:
    assert addresses('gallery "a.png" "b.png"') == ["a.png", "b.png"]


def test_a_button_of_next_keeps_its_text() -> None:
    (one,) = meanings_of(" button https://x.example/a, Go there, home fa-fw, Title ", PATH)
    assert (one.address, one.label) == ("https://x.example/a", "Go there")
    assert addresses("btn regular, Go, https://x.example/b, icon") == ["https://x.example/b"]


def test_the_words_of_a_link_are_no_part_of_its_address() -> None:
    (one,) = meanings_of('asset_link a.pdf "The plan"', PATH)
    assert (one.address, one.label) == ("2024-05-02-links/a.pdf", "The plan")
