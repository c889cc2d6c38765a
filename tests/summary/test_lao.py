"""Lao is parted at full stops, and before words that open a sentence."""

import pytest

from feedsvc.summary.lao import split_lao
from feedsvc.summary.sentences import iter_sentences

LIBRARY = [
    "ຫໍສະໝຸດແຫ່ງໃໝ່ຈະເປີດໃນວັນຈັນໜ້າ ແລະ ມີປຶ້ມຫຼາຍກວ່າ 8.000 ຫົວ",
    "ນອກຈາກນັ້ນ ຍັງມີຫ້ອງອ່ານສໍາລັບເດັກນ້ອຍ",
    "ຢ່າງໃດກໍຕາມ ການກໍ່ສ້າງສໍາເລັດແລ້ວ 90 ສ່ວນຮ້ອຍ.",
    "ທຸກຄົນເຂົ້າອ່ານໄດ້ໂດຍບໍ່ເສຍຄ່າ.",
]


@pytest.mark.parametrize("language", ["lo", "en"])
def test_sentences_are_whole(language: str) -> None:
    found = list(iter_sentences(" ".join(LIBRARY), language))
    assert [one.text for one in found] == LIBRARY
    assert all(one.complete for one in found)


def test_phrases_stay_together() -> None:
    text = "ລົດເມສາຍໃໝ່ ຈາກຕະຫຼາດ ຫາ ສະໜາມບິນ ຈະແລ່ນທຸກ 20 ນາທີ ເລີ່ມແຕ່ເດືອນໜ້າ"
    assert [one.text for one in iter_sentences(text, "lo")] == [text]
    assert split_lao(text) == [text]
