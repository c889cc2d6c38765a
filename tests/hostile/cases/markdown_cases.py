"""Markdown on which readers are known to take quadratic time, or worse, and links that run."""

from collections.abc import Callable

from tests.hostile.cases.case import Case, case

SIZE = 100_000  # bytes, about

# By name: a text that is repeated as often as SIZE allows.
_REPEATED = {
    "brackets-open": "[",
    "links-open": "[a](",
    "links-angle": "[a](<b",
    "links-title": '[a](b "',
    "links": "[a](b) ",
    "images-open": "![",
    "brackets": "[]",
    "definitions": "[a]: u\n",
    "definitions-angle": "[a]: <",
    "emphasis-open": "*a ",
    "emphasis-underscore": "_a ",
    "emphasis-close": "a* ",
    "emphasis-mixed": "*a_ ",
    "emphasis-strong": "*a **b ",
    "emphasis-triple": "a***b",
    "emphasis-alternating": "*_",
    "strikethrough": "~a",
    "strikethrough-double": "~~a ",
    "backticks-open": "`a ",
    "backticks-escaped": "\\`",
    "references": "&",
    "angles": "<",
    "tags-open": "<a ",
    "comments-open": "a <!-- ",
    "instructions-open": "a <? ",
    "declarations-open": "a <!A ",
    "cdata-open": "a <![CDATA[",
    "fences": "```\n",
    "items": "- a\n",
    "rules-or-headings": "a\n=\n",
    "headings-bare": "#\n",
    "www": "www.",
    "http": "http://",
    "addresses": "a@",
    "addresses-dots": "a@b.",
    "colons": "a:",
    "schemes": "://",
    "hard-breaks": "a  \n",
    "tables": "a\n| - |\n",
    "table-heads": "a|b\n",
    "note-marks": "[^a]",
    "notes": "[^a]: x\n",
    "note-brackets": "[^",
    "shortcodes-open": "{{< a",
    "liquid-open": "{% a",
    "values-open": "{{ a ",
    "braces": "{{{{{",
    "raw-open": "{% raw %}",
    "targets": "]({{<>}}",
    "attribute-lists": "{: a ",
    "code-or-mark": "`{{",
    "fence-or-mark": "{{\n```a\n",
    "post-urls": "{% post_url a %} ",
    "refs-open": '{{< ref "a ',
    "figures": '{{< figure src="a.png" caption="*b*" >}}\n\n',
    "arguments-open": "{{< a b='c \" `",
    "values": '[a]({{ site.url | append: "/b" }}',
    "autolinks-open": "<{{ site.url }}{{",
    "wikilinks": "[[a#b|c]] ",
    "wikilinks-open": "![[a|",
    "targets-blank": "](a (b) c",
    "required-open": "={require('a",
    "html-headings": "<h2>{",
    "quotations": "{% quote a, b https://c.example d %}x{% endquote %}\n",
    "quotations-open": "{% quote a %}\n",
    "quotations-shut": "{% endquote %}\n",
    "tabs-of-next": "<!-- tab a -->\n",
    "tabs-of-next-open": "<!-- tab ",
    "labels": "{% label a@",
    "buttons": "{% button a, b, c %}",
    "callout-classes": "> a\n{: .tip}\n",
    "callout-classes-above": "{: .tip}\n",
    "callout-classes-deep": "> a\n> > b\n> {: .note}\n",
    "callouts-of-html": '<div class="note"><p class="admonition-title">a</p>b</div>\n',
    "nul": "\x00",
    "tabs": "\t",
}

