"""The language of a document: other languages are recognised, and English is never taken for one of them."""

from __future__ import annotations

import pytest

from kg.documents import read
from kg.documents.language import recognised

ENGLISH = [
    "Norland bombed the town of Karsk on 3 May 2021, and the governor of the province said so.",
    "The ministry said on Friday that nobody had been hurt.",
    "US STRIKES KILL 25 NEAR AL QAIM, MILITIA SAYS",
    "Kata'ib Hezbollah, Harakat al-Nujaba, Asa'ib Ahl al-Haq, Badr Organization, Saraya al-Salam, Liwa al-Tafuf",
    "Killed: 12. Injured: 34. Missing: 5. Karsk, Lund, Al Qaim, Deir ez-Zor.",
    "In Düsseldorf, the Süddeutsche Zeitung's correspondent said that “niemand” was hurt.",
]
OTHERS = {
    "de": "Bei einem Angriff auf die Stadt sind am Freitag elf Menschen getötet worden, teilte der Bürgermeister mit.",
    "fr": "Plus de trente roquettes ont frappé la base aérienne près de la ville, a déclaré l'armée vendredi soir.",
    "es": "Más de treinta cohetes impactaron el viernes en la base aérea cercana a la ciudad, informó el ejército.",
    "nl": "Bij een aanval op de stad zijn vrijdag elf mensen om het leven gekomen, zo heeft de burgemeester gezegd.",
    "tr": "Belediye başkanı cuma günü kente düzenlenen saldırıda on bir kişinin hayatını kaybettiğini söyledi.",
    "ar": "قال رئيس البلدية إن أحد عشر شخصا قتلوا في الهجوم على المدينة يوم الجمعة.",
    "ru": "Мэр сообщил, что в пятницу при нападении на город погибли одиннадцать человек.",
    "zh": "市长说，星期五该市遭到袭击，造成十一人死亡。",
    "ja": "市長によると、金曜日に市が攻撃され、十一人が死亡した。",
    "he": "ראש העיר אמר כי אחד עשר בני אדם נהרגו בהתקפה על העיר ביום שישי.",
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_taken_for_another_language(text: str) -> None:
    assert recognised(text) in ("en", None)


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_recognised(language: str) -> None:
    assert recognised(OTHERS[language]) == language


def test_a_document_in_another_language_says_so() -> None:
    document = read(OTHERS["de"].encode(), "a.txt")
    assert document.language == "de"
    assert document.notes == ("It is in a language that is not read (de); it was stored without claims.",)


def test_the_words_go_before_what_is_declared() -> None:
    document = read(f"---\nlanguage: en-US\n---\n{OTHERS['fr']}".encode(), "a.md")
    assert document.language == "fr"
    assert "declared to be in the language 'en-US'" in document.notes[0]
    assert read(f"---\nlanguage: de\n---\n{ENGLISH[0]}".encode(), "a.md").language == "en"


def test_what_is_declared_is_kept_where_the_words_agree_or_do_not_tell() -> None:
    assert read(f"---\nlanguage: en-GB\n---\n{ENGLISH[0]}".encode(), "a.md").language == "en-GB"
    assert read(b"---\nlanguage: sv\n---\nKarsk.", "a.md").language == "sv"
    assert read(b"Karsk.", "a.txt").language is None
