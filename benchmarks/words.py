"""The words that benchmarks are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SENTENCES = """\
The ferry *Aurelia* was under tow by first light, crews said, and all 212 aboard were counted twice.
"We heard the bell before we saw the rocks," said a deckhand who wouldn't give his name.
Officials at [the port](https://port.example/) put the wind at 41 m.p.h. -- rare for June.
Families waited inside the terminal until the names came; some, on the pier, didn't wait.
The U.S. Coast Guard and the NTSB have opened an inquiry & expect to report in autumn...
A second vessel, the *Marie-Claire*, turned back at 2 p.m. with its 'minor' leak under control.
""".splitlines()


def paragraphs(chance: random.Random, count: int) -> list[str]:
    """Return *count* paragraphs of about 50 words, in Markdown."""
    return [" ".join(chance.sample(SENTENCES, k=3)) for _ in range(count)]


def language(chance: random.Random, count: int) -> list[str]:
    """Return *count* words that nobody has said before, of one to three syllables."""
    made: dict[str, None] = {}
    while len(made) < count:
        syllables = chance.choices((1, 2, 3), (1, 4, 3))[0]
        parts = (chance.choice(some) for _ in range(syllables) for some in _SYLLABLE)
        made["".join(parts)] = None
    return list(made)


_ONSETS = "b bl br c ch cl d dr f fl g gr h j k l m n p pl pr r s sh sl sp st str t th tr v w"
_VOWELS = "a e i o u ai ea ee ie oa oo ou"
_ENDS = "b ck d g l ll m n nd ng nt p r rd rk rn s sh st t th"
_SYLLABLE = (_ONSETS.split(), _VOWELS.split(), ["", *_ENDS.split()])
