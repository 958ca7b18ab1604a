# What is brought in from other programs, and taken out.

transfer-origin = { $from ->
    [shoebox] an export
    [table] a table
    [digikam] digiKam
    [lap] Lap
    [picasa] Picasa
    [takeout] Google Takeout
   *[other] elsewhere
}
transfer-from = From { $origin }
transfer-brought-in = { $count ->
    [one] { $count } photo brought in from { $origin }
   *[other] { $count } photos brought in from { $origin }
}
transfer-kind = { $kind ->
    [favourite] Favourites
    [rating] Stars
    [pick] Picked and rejected
    [label] Colour labels
    [title] Titles
    [caption] Captions
    [date] Dates
    [place] Places
    [tags] Tags
    [people] People, as tags
    [albums] Albums
   *[other] { $kind }
}
transfer-nothing = It says nothing about photos.
transfer-said-about = { $count ->
    [one] Something is said about { $count } photo.
   *[other] Something is said about { $count } photos.
}
transfer-none-here = { $photos ->
    [one] It is not here.
   *[other] None of them is here.
}
transfer-some-here = { $count ->
    [one] { $count } of them is here.
   *[other] { $count } of them are here.
}
transfer-nothing-new = Nothing new
transfer-yours = { $count } where you said something else
transfer-same = { $count } as here already
transfer-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
transfer-tags = { $count ->
    [one] { $count } tag
   *[other] { $count } tags
}
transfer-missing = { $count ->
    [one] { $count } photo not found here
   *[other] { $count } photos not found here
}
transfer-ambiguous = { $count ->
    [one] { $count } photo that could be several here
   *[other] { $count } photos that could be several here
}
transfer-refused = { $count ->
    [one] { $count } value that cannot be kept
   *[other] { $count } values that cannot be kept
}
transfer-left = { $count ->
    [one] { $count } word for which there is no place here
   *[other] { $count } words for which there is no place here
}
transfer-left-kind = { $what } ({ $count })
transfer-bring-in = Bring in
transfer-bring-in-why = What you said about your photos elsewhere. Nothing changes before you have seen it.
transfer-choice = Where you said something else here
transfer-keep = Keep yours
transfer-replace = Take what comes in
transfer-all-same = All of this was so already.
transfer-picasa = Stars, captions, people and albums, from the files .picasa.ini in your folders
transfer-takeout = Favourites, captions, people and albums, from the JSON files beside your photos
transfer-file = A file
transfer-file-window = An export of Shoebox, a CSV table, or the database of digiKam (digikam4.db) or Lap
transfer-file-browser = An export of Shoebox, or a CSV table. For digiKam and Lap, and for larger files, run: main.py import FILE
transfer-choose = Choose…
transfer-choose-file = Choose a file to bring in
transfer-look = Look
transfer-look-for = Look for { $name }
transfer-take-out = Take out
transfer-take-out-why = Everything that you said, as one file that is yours: JSON holds all of it and can be brought in again, also on another computer; CSV opens in a spreadsheet.
transfer-save-as = Save as { $form }
transfer-writing = Writing…
transfer-reading = Reading…
transfer-too-large = This file is too large for the browser. Run main.py import FILE instead.
transfer-unreadable = This file cannot be read.
transfer-written = { $name }: { $photos }
