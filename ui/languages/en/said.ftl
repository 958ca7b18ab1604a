# What was said about photos, as the history, toasts and screen readers say it.

said-favourite = { $count ->
    [one] { $count } photo made a favourite
   *[other] { $count } photos made favourites
}
said-no-favourite = { $count ->
    [one] { $count } photo no longer a favourite
   *[other] { $count } photos no longer favourites
}
said-rated = { $count ->
    [one] { $count } photo rated { $stars }
   *[other] { $count } photos rated { $stars }
}
said-stars-off = { $count ->
    [one] Stars taken off { $count } photo
   *[other] Stars taken off { $count } photos
}
said-pick = { $pick ->
    [picked] { $count ->
        [one] { $count } photo picked
       *[other] { $count } photos picked
    }
    [rejected] { $count ->
        [one] { $count } photo rejected
       *[other] { $count } photos rejected
    }
   *[none] { $count ->
        [one] { $count } photo neither picked nor rejected
       *[other] { $count } photos neither picked nor rejected
    }
}
said-labelled = { $count ->
    [one] { $count } photo labelled { $label }
   *[other] { $count } photos labelled { $label }
}
said-label-off = { $count ->
    [one] Label taken off { $count } photo
   *[other] Label taken off { $count } photos
}
said-titled = { $count ->
    [one] { $count } photo titled { $title }
   *[other] { $count } photos titled { $title }
}
said-title-off = { $count ->
    [one] Title taken off { $count } photo
   *[other] Title taken off { $count } photos
}
said-captioned = { $count ->
    [one] { $count } photo captioned { $caption }
   *[other] { $count } photos captioned { $caption }
}
said-caption-off = { $count ->
    [one] Caption taken off { $count } photo
   *[other] Caption taken off { $count } photos
}
said-tag-moved = { $count ->
    [one] Tag { $from } became { $to } on { $count } photo
   *[other] Tag { $from } became { $to } on { $count } photos
}
said-tagged = { $count ->
    [one] { $count } photo tagged { $tags }
   *[other] { $count } photos tagged { $tags }
}
said-tag-off = { $count ->
    [one] Tag { $tag } taken off { $count } photo
   *[other] Tag { $tag } taken off { $count } photos
}
said-tags-off = { $count ->
    [one] Tags { $tags } taken off { $count } photo
   *[other] Tags { $tags } taken off { $count } photos
}
said-dated = { $count ->
    [one] { $count } photo dated { $date }
   *[other] { $count } photos dated { $date }
}
said-dated-around = { $count ->
    [one] { $count } photo dated around { $date }
   *[other] { $count } photos dated around { $date }
}
said-dated-file = { $count ->
    [one] { $count } photo dated as its file says
   *[other] { $count } photos dated as their files say
}
said-shifted = { $count ->
    [one] { $count } photo dated { $shift }
   *[other] { $count } photos dated { $shift }
}
said-zone = { $count ->
    [one] { $count } photo put on the clock of { $zone }
   *[other] { $count } photos put on the clock of { $zone }
}
said-placed-in = { $count ->
    [one] { $count } photo placed in { $place }
   *[other] { $count } photos placed in { $place }
}
said-placed-at = { $count ->
    [one] { $count } photo placed at { $place }
   *[other] { $count } photos placed at { $place }
}
said-placed-file = { $count ->
    [one] { $count } photo placed as its file says
   *[other] { $count } photos placed as their files say
}
said-place-off = { $count ->
    [one] Place taken off { $count } photo
   *[other] Place taken off { $count } photos
}
said-changed = { $count ->
    [one] { $count } photo changed
   *[other] { $count } photos changed
}

