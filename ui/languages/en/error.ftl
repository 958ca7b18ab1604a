# What could not be done, as Python says it (gallery/base/errors.py). The log and the command line have it in English.


# albums
error-album-name-characters = A name holds characters that no program can store.
error-album-needs-name = An album needs a name.
error-album-name-length = The name of an album has at most { $count } characters.
error-album-name-slash = The name of an album cannot hold a slash.
error-album-depth = An album can lie in at most { $count } others.
error-album-cover = The cover of an album is one of its photos, and this one is not in it.
error-album-number = There can be at most { $count } albums.
error-album-in-itself = An album cannot lie in itself.
error-album-gone = This album is not there any more.

# backups
error-backup-gone = There is no such backup.
error-backup-damaged = The backup { $name } is damaged. Choose another one.
error-backup-damaged-unchanged = The backup { $name } is damaged. Nothing was changed; choose another one.

# said
error-tag-needs-name = A tag needs a name.
error-tag-depth = A tag can stand below at most { $count } others.
error-tag-below-itself = A tag cannot be put below itself.
error-date-shift = Dates can be shifted by anything from one second to 200 years.
error-date-zone = A time zone is at most 14 hours from UTC.
error-date-unknown = This is no date, such as 2024-11-14, 1990-03 or 1975.
error-place-unknown = A place is a point on the earth: latitude up to 90, longitude up to 180.
error-text-length = A text of more than { $count } characters cannot be kept.
error-text-characters = A text holds characters that no program can store.
error-not-kept = This was not kept. { $why }
error-not-kept-before-safe = This was not kept. What you said before is safe. { $why }
error-not-changed = Nothing was changed. { $why }
error-act-unknown = There is no such act.
error-act-final = This cannot be undone.
error-act-undone = This is undone already.

# files
error-path-leaves = This path leaves its folder.
error-path-no-file = This is not a regular file.
error-path-link-special = This path passes a link or a special file.
error-path-folder-link = This folder is reached through a link by now.
error-path-changed = This file changed while it was opened.
error-path-stream = This name reaches another stream or folder.
error-path-link = This path passes a link.
error-path-replaced = A link, or no regular file, is in its place.

# databases
error-database-beside = Nothing can be written beside { $path }: { $why }.
error-foreign-closed = { $name } cannot be read: { $why }. Close the program that it belongs to, and try again. Nothing was changed.
error-foreign-no-file = { $name } cannot be copied for reading: it is no file.
error-foreign-large = { $name } is larger than { $count } GB. Nothing was read.
error-foreign-copy = { $name } cannot be copied for reading: { $why }.
error-foreign-slow = { $name } takes too long to read. Nothing was changed.

# window
error-folder-name = The name of this folder is not valid text here. Drop the folder on the window instead.
error-program-not-started = { $name } could not be started: { $why }.
error-program-failed = { $name } failed: it ended with the code { $code }.
error-file-manager = The file manager could not show this file.
error-player-windows = Windows could not open this video: { $why }.
error-player-missing = Videos cannot be played here: a library that Qt needs is missing.
error-no-window-choose = There is no window to choose in. Name folders on the command line instead.
error-no-window-import = There is no window to choose in. Run main.py import FILE instead.
error-no-window-export = There is no window to choose in. Run main.py export FILE instead.
error-no-window-show = There is no window on this computer to show files in.
error-no-window-copy = There is no window on this computer that could copy files.
error-no-window-play-beside = There is no window on this computer that could play videos.
error-no-window-play = There is no window on this computer to play videos in.
error-no-window-awake = There is no window. The browser keeps the screen awake itself.
error-no-window-full-screen = There is no window. Use the browser’s own full screen.

