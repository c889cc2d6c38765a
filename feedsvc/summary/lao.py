"""Finds ends of sentences in Lao that has no mark there.

Lao newspapers put a full stop at the end of a paragraph, and often of a sentence. Other sentences
end with a blank, which phrases do as well. Only words that open a sentence tell the two apart, so
a piece may hold several sentences, but each of them is whole.
"""

import re
from itertools import pairwise

# Besides; therefore; however; meanwhile; on this occasion; all this; after that.
_OPENERS = re.compile(
    " (?=ນອກຈາກ(?:ນີ້|ນັ້ນ)|ດັ່ງນັ້ນ|ສະນັ້ນ|ເພາະສະນັ້ນ|ຢ່າງໃດກໍ|ໃນຂະນະດຽວກັນ|ພ້ອມ(?:ດຽວ)?ກັນນີ້"
    "|ໃນໂອກາດ(?:ນີ້|ດັ່ງກ່າວ)|ທັງນີ້|ຫຼັງຈາກນັ້ນ|ຈາກນັ້ນ)"
)


def split_lao(piece: str) -> list[str]:
    """The parts of a piece in front of words that open a sentence; joined they are the piece."""
    ends = [0, *(found.end() for found in _OPENERS.finditer(piece)), len(piece)]
    return [piece[begin:end] for begin, end in pairwise(ends) if begin < end]
