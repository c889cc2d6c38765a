"""What stands between the marks of code is code in the feed."""

from collections.abc import Callable

from tests.promises.reading.conftest import Items


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("highlight").values()
    code = '# read the log\nfor line in log:\n    fields = line.split("&lt;")\n</code></pre>'
    assert f'<pre><code class="language-python">{code}' in item["content_html"]
    assert "std::vector&lt;int&gt; a_b;\n## keep\n</code></pre>" in item["content_html"]
    assert [one.get("heading") for one in item["_feedsvc"]["sections"]] == [None]


def test_hostile_marks_take_no_time(items: Callable[..., Items]) -> None:
    texts = ["{% highlight %}" * 5_000, "{{< highlight " * 5_000, "{% highlight x %}\n<script>"]
    texts.append("{% highlight x %}" + " \n" * 50_000 + "x{% endhighlight %}")
    assert len(items({f"n{n}.md": "# T\n\nx " + text for n, text in enumerate(texts)})) == 4