# library
error-not-in-library = This folder is not in your library, so that nothing can be kept about its photos. Show it in Shoebox first.
error-too-much = Too much at once: { $tags } tags, of { $photos } photos. Do it in parts: with fewer tags, or fewer photos.
error-photos-gone = These photos are not there any more.
error-photo-gone = This photo is not there any more.
error-undecided = These photos were moved or changed, and Shoebox does not know yet what you said about them before. Nothing was changed. Try again when your folders have been read.
error-group-single = This photo is one file.
error-group-two = Select two photos or more to put them together.
error-group-folders = Only photos of one folder can be put together.
error-group-unread = A file that could not be read cannot be put together with others, or taken apart from them.
error-group-number = At most { $count } files can be put together or taken apart by hand.
error-folder-gone = This folder is not there any more.
error-folder-unreadable = This folder cannot be opened at the moment.
error-answered = This is answered already.
error-gone-file-settled = Nothing is said about that file any more, or it is there again.
error-video-name = The name of this file is not a video’s: the system might open it in any program.
error-video-changed = This file is no video any more.
error-video-unreadable = This video cannot be read at the moment.
error-video-gone = This video is not there any more.
error-no-video = This file is no video.
error-no-motion = There is no video of this photo.
error-photo-offline = The drive or folder of this photo is not connected.
error-file-unreadable = This file could not be read.
error-picture-later = This picture is still being made.
error-picture-read-later = This picture is still being read.
error-sizes-later = The sizes of so many files are not known yet.
error-not-proposed = This folder was not proposed.
error-drive-silent = { $name } does not answer. Try again when its drive is connected.
error-folder-of-shoebox = { $name } belongs to Shoebox itself.
error-neither-file-nor-folder = { $name } is neither a file nor a folder.
error-no-folder-because = There is no folder { $name }: { $why }.
error-folder-forbidden = You are not allowed to open { $name }: { $why }.
error-no-file-or-folder = There is no file or folder { $name }.
error-cannot-open = { $name } cannot be opened: { $why }.
error-folder-not-shown = This folder is not shown any more.
error-search-later = The search is being made ready. Try again in a moment.
error-sidecar-drive-silent = A drive on which a sidecar is written does not answer. Try again, or take it away.
error-settled = This is settled already.
error-transfer-beside = Only Picasa and Google Takeout leave files beside photos.
error-transfer-large = { $name } is larger than { $count } MB. Nothing was read.
error-transfer-unknown = This cannot be taken over.
error-transfer-own-folder = { $name } would lie in the folder of Shoebox itself. Choose another place.
error-transfer-no-file = { $name } is no file.
error-cannot-read = { $name } cannot be read: { $why }.
error-transfer-preview-old = This preview is out of date. Choose again what to bring in.
error-transfer-unwritable = { $name } cannot be written: { $why }.
error-transfer-database = { $name } is a database, but neither digiKam’s nor Lap’s.
error-transfer-entries = { $name } speaks of more than { $count } photos. Nothing was changed.
error-transfer-columns = { $name } has no column called path, or none of: { $names }.
error-transfer-twice = { $name } has more than one column called { $column }.
error-transfer-no-table = { $name } is no table.
error-transfer-row = { $name } is damaged in the row that begins in line { $line }: a quote in it is not closed, or not where its cell ends ({ $why }). Nothing of it is taken.
error-transfer-empty = { $name } is empty.
error-transfer-other-json = { $name } is a JSON file, but no export of Shoebox.
error-transfer-newer = { $name } was written by a later version of Shoebox. Update Shoebox to bring it in.
error-transfer-no-json = { $name } is damaged, or no JSON file.
error-visit-gone = This folder is not visited any more.
error-busy-folders = Shoebox is busy with your folders. Try again in a moment.
error-closing = Shoebox is closing.

# settings
error-cache-limit = The cache may take 256 MB to 4 TB.
error-search-gone = This search is not saved any more.
error-search-empty = An empty search cannot be saved.
error-search-length = A search of more than { $count } characters cannot be saved.
error-search-name-length = A name has at most { $count } characters.
error-search-number = At most { $count } searches can be saved. Remove one to make room.
error-search-twice = This search is saved already as “{ $name }”.
error-settings-slow = Your settings are still being written: their disk does not answer. Try again later.
error-settings-newer = { $name } was made by a newer Shoebox, and cannot be copied: { $why }.

