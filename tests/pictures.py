"""Takes the pictures of README and docs/regencies.md of the running app: `python -m tests.pictures [name ...]`.

Into docs/pictures/. Each demo is built only if one of its pictures is wanted.
"""

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from lindung.actions.demo.build import FULL, build_nganjuk
from lindung.queries.demo import NGANJUK
from lindung.web.setup import set_up_database
from tests.support.clock import NOW, Clock, today
from tests.support.desk import OFFICE_PC, PHONE, chromium
from tests.support.live import LiveHouse
from tests.support.states import STATES

BUDGET = "uang=2800000000&pekerja=28448&mulai=2026-09&pembayar=pemerintah"
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"


class Picture(NamedTuple):
    name: str
    username: str
    path: str
    size: dict[str, int] = OFFICE_PC
    scheme: str = "light"
    demo: str = NGANJUK


PICTURES = (
    Picture("beranda-sekda", "sekda", "/beranda"),
    Picture("beranda-sekda-gelap", "sekda", "/beranda", scheme="dark"),
    Picture("kepatuhan", "sekda", "/kepatuhan?urut=-belum"),
    Picture("kepala-telepon", "kadis", "/beranda", PHONE),
    Picture("beranda-petugas", "ratna", "/beranda"),
    Picture("asn", "ratna", "/asn?keadaan=belum_mendaftarkan"),
    Picture("pekerja", "ratna", "/pekerja"),
    Picture("impor", "koordinator", "/impor"),
    Picture("pertanyaan", "koordinator", "/pertanyaan"),
    Picture("unit", "koordinator", "/admin/unit"),
    Picture("tarif", "sekda", "/iuran/tarif"),
    Picture("rekonsiliasi", "koordinator", "/iuran/rekonsiliasi"),
    Picture("potongan", "bendahara", "/iuran/potongan"),
    Picture("tiga-sumber", "bendahara", "/iuran/tiga-sumber"),
    Picture("kisi", "ratna", "/pekerja/kisi"),
    Picture("tangga", "sekda", "/kepatuhan?tampilan=tangga"),
    Picture("laporan", "koordinator", "/laporan"),
    Picture("laporan-pembetulan", "koordinator", "/laporan/unit/08?bulan=2026-09"),
    Picture("persetujuan-telepon", "kadis", "/laporan/unit/21", PHONE),
    Picture("kendal", "sekda", "/beranda", demo="kendal"),
    Picture("kendal-dampak", "sekda", "/klaim/dampak", demo="kendal"),
    Picture("pasuruan", "koordinator", "/program/2", demo="pasuruan"),
    Picture("pasuruan-pembayaran", "koordinator", "/program/2/pembayaran", demo="pasuruan"),
    Picture("pasuruan-simulasi", "sekda", f"/program/simulasi?{BUDGET}", demo="pasuruan"),
    Picture("gianyar", "sekda", "/program/2", demo="gianyar"),
    Picture("gianyar-corong", "sekda", "/program/2/corong", demo="gianyar"),
    Picture("ngawi", "sekda", "/cakupan", demo="ngawi"),
)


def fill_demo() -> None:
    set_up_database()
    build_nganjuk(today(), FULL, lambda step, count: print(f"  {step}: {count}"))


def take(browser: Browser, house: LiveHouse, picture: Picture) -> None:
    context = browser.new_context(
        viewport=picture.size, color_scheme=picture.scheme, locale="id-ID", timezone_id="Asia/Jakarta"
    )
    context.add_cookies(house.cookies_of(picture.username))
    page = context.new_page()
    page.goto(house.url + picture.path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    context.close()
    print(f"{picture.name}.png")


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    clock.move_to(NOW)  # the same day on every picture, whenever they are taken
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        house = LiveHouse(Path(folder) / "live", Path(folder) / "secret", environment="demo")
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                house.restore(picture.demo, STATES.get(picture.demo, fill_demo))
                take(browser, house, picture)
        house.stop()
    clock.release()


if __name__ == "__main__":
    main(sys.argv[1:])
