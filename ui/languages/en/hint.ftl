# Hints: each is shown once, when it is of use.

hint-label = Hint
hint-no-more = No more hints
hint-open = { $key } opens a photo; so does a double click.
hint-stars = { $one } to { $five } give a photo stars, { $heart } makes it a favourite: here, and while it is open.
hint-drag = Drag across photos to select all that you touch, or click the last of them with Shift held.
hint-albums = { $key } puts the selected photos into an album. You can also drag them onto one in the sidebar.
hint-folders = Right-click a folder to see what you can do with it.
hint-search = { $key } searches for names, places, cameras and dates: try “lisbon 2019”.
hint-rail = Drag along the dates at the edge to get through the years, or press { $key } to go to a date.
hint-keys = { $key } lists all the keys at any time.
hint-settings = Hints
hint-settings-how = One at a time, each of them once.
