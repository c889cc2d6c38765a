import pytest
from reading import article

from feedsvc.model.article import ORIGIN, SITE

GIST = "https://gist.github.com/someone/0123456789abcdef"
VIDEO = "https://www.youtube.com/watch?v=abc"


def linked(address: str, label: str = "") -> str:
    return f'<p><a href="{address}">{label or address}</a></p>'


def content(html: str) -> str:
    return article("a.html", f"<h1>T</h1>{html}").content


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<script src='{GIST}.js'></script>", linked(GIST)),
        (f"<script src='{GIST}.js?file=a.py'></script>", linked(GIST)),
        ("<script src=//asciinema.org/a/14.js></script>", linked("https://asciinema.org/a/14")),
        ("<script src=https://x.example/a.js></script>", ""),
        ("<iframe src=/embed/a title=A></iframe>", linked(f"{ORIGIN}/embed/a", "A")),
        ("<iframe src=about:blank data-src=//x.y/v></iframe>", linked("https://x.y/v")),
        ("<iframe src=javascript:x></iframe>", ""),
        ("<embed src=a.swf title=Film>", linked(f"{SITE}/media/a.swf", "Film")),
        ("<embed src=a.mp4>", f'<video src="{SITE}/media/a.mp4" controls=""></video>'),
        ("<object data=a.pdf><b>Plan</b></object>", linked(f"{SITE}/media/a.pdf", "Plan")),
        (
            "<object data=a type=image/svg+xml>A map</object>",
            f'<img src="{SITE}/media/a" alt="A map">',
        ),
        (
            "<object data=a.pdf><a href=b.pdf>Plan</a></object>",
            f'<a href="{SITE}/media/b.pdf">Plan</a>',
        ),
        (
            "<object data=a.png type=image/png><img src=b.png alt=B></object>",
            f'<img src="{SITE}/media/a.png" alt="">',
        ),
        (
            "<object data=a type=x-image/><img src=b.png alt=B></object>",
            f'<img src="{SITE}/media/b.png" alt="B">',
        ),
        ("<object><param name=movie value=http://x.y/v></object>", linked("http://x.y/v")),
        ("<object><embed src=http://x.y/v></object>", linked("http://x.y/v")),
        ("<lite-youtube videoid=abc></lite-youtube>", linked(VIDEO)),
        ("<amp-youtube data-videoid=abc></amp-youtube>", linked(VIDEO)),
        ("<YouTube id=abc title=Film />", linked(VIDEO, "Film")),
        (
            "<svg><title>Ships</title><text>4</text><text>a <tspan>b</tspan></text></svg>",
            "Ships: 4, a b",
        ),
        ("<svg><text>42 percent</text></svg>", "42 percent"),
        ("<svg aria-label=Ships><path /></svg>", "Ships"),
        ("<svg aria-hidden=true><title>Ships</title></svg>", ""),
        ("<svg><style>a{}</style><title>A &lt; b</title></svg>", "A &lt; b"),
    ],
)
def test_what_is_embedded_is_shown_or_linked(html: str, expected: str) -> None:
    assert content(html) == expected


def test_the_words_of_a_large_drawing_are_cut_between_two() -> None:
    texts = "".join(f"<text>Berth {number}</text>" for number in range(1000))
    shown = content(f"<svg><title>Plan</title>{texts}</svg>")
    assert shown.startswith("Plan: Berth 0, Berth 1, ")
    assert len(shown) < 1000
    assert shown.endswith("…")
    assert shown[:-1].split()[-1].isalnum()


@pytest.mark.parametrize(
    ("attributes", "src"),
    [
        ("src=data:image/gif;base64,R0 data-src=a.jpg", "a.jpg"),
        ("data-src=a.jpg", "a.jpg"),
        ("src=spinner.svg data-src=a.jpg", "a.jpg"),
        ("src=data:, data-lazy-src=a.jpg", "a.jpg"),
        ("src=blank.gif data-original=a.jpg", "a.jpg"),
        ("src=a.jpg data-original=a-large.jpg", "a.jpg"),
        ("src=a.jpg data-lazy=true", "a.jpg"),
        ("src=data:, data-srcset='a.jpg 1x, b.jpg 2x'", "a.jpg"),
    ],
)
def test_pictures_that_scripts_load(attributes: str, src: str) -> None:
    assert f' src="{SITE}/media/{src}"' in content(f"<img {attributes} alt=A>")


def test_a_picture_is_there_once() -> None:
    lazy = "<img src=data:, data-src=a-300x200.jpg alt=A>"
    assert content(f"{lazy}<noscript><img src=a.jpg?b alt=A></noscript>").count("<img") == 1
    assert content(f"{lazy}<noscript><img src=c.jpg alt=A></noscript>").count("<img") == 2
    assert content("<img src=data:,><noscript><img src=c.jpg></noscript>").count("<img") == 1
