"""Dates in the names of files."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.models import Taken
from gallery.imaging.metadata.file_name_date import date_from_name, date_without_header

NOW = datetime(2026, 6, 1, tzinfo=UTC).timestamp()


def text(taken: Taken | None) -> str | None:
    if taken is None:
        return None
    assert taken.origin == "name"
    moment = datetime(1970, 1, 1) + timedelta(milliseconds=taken.local_ms)  # noqa: DTZ001
    return moment.isoformat(" ", "milliseconds").removesuffix(".000")


@pytest.mark.parametrize(
    ("name", "local"),
    [
        (b"IMG_20190611_123456.jpg", "2019-06-11 12:34:56"),
        (b"PXL_20201112_123456789.jpg", "2020-11-12 12:34:56.789"),
        (b"20190611_123456(0).jpg", "2019-06-11 12:34:56"),
        (b"20190611123456.jpg", "2019-06-11 12:34:56"),
        (b"2019-06-11 12.34.56.jpg", "2019-06-11 12:34:56"),
        (b"Screenshot_2019-06-11-12-34-56.png", "2019-06-11 12:34:56"),
        (b"Screenshot_20190611-123456_Maps.png", "2019-06-11 12:34:56"),
        (b"Screenshot 2019-06-11 at 12.34.56.png", "2019-06-11 12:34:56"),
        (b"Photo 2019-06-11 at 12.34.56.png", "2019-06-11 12:34:56"),
        (b"IMG-20190611-WA0001.jpg", "2019-06-11 00:00:00"),
        (b"signal-2019-06-11-123456.jpg", "2019-06-11 12:34:56"),
        (b"signal-2019-06-11-12-34-56-789.jpg", "2019-06-11 12:34:56.789"),
        (b"\xff 2019-06-11.jpg", "2019-06-11 00:00:00"),
        (b"1930-05-01 grandma.jpg", "1930-05-01 00:00:00"),
        (b"2099-06-11.jpg", None),
        (b"IMG_20191399_123456.jpg", None),
        (b"IMG_20190611_996061.jpg", "2019-06-11 00:00:00"),
        (b"WP_20140822_14_30_05_Pro.jpg", "2014-08-22 14:30:05"),
        (b"WP_20130707_001.jpg", "2013-07-07 00:00:00"),
        (b"Photo 2019-06-11 12 34 56.jpg", "2019-06-11 12:34:56"),
        (b"20190611.jpg", "2019-06-11 00:00:00"),
        (b"scan_20190611-2.jpg", "2019-06-11 00:00:00"),
        (b"IMG20190611123456.jpg", "2019-06-11 12:34:56"),
        (b"2019_0611_123456_001.JPG", "2019-06-11 12:34:56"),
        (b"11.06.2019 12.34.56.jpg", "2019-06-11 12:34:56"),
        (b"Geburtstag 11.6.2019.jpg", "2019-06-11 00:00:00"),
        (b"IMG_20190611_240156.jpg", "2019-06-11 00:01:56"),
        (b"WhatsApp Image 2021-01-05 at 20.15.30.jpeg", "2021-01-05 20:15:30"),
        (b"WhatsApp Image 2021-01-05 at 8.15.30 PM (1).jpeg", "2021-01-05 20:15:30"),
        (b"WhatsApp Image 2021-01-05 at 20.15.jpeg", "2021-01-05 20:15:00"),
        (b"Scan 2019-06-11 9.41 PM.jpg", "2019-06-11 21:41:00"),
        (b"Screen Shot 2014-10-17 at 11.25.41 PM.png", "2014-10-17 23:25:41"),
        (b"Screen Shot 2014-10-17 at 11.25.41 AM (2).png", "2014-10-17 11:25:41"),
        (b"2019-06-11 12.34.56 am Strand.jpg", "2019-06-11 12:34:56"),
        (b"img20190611_12345678.jpg", "2019-06-11 12:34:56.780"),
        (b"scan20190611.jpg", "2019-06-11 00:00:00"),
        (b"CCI11062019_0001.jpg", "2019-06-11 00:00:00"),
        (b"CCI99992019_0001.jpg", None),
        (b"Adobe Scan 11 Jun 2019 (1).jpg", "2019-06-11 00:00:00"),
        (b"Adobe Scan June 1, 2019.jpg", "2019-06-01 00:00:00"),
        (b"Scannable Document on Jun 11, 2019 at 1_34_56 PM.jpg", "2019-06-11 13:34:56"),
        (b"Marching 11 2019.jpg", None),
        (b"11 Junk 2019.jpg", None),
        (b"31 Feb 2019.jpg", None),
        (b"Jun 2019.jpg", None),
        (b"2019-06-11 12.30 am Meer.jpg", "2019-06-11 12:30:00"),
        (b"2019-06-11 12.34.56 am.jpg", "2019-06-11 00:34:56"),
        ("Ekran Resmi 2023-10-12 ÖS 9.41.05.png".encode(), "2023-10-12 21:41:05"),
        ("Képernyőfotó 2023-10-12 - du. 9.41.05.png".encode(), "2023-10-12 21:41:05"),
        (b"Tangkapan Skrin 2023-10-12 pada 9.41.05 PTG.png", "2023-10-12 21:41:05"),
        ("स्क्रीनशॉट 2023-10-12 अपराह्न 9.41.05.png".encode(), "2023-10-12 21:41:05"),
        (b"photo_5@05-01-2021_20-15-30.jpg", "2021-01-05 20:15:30"),
        (b"11.06.2019 12.34.jpg", "2019-06-11 12:34:00"),
        (b"Screenshot 2023-10-12 at 12.41.05\xe2\x80\xafAM.png", "2023-10-12 00:41:05"),
        (b"Screenshot 2023-10-12 at 9.41.05\xe2\x80\xafPM.png", "2023-10-12 21:41:05"),
        (b"Screenshot 2023-10-12 at 12.41.05 PM.png", "2023-10-12 12:41:05"),
        (b"DSC_1234.jpg", None),
        (b"12345678901234567890.jpg", None),
        (b"20191399.jpg", None),
        (b"a20190611b.jpg", None),
        (b"12_20190611123.jpg", None),
        (b"v2.12.2019.1.jpg", None),
        (b"9999-99-99 99.99.99.jpg", None),
        (b"IMG_4711.jpg", None),
        (b"1700-01-01.jpg", None),
    ],
)
def test_dates_in_names(name: bytes, local: str | None) -> None:
    assert text(date_from_name(name, NOW)) == local


@pytest.mark.parametrize(
    "name",
    [
        "Bildschirmfoto 2020-09-04 um 21.12.10.png",
        "Capture d’écran 2020-09-04 à 21.12.10.png",
        "Capture d’e\u0301cran, le 2020-09-04 a\u0300 21.12.10.png",
        "Captura de pantalla 2020-09-04 a las 21.12.10.png",
        "Captura de pantalla 2020-09-04 a la(s) 9.12.10 p. m..png",
        "Captura de Tela 2020-09-04 às 21.12.10.png",
        "Schermata 2020-09-04 alle 21.12.10.png",
        "Schermafbeelding 2020-09-04 om 21.12.10.png",
        "Skärmavbild 2020-09-04 kl. 21.12.10.png",
        "Skærmbillede 2020-09-04 kl. 21.12.10.png",
        "Näyttökuva 2020-9-4 kello 21.12.10.png",
        "Zrzut ekranu 2020-09-4 o 21.12.10.png",
        "Snímek obrazovky 2020-09-04 v 21.12.10.png",
        "Képernyőfotó 2020-09-04 - 21.12.10.png",
        "Снимок экрана 2020-09-04 в 21.12.10.png",
        "Знімок екрана 2020-09-04 о 21.12.10.png",  # noqa: RUF001
        "Στιγμιότυπο 2020-09-04, 9.12.10 μ.μ..png",
        "Ekran Resmi 2020-09-04 21.12.10.png",
        "صورة الشاشة ٢٠٢٠-٠٩-٠٤ في ٩.١٢.١٠ م.png",  # noqa: RUF001
        "צילום מסך 2020-09-04 ב-21.12.10.png",
        "スクリーンショット 2020-09-04 21.12.10.png",
        "スクリーンショット 2020-09-04 午後9.12.10.png",
        "스크린샷 2020-09-04 오후 9.12.10.png",
        "截屏2020-09-04 下午9.12.10.png",
        "屏幕快照 2020-09-04 21.12.10.png",
        "截圖 2020-09-04 晚上9.12.10.png",
        "Ảnh Màn hình 2020-09-04 lúc 21.12.10.png",
        "Cuplikan Layar 2020-09-04 pukul 21.12.10.png",
        "ภาพถ่ายหน้าจอ 2563-09-04 เวลา 21.12.10.png",
        "Scherm 2020-09-04 21h12m10.png",
    ],
)
def test_names_of_screenshots_in_many_languages(name: str) -> None:
    assert text(date_from_name(name.encode(), NOW)) == "2020-09-04 21:12:10"


@pytest.mark.parametrize("name", ["上午9.12.10", "오전 9.12.10", "9.12.10 a. m.", "9.12.10 π.μ."])
def test_mornings_in_other_languages(name: str) -> None:
    assert text(date_from_name(f"2020-09-04 {name}.png".encode(), NOW)) == "2020-09-04 09:12:10"


@pytest.mark.parametrize(
    "name", ["FB_IMG_1559999999999.jpg", "mmexport1559999999999.jpg", "1559999999999.jpg", "IMG_1559999999999_2.jpg"]
)
def test_milliseconds_since_1970_are_a_time_on_the_clock_of_this_machine(name: str) -> None:
    taken = date_from_name(name.encode(), NOW)
    assert taken
    assert taken.local_ms == 1_559_999_999_999 + time.localtime(1_559_999_999).tm_gmtoff * 1000


@pytest.mark.parametrize(
    "name",
    ["13483023_1559999999999_1208930283027_n.jpg", "1959999999999.jpg", "15599999999990.jpg", "4006381333931.jpg"],
)
def test_other_long_numbers_are_no_time(name: str) -> None:
    assert date_from_name(name.encode(), NOW) is None


def test_without_a_header_the_name_is_asked_before_the_file_time() -> None:
    assert date_without_header(b"20190611.jpg", 0).origin == "name"
    assert date_without_header(b"DSC_1234.jpg", 10**18).local_ms == 10**12 + time.localtime(10**9).tm_gmtoff * 1000


@given(st.binary())
def test_no_name_makes_the_search_for_a_date_raise(name: bytes) -> None:
    date_from_name(name)


@given(st.from_regex(r"\d{2,4}[-_.]?\d\d?[-_.]?\d{2,4}[ T_-]\d\d?[:._ h]?\d\d[:._ m]?\d\d?.*"))
def test_no_name_like_a_date_makes_the_search_raise(name: str) -> None:
    date_from_name(name.encode("utf-8", "surrogateescape"))