_BUILT: dict[str, Callable[[int], str]] = {
    "brackets-nested": lambda n: "[" * (n // 2) + "a" + "]" * (n // 2),
    "links-nested": lambda n: "[a " * (n // 8) + "](b)" * (n // 8),
    "parentheses": lambda n: "[a](" + "(" * n,
    "definition-long": lambda n: f"[r]: {'u' * (n // 2)}\n\n" + "[r]" * (n // 6),
    "definitions-many": lambda n: "".join(f"[x{k}]: u\n" for k in range(n // 11)) + "[x1]",
    "label-long": lambda n: ("[" + "a" * 998 + "]") * (n // 1000),
    "emphasis-nested": lambda n: "*" * (n // 2) + "a" + "*" * (n // 2),
    "emphasis-strong-nested": lambda n: "**a " * (n // 8) + "b" + " a**" * (n // 8),
    "emphasis-strange": lambda n: "a**b" + "c* " * (n // 3),
    "backticks-growing": lambda n: "".join("e" + "`" * k for k in range(1, int((2 * n) ** 0.5))),
    "quotes": lambda n: "> " * (n // 2) + "a",
    "quotes-lazy": lambda n: ("> " * 150 + "a\n") * (n // 302),
    "lists": lambda n: "- " * (n // 2) + "a",
    "lists-ordered": lambda n: "1. " * (n // 3) + "a",
    "lists-stairs": lambda n: "".join("  " * k + "- a\n" for k in range(int(n**0.5))),
    "list-blank": lambda n: "* " + "\n" * n + "a",
    "table-wide": lambda n: "a|" * (n // 8) + "\n" + "-|" * (n // 8) + "\n" + "b\n" * (n // 8),
    "table-short-rows": lambda n: "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|b|\n" * n,
    "note-used-often": lambda n: "[^a]" * (n // 4) + "\n\n[^a]: x\n",
    "notes-chained": lambda n: (
        "[^0]\n\n" + "".join(f"[^{k}]: [^{k + 1}]\n\n" for k in range(n // 16))
    ),
    "heading-spaces": lambda n: "## a " + " " * n + "{#b\n",
    "heading-spaces-brace": lambda n: "## a {:" + " " * n + "{#b\n",
    "heading-attributes": lambda n: "## " + "{:" * (n // 2) + "\n",
    "html-headings-open": lambda n: "{\n\n" + "<h2>" * (n // 4),
    "address-long": lambda n: "a@" + "a." * (n // 2),
    "address-local": lambda n: "a." * (n // 2) + "@",
    "url-parentheses": lambda n: "http://a" + ")" * n,
    "url-references": lambda n: "http://a" + "&amp;" * (n // 5),
    "spaces": lambda n: "a" + " " * n + "b",
    "setext": lambda n: "a\n" * (n // 2) + "===\n",
    "fences-growing": lambda n: "{{\n" + "".join("`" * (3 + k) + "a\n" for k in range(400)),
    "braces-before-mark": lambda n: "{" * n + "< a >}}",
}
_REFUSED = {  # all others are published
    "quotes": "too-large",
    "table-wide": "too-large",
    "table-short-rows": "too-large",
    "note-used-often": "too-large",
    "notes-chained": "too-large",
    "rules-or-headings": "too-large",
    "html-headings": "too-large",
    "lists-stairs": "too-deep",
    "www": "tag-too-long",
    "http": "tag-too-long",
    "address-long": "tag-too-long",
}

_LINKS = [
    "[x](javascript:alert(1)) [x](<java\tscript:alert(1)>) [x](JAVASCRIPT&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>) ![x](data:image/svg+xml,x)",
    "<javascript:alert(1)> <data:text/html,x> <vbscript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x] ![x] [y][x]",
    "[x](&#106;avascript:alert(1)) [x](java&#10;script:alert(1)) [x](%6Aavascript:alert(1))",
    "![x](y\"onerror=alert(1)) ![\"onerror=alert(1)](y) [x](y 'z\" onclick=alert(1)')",
    "[x](https://a.example/\"><script>alert(1)</script>) `<script>alert(1)</script>`",
    "```\"><script>alert(1)</script>\nx\n```\n\n~~~ js onload=alert(1)\nx\n~~~",
    "<script>alert(1)</script>\n\n<style>x</style>\n\n<p onclick=alert(1)>*x*</p>",
    "<img src=x\nonerror=alert(1)>\n\n<a\nhref=javascript:alert(1)>x</a>",
    "| a |\n|---|\n| <script>alert(1)</script> |\n| [x](javascript:alert(1)) |",
    "[^a]\n\n[^a]: <script>alert(1)</script> [x](javascript:alert(1))",
    "## <img src=x onerror=alert(1)>\n\n## [x](javascript:alert(1))\n\n## x {#a\"onclick=alert(1)}",
    "{{< script src=\"javascript:alert(1)\" >}} {% include x %} {{ x | safe }}",
]  # fmt: skip

CASES: list[Case] = [
    *(
        case(name, "# Headline\n\n" + text * (SIZE // len(text)), _REFUSED.get(name, ""))
        for name, text in _REPEATED.items()
    ),
    *(
        case(name, "# Headline\n\n" + make(SIZE), _REFUSED.get(name, ""))
        for name, make in _BUILT.items()
    ),
    *(
        case(f"link-{number}", f"# Headline\n\n{text}\n", lacks=("<script", 'onerror="'))
        for number, text in enumerate(_LINKS)
    ),
]  # fmt: skip
