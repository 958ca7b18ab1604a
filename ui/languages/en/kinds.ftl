# Kinds of what a folder holds and is not shown, without their number, and one of them with it.

kinds-counted = { $count } { $kind }
kinds-pdf = PDF
kinds-svg = SVG
kinds-eps = EPS
kinds-wmf = WMF
kinds-emf = EMF
kinds-video = { $count ->
    [one] video of another kind
   *[other] videos of other kinds
}
kinds-sound = { $count ->
    [one] sound file
   *[other] sound files
}
kinds-archive = { $count ->
    [one] archive
   *[other] archives
}
kinds-other = { $count ->
    [one] other file
   *[other] other files
}
kinds-raw = RAW
kinds-jp2 = JPEG 2000
kinds-jxr = JPEG XR
kinds-psd = Photoshop
kinds-icon = { $count ->
    [one] icon
   *[other] icons
}
kinds-project = { $count ->
    [one] file of a picture editor
   *[other] files of picture editors
}
kinds-rare = { $count ->
    [one] picture of a rare format
   *[other] pictures of rare formats
}
kinds-hidden = { $count ->
    [one] hidden picture
   *[other] hidden pictures
}
kinds-link = { $count ->
    [one] link
   *[other] links
}
kinds-hidden-folder = { $count ->
    [one] hidden folder
   *[other] hidden folders
}
kinds-nomedia = { $count ->
    [one] folder with .nomedia
   *[other] folders with .nomedia
}
kinds-previews = { $count ->
    [one] folder of another program’s previews
   *[other] folders of other programs’ previews
}
kinds-edited = { $count ->
    [one] folder of edited copies
   *[other] folders of edited copies
}
kinds-thumbnails = { $count ->
    [one] file of thumbnails
   *[other] files of thumbnails
}
kinds-bin = { $count ->
    [one] recycle bin
   *[other] recycle bins
}
