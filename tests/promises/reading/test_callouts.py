"""Callouts are asides with their titles; their marks are gone, and code in them stays code."""

from collections.abc import Callable

import pytest

from tests.promises.reading.conftest import Items

LAMPS = "<aside>\n<p><strong>Lamps</strong></p>\n<p>Bring <em>one</em>.</p>\n</aside>"
WARNING = LAMPS.replace("Lamps", "Warning")


def content(found: Items) -> str:
    (item,) = found.values()
    return str(item["content_html"])


def test_the_case(case: Callable[[str], Items]) -> None:
    (item,) = case("callouts").values()
    for aside in (
        "<aside>\n<p><strong>Warning</strong></p>\n<p>The quay is closed to visitors at night.</p>",
        "<aside>\n<p><strong>Lamps</strong></p>\n<p>Bring a lamp with you when you come at night.",
    ):
        assert aside in item["content_html"]
    for text in (item["content_html"], item["summary"]):
        assert "[!" not in text
        assert ":::" not in text
    assert [one["summary"] for one in item["_feedsvc"]["sections"]] == [
        "The quay is closed to visitors at night.",
        "Bring a lamp with you when you come at night.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> [!TIP] Lamps\n> Bring *one*.",
        "> [!tip]- Lamps\n> Bring *one*.",
        "> [!tip|right]+ Lamps\n>\n> Bring *one*.",
        ":::tip Lamps\nBring *one*.\n:::",
        ":::tip[Lamps]\n\nBring *one*.\n\n:::",
        '::: tip {title="Lamps"}\nBring *one*.\n:::',
        '::::{.callout-tip title="Lamps"}\nBring *one*.\n::::',
        ":::{tip} Lamps\nBring *one*.\n:::",
        "/// tip | Lamps\nBring *one*.\n///",
        '!!! tip "Lamps"\n    Bring *one*.',
        '!!!tip inline end "Lamps"\n\n\tBring *one*.\n',
        '??? tip "Lamps"\n    Bring *one*.',
        '???+ tip "Lamps"\n    Bring *one*.',
        '{{% notice tip "Lamps" %}}\nBring *one*.\n{{% /notice %}}',
        '{{< callout type="tip" title="Lamps" >}}\nBring *one*.\n{{< /callout >}}',
        '{{< admonition tip "Lamps" true >}}Bring *one*.{{< /admonition >}}',
        '{{% alert title="Lamps" color="info" %}}Bring *one*.{{% /alert %}}',
        '{% alert(type="tip", title="Lamps") %}\nBring *one*.\n{% end %}',
        "{% note info Lamps %}\nBring *one*.\n{% endnote %}",
        '{% hint style="tip", title="Lamps" %}\nBring *one*.\n{% endhint %}',
        '{% include tip.html title="Lamps" content="Bring *one*." %}',
        '{{< alert title="Lamps" text="Bring *one*." />}}',
    ],
)
def test_every_spelling_with_a_title(items: Callable[..., Items], text: str) -> None:
    assert content(items({"a.md": f"# T\n\n{text}\n"})) == LAMPS


@pytest.mark.parametrize(
    "text",
    [
        "> [!WARNING]\n> Bring *one*.",
        ":::warning\nBring *one*.\n:::",
        "::: warning :::\nBring *one*.\n:::::",
        ":::warning\nBring *one*.",
        "!!! warning\n    Bring *one*.",
        "{{% notice warning %}}Bring *one*.{{% /notice %}}",
        '{{< alert type="warning" icon="fire" >}}Bring *one*.{{< /alert >}}',
        "{{< hint warning >}}\nBring *one*.\n{{< /hint >}}",
        "{% warning %}\nBring *one*.\n{% endwarning %}",
        '{% callout "warning" %}Bring *one*.{% endcallout %}',
    ],
)
def test_without_a_title_the_kind_is_the_title(items: Callable[..., Items], text: str) -> None:
    assert content(items({"a.md": f"# T\n\n{text}\n"})) == WARNING


def test_code_inside_stays_code(items: Callable[..., Items]) -> None:
    code = "```sh\n# x\n\n:::tip\n> [!NOTE]\n{{% /notice %}}\n```"
    indented = "\n".join(f"    {line}" for line in code.split("\n"))
    quoted = "\n".join(f"> {line}" for line in code.split("\n"))
    for text in (
        f":::tip Lamps\n{code}\n:::",
        f'!!! tip "Lamps"\n{indented}',
        f"> [!tip] Lamps\n{quoted}",
        f"{{{{% notice tip Lamps %}}}}\n{code}\n{{{{% /notice %}}}}",
    ):
        (item,) = items({"a.md": f"# T\n\n{text}\n\nText.\n"}).values()
        assert item["content_html"] == (
            '<aside>\n<p><strong>Lamps</strong></p>\n<pre><code class="language-sh"># x\n\n:::tip\n'
            "&gt; [!NOTE]\n{{% /notice %}}\n</code></pre>\n</aside>\n<p>Text.</p>"
        )
        assert [one.get("heading") for one in item["_feedsvc"]["sections"]] == [None]


