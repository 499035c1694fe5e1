"""Names of a large world: people, places and organisations, put together from parts as names are in several regions.

Parts are drawn unevenly, as names are: a few are borne by thousands, most by a handful. Nothing here is read by the
project itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterator


def _list(text: str) -> list[str]:
    return text.split()


_PARTS = {
    "Arab": (
        "Ahmed Mohammed Ali Hassan Hussein Omar Khalid Yusuf Ibrahim Mustafa Abdullah Abdulrahman Tariq Salim "
        "Karim Nasser Faisal Walid Jamal Majid Hamza Bilal Ziad Rami Samir Adel Fadi Ghassan Haitham Mahmoud "
        "Fatima Zainab Maryam Layla Noor Aisha Huda Rania Salma Amina Hanan Iman",
        "al-Rashid al-Masri Haddad Khoury al-Tikriti al-Baghdadi al-Jabouri al-Dulaimi Mansour Najjar Saleh "
        "Hamdan Qasim Darwish Shaheen Barakat Nasrallah Sulaiman al-Amiri al-Khafaji Zoubi Aziz Rahman "
        "Sabbagh Kanaan Yassin Fayyad",
    ),
    "Persian": (
        "Reza Mehdi Hossein Amir Javad Mohsen Saeed Behrouz Kamran Dariush Farhad Nader Parviz Shahram Esmail "
        "Qasem Maryam Zahra Shirin Nasrin Parisa Leila Golnaz",
        "Ahmadi Hosseini Karimi Rezaei Mousavi Jafari Rahimi Soleimani Ghorbani Zarei Tehrani Shirazi "
        "Esfahani Kazemi Moradi Salehi Farahani Larijani Rafsanjani Zadeh Bagheri",
    ),
    "Slavic": (
        "Ivan Sergei Dmitry Alexei Vladimir Mikhail Andrei Nikolai Oleg Viktor Yuri Pavel Igor Boris Petro "
        "Oleksandr Volodymyr Taras Anna Olga Natalia Tatiana Svetlana Iryna Oksana",
        "Ivanov Petrov Sidorov Kuznetsov Smirnov Popov Volkov Shevchenko Kovalenko Bondarenko Tkachenko "
        "Zelensky Lavrov Orlov Morozov Pavlenko Melnyk Lysenko Romanov Sokolov",
    ),
    "Western": (
        "John James Robert Michael William David Richard Thomas Charles Daniel Matthew Mark Paul Steven "
        "Andrew Peter Emma Mary Patricia Linda Elizabeth Susan Sarah Karen Pierre Jean Hans Klaus Giulia "
        "Marco",
        "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee "
        "Thompson White Harris Clark Lewis Walker Muller Schmidt Dubois Lefebvre Rossi Bianchi Jensen Larsen",
    ),
    "Hispanic": (
        "Jose Juan Carlos Luis Jorge Miguel Pedro Manuel Francisco Antonio Rafael Diego Maria Carmen Ana "
        "Lucia Rosa Elena",
        "Garcia Rodriguez Martinez Hernandez Lopez Gonzalez Perez Sanchez Ramirez Torres Flores Rivera Gomez Diaz Cruz",
    ),
    "African": (
        "Kwame Kofi Chidi Emeka Abubakar Musa Sani Amadou Ousmane Mamadou Tendai Thabo Sipho Grace Ngozi Fatou Aminata",
        "Okafor Adeyemi Bello Danjuma Diallo Traore Keita Mensah Owusu Mbeki Zulu Dlamini Nkrumah Eze Balogun Toure",
    ),
    "South Asian": (
        "Rajesh Sunil Amit Vijay Sanjay Imran Asif Bilal Hamid Zahid Priya Sunita Anita Deepa Nadia Farah",
        "Khan Sharma Singh Patel Gupta Kumar Chaudhry Malik Siddiqui Qureshi Mehsud Haqqani Akhtar Bhutto "
        "Rahman Hossain",
    ),
}
_ONSETS = _list("b d f g h j k kh l m n p q r s sh t th w y z gh tr kr st br dr v")
_NUCLEI = _list("a e i o u aa ai ei ou ia")
_CODAS = ["", "", "", "n", "r", "l", "m", "s", "d", "b", "sh", "k", "t", "j"]
_HEADS = [
    "National Front",
    "Islamic Movement",
    "Popular Committee",
    "United Brigades",
    "Democratic Party",
    "Liberation Army",
    "Ministry of Defence",
    "Human Rights Council",
    "Workers Union",
    "Security Forces",
    "Trading Company",
    "Oil Company",
    "News Agency",
    "Resistance Battalion",
    "Coordination Office",
    "Border Guard",
    "Youth League",
    "Relief Foundation",
    "University",
    "Central Bank",
]


def _word(rng: random.Random, syllables: int) -> str:
    return "".join(
        rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS) for _ in range(syllables)
    ).capitalize()


def names(number: int, seed: int = 1) -> Iterator[tuple[str, str, str]]:
    """``number`` names, each with its kind (``person``, …) and class, all different."""
    rng = random.Random(seed)
    invented = sorted({_word(rng, rng.choice((2, 2, 3))) for _ in range(max(number // 8, 100))})
    rng.shuffle(invented)
    regions = [(_list(given), _list(family)) for given, family in _PARTS.values()]
    seen: set[str] = set()

    def rare() -> str:
        return invented[int(rng.random() ** 2.5 * len(invented))]

    while len(seen) < number:
        given, family = rng.choice(regions)
        sort = rng.random()
        if sort < 0.55:
            parts = [given[min(int(rng.expovariate(0.12)), len(given) - 1)]]
            if rng.random() < 0.4:
                parts.append(rng.choice(given))
            parts.append(rng.choice(family) if rng.random() < 0.35 else rare())
            name, kind, cls = " ".join(parts), "person", "Person"
        elif sort < 0.8:
            suffix = rng.choice(("", "", "", " District", " Province", "abad", " Camp", " Airport", " al-Sharqiya"))
            name, kind, cls = rare() + suffix, "place", "Settlement"
        else:
            head = rng.choice(_HEADS)
            name = rng.choice((f"{rare()} {head}", f"{head} of {rare()}", f"{rng.randint(1, 99)}th {rare()} Brigade"))
            kind, cls = "organisation", "Organisation"
        if name not in seen:
            seen.add(name)
            yield name, kind, cls


def mistyped(name: str, rng: random.Random) -> str:
    """The name with one letter left out, doubled, exchanged or out of its place, as fingers do."""
    at = rng.randrange(1, max(len(name) - 1, 2))
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + rng.choice("aeinorst") + name[at + 1 :],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :] if at < len(name) else name,
        )
    )
