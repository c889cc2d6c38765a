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
        (
            '[sourcecode language="python"]\n# a\n\n    b &lt; c\n[/sourcecode]',
            '<pre><code class="language-python"># a\n\n    b &lt; c\n</code></pre>',
        ),
        ("[code]\n# a\n[/code]", "<pre><code># a\n</code></pre>"),
        ("[php]\n# a\n[/php]", '<pre><code class="language-php"># a\n</code></pre>'),
        ('[cc lang="js"]\n# a\n[/cc]', '<pre><code class="language-js"># a\n</code></pre>'),
        ("[python] and [go] are none", "<p>[python] and [go] are none</p>"),
        (
            "[code] is no mark, nor is [code](#b)",
            '<p>[code] is no mark, nor is <a href="\2#b">code</a></p>',
        ),
        ("`{% raw %}{{ x }}{% endraw %}`", "<p><code>{{ x }}</code></p>"),
        (
            "```\n{% raw %}\n{{ x }}\n{% endraw %}\n```",
            "<pre><code>{{ x }}\n</code></pre>",
        ),
        (
            "```\n<a>{% raw %}{{ x }}{% endraw %}</a>\n```",
            "<pre><code>&lt;a&gt;{{ x }}&lt;/a&gt;\n</code></pre>",
        ),
        (
            "`{% raw %}` and `{% endraw %}`",
            "<p><code>{% raw %}</code> and <code>{% endraw %}</code></p>",
        ),
        ("`{{</* ref x */>}}`", "<p><code>{{&lt; ref x &gt;}}</code></p>"),
        ("a {% highlight %} b", "<p>a  b</p>"),
        (
            "{{< mermaid >}}\n# a\nA-->B;\n{{< /mermaid >}}",
            '<pre><code class="language-mermaid"># a\nA--&gt;B;\n</code></pre>',
        ),
        (
            "{% mermaid %}\nA-->B;\n{% endmermaid %}",
            '<pre><code class="language-mermaid">A--&gt;B;\n</code></pre>',
        ),
    ],
)
def test_code_stays_code(text: str, content: str) -> None:
    found = article("a.md", f"---\ntitle: T\n---\n{text}\n")
    assert found.content == content
    assert all(not section.heading for section in found.sections)


@pytest.mark.parametrize("mark", ["{% raw %}{{", "[code]\n", "[code a ", "{{</* a ", "`{% raw %}"])
def test_hostile_marks_take_no_time(mark: str) -> None:
    assert article("a.md", f"# T\n\n```\n{mark * 50_000}").headline == "T"
    assert article("a.md", f"# T\n\n{mark * 50_000}").headline == "T"
