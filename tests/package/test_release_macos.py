"""What macOS is told of the program, as far as it can be read without macOS."""

from __future__ import annotations

import plistlib
from pathlib import Path

from assets.release import macos
from gallery import __version__

ROOT = Path(__file__).parents[2]


def test_the_properties_can_be_written_and_name_the_version() -> None:
    read = plistlib.loads(plistlib.dumps(macos.properties(__version__)))
    assert read["CFBundleShortVersionString"] == read["CFBundleVersion"] == __version__


def test_the_finder_offers_the_program_for_pictures_and_folders_and_takes_none_from_another() -> None:
    types = macos.properties("1.2.3")["CFBundleDocumentTypes"]
    assert [one["LSItemContentTypes"] for one in types] == [["public.image"], ["public.folder"]]
    assert {one["LSHandlerRank"] for one in types} == {"Alternate"}
    assert {one["CFBundleTypeRole"] for one in types} == {"Viewer"}


def test_it_is_a_program_with_a_window() -> None:
    """PyInstaller would hide it from the Dock: the last of its programs is for the terminal."""
    assert macos.properties("1.2.3")["LSBackgroundOnly"] is False


def test_every_folder_that_macos_guards_has_a_reason() -> None:
    reasons = {key: text for key, text in macos.properties("1.2.3").items() if key.endswith("UsageDescription")}
    assert len(reasons) == 5
    assert all("pictures" in text for text in reasons.values())


def test_chromium_may_compile_scripts_and_nothing_may_be_loaded_or_debugged() -> None:
    granted = plistlib.loads(macos.entitlements())
    assert granted["com.apple.security.cs.allow-jit"] is True
    assert not {name for name in granted if "library-validation" in name or "get-task-allow" in name or "dyld" in name}


def test_the_recipe_of_the_build_uses_them() -> None:
    recipe = (ROOT / "build.spec").read_text(encoding="utf-8")
    for used in ("macos.properties(", "macos.entitlements()", "macos.IDENTIFIER", "windows.version_resource("):
        assert used in recipe
