"""Front matter: bombs, objects, doubles, and values that are not what they look like."""

from tests.hostile.cases.case import Case, case

_LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
_MERGES = "a: &a {x: 1}\n" + "".join(
    f"b{n}: &b{n}\n  <<: [{', '.join([f'*b{n - 1}' if n else '*a'] * 50)}]\n" for n in range(30)
)


def _yaml(id: str, front: str, code: str = "", line: int = 1, **expected: tuple[str, ...]) -> Case:
    return case(id, f"---\ntitle: Headline\n{front}\n---\nText.\n", code, line, **expected)


def _toml(id: str, front: str, code: str = "", line: int = 1, **expected: tuple[str, ...]) -> Case:
    return case(id, f"+++\ntitle = 'Headline'\n{front}\n+++\nText.\n", code, line, **expected)


def _lines(id: str, front: str, code: str = "", line: int = 1, **expected: tuple[str, ...]) -> Case:
    text = f"Title: Headline\n{front}\n\nText.\n"
    return case(id, text, code, line, suffix="txt", **expected)


def _titled(id: str, title: str, shown: str) -> Case:
    return case(id, f"---\ntitle: {title}\n---\nText.\n", holds=(shown,))


_OBJECTS = [
    "!!python/object/apply:os.system ['echo hacked']",
    "!!python/object/new:subprocess.Popen [[echo, hacked]]",
    "!!python/name:os.system",
    "!!python/module:os",
    "!<tag:yaml.org,2002:python/object/apply:os.getcwd> []",
    "!ruby/object:Gem::Installer {i: x}",
    "!!binary aGFja2Vk",
    "!!set {a, b}",
    "!include /etc/passwd",
]
CASES: list[Case] = [
    _yaml("laughs", _LAUGHS, "front-matter-deep", 6),
    _yaml("merges", _MERGES, "front-matter-deep", 9),
    _yaml("alias-of-itself", "a: &a [*a]", "front-matter", 3),
    _yaml("alias-of-nothing", "a: *b", "front-matter", 3),
    _yaml("deep-flow", "a: " + "[" * 10_000, "front-matter-deep", 3),
    _yaml("deep-flow-closed", "a: " + "[" * 1_000 + "]" * 1_000, "front-matter-deep", 3),
    _yaml("deep-maps", "a: " + "{a: " * 5_000, "front-matter-deep", 3),
    _yaml("deep-blocks", "a: " + "- " * 10_000 + "x", "front-matter", 3),
    _yaml("deep-keys", "? " * 10_000 + "x", "front-matter-deep", 3),
    _yaml("many-values", "tags: [" + "a," * 20_000 + "]", "front-matter-deep", 3),
    _yaml("large", "a: " + "x" * 70_000, "front-matter-large", 1),
    *(_yaml(f"object-{n}", f"a: {tag}", lacks=("root:",)) for n, tag in enumerate(_OBJECTS)),
    _yaml("object-title", "headline: !!python/object/apply:os.getcwd []", holds=("Headline",)),
    _yaml("key-list", "[a, b]: c", "front-matter", 3),
    _yaml("key-map", "{a: b}: c", "front-matter", 3),
    _yaml("tabs", "\ta: b", "front-matter", 3),
    _yaml("tab-nested", "a:\n\t- b", "front-matter", 4),
    _yaml("colon", "a: b: c", "front-matter", 3),
    _yaml("quote-open", "a: 'b", "front-matter", 3),
    _yaml("control", 'a: "x\\u0001y"\nstandfirst: "p\\x00q"', holds=("Headline",)),
    _yaml("percent", "%YAML 9.9", "front-matter", 3),
    _yaml("double-same", "author: News desk\nauthor: News desk", warns=("duplicate-key",)),
    _yaml("double", "title: Other", warns=("duplicate-key",), holds=("Other",)),
    _yaml("double-date", "date: 2024-06-01\ndate: 2024-06-02", "duplicate-key", 4),
    _yaml("double-draft", "draft: true\ndraft: false", "duplicate-key", 4),
    _yaml("double-id", "id: urn:x:1\nid: urn:x:2", "duplicate-key", 4),
    _yaml("double-inside", "a:\n  b: 1\n  b: 2", "duplicate-key", 5),
    _yaml("double-published", "published: true\nPublished: false", "duplicate-key", 4),
    _yaml("double-draft-case", "Draft: true\ndraft: false", "duplicate-key", 4),
    _toml("toml-draft-case", "draft = true\nDRAFT = false", "duplicate-key", 4),
    _yaml("draft-case-same", "Draft: false\ndraft: false", warns=("duplicate-key",)),
    _titled("title-yes", "yes", "yes"),
    _titled("title-no", "no", "no"),
    _titled("title-null", "'null'", "null"),
    _titled("title-octal", "0o17", "0o17"),
    _titled("title-number", "007", "007"),
    _titled("title-version", "1.10", "1.10"),
    _titled("title-date", "2024-06-01", "2024-06-01"),
    _titled("title-sexagesimal", "12:30:45", "12:30:45"),
    _titled("title-infinity", ".inf", ".inf"),
    _titled("title-merge", "<<", "&lt;&lt;"),
    case("title-empty", "---\ntitle:\n---\nText.\n", holds=("Title empty",)),
    case("title-list", "---\ntitle: [a, b]\n---\nText.\n", warns=("wrong-type",)),
    case("title-spaces", "---\ntitle: ' \\t '\n---\n\n", holds=("\\t",)),
    case("no-end", "---\ntitle: T\nText without an end.\n", "front-matter-open"),
    case("no-end-toml", "\n\n+++\ntitle = 'T'\nText.\n", "front-matter-open", 3),
    case("no-end-html", "---\ntitle: T\n<p>Text.", "front-matter-open", suffix="html"),
    case("no-mapping", "---\n- a\n- b\n---\nText.\n", "front-matter"),
    case("text-alone", "---\nOnly a text\n---\nText.\n", "front-matter"),
    case("nothing-else", "---\n---\n", "no-headline"),
    case("two-documents", "---\ntitle: T\n---\ntitle: U\n---\nText.\n", holds=("title: U",)),
    _toml("toml-deep", "a = " + "[" * 5_000, "front-matter-deep", 1),
    _toml("toml-deep-tables", "a = " + "{a=" * 5_000, "front-matter-deep", 1),
    _toml("toml-dotted", "a" + ".a" * 10_000 + " = 1", "front-matter-deep", 3),
    _toml("toml-number", "a = " + "1" * 50_000, "front-matter", 3),
    _toml("toml-hexadecimal", "a = 0x" + "f" * 50_000, "front-matter", 3),
    _toml("toml-float", "a = 1e" + "9" * 50_000, holds=("Headline",)),
    _toml("toml-long-key", "a" * 50_000 + " = 1", holds=("Headline",)),
    _toml("toml-twice", "title = 'Other'", "front-matter", 3),
    _toml("toml-control", "a = 'x\x7fy'", "front-matter", 3),
    _toml("toml-escape", 'standfirst = "a\\u0000b\\uFFFEc"', holds=("Headline",)),
    _lines("lines-odd", "no key here", "header-line", 2),
    _lines("lines-large", "a: b\n" * 20_000, "front-matter-large"),
    _lines("lines-double", "Date: 2024-06-01\nDate: 2024-06-02", "duplicate-key", 3),
    _lines("lines-colons", ":" * 5_000, "header-line", 2),
    _yaml("id-long", f"id: 'urn:{'x' * 2_000}'", "id-too-long", 3),
    _yaml("id-odd", "id: '<id> & ]]> \"x\"'", warns=("id-not-uri",), holds=("Headline",)),
    _yaml("id-newline", 'id: "urn:a\\nb"', holds=("Headline",)),
    _yaml("slug-path", "slug: ../../etc/passwd", holds=("Headline",)),
    _yaml("slug-odd", "slug: '%00 .. \\ <b>'", holds=("Headline",)),
    _yaml("slug-long", f"slug: {'é' * 5_000}", holds=("Headline",)),
    _yaml("url-script", "url: 'javascript:alert(1)'", warns=("url",), lacks=("javascript",)),
    _yaml("url-data", "url: 'data:text/html,x'", warns=("url",), lacks=("data:",)),
    _yaml("url-host", "url: 'http://[::1'", holds=("Headline",)),
    _yaml("url-port", "url: 'http://a:99999999/x'", holds=("Headline",)),
    _yaml("url-line", 'url: "http://a/\\r\\nSet-Cookie: x"', lacks=("Set-Cookie: x",)),
    _yaml("aliases", "aliases: [//evil.example, /../x, '/a\\r\\nb', '/feed.atom', /]"),
    _yaml("image-script", "image: 'javascript:alert(1)'", warns=("enclosure",)),
    _yaml("image-data", "image: 'data:image/png;base64,xx'", warns=("enclosure",)),
    _yaml("image-outside", "image: ../../../etc/passwd", warns=("enclosure",)),
    _yaml("image-hidden", "image: .feedsvc/store.db", warns=("enclosure",)),
    _yaml("image-host", "image: 'http://[x/y.png'", holds=("Headline",)),
    _yaml("enclosure-type", "enclosure: {url: 'http://a.example/x', type: 'a/b\"><x'}"),
    _yaml("enclosure-length", f"enclosure: {{url: 'http://a.example/x', length: {'9' * 500}}}"),
    _yaml("author-markup", "author: '<script>alert(1)</script>'", lacks=("<script>",)),
    _yaml("author-address", "author: 'Desk <x@example.org> \"y\"'", holds=("Headline",)),
    _yaml("author-uri", "author: {name: Desk, uri: 'javascript:alert(1)'}", lacks=("javascript",)),
    _yaml("author-long", f"author: {'x' * 5_000}", warns=("long-label",)),
    _yaml("tags-odd", "tags: ['', '  ', '/', '..', '?', '#', '%2e', '<b>', \"'\", '\u202e']"),
    _yaml("tags-deep", "tags: [[[a]]]", warns=("wrong-type",)),
    _yaml("language", "language: 'en\"><script>'", warns=("language",), lacks=("<script>",)),
    _yaml("draft-odd", "draft: maybe", "draft", 3),
    _yaml("unknown", "__proto__: x\nconstructor: y\n__class__: z", holds=("Headline",)),
]  # fmt: skip
