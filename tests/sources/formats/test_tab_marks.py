import pytest
from reading import article, reading

from feedsvc.sources.formats.tab_marks import Tabs

AB = "<p><strong>A b</strong><br>x</p>"


@pytest.mark.parametrize(
    "text",
    [
        '{{< tabs "u" >}}{{< tab "A b" >}}x{{< /tab >}}{{< /tabs >}}',
        '{{< tabs >}}\n{{% tab title="A b" %}}\nx\n{{% /tab %}}\n{{< /tabs >}}',
        '{{< tabs items="A b,C" >}}{{< tab >}}x{{< /tab >}}{{< /tabs >}}',
        '{% tabs %}\n{% tab title="A b" %}\nx\n{% endtab %}\n{% endtabs %}',
    ],
)
def test_a_tab_keeps_its_title(text: str) -> None:
    found = reading("a.md", f"# T\n\n{text}\n")
    assert found.problems == ()
    assert found.article is not None
    assert found.article.content.replace("\n", "") == AB
    assert [section.heading for section in found.article.sections] == [""]


def test_in_html_too() -> None:
    text = '<h1>T</h1>{{< tab "A & b" >}}<p>x</p>{{< /tab >}}'
    assert article("a.html", text).content == "<p><strong>A &amp; b</strong></p><p>x</p>"


def test_more_tabs_than_titles_have_none() -> None:
    tabs = Tabs(in_html=False)
    tabs.group(' items="A, B"')
    assert [tabs.begin("").strip() for _ in range(3)] == ["**A**<br>", "**B**<br>", ""]
