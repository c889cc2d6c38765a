"""What is brought to an object store, in an order in which nobody misses a page."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.static_site.manifest import GROUPS, Gone, Manifest, SiteFile
from feedsvc.static_site.upload_plan import SiteObject, changed_urls, plan_upload, site_objects
from tests.static_site.releases import SITE, site_file

NAMES = st.sampled_from(["a", "b", "c", "d"])
# A release: the version of each article's page, and of the picture that it shows.
RELEASES = st.dictionaries(NAMES, st.integers(1, 3), max_size=4)


def objects(articles: dict[str, int]) -> dict[str, SiteObject]:
    """A release whose feed names each page and its picture by the body that it was made of."""
    bodies = {"/feed.atom": repr(sorted(articles)), "/": f"front {sorted(articles)}"}
    for name, version in articles.items():
        bodies |= {f"/articles/{name}": f"{name} {version}", f"/media/{name}.png": f"{version}"}
    files = [site_file(address, body.encode()) for address, body in bodies.items()]
    return site_objects(manifest(*files)).objects


def manifest(*files: SiteFile, gone: tuple[Gone, ...] = ()) -> Manifest:
    return Manifest(1, SITE, files, {}, (), gone, "404.html")


def marks(wanted: dict[str, SiteObject]) -> dict[str, str]:
    return {key: one.mark for key, one in wanted.items()}


@given(st.lists(RELEASES, min_size=1, max_size=4), st.data())
def test_whenever_it_is_interrupted_no_feed_names_a_page_that_is_missing(
    releases: list[dict[str, int]], data: st.DataObject
) -> None:
    there: dict[str, SiteObject] = {}  # what the store has
    told: dict[str, str] = {}  # what the manifest in it says
    doubtful: set[str] = set()
    for articles in releases:
        wanted = objects(articles)
        known = {key: one for key, one in told.items() if key not in doubtful}
        known |= {key: there[key].mark for key in doubtful if key in there and key in wanted}
        plan = plan_upload(wanted, known, doubtful)
        doubtful |= set(plan.keys)
        steps = [step for group in plan.uploads for step in data.draw(st.permutations(group))]
        done = data.draw(st.integers(0, len(steps) + len(plan.deletions)))
        for one in steps[:done]:
            there[one.key] = one
            assert named_by_feed(there) <= there.keys()
        for key in plan.deletions[: max(0, done - len(steps))]:
            there.pop(key, None)
            assert named_by_feed(there) <= there.keys()
        if done == len(steps) + len(plan.deletions):
            assert there == wanted
            told, doubtful = marks(wanted), set()


def named_by_feed(there: dict[str, SiteObject]) -> set[str]:
    feed = there.get("feed.atom")
    return FEEDS.get(feed.digest, set()) if feed else set()


def feed_digests() -> dict[str, set[str]]:
    found = {}
    for chosen in range(16):
        names = [name for place, name in enumerate("abcd") if chosen >> place & 1]
        digest = objects(dict.fromkeys(names, 1))["feed.atom"].digest
        found[digest] = {f"articles/{name}" for name in names} | {f"media/{n}.png" for n in names}
    return found


FEEDS = feed_digests()


@given(RELEASES, RELEASES)
def test_only_what_differs_is_sent(old: dict[str, int], new: dict[str, int]) -> None:
    before, after = objects(old), objects(new)
    plan = plan_upload(after, marks(before))
    sent = {one.key for one in chain(*plan.uploads)}
    assert sent == {key for key in after if marks(after)[key] != marks(before).get(key)}
    assert set(plan.deletions) == before.keys() - after.keys()
    assert plan.kept == len(after) - len(sent)
    assert plan_upload(after, marks(after)).keys == []
    for group, some in zip(GROUPS, plan.uploads, strict=True):
        assert {one.group for one in some} <= {group}


def test_an_address_is_a_key_without_its_slash() -> None:
    files = [site_file(address, b"x") for address in ("/", "/articles/a b", "/category/x")]
    assert sorted(site_objects(manifest(*files)).objects) == [
        "articles/a b",
        "category/x",
        "index.html",
    ]


def test_what_no_key_can_be_is_told() -> None:
    bad = ["/a//b", "/a/../b", "/a\nb", "/.feedsvc/x", f"/{'x' * 1025}", "/a/"]
    found = site_objects(manifest(*(site_file(address, b"x") for address in bad)))
    assert found.objects == {}
    assert sorted(found.refused) == sorted(bad)


def test_the_page_of_what_was_withdrawn_stays_away() -> None:
    """An object store would answer it with 200."""
    file = site_file("/articles/a", b"It was withdrawn.")
    found = site_objects(manifest(file, gone=(Gone("/articles/a", file.path),)))
    assert found.objects == {}


def test_a_new_lifetime_or_type_is_sent_again() -> None:
    one = site_objects(manifest(site_file("/", b"x"))).objects["index.html"]
    other = [("caching", "no-store"), ("media_type", "text/plain"), ("digest", "0" * 64)]
    for name, value in other:
        changed = SiteObject(**{**{f: getattr(one, f) for f in one.__struct_fields__}, name: value})
        assert changed.mark != one.mark


def test_caches_are_told_whole_addresses_of_what_changed_or_went() -> None:
    before = marks(objects({"a": 1, "b": 1})) | {"articles/é c": "old"}
    plan = plan_upload(objects({"a": 2, "b": 1}), before)
    assert changed_urls(plan, SITE) == [
        f"{SITE}/articles/%C3%A9%20c",
        f"{SITE}/articles/a",
        f"{SITE}/media/a.png",
    ]
    front = plan_upload({}, {"index.html": "old"})
    assert changed_urls(front, SITE) == [f"{SITE}/"]
