# The grid of photos: its tiles, keys and menus, the selection, the months and years, the rail.

# Tiles
grid-photo = Photo
grid-video = Video
grid-no-picture = No picture could be made
grid-moving = Moving
grid-favourite = Favourite
# A tile as it is read out
grid-is-video = video
grid-video-of = video of { $duration }
grid-live = live
grid-with-raw = with RAW
grid-animated = animated
grid-is-offline = offline
# Keys
grid-photo-before = Previous photo
grid-photo-after = Next photo
grid-row-above = Row above
grid-row-below = Row below
grid-page-up = Page up
grid-page-down = Page down
grid-row-start = Start of the row
grid-row-end = End of the row
grid-clear-then-search = Clear the selection, then the search
grid-select-or-not = Select or not
grid-go-to-date = Go to a date
grid-month-above = Month above
grid-month-below = Month below
# Selecting
grid-select = Select
grid-take-out = Take out of the selection
grid-select-day = Select this day
grid-select-that-day = Select { $day }
grid-take-day-out = Take this day out of the selection
grid-invert = Invert the selection
grid-clear-selection = Clear the selection
grid-selected = { $count } selected
# What can be done with photos
grid-copy-paths = Copy paths
grid-put-together = Put together
grid-give-words = Give it words of a file that is gone
grid-use-as-cover = Use as cover
grid-towards-beginning = Move towards the beginning
grid-towards-end = Move towards the end
grid-move-row-up = Move a row up
grid-move-row-down = Move a row down
# What can be said of them
grid-stars = Stars
grid-label = { $label ->
    [red] Label red
    [yellow] Label yellow
    [green] Label green
    [blue] Label blue
   *[purple] Label purple
}
grid-no-label = No label
grid-none = None
grid-apply = Apply
grid-tag-photos = Tag { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
grid-tag-below = A slash puts a tag below another: travel / italy.
# Date and place
grid-date-and-place-of = Date and place of { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
grid-nothing-known = Nothing is known about these photos at the moment.
grid-place = Place
grid-as-photos = As { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
grid-no-place = No place
grid-places-of-files = Use the files’ places
grid-choose-place = Choose the place from the list, or empty the field.
grid-may-stay = { $count ->
    [one] { $count } photo without a time may stay.
   *[other] { $count } photos without a time may stay.
}
# Months and years
grid-months = Months
grid-years = Years
grid-before = Before
grid-after = After
grid-above = Above
grid-below = Below
grid-first = First
grid-last = Last
grid-closer = Closer
# The rail, where photos are in another order than that of their dates
grid-by-name = Name
grid-by-size = Size
grid-by-change = Date of change
grid-position = Position
