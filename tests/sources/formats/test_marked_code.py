import pytest
from reading import article


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "{% highlight ruby linenos %}\n# a\n\n  <b>*c*\n{% endhighlight %}",
            '<pre><code class="language-ruby"># a\n\n  &lt;b&gt;*c*\n</code></pre>',
        ),
        (
            "a\n{{< highlight go >}}\nx\n{{< /highlight >}}\nb",
            '<p>a</p>\n<pre><code class="language-go">x\n</code></pre>\n<p>b</p>',
        ),
        (
            "{% codeblock Title lang:js %}\nx\n{% endcodeblock %}",
            '<pre><code class="language-js">x\n</code></pre>',
        ),
        (
            "{% highlight c %}{% raw %}\n{{ x }}\n{% endraw %}{% endhighlight %}",
            '<pre><code class="language-c">{{ x }}\n</code></pre>',
        ),
        (
            "> {% highlight sh %}\n> # a\n> {% endhighlight %}",
            '<blockquote>\n<pre><code class="language-sh"># a\n</code></pre>\n</blockquote>',
        ),
        (
            '{% code title="x" %}\n```js\nx\n```\n{% endcode %}',
            '<pre><code class="language-js">x\n</code></pre>',
        ),
        ("a {% highlight %} b", "<p>a  b</p>"),
    ],
)
def test_code_stays_code(text: str, content: str) -> None:
    found = article("a.md", f"---\ntitle: T\n---\n{text}\n")
    assert found.content == content
    assert all(not section.heading for section in found.sections)
