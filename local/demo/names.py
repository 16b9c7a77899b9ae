"""Names of the demo's members, by origin and gender, some with titles or in old spelling."""

from random import Random

_MEN: dict[str, tuple[str, str]] = {
    "java": (
        """Agus Bambang Slamet Joko Budi Eko Dwi Tri Wahyu Heru Suparno Sutrisno Mulyono Sugeng
        Hariyanto Sumarno Bayu Arif Teguh Supriyadi Wawan Rudi Hendro Purnomo Yoga Dimas""",
        """Santoso Wibowo Susanto Prasetyo Nugroho Setiawan Widodo Raharjo Suryanto Hidayat
        Kurniawan
        Saputra Wijaya Pranoto Handoko Purwanto Utomo Yulianto Sudarsono""",
    ),
    "sunda": (
        """Asep Dadang Ujang Cecep Dede Ade Endang Iwan Deden Yayan Tatang Encep Aep Jajang Nandang
        Ajat Oman Ujang Rahmat Acep Entis Maman Usep Dudung Ceceng""",
        """Sunandar Hermawan Suherman Kusnadi Sutisna Gunawan Suryana Mulyana Permana Hidayat
        Ruhiyat Sobandi Kosasih Supriatna Nurjaman Sudrajat Rukmana Taryana""",
    ),
    "batak": (
        "Togar Parlindungan Maruli Hotman Saut Binsar Poltak Jonggi Edward Marihot",
        "Siregar Simanjuntak Hutapea Sitompul Nainggolan Panjaitan Lubis Harahap Situmorang",
    ),
    "minang": (
        "Zulkifli Syafrizal Yusrizal Afrizal Hendri Fauzan Rizal Nasrul Mukhlis Buya",
        "Chaniago Tanjung Piliang Koto Sikumbang Jambak Guci",
    ),
    "bugis": ("Andi Daeng Baso Ambo", "Mappanyukki Tenri Pallawa Makkulau Patunru"),
    "tionghoa": (
        "Hendra Yohanes Stefanus Kevin Andreas Lukas",
        "Tanuwijaya Halim Gunawan Lim Kusuma Salim Wongso Liem Hartono",
    ),
    "arab": (
        "Muhammad Ahmad Abdul Moch. Mochamad M. Abd. Achmad Muh. Umar",
        "Ma'ruf Syafi'i Fadillah Ridwan Hakim Rohman Jalaludin Fauzi Anwar Zaenal Mu'min Basri",
    ),
}
_WOMEN: dict[str, tuple[str, str]] = {
    "java": (
        """Sri Endang Wahyuni Ratna Dewi Yuni Ningsih Tri Dwi Retno Indah Lestari Suparmi Sumiyati
        Rini Wulan Nanik Yanti Kartini Tutik Sulastri Anik Puji Siti""",
        """Rahayu Lestari Wulandari Handayani Widyastuti Astuti Setyowati Utami Puspitasari
        Kusumawati Purwanti Susilowati Hartati Wahyuningsih Mulyani""",
    ),
    "sunda": (
        """Neng Euis Imas Lilis Iis Teti Nani Yayah Ai Cucu Entin Ikah Ida Tati Elis Mimin Nenden
        Rina Yeni Ani Titin Wiwin""",
        """Rohaeti Suryani Nurhayati Kurniasih Komariah Sumiati Rosmiati Maryani Fatimah Herawati
        Rukmini Juariah Aisyah Sopiah Nuraeni Hasanah""",
    ),
    "batak": (
        "Rotua Tiurma Lasma Ruth Ester Dameria Hotmaida",
        "Siregar Simanjuntak Hutapea Sitompul Nainggolan Panjaitan Harahap",
    ),
    "minang": ("Upik Yusmaniar Desmawati Rahmi Fitri Elvina", "Chaniago Tanjung Piliang Koto"),
    "bugis": ("Andi Besse Hasnah Rosmini", "Tenriawaru Mappasessu Nurdin Pallawa"),
    "tionghoa": ("Lanny Meilani Yuliana Lina Vonny", "Tanuwijaya Halim Lim Kusuma Salim Hartono"),
    "arab": (
        "Siti St. Sity Nur Ummu",
        "Nur'aini Aminah Khadijah Sa'diyah Rahmawati Maryam Fatimah Jum'atin Mu'minah Zubaidah",
    ),
}
_BALI = ("Wayan", "Made", "Nyoman", "Ketut", "Putu", "Kadek")
_BALI_LAST = ("Sudiarta", "Suardana", "Widiarta", "Artini", "Suryani", "Ariani")
_SINGLE = {
    "L": ("Suparman", "Ngatiman", "Sukarman", "Tukiman", "Wagiman", "Sarman", "Jumadi", "Kasno"),
    "P": ("Suminah", "Ngatinem", "Sutinah", "Painem", "Rukiyah", "Tumini", "Sulasmi", "Warsinah"),
}
_OLD = {
    "L": ("Soekardi Djojodiningrat", "R. Tjahjono Soesilo", "Moechtar Noerdin", "Djoko Soetrisno",
          "Soeparman Oetomo", "Tjetjep Soenarja", "Soejono", "Achmad Djoenaedi"),
    "P": ("Soemarni Tjokro", "Siti Noerdjanah", "R.A. Koesoemawati", "Soelastri", "Noerhajati",
          "Roekmini Djajaningrat"),
}  # fmt: skip
_TITLES = {"L": ("H. ", "Drs. ", "Ir. ", "KH. "), "P": ("Hj. ", "Dra. ", "Hj. ")}
_DEGREES = (", S.Pd.", ", S.E.", ", M.M.", ", S.Kom.", ", A.Md.")

_ORIGINS = ("java", "sunda", "sunda", "sunda", "java", "arab", "batak", "minang", "bugis",
            "tionghoa", "bali", "single", "old", "sunda", "java", "arab")  # fmt: skip
BIRTHPLACES = {"java": "337401", "batak": "127103", "minang": "137104", "bugis": "737105",
               "bali": "517102", "tionghoa": "317305"}  # fmt: skip


def random_name(rng: Random, gender: str) -> tuple[str, str]:
    """(name, origin) of a man (L, laki-laki) or a woman (P, perempuan)."""
    origin = rng.choice(_ORIGINS)
    if origin == "single":
        return rng.choice(_SINGLE[gender]), origin
    if origin == "old":
        return rng.choice(_OLD[gender]), origin
    if origin == "bali":
        lead = "I" if gender == "L" else "Ni"
        return f"{lead} {rng.choice(_BALI)} {rng.choice(_BALI_LAST)}", origin
    first, last = (_MEN if gender == "L" else _WOMEN)[origin]
    parts = [rng.choice(first.split()), rng.choice(last.split())]
    if rng.random() < 0.15:
        parts.insert(1, rng.choice(last.split()))
    name = " ".join(dict.fromkeys(parts))
    if origin not in {"batak", "tionghoa"} and rng.random() < 0.14:
        name = rng.choice(_TITLES[gender]) + name
    if rng.random() < 0.06:
        name += rng.choice(_DEGREES)
    return name, origin
