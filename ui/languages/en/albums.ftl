# Albums: their page, and what the history says of them.

albums-count = { $count ->
    [one] { $count } album
   *[other] { $count } albums
}
albums-rename-key = Rename the album
albums-delete-key = Delete the album
albums-rename = Rename this album
albums-smart-why = Searches that you saved. They hold what they find, also photos to come.
albums-none = No albums yet. An album holds photos of any folder, in the order you give them; no file is moved. Select photos and press { $key } to put them into one.

# What an act did
albums-made = Album “{ $name }” made
albums-renamed = Album “{ $name }” renamed to “{ $to }”
albums-moved-into = Album “{ $name }” moved into “{ $to }”
albums-moved = Album “{ $name }” moved
albums-deleted = Album “{ $name }” deleted
albums-ordered = { $order ->
    [hand] Album “{ $name }” ordered by hand
    [newest] Album “{ $name }” ordered newest first
    [oldest] Album “{ $name }” ordered oldest first
   *[other] Album “{ $name }” ordered anew
}
albums-cover-chosen = Cover of “{ $name }” chosen
albums-added = { $count ->
    [one] { $count } photo added to “{ $name }”
   *[other] { $count } photos added to “{ $name }”
}
albums-removed = { $count ->
    [one] { $count } photo taken out of “{ $name }”
   *[other] { $count } photos taken out of “{ $name }”
}
albums-shuffled = { $count ->
    [one] { $count } photo moved in “{ $name }”
   *[other] { $count } photos moved in “{ $name }”
}
albums-changed = Album “{ $name }” changed