# Several acts, one soon after the other, that did not say the same
said-run-rated = { $count ->
    [one] { $count } photo rated { $least } to { $most }
   *[other] { $count } photos rated { $least } to { $most }
}
said-run-rated-up = { $count ->
    [one] { $count } photo rated up to { $most }
   *[other] { $count } photos rated up to { $most }
}
said-run-picked-rejected = { $count ->
    [one] { $count } photo picked or rejected
   *[other] { $count } photos picked or rejected
}
said-run-picked-neither = { $count ->
    [one] { $count } photo picked or neither
   *[other] { $count } photos picked or neither
}
said-run-rejected-neither = { $count ->
    [one] { $count } photo rejected or neither
   *[other] { $count } photos rejected or neither
}
said-run-picked-all = { $count ->
    [one] { $count } photo picked, rejected or neither
   *[other] { $count } photos picked, rejected or neither
}
said-run-favourites = { $count ->
    [one] { $count } photo made a favourite or no longer
   *[other] { $count } photos made favourites or no longer
}
said-run-labelled = { $count ->
    [one] { $count } photo labelled { $labels } or { $last }
   *[other] { $count } photos labelled { $labels } or { $last }
}
said-run-labelled-or-not = { $count ->
    [one] { $count } photo labelled { $labels } or not at all
   *[other] { $count } photos labelled { $labels } or not at all
}
said-run-titled = { $count ->
    [one] { $count } photo titled
   *[other] { $count } photos titled
}
said-run-captioned = { $count ->
    [one] { $count } photo captioned
   *[other] { $count } photos captioned
}
said-run-worded = { $count ->
    [one] { $count } photo titled or captioned
   *[other] { $count } photos titled or captioned
}
said-run-tagged = { $count ->
    [one] { $count } photo tagged
   *[other] { $count } photos tagged
}
said-run-tags = { $count ->
    [one] Tags of { $count } photo changed
   *[other] Tags of { $count } photos changed
}
said-run-dated = { $count ->
    [one] { $count } photo dated
   *[other] { $count } photos dated
}
said-run-placed = { $count ->
    [one] { $count } photo placed
   *[other] { $count } photos placed
}
said-run-kept = { $count ->
    [one] { $act }: changed since then, and stays as it is.
   *[other] { $act }: changed since then, and stay as they are.
}

# What was undone or done again
said-undone = Undone: { $act }.
said-again = Done again: { $act }.
said-undone-already = This is undone already.
said-nothing-undone = Nothing undone.
said-nothing-to-undo = There is nothing to undo.
said-nothing-to-redo = There is nothing to do again.
said-kept = { $count ->
    [one] { $count } photo changed since then stays as it is.
   *[other] { $count } photos changed since then stay as they are.
}
said-album-changed = “{ $name }” was changed since then.
said-left-out = { $others ->
    [0] { $name } was left out: moved or changed, and what you said about it before is not known yet. Try again soon.
    [one] { $name } and { $others } other photo were left out: moved or changed, and what you said about them before is not known yet. Try again soon.
   *[other] { $name } and { $others } other photos were left out: moved or changed, and what you said about them before is not known yet. Try again soon.
}

# What holds for one photo, in a few words
said-is-favourite = favourite
said-is-picked = { $pick ->
    [picked] picked
    [rejected] rejected
   *[none] neither picked nor rejected
}
said-stars = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
said-colour = { $label ->
    [red] red
    [yellow] yellow
    [green] green
    [blue] blue
    [purple] purple
   *[other] { $label }
}
said-label = { $label } label
said-without = without { $tags }
said-something = something else
said-nothing = { $field ->
    [rating] no stars
    [label] no label
    [pick] neither
    [favourite] no favourite
   *[other] nothing
}
said-field = { $field ->
    [rating] Rating
    [label] Label
    [pick] Pick
    [favourite] Favourite
    [title] Title
    [caption] Caption
    [date] Date
    [place] Place
   *[other] { $field }
}
said-conflict-favourite = a favourite
said-ours-counts = Yours is newer and counts.
said-theirs-counts = The other is newer and counts.
said-take-theirs = Take the other
said-take-ours = Take mine

# Keys that say something
said-key-favourite = Favourite, or no longer
said-key-rate = Rate with 1 to 5 stars
said-key-no-stars = No stars
said-key-pick = Pick
said-key-reject = Reject
said-key-neither = Neither picked nor rejected
said-key-labels = Label: red, yellow, green, blue
said-key-label = Label: { $label }

# Tags that become others
said-tag-below-itself = “{ $tag }” cannot be put below itself.
said-merge-tags = Merge “{ $from }” into “{ $to }”?
said-merge-tags-why = { $count ->
    [one] { $count } photo will have the one tag in place of the other. Undo takes it back.
   *[other] { $count } photos will have the one tag in place of the other. Undo takes it back.
}
