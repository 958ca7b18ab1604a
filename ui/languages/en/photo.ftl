# What is known of a photo: the panel beside it, and why it has its date.

photo-about = About
photo-close-panel = Close panel
photo-what-you-say = What you say about it
photo-add-title = Add a title
photo-title = Title
photo-write-caption = Write a caption
photo-caption = Caption
photo-elsewhere = { $field ->
    [title] Meanwhile the title is { $words } now. What you write replaces it; Esc keeps it.
   *[caption] Meanwhile the caption is { $words } now. What you write replaces it; Esc keeps it.
}
photo-elsewhere-off = { $field ->
    [title] Meanwhile the title was taken off. What you write replaces it; Esc keeps it.
   *[caption] Meanwhile the caption was taken off. What you write replaces it; Esc keeps it.
}
photo-take-out-of = Take out of “{ $name }”
photo-file-date = Use the file’s date
photo-place = Place
photo-file-place = Use the file’s place
photo-said-so = You said so
photo-said-no-place = You said that it has no place
photo-places-source = Names of places: GeoNames, CC BY 4.0
photo-near = Near { $town }
photo-above-sea = { $metres } m above the sea
photo-below-sea = { $metres } m below the sea
photo-people = People
photo-stars-of-file = { $count } of 5 stars, from the file
photo-size-megapixels = { $count ->
    [one] { $size } · { $amount } megapixel
   *[other] { $size } · { $amount } megapixels
}
photo-format-icon = Icon
photo-format-mac-icon = Icon of macOS
photo-shown-page = Shown: page { $n } of { $total }, { $size }
photo-shown-page-more = Shown: page { $n } of { $total } or more, { $size }
photo-shown-developed = Shown: developed from the RAW file, { $size }
photo-shown-camera = Shown: the camera’s picture, { $size }
photo-hdr-mark = HDR
photo-hdr = High dynamic range
photo-gain-map = Gain map
photo-gain-map-without = Gain map, shown without it
photo-standard-range = { $kind }, shown in standard range
photo-files = { $count ->
    [one] { $count } file, one photo
   *[other] { $count } files, one photo
}
photo-more-files = { $count ->
    [one] and { $count } more file
   *[other] and { $count } more files
}
photo-take-apart = Take apart
photo-show-this = Show this one
photo-open-player = Open in the system’s player
# Where its date is from.
photo-from-said-zone = You said so, { $zone }
photo-from-camera = Camera clock, no time zone
photo-from-camera-zone = Camera clock, { $zone }
photo-from-recording = Recording clock
photo-from-recording-zone = Recording clock, { $zone }
photo-from-video = When the video was made, by this computer’s clock
photo-from-video-zone = When the video was made, in local time
photo-from-program = Written by a photo program
photo-from-sidecar = Written by a photo program, in the file beside the picture
photo-from-google = From Google Photos
photo-from-upload = Upload to Google Photos; it does not tell when the picture was taken
photo-from-changed = Last time the picture was saved; it does not tell when it was taken
photo-from-movie = When the file was made; it does not tell when the picture was taken
photo-from-gps = Satellite clock, in local time
photo-from-name = From the file name
photo-from-file = Last change to the file; the picture itself has no date
photo-why-date = Why this date
photo-believed = believed
photo-agrees = agrees
photo-disagrees = disagrees
photo-not-taken = not when it was taken
photo-doubt = { $name } says otherwise
photo-doubt-two = { $one } and { $other } say otherwise
photo-doubt-many = { $count } others say otherwise
photo-found-said = You
photo-found-exif = Camera
photo-found-digitized = Digitized
photo-found-xmp = Photo program
photo-found-iptc = Photo program (IPTC)
photo-found-sidecar = File beside it
photo-found-text = Text in the file
photo-found-recording = Recording
photo-found-video = Video, when it was made
photo-found-movie = Film in the file
photo-found-google = Google Photos
photo-found-upload = Google Photos, upload
photo-found-changed = Last saved
photo-found-gps = Satellites
photo-found-name = File name
photo-found-file = Last change
# What is wrong with its files.
photo-problem = This file has a problem
photo-sidecar-problem = A file beside it is not read
photo-problem-empty = This file is empty.
photo-problem-no-picture = This is no picture that Shoebox knows.
photo-problem-wrong-content = The content of this file is not what its name says.
photo-problem-truncated = This file ends too early: nothing of it can be shown.
photo-problem-truncated-part = This file ends too early: it is shown as far as it goes.
photo-problem-damaged = This file is damaged: nothing of it can be shown.
photo-problem-damaged-part = Part of this file is damaged: it is shown as far as it can be read.
photo-problem-too-large = This picture is larger than Shoebox decodes.
photo-problem-unsupported = This file is of a rare variant, which cannot be decoded here.
photo-problem-timeout = It took too long to decode this file.
photo-problem-decoder-died = This file made the decoder crash. It is left out until it changes.
photo-problem-out-of-memory = This file needs more memory than Shoebox may use for one picture.
photo-problem-unreadable = This file cannot be opened or read.
photo-problem-changed = This file is being changed just now.
photo-problem-vanished = This file is no longer there.
photo-problem-silent = The drive of this file does not answer.
