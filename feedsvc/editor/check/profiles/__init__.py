"""Judges a newsroom for a partner: `feedsvc check --for NAME`. Each rule has its source.

Another partner is another module beside these, and a row of PROFILES.
"""

from feedsvc.editor.check.profiles import apple_podcasts, flipboard, msn, smartnews
from feedsvc.editor.check.profiles.judge import judge, judge_podcasts
from feedsvc.editor.check.profiles.profile import Profile

PROFILES: dict[str, Profile] = {
    one.name: one
    for one in (
        apple_podcasts.PROFILE,
        flipboard.PROFILE,
        smartnews.PROFILE,
        msn.PROFILE,
        Profile("feedly"),  # what it says of itself could not be read: docs/partners.md
    )
}

__all__ = ["PROFILES", "Profile", "judge", "judge_podcasts"]
