# The sidebar: folders, albums, searches, tags, the background work, what is not shown.

sidebar-album-menu = Album menu
sidebar-album-name = Name of the album
sidebar-folder-menu = Folder menu
sidebar-search-menu = Search menu
sidebar-tag-menu = Tag menu
sidebar-with-count = { $name }, { $count }
sidebar-is-offline = { $name }, offline
sidebar-offline = Offline
sidebar-sidebar = Sidebar
sidebar-next-folder = Next folder
sidebar-folder-before = Previous folder
sidebar-remove-root = Remove from Shoebox
sidebar-not-saved = “{ $name }” is no longer saved.
sidebar-edit-search = Edit search
sidebar-move = Move
sidebar-merge = Merge into
sidebar-remove-tag = Remove from all photos
sidebar-tag-name = Name of the tag
sidebar-put-below = Put below “{ $tag }”
sidebar-merge-into = Merge into “{ $tag }”
sidebar-not-shown = Not shown
sidebar-all-shown = Everything is shown
sidebar-copy-path-of = Copy path of { $name }
sidebar-show-in-folder = Show { $name } in folder
sidebar-files = Files
sidebar-problems = Problems
sidebar-work = Background work
sidebar-pause = Pause
sidebar-go-on = Go on
sidebar-not-connected = Not all folders are connected
sidebar-up-to-date = Up to date
sidebar-paused = Paused
sidebar-paused-at = Paused at { $percent }%
sidebar-adding = Adding photos
sidebar-adding-at = Adding photos, { $percent }%
sidebar-files-found = Files found
sidebar-dates-cameras = Dates and cameras
sidebar-thumbnails = Thumbnails
sidebar-while-paused = Nothing is read while paused. What is on screen is still shown.
sidebar-meanwhile = Look around meanwhile: what is on screen comes first.
sidebar-time-left = { $left }. Look around meanwhile: what is on screen comes first.
sidebar-other-kinds = { $count ->
    [one] and { $count } other kind, behind “Show all”
   *[other] and { $count } other kinds, behind “Show all”
}
sidebar-listed = { $count } found
sidebar-folders-offline = { $count ->
    [one] { $count } folder offline
   *[other] { $count } folders offline
}
sidebar-no-folders = No folders yet
sidebar-have-problem = { $count ->
    [one] { $count } file has a problem
   *[other] { $count } files have a problem
}
sidebar-still-offline = “{ $name }” is still not connected.
sidebar-is-back = “{ $name }” is back.
sidebar-file-read = The file can be read now.
sidebar-files-read = { $solved } of { $count ->
    [one] { $count } file
   *[other] { $count } files
} can be read now.
sidebar-still-problem = { $count ->
    [one] { $count } file still has a problem.
   *[other] { $count } files still have a problem.
}
sidebar-new-photos = { $count ->
    [one] { $count } new photo found.
   *[other] { $count } new photos found.
}
sidebar-lost-photos = { $count ->
    [one] { $count } photo is no longer there.
   *[other] { $count } photos are no longer there.
}
sidebar-no-new-photos = No new photos were found.
sidebar-one-offline = { $name } is offline.
sidebar-several-offline = { $names } and { $last } are offline.
sidebar-empty = Empty file
sidebar-no-picture = Not a picture
sidebar-wrong-content = Not what its name says
sidebar-truncated = File ends too early
sidebar-damaged = Damaged
sidebar-too-large = Too large
sidebar-unsupported = A rare variant
sidebar-timeout = Took too long
sidebar-decoder-died = Could not be decoded
sidebar-out-of-memory = Needs too much memory
sidebar-unreadable = Cannot be opened
sidebar-unread = Could not be read
sidebar-path-more = { $path } and { $count } more
sidebar-less-than-minute = Less than a minute left
sidebar-minutes-left = { $count ->
    [one] About { $count } minute left
   *[other] About { $count } minutes left
}
sidebar-hours-left = { $count ->
    [one] About { $count } hour left
   *[other] About { $count } hours left
}
sidebar-days-left = More than a day left
sidebar-other-pictures = Pictures of other kinds
sidebar-why-other-pictures = Shoebox does not open these kinds of pictures.
sidebar-kept-out = Left out on purpose
sidebar-why-kept-out = Hidden files and folders; links, because what they lead to may lie outside your folders or be shown already; and folders with a file called .nomedia, which asks galleries to stay out.
sidebar-no-photos = Not photos
sidebar-why-no-photos = They open in other programs.
sidebar-copies = Copies by other programs
sidebar-why-copies = Previews and edited copies that other programs keep of photos, and what was thrown away. The photos themselves are shown.
sidebar-not-counted = Not counted: sidecars, files and folders of the system, hidden files that are no pictures, and files that programs keep for a moment.
sidebar-are-no-photos = { $count ->
    [one] { $count } file is not a photo.
   *[other] { $count } files are not photos.
}
sidebar-are-no-photos-list = { $count ->
    [one] { $count } file is not a photo: { $kinds }.
   *[other] { $count } files are not photos: { $kinds }.
}
sidebar-pictures-not-shown = { $count ->
    [one] { $count } picture cannot be shown: { $kinds }.
   *[other] { $count } pictures cannot be shown: { $kinds }.
}
sidebar-are-left-out = { $count ->
    [one] { $kinds } is left out.
   *[other] { $kinds } are left out.
}
sidebar-and-last = { $names } and { $last }
sidebar-sum-not-shown = { $count } not shown
sidebar-rest = and { $kinds } in other folders
sidebar-read = { $count } read
sidebar-made = { $count } made
sidebar-proposed = { $count ->
    [one] { $count } photo or video
   *[other] { $count } photos and videos
}
sidebar-more-than = more than { $photos }
sidebar-newest-first = { $photos }, the newest first
sidebar-card = Camera or phone
sidebar-card-name = Camera or phone: { $name }
