# The viewer: its bar, its keys, videos, the pictures of one photo, what cannot be shown.

viewer-photo = Photo
viewer-photo-name = Photo { $name }
viewer-photo-number = Photo { $n }
viewer-about-photo = About this photo
viewer-about-photo-key = About this photo (I)
viewer-back-key = Back (Esc)
viewer-full-screen-key = Full screen (F11)
viewer-previous-photo = Previous photo
viewer-next-photo = Next photo
viewer-first-photo = First photo
viewer-last-photo = Last photo
viewer-zoom = Zoom
viewer-zoom-in = Zoom in
viewer-zoom-in-key = Zoom in (+)
viewer-zoom-out = Zoom out
viewer-zoom-out-key = Zoom out (−)
viewer-percent = { $percent }%
viewer-fit = Fit
viewer-fit-key = Fit (Ctrl+0)
viewer-is-fitted = Fit
viewer-actual-size = Actual size
viewer-fit-or-actual = Fit or actual size, at the pointer
viewer-pan-down = Down in an enlarged photo
viewer-pan-up = Up in an enlarged photo
viewer-download = Download
viewer-download-key = Download (Ctrl+S)
viewer-filmstrip = Photos in this view
viewer-system-player = Play in the system's player
viewer-lost = “{ $name }” was deleted or moved away.
viewer-lost-unknown = The photo was deleted or moved away.
viewer-lost-next = { $lost } This is the next one.
viewer-lost-last = { $lost } This is the last one.
# Signs on the photo.
viewer-has-raw = There is a RAW file of it, too
viewer-live = Live
viewer-hold = Hold to see it move
viewer-pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
viewer-videos = { $count ->
    [one] { $count } video
   *[other] { $count } videos
}
# The pictures of one photo.
viewer-picture = Picture
viewer-pages = Pages
viewer-page = Page { $n } of { $total }
viewer-page-more = Page { $n } of { $total } or more
viewer-page-before-key = Page before (Shift+PageUp)
viewer-next-page-key = Next page (Shift+PageDown)
viewer-document-before = Page of a document before
viewer-document-next = Next page of a document
viewer-page-unshown = { $page } cannot be shown
viewer-toggle-developed = Camera’s picture or developed
viewer-camera-picture = Camera’s picture
viewer-camera-picture-why = The picture that the camera put into the file (D)
viewer-developed = Developed
viewer-developed-why = Made from what the sensor saw (D)
viewer-developing = Developing…
viewer-too-long = It takes too long to make this picture: try again later.
viewer-away = The drive or folder of this photo is not connected.
# Videos.
viewer-video = Video
viewer-play-key = Play (Space)
viewer-pause-key = Pause (Space)
viewer-position = Position
viewer-mute-key = Mute (M)
viewer-sound-key = Sound on (M)
viewer-volume = Volume
viewer-video-full-key = Full screen (F)
viewer-play-pause = Play or pause
viewer-seconds-on = 5 seconds on
viewer-seconds-back = 5 seconds back
viewer-leave-next = Leave for the next photo
viewer-leave-before = Leave for the photo before
viewer-frame-on = One frame on
viewer-frame-back = One frame back
viewer-sound = Sound on or off
viewer-back-to-picture = Back to the picture
viewer-read-no-further = The video could not be read any further.
viewer-cannot-play = This browser cannot play this video
viewer-cannot-play-download = This browser cannot play this video: download it to play it
# What cannot be shown, or not yet.
viewer-opening = Opening the original
viewer-opens-later = The original opens when the drive is back
viewer-not-arrived = The picture did not arrive. { $reason }
viewer-late = It may be very large, or the drive may be slow.
viewer-offline = This photo is on a drive that is not connected, and no copy of it was kept here. It opens when the drive is back.
viewer-not-here = This photo is not here
