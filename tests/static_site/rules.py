"""The rules by which a release is answered, made of its manifest."""

from feedsvc.static_site import Manifest
from feedsvc.static_site.answers import Answers, Rules


def answers_of(manifest: Manifest) -> Answers:
    """The rules for a release."""
    rules = Rules(manifest.site, manifest.not_found)
    for one in manifest.gone:
        rules.change_gone(one.address, None, one.path)
    for file in manifest.files:
        rules.add(file)
    for redirect in manifest.redirects:
        rules.change_redirect(redirect.address, redirect.target)
    rules.settle(manifest.files)
    return rules.answers()