def test_callouts_stand_in_callouts_lists_and_quotes(items: Callable[..., Items]) -> None:
    inner = "<aside>\n<p><strong>Tip</strong></p>\n<p>B</p>\n</aside>"
    outer = f"<aside>\n<p><strong>Note</strong></p>\n<p>A</p>\n{inner}\n</aside>"
    for text, expected in {
        "> [!note]\n> A\n>\n> > [!tip]\n> > B": outer,
        "::::note\nA\n:::tip\nB\n:::\n::::": outer,
        ":::note\nA\n:::tip\nB\n:::\n:::": outer,
        "!!! note\n    A\n\n    !!! tip\n        B": outer,
        "!!! note\n    A\n\n    :::tip\n    B\n    :::": outer,
        "{{< note >}}\nA\n{{% tip %}}\nB\n{{% /tip %}}\n{{< /note >}}": outer,
        "- A\n\n  :::tip\n  B\n  :::": f"<ul>\n<li>\n<p>A</p>\n{inner}\n</li>\n</ul>",
        "- > [!tip]\n  > B": f"<ul>\n<li>\n{inner}\n</li>\n</ul>",
        "> {{% tip %}}\n> B\n> {{% /tip %}}": f"<blockquote>\n{inner}\n</blockquote>",
    }.items():
        assert content(items({"a.md": f"# T\n\n{text}\n"})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```\n:::tip\n> [!NOTE]\n!!! note\n    x\n```", None),
        ("`:::tip` and `[!NOTE]`", "<p><code>:::tip</code> and <code>[!NOTE]</code></p>"),
        ("> \\[!NOTE]\n> x", "<blockquote>\n<p>[!NOTE]\nx</p>\n</blockquote>"),
        ("> a\n> [!NOTE]", "<blockquote>\n<p>a\n[!NOTE]</p>\n</blockquote>"),
        ("> [!NOTE](b.md) x", None),
        ("!!! Sale", "<p>!!! Sale</p>"),
        ("!!! whatever\n\nText.", "<p>!!! whatever</p>\n<p>Text.</p>"),
        ("::: so\nx", "<p>::: so\nx</p>"),
        ("A ::: b\n\n:::\n", "<p>A ::: b</p>\n<p>:::</p>"),
        ("/// not rust\nx\n///", "<p>/// not rust\nx\n///</p>"),
    ],
)
def test_what_only_looks_like_a_callout_stays(
    items: Callable[..., Items], text: str, expected: str | None
) -> None:
    found = content(items({"a.md": f"# T\n\n{text}\n"}))
    assert "<aside>" not in found
    if expected:
        assert found == expected


def test_containers_of_other_names_keep_their_text(items: Callable[..., Items]) -> None:
    text = ":::grid {.wide}\n\nA\n\n::: {#left}\nB\n:::\n:::\n\n"
    text += '=== "C"\n\n    ```c\n    x;\n    ```\n'
    assert content(items({"a.md": f"# T\n\n{text}\n"})) == (
        "<p>A</p>\n<p>B</p>\n<p><strong>C</strong></p>\n"
        '<pre><code class="language-c">x;\n</code></pre>'
    )


def test_notices_of_html(items: Callable[..., Items]) -> None:
    found = items({"a.html": "<h1>T</h1>{% note %}<p>A</p>{% endnote %}"})
    assert content(found) == "<aside><p><strong>Note</strong></p><p>A</p></aside>"


def test_hostile_callouts_take_no_time(items: Callable[..., Items]) -> None:
    marks = [
        ":::tip\n" * 50_000,
        "::::a\n" * 20_000 + ":::\n" * 20_000,
        ":::a\n" * 20_000 + ":::\n" * 20_000,
        "> [!NOTE]\n\n" * 5_000,
        "> " * 60 + "[!NOTE]" + "[!" * 100_000,
        '!!! a "b"\n' * 3_000,
        "".join(f"{'    ' * n}!!! note\n" for n in range(300)),
        "{% note %}" * 20_000,
        "{% note %}x{% endnote %}\n" * 2_000,
        "{% note " + 'a="b" ' * 50_000 + "%}",
        "{{< note " * 20_000,
        "- " * 20_000 + ":::tip",
    ]
    files = {f"n{n}.md": f"# T{n}\n\n{text}\n\nEnd." for n, text in enumerate(marks)}
    assert len(items(files)) >= 6  # what is nested too deep is refused
