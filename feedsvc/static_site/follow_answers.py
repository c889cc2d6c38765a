"""Keeps the rules by which a site is answered up to date, from release to release."""

from feedsvc.static_site.answers import Answers, Rules
from feedsvc.static_site.manifest import SiteFile
from feedsvc.static_site.memory import Kind, Memory
from feedsvc.static_site.paths import NOT_FOUND

_MANY = 5000  # files; where more have changed, all are looked at
_KINDS: tuple[Kind, ...] = ("file", "redirect", "gone")


class FollowedAnswers:
    """The rules for a site. All files are looked at once; after that, those that change."""

    def __init__(self) -> None:
        self._rules: Rules | None = None
        self._number = 0
        self._answers: Answers | None = None

    @property
    def known(self) -> bool:
        """Whether all files were looked at."""
        return self._rules is not None

    def of(self, memory: Memory) -> Answers:
        """The rules for the release that readers reach; the same value while nothing differs.

        Args:
            memory: of the site; there must be a release.
        """
        site = memory.before("built", "").site
        rules = self._rules
        if rules is None or rules.site != site or not self._follow(rules, memory):
            rules = self._rules = _all(site, memory)
        if self._number != memory.number or self._answers is None:
            found = rules.answers()
            if found != self._answers:
                self._answers = found
            self._number = memory.number
        return self._answers

    def _follow(self, rules: Rules, memory: Memory) -> bool:
        """Take what has changed since; False: all files must be looked at."""
        last, number = self._number, memory.number
        if last > number or memory.at("built", "", last) is None:  # it was too long ago
            return False
        paths, leads, gone = (set(memory.changed(kind, last, number)) for kind in _KINDS)
        ways = [(one, *(memory.at("gone", one, n) for n in (last, number))) for one in gone]
        paths |= {path for _, *both in ways for path in both if path}
        if len(paths) > _MANY:
            return False
        for path in paths:
            if (file := memory.at("file", path, last)) is not None:
                rules.add(file, -1)
        for address, before, after in ways:
            rules.change_gone(address, before, after)
        there: list[SiteFile] = []
        for path in paths:
            if (file := memory.at("file", path, number)) is not None:
                rules.add(file)
                there.append(file)
        for address in leads:
            rules.change_redirect(address, memory.at("redirect", address, number))
        return rules.settle(there, paths - {file.path for file in there})


def _all(site: str, memory: Memory) -> Rules:
    rules = Rules(site, NOT_FOUND)
    for address, path in memory.every("gone"):
        rules.change_gone(address, None, path)
    for _, file in memory.every("file"):
        rules.add(file)
    for address, target in memory.every("redirect"):
        rules.change_redirect(address, target)
    rules.settle(file for _, file in memory.every("file"))
    return rules
