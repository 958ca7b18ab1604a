# Searching.

search-in = Search in { $name }
search-the-album = the album
search-search = Search
search-folder = Folder
search-nothing-has-all = No photo has all of this
search-no-match = No photo matches “{ $query }”
search-each-part = Each part finds photos, but none that the others find. This is what each finds alone:
search-other-parts = { $parts ->
    [one] The other part finds photos. This is what each finds alone:
   *[other] The other parts find photos. This is what each finds alone:
}
search-correction = Search { $term }
search-correction-count = Search { $term }, { $photos }
search-leave-out = Leave { $part } out, { $photos }
search-everywhere = Look in all folders, { $photos }
search-field-aperture = the f-number
search-field-iso = ISO
search-field-focal = the focal length
search-field-colour = the colour
search-field-exposure = the exposure time
search-field-other = the { $field }
search-help-words = Words look at names, folders, titles, captions, tags, people, places and cameras. “June 2019”, “camera:nikon”, “iso:>800” and “is:portrait” work too; “-” leaves out.
search-help-said = What you said is found by “is:favourite”, “rating:>=4”, “label:red”, “tag:travel/italy”, “album:Rome” and “place:Lisbon”.
search-clear = Clear the search
search-terms = Search terms
search-suggestions = Suggestions
search-found = { $photos } found
search-save = Save this search
