# Numbers of things, and quantities.

count-photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
count-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
count-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
count-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
count-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
count-moment = less than a second
count-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
count-under = Under { $size }
count-conflicts = { $count ->
    [one] { $count } conflict
   *[other] { $count } conflicts
}
count-folders = { $count ->
    [one] { $count } folder
   *[other] { $count } folders
}
count-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
count-pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
count-videos = { $count ->
    [one] { $count } video
   *[other] { $count } videos
}
