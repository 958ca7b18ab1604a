/**
 * @file The shapes of what the server sends and takes: the lowest layer, so that every part may name them. Types only;
 * nothing runs here.
 */

/**
 * One of the user's top folders.
 * @typedef {object} Root
 * @property {number} id
 * @property {string} name
 * @property {string} path       absolute
 * @property {number} folder     id of the folder that the root itself is
 * @property {"online"|"offline"} state
 * @property {string|null} reason  why it is offline
 * @property {number} photos     how many it holds
 */

/**
 * What the background work has done and has still to do; counts of photos.
 * @typedef {object} Progress
 * @property {"idle"|"listing"|"reading"|"thumbnails"} stage
 * @property {number} listed      files found
 * @property {number} read        photos whose details were read
 * @property {number} unread      photos whose details are still to be read
 * @property {number} thumbnails  thumbnails made
 * @property {number} unmade      thumbnails still to be made
 * @property {boolean} paused     the user has paused the work
 */

/**
 * What the page wants remembered between launches (PUT /api/view).
 * @typedef {object} ViewState
 * @property {number|null} folder         the folder shown; null: all photos
 * @property {boolean} subfolders         include subfolders
 * @property {Order} order
 * @property {number|null} row            row height in px from the size slider; null: the style sheet's
 * @property {"system"|"light"|"dark"} theme
 * @property {number|null} photo          the photo open in the viewer
 * @property {{photo: number, offset: number}|null} anchor  the photo to scroll to, and its distance from the top in px
 * @property {boolean} sidebar            the sidebar is shown
 * @property {boolean} info               the viewer's details panel is open
 * @property {number[]} open              ids of the folders unfolded in the sidebar
 */

/** @typedef {"date"|"date-asc"|"name"|"name-desc"|"modified"|"modified-asc"|"size"|"size-asc"} Order */

/**
 * GET /api/status
 * @typedef {object} Status
 * @property {string} version
 * @property {boolean} desktop   false: a browser without Shoebox's window, so no dialog, no reveal, no window actions
 * @property {number} generation  of the library: another number means that something changed
 * @property {Root[]} roots
 * @property {{photos: number, problems: number}} counts
 * @property {Progress} progress
 * @property {ViewState} view
 * @property {string[]} notices  sentences about the stores, for a banner ("The index was damaged …")
 */

/**
 * GET /api/folders: one folder, in the order of the tree.
 * @typedef {object} Folder
 * @property {number} id
 * @property {number|null} parent  id of the folder above; null: a root
 * @property {number} root         id of its root
 * @property {string} name
 * @property {number} photos       photos directly in it
 * @property {number} total        photos in it and in all folders below
 * @property {number|null} cover   id of the photo shown beside its name
 * @property {number} version      of the cover
 * @property {boolean} offline     its root is offline
 */

/**
 * Why a file could not be shown.
 * @typedef {object} Problem
 * @property {string} code     one of the server's problem codes
 * @property {string} message  a sentence for the user
 */

/**
 * GET /api/photos/<id>: the details of one photo.
 * @typedef {object} Photo
 * @property {number} id
 * @property {string} name
 * @property {number} folder
 * @property {string[]} folders   names from the root down
 * @property {string} path        absolute, for people to read and copy
 * @property {string|null} format "jpeg", "heif", …
 * @property {number|null} width   px
 * @property {number|null} height  px
 * @property {number} size        bytes
 * @property {number} version     changes with the file; part of the address of its pictures
 * @property {Taken} taken
 * @property {string} modified    local time
 * @property {Camera} camera
 * @property {{latitude: number, longitude: number, altitude_m: number|null}|null} place  degrees; metres above the sea
 * @property {number|null} rating  stars, 1 to 5
 * @property {string|null} title
 * @property {string|null} caption
 * @property {boolean} animated
 * @property {boolean} offline
 * @property {boolean} inline     /media/…/original/ is the file itself; else a full-size JPEG made from it
 * @property {Problem|null} problem
 */

/**
 * When a photo was taken, and how that is known.
 * @typedef {object} Taken
 * @property {string} local         local time: "2019-06-11T12:34:56.120"
 * @property {string|null} offset   from UTC: "+08:00", "Z"; null: not known
 * @property {"exif"|"xmp"|"name"|"file"} origin  the camera, a photo program, the file's name, or its last change
 */

/**
 * The camera and how it was set.
 * @typedef {object} Camera
 * @property {string|null} make
 * @property {string|null} model
 * @property {string|null} lens
 * @property {number|null} exposure_s  seconds
 * @property {number|null} f_number
 * @property {number|null} iso
 * @property {number|null} focal_mm    millimetres
 */

/**
 * GET /api/labels?ids=1,2,3: what names one photo.
 * @typedef {object} Label
 * @property {number} id
 * @property {string} name
 * @property {string} taken        local time
 * @property {Problem|null} problem
 */

/**
 * GET /api/problems: one file that could not be shown.
 * @typedef {object} ProblemRow
 * @property {number|null} photo  null: the file is in no index, only its path is known
 * @property {string} name
 * @property {string} path
 * @property {string} code
 * @property {string} message
 */

/**
 * GET /api/searches: a search that the user keeps under a name.
 * @typedef {object} SavedSearch
 * @property {number} id
 * @property {string} name
 * @property {string} query
 */

/**
 * GET /api/suggest: a text that may take the place of the term at the cursor. Places are counted in characters, not in
 * UTF-16 units.
 * @typedef {object} Suggestion
 * @property {string} text    what to type
 * @property {string} label   what to show
 * @property {number|null} count  photos found; null: the name of a filter, whose value follows
 * @property {number} start   where the text begins that it replaces
 * @property {number} end     where that text ends
 */

/**
 * GET /api/suggest: a part of the query that means nothing. Places are counted in characters.
 * @typedef {object} Mistake
 * @property {number} start
 * @property {number} end
 * @property {string} message  a sentence for the user
 */

/**
 * What the page shows; the part of the address after #.
 * @typedef {object} Place
 * @property {number|null} folder  null: all photos
 * @property {number|null} photo   the photo open in the viewer; null: the grid
 * @property {string} q            the query; "": none
 */

export {};
