# Words and sentences that several views share.

common-cancel = Cancel
common-close = Close
common-close-key = Close (Esc)
common-undo = Undo
common-undone = Undone
common-open = Open
common-rename = Rename
common-remove = Remove
common-look-again = Look again
common-try-again = Try again
common-show-list = Show list
common-show-all = Show all
common-add-folder = Add a folder
common-copy-path = Copy path
common-show-in-folder = Show in folder
common-select-all = Select all
common-none = none
common-full-screen = Full screen
common-back-to-photos = Back to the photos
common-month-years = Months and years
common-history = History
common-albums = Albums
common-gone = Files that are gone
common-settings = Settings
common-backups = Backups
common-favourites = Favourites
common-all-photos = All photos
common-newest = Newest first
common-oldest = Oldest first
common-quoted = “{ $name }”
common-of = { $n } of { $total }
# viewer
common-copy = Copy
common-date-and-place = Date and place
common-add-to-album = Add to an album
common-take-out-of-album = Take out of the album
