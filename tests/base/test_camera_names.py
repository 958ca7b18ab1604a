"""Makers are written once and well, however cameras spell them."""

from __future__ import annotations

import pytest

from gallery.base.camera_names import camera_name


@pytest.mark.parametrize(
    ("make", "model", "name"),
    [
        ("LEICA CAMERA AG", "LEICA M (Typ 240)", "Leica M (Typ 240)"),
        ("Leica Camera AG", "LEICA M (Typ 240)", "Leica M (Typ 240)"),
        ("NIKON CORPORATION", "NIKON D850", "Nikon D850"),
        ("NIKON", "COOLPIX P900", "Nikon COOLPIX P900"),
        ("Canon", "Canon EOS 5D Mark IV", "Canon EOS 5D Mark IV"),
        ("SONY", "ILCE-7M3", "Sony ILCE-7M3"),
        ("Apple", "iPhone 15 Pro", "Apple iPhone 15 Pro"),
        ("OLYMPUS IMAGING CORP.  ", "E-M5            ", "Olympus E-M5"),
        ("OLYMPUS OPTICAL CO.,LTD", "C2000Z", "Olympus C2000Z"),
        ("OM Digital Solutions", "OM-1", "OM System OM-1"),
        ("samsung", "SM-J327T1", "Samsung SM-J327T1"),
        ("SAMSUNG TECHWIN CO., LTD.", "SAMSUNG NV10", "Samsung NV10"),
        ("EASTMAN KODAK COMPANY", "KODAK DX6490 ZOOM", "Kodak DX6490 ZOOM"),
        ("Hewlett-Packard", "HP PhotoSmart 735", "HP PhotoSmart 735"),
        ("HUAWEI", "HUAWEI P30", "Huawei P30"),
        ("DJI", "FC3170", "DJI FC3170"),
        ("LG Electronics", "LG-H870", "LG-H870"),
        ("FUJIFILM", "X-T5", "Fujifilm X-T5"),
        ("FUJI PHOTO FILM CO., LTD.", "FinePix S5600", "Fujifilm FinePix S5600"),
        ("RICOH IMAGING COMPANY, LTD.", "PENTAX K-1", "Pentax K-1"),
        ("KONICA MINOLTA CAMERA, Inc.", "DiMAGE A2", "Konica Minolta DiMAGE A2"),
        ("CASIO COMPUTER CO.,LTD.", "EX-Z1000", "Casio EX-Z1000"),
        ("Google", None, "Google"),
        (None, "EZ Controller", "EZ Controller"),
        ("Co., Ltd.", "x", "Co x"),
        (",", "x", "x"),
        (None, None, ""),
    ],
)
def test_a_camera_is_called_as_people_call_it(make: str | None, model: str | None, name: str) -> None:
    assert camera_name(make, model) == name
