"""Sentences as a local newspaper might print them, made from a seed."""

import random
from collections.abc import Sequence

OPENERS = ["However,", "This", "Meanwhile,", "They say", "As a result,"]


def vocabulary(words: str) -> list[str]:
    """A list of words from a line of them."""
    return words.split()


GLUE = vocabulary("the of and to in a for on with by at from as that over under after before")
PLACES = vocabulary(
    "Arlen Brackwater Corvan Dunmere Estry Fallow Grimsey Harrow Istel Jorvik Kelder Lunmouth "
    "Marrow Netherby Oakhithe Penwick Quillan Rosmarket Saltney Thornage"
)
STEMS = vocabulary(
    "harbour council budget bridge river strike market school hospital railway forest "
    "energy border minister worker farmer engineer patient teacher court police fishery "
    "climate housing traffic storm election museum festival airport factory vaccine "
    "satellite reservoir pension union treaty drought orchard ferry tunnel archive library "
    "census tariff subsidy mayor parliament referendum refinery shipyard quarry vineyard "
    "granary lighthouse observatory theatre orchestra gallery stadium marathon regatta league "
    "pipeline turbine battery grid sewer canal dyke levee glacier wetland meadow pollution "
    "recycling nursery college laboratory clinic ambulance surgery insurance mortgage tenancy "
    "broadband antenna software robot mineral copper lithium timber dairy wheat barley salmon "
    "oyster customs embassy passport ceasefire convoy garrison veteran volunteer charity"
)
VERBS = vocabulary(
    "closed opened delayed approved rejected rebuilt funded questioned measured reported "
    "warned promised expected reviewed moved raised lowered repaired inspected surveyed "
    "postponed announced doubled halved leased auctioned restored flooded drained appealed"
)
QUALITIES = vocabulary(
    "new local regional public early late large narrow costly safe fragile northern eastern "
    "independent temporary annual unusual steady remote crowded southern western hidden modern "
    "abandoned popular disputed gradual sudden shared"
)


def make_sentence(rng: random.Random, topic: Sequence[str], length: int) -> str:
    """About `length` words; a quarter of them about the topic, two fifths of them small ones."""
    words = [rng.choice(OPENERS)] if rng.random() < 0.2 else ["The" if rng.random() < 0.6 else "A"]
    for _ in range(max(6, round(rng.gauss(length, 4))) - 2):
        draw = rng.random()
        if draw < 0.4:
            words.append(rng.choice(GLUE))
        elif draw < 0.65:
            words.append(rng.choice(topic))
        else:
            words.append(rng.choice(rng.choice((STEMS, VERBS, QUALITIES))))
    if rng.random() < 0.15:
        words.append(f"by {rng.randrange(1, 9)}.{rng.randrange(10)} percent")
    if rng.random() < 0.2:
        words[len(words) // 2] += "’s"
    if rng.random() < 0.4:
        words[len(words) // 3] += ","
    return " ".join(words) + "."