# requests
error-unknown-person = You are not logged in, or not invited.
error-page-signed-out-load = This page is not signed in any more. Load it again.
error-read-only = Nothing can be changed here.
error-link-bad = This link is not valid, or no longer valid.
error-nothing-here = There is nothing here.
error-page-signed-out = This page is not signed in. Start Shoebox again.
error-address-used = This address has been used or is too old. Start Shoebox again.
error-not-here = This cannot be done here.

# sentences of several pieces, and those of HTTP
error-no-folder = There is no folder { $name }.
error-not-a-folder = { $name } is not a folder.
error-folder-hidden = { $name } is hidden, and is left out of { $root }, which you have added.
error-folder-of-program = { $name } holds what other programs put there, and is left out of { $root }, which you have added.
error-folder-nomedia = { $name } has a file .nomedia in it, which asks galleries to stay out.
error-search-reading = The search is being made ready: { $count } photos are still to be read. Try again soon.
error-settings-unsaved = Your settings cannot be saved: { $why }.
error-file-gone = This file is no longer there.
error-file-cannot-read = This file cannot be read: { $why }.
error-no-sense = This request makes no sense.
error-too-large = This is too much at once.
error-failed = This did not work.
error-inside = Something went wrong inside Shoebox. The log says what.
error-file-changed = The file has changed.
error-no-part = The file has no such part.

# databases
error-database-lost = { $name } was moved, deleted or emptied while Shoebox was running. Start Shoebox again.
error-disk-full = The disk that holds { $path } is full. Free some space; Shoebox goes on by itself.
error-database-closed-off = { $path } cannot be opened or written.
error-database-in-use = Another program is using { $path }. Shoebox goes on when it has finished.
error-disk-fails = The disk that holds { $path } reports an error ({ $why }).
error-database-damaged = { $name } cannot be used: { $why }. Start Shoebox again; { $outlook }.
error-database-trouble = Something went wrong with { $name }: { $why }. If it comes again, please report it.
# What stands as outlook there.
error-outlook-rebuilt = it is then built anew from your folders
error-outlook-mended = it is then mended, or taken from the newest good backup

# library.db when it is opened
error-database-newer = { $name } was made by a newer Shoebox. It stays as it is, and all that you said in it is safe; that version shows it.
error-database-older = { $name } is of an earlier version and cannot be taken further: { $why }. All that you said is safe in it. Free some space if the disk is full, and start Shoebox again.
error-database-unmended = { $name } is damaged, and nothing can be written beside it to mend it: { $why }. It stays as it is. Free some space if the disk is full, and start Shoebox again.
error-database-obstacle = What stands in the place of { $path } cannot be moved: { $why }.
error-database-immovable = { $path } is damaged and cannot be moved: { $why }.
error-backup-copy = The backup { $name } cannot be copied: { $why }.

# A search that finds nothing, without a point: a title.

error-all-left-out = { $here ->
    [folder] “{ $text }” leaves every photo out in this folder
   *[all] “{ $text }” leaves every photo out
}
error-none-called = { $what ->
    [camera] No camera
    [lens] No lens
    [folder] No folder
    [name] No file
    [city] No city
    [region] No region
   *[country] No country
} { $here ->
    [folder] in this folder is called “{ $name }”
   *[all] is called “{ $name }”
}
error-none-has = { $what ->
    [title] No title
    [caption] No caption
   *[tag] No tag
} { $here ->
    [folder] in this folder has “{ $text }”
   *[all] has “{ $text }”
}
error-no-place-called = No place called “{ $name }” is known
error-nobody-called = { $here ->
    [folder] Nobody in this folder is called “{ $name }”
   *[all] Nobody is called “{ $name }”
}
error-no-photo-matches = { $here ->
    [folder] No photo in this folder matches “{ $text }”
   *[all] No photo matches “{ $text }”
}
