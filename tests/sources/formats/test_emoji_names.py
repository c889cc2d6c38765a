import pytest

from feedsvc.sources.formats.emoji_names import with_emoji


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hi :wave:!", "Hi 👋!"),
        (":+1: :-1: :100:", "👍 👎 💯"),
        (":thinking: :hugs: :us:", "🤔 🤗 🇺🇸"),
        ("你好:tada:世界", "你好🎉世界"),
        (":tada::tada:", ":tada::tada:"),
    ],
)
def test_names(text: str, shown: str) -> None:
    assert with_emoji(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("10:30:45", ":ref:`x`", ":nope:", "a:key:b", "https://a.example/:id:/x", "::wave::"),
        *(": wave :", ":Wave:", "std::wave::x", ":"),
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert with_emoji(text) == text
