"""Invented people: names put together from lists of given names, and numbers that nobody holds."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from lindung.domain.identifiers import Sex


def _words(text: str) -> list[str]:
    return text.split()


WOMEN = _words(
    "Ani Ayu Dewi Dian Dwi Eka Endang Erna Fatimah Fitri Hartini Ika Indah Kartini Khusnul Lilik Lestari Lina Maya "
    "Mujiati Nanik Nining Novi Nur Nurul Partini Puji Putri Rahayu Ratih Retno Rina Rini Rohmah Siti Sri Suharti "
    "Sulastri Sumarni Sunarti Suryati Susi Tatik Titik Tri Tutik Umi Wahyuni Wati Winarsih Wiwik Yanti Yuli Yuni "
    "Zulaikah"
)
MEN = _words(
    "Adi Agung Agus Ahmad Andi Anton Ari Arif Bagus Bambang Budi Catur Dedi Didik Dimas Djoko Edi Eko Fajar Gatot "
    "Gunawan Hadi Hari Hendra Heru Imam Indra Ismail Joko Khoirul Kusno Lukman Mulyono Nanang Puguh Purwanto Rizky "
    "Rudi Samsul Setyo Slamet Subagyo Sugeng Suparman Sutrisno Suyanto Teguh Totok Tri Untung Wahyu Yanto Yudi Yusuf "
    "Zainal"
)
WOMEN_LAST = _words(
    "Agustina Aminah Anggraini Astuti Fauziah Handayani Hidayati Indrawati Khasanah Kusumawati Lestari Maharani "
    "Mulyani Ningsih Novitasari Nurhayati Permatasari Pertiwi Puspita Rahmawati Rohmah Safitri Sari Setyowati "
    "Sulistyowati Suryani Susanti Utami Wahyuningsih Wijayanti Winarni Wulandari Yuliani"
)
MEN_LAST = _words(
    "Arifin Basuki Cahyono Firmansyah Hariyanto Harjanto Hartono Hidayat Iswanto Kurniawan Kusuma Mahendra Marsudi "
    "Maulana Mulyadi Nugroho Pranoto Prasetyo Priyono Purnomo Raharjo Riyadi Saputra Santoso Setiawan Siswanto Subekti "
    "Sudarsono Susanto Utomo Wahono Wibowo Widodo Wijaya Yulianto"
)
SINGLE = 12  # in a hundred: people who have one name only

NIK_REGION = "351800"  # no district of a regency has the number 00, so no citizen holds such a NIK
SERIALS, STRIDE = 9999, 7919  # of a NIK; without a common factor, so that every serial comes up
NEVER_ISSUED = 900  # serial numbers of a NIP from here on: real ones stay far below


def given_name(random: Random, sex: Sex) -> str:
    first, last = (WOMEN, WOMEN_LAST) if sex is Sex.FEMALE else (MEN, MEN_LAST)
    name = random.choice(first)
    return name if random.randrange(100) < SINGLE else f"{name} {random.choice(last)}"


def random_day(random: Random, first: date, last: date) -> date:
    return first + timedelta(days=random.randint(0, max(0, (last - first).days)))


def phone(random: Random) -> str:
    """A number in a range that no operator uses."""
    return f"0840{random.randint(10_000_000, 99_999_999)}"


class Numbers:
    """Hands out NIP, NI, NIK and KPJ, each once."""

    def __init__(self, random: Random, region: str = NIK_REGION) -> None:
        self._random = random
        self._region = region
        self._taken: set[str] = set()

    def nip(self, born_on: date, appointed: date, sex: Sex) -> str:
        """NIP of a PNS (R2): birth, appointment, sex, serial."""
        return self._serial(f"{born_on:%Y%m%d}{appointed:%Y%m}{_sex_digit(sex)}")

    def ni_pppk(self, born_on: date, year: int, contract: int, sex: Sex) -> str:
        """NI of a PPPK (R3): its digits 13-14 count contracts and are no month."""
        return self._serial(f"{born_on:%Y%m%d}{year}{20 + contract}{_sex_digit(sex)}")

    def nik(self, born_on: date, sex: Sex) -> str:
        day = born_on.day + (40 if sex is Sex.FEMALE else 0)
        # A real serial is nearly always 0001; here the last four digits must tell people apart (R25).
        first = len(self._taken) * STRIDE % SERIALS
        return self._once(lambda n: f"{self._region}{day:02}{born_on:%m%y}{n % SERIALS + 1:04}", first)

    def kpj(self) -> str:
        return self._once(lambda _: f"99{self._random.randint(0, 999_999_999):09}", 0)

    def _serial(self, head: str) -> str:
        return self._once(lambda n: f"{head}{n:03}", NEVER_ISSUED + 1)

    def _once(self, number: Callable[[int], str], first: int) -> str:
        attempt = first
        while (text := number(attempt)) in self._taken:
            attempt += 1
        self._taken.add(text)
        return text


def _sex_digit(sex: Sex) -> int:
    return 2 if sex is Sex.FEMALE else 1
