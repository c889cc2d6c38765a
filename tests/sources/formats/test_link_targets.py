import pytest
from reading import article

from feedsvc.model.article import ORIGIN, SITE


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![A](IMG 04 (1).jpg)", f'<img src="{SITE}/media/IMG%2004%20(1).jpg" alt="A">'),
        ('![A](a b.png "T")', f'<img src="{SITE}/media/a%20b.png" alt="A" title="T">'),
        ("[A](my file.pdf)", f'<a href="{SITE}/media/my%20file.pdf">A</a>'),
        ("[A](My note.md#b)", f'<a href="{SITE}/articles/My%20note.md#b">A</a>'),
        ("[A](b 'T')", f'<a href="{SITE}/articles/b" title="T">A</a>'),
        ("[A](see the note)", "[A](see the note)"),
        ("`![A](a b.png)`", "<code>![A](a b.png)</code>"),
        (
            "<img src={require('./a.png').default} alt='' />",
            f'<img src="{SITE}/media/a.png" alt="">',
        ),
        ("<img src={useBaseUrl('/img/a.png')} alt='' />", f'<img src="{ORIGIN}/img/a.png" alt="">'),
        ("{require('a')} {use}", "{require('a')} {use}"),
    ],
)
def test_targets(text: str, html: str) -> None:
    assert article("a.md", f"# T\n\nx {text}").content == f"<p>x {html}</p>"
