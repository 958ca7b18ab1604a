# What several parts of the page can do and ask, and what they say of it.

# Albums
core-album = Album
core-find-album = Find an album or name a new one
core-add-to-album = Add { $count ->
    [one] { $count } photo
   *[other] { $count } photos
} to an album
core-add = Add
core-no-albums = There are no albums yet. Type a name to make one.
core-new-album-named = New album “{ $name }”
core-new-album-in = New album in it
core-move-out = Move out of its album
core-delete-album = Delete album
core-album-holds = “{ $name }” holds { $count ->
    [one] it
   *[other] them
} already.
core-album-deleted = Album “{ $name }” deleted. Its photos stay.
core-album-gone = “{ $name }” is no longer there.
core-this-album-gone = This album is no longer there.
core-lies-in = It lies in “{ $name }”.
core-album-about = It holds photos of any folder. No file is moved.
core-make-album = Make album
# What was said, and undone
core-redo = Redo
core-silent = Shoebox did not answer.
core-unchanged = Nothing was changed. { $reason }
# Folders and searches
core-add-folder-how = Stop Shoebox (Ctrl+C), and start it by the same command with the folder at its end:
core-command = … serve /path/to/folder
core-command-line = Add a folder on the command line
core-remove-root = Remove “{ $name }” from Shoebox?
core-remove-root-photos = { $count ->
    [one] { $count } photo will no longer be shown.
   *[other] { $count } photos will no longer be shown.
}
core-remove-root-why = Removing a folder here never deletes its photos.
core-keep-it = Keep it
core-no-search = There is no search to save. Type one first.
core-saved-already = Saved already as “{ $name }”.
core-saved-as = Saved as “{ $name }”.
core-search-about = It looks in all folders, also at photos to come.
core-save = Save
core-rename-search = Rename this search
core-edit-search = Edit this search
core-reveal = Show in file manager
# Copying
core-most-paths = At most { $count } paths can be copied at once.
core-paths-copied = { $count ->
    [one] { $count } path copied
   *[other] { $count } paths copied
}
core-most-files = At most { $count } files can be copied at once.
core-files-copied = { $count ->
    [one] { $count } file copied
   *[other] { $count } files copied
}
core-no-clipboard = The clipboard could not be reached.
core-picture-and-file-copied = Picture and file copied
core-picture-copied = Picture copied
core-picture-not-copied = The picture could not be copied.
core-one-picture = A browser can copy one picture at a time, and no videos.
# Fields and dialogs
core-name = Name
core-close-message = Close this message
core-leave-full-screen = Leave full screen
core-add-date = Add a date
core-add-place = Add a place
core-places = Places
core-this-point = This point
core-no-place = No place is known by this name: write another one, or a point.
# Files that are gone, and photos that are several files
core-kept-apart = { $count ->
    [one] The photo is kept apart.
   *[other] The photos are kept apart.
}
core-which-file = Which of the files that are gone is this photo?
core-which-file-why = It gets what was said about that file. What it has of its own stays.
core-nothing-missing = Nothing that you said is missing its file.
core-taken-apart = Taken apart: { $photos }.
core-most-together = At most { $count } photos can be put together.
core-put-together = { $photos } put together. The info panel takes them apart.
# Heart, stars, pick and reject, colour labels
core-favourite = Favourite
core-rating = Rating
core-rating-of = Rating: { $rating } of { $most } stars
core-rating-none = Rating: none
core-picks = Pick or reject
core-labels = Colour label
core-label = { $label ->
    [red] Red label
    [yellow] Yellow label
    [green] Green label
    [blue] Blue label
   *[purple] Purple label
}
core-same-and-on = The same, and on to the next
# Copies beside the photos
core-sidecars-question = Keep a copy of what you say beside your photos, so that other programs see it?
core-sidecars-why = A small file beside each photo (photo.jpg.xmp) holds stars, labels, tags and words, as Lightroom, digiKam and darktable read them. Your photos stay as they are. You can change this in the settings.
core-sidecars-kept = What you say is copied beside your photos from now on.
core-sidecars-later = Decide later
core-sidecars-no = No
core-sidecars-yes = Keep copies
core-question = A question
# Tags
core-tag = Tag
core-a-tag = A tag
core-add-tag = Add a tag
core-take-off = Take off { $tag }
core-merge = Merge
core-move-tag = Move “{ $tag }”
core-move-tag-where = Below which tag? It takes those below it along.
core-to-the-top = To the top
core-merge-tag = Merge “{ $tag }”
core-merge-tag-into = Into which tag?
core-go-on = Go on
# The photos
core-not-listed = The photos could not be listed: { $reason }
core-visit-kept = “{ $name }” is shown in Shoebox from now on.
