// The shapes that come over HTTP and pass between the page's parts. Types only; nothing runs here.

/** @typedef {{id: number, name: string, path: string, folder: number, state: "online"|"offline", reason: string|null, photos: number}} Root */
/** @typedef {{stage: "idle"|"listing"|"reading"|"thumbnails", listed: number, read: number, unread: number, thumbnails: number, unmade: number, paused: boolean}} Progress */
/**
 * What the page wants remembered between launches (PUT /api/view).
 * @typedef {object} View
 * @property {number|null} folder         the folder shown; null: all photos
 * @property {boolean} subfolders         include subfolders
 * @property {Order} order
 * @property {number|null} row            row height in px from the size slider; null: the style sheet's
 * @property {"system"|"light"|"dark"} theme
 * @property {number|null} photo          the photo open in the viewer
 * @property {{photo: number, offset: number}|null} anchor  the photo under the eye and its distance from the top in px
 * @property {boolean} sidebar            shown
 * @property {boolean} info               the viewer's panel is open
 * @property {number[]} open              folders unfolded in the sidebar
 */
/** @typedef {"date"|"date-asc"|"name"|"name-desc"|"modified"|"modified-asc"|"size"|"size-asc"} Order */
/**
 * GET /api/status
 * @typedef {object} Status
 * @property {string} version
 * @property {boolean} desktop   false: no window, so no dialog, no reveal, no window actions
 * @property {number} generation
 * @property {Root[]} roots
 * @property {{photos: number, problems: number}} counts
 * @property {Progress} progress
 * @property {View} view
 * @property {string[]} notices  sentences about the stores, for a banner ("The index was damaged and is being rebuilt.")
 */
/** @typedef {{id: number, parent: number|null, root: number, name: string, photos: number, total: number, cover: number|null, version: number, offline: boolean}} Folder */
/** @typedef {{code: string, message: string}} Problem */
/**
 * GET /api/photos/<id>
 * @typedef {object} Photo
 * @property {number} id
 * @property {string} name
 * @property {number} folder
 * @property {string[]} folders   names from the root down
 * @property {string} path        absolute, for people to read and copy
 * @property {string|null} format "jpeg", "heif", …
 * @property {number|null} width
 * @property {number|null} height
 * @property {number} size        bytes
 * @property {number} version
 * @property {{local: string, offset: string|null, origin: "exif"|"xmp"|"name"|"file"}} taken  local: "2019-06-11T12:34:56.120"
 * @property {string} modified    local time
 * @property {{make: string|null, model: string|null, lens: string|null, exposure_s: number|null, f_number: number|null, iso: number|null, focal_mm: number|null}} camera
 * @property {{latitude: number, longitude: number, altitude_m: number|null}|null} place
 * @property {number|null} rating
 * @property {string|null} title
 * @property {string|null} caption
 * @property {boolean} animated
 * @property {boolean} offline
 * @property {boolean} inline     /media/…/original/ is the file itself; else a full-size JPEG made from it
 * @property {Problem|null} problem
 */
/** GET /api/labels?ids=1,2,3 @typedef {{id: number, name: string, taken: string, problem: Problem|null}} Label */
/** GET /api/problems @typedef {{photo: number|null, name: string, path: string, code: string, message: string}} ProblemRow */
/** GET /api/searches: one that the user keeps under a name @typedef {{id: number, name: string, query: string}} Search */
/** Where the page is: the address after #. @typedef {{folder: number|null, photo: number|null, q: string}} Place */
/**
 * What every view is handed.
 * @typedef {object} Context
 * @property {import("./api.js").Api} api
 * @property {import("./store.js").Store} store
 * @property {import("./route.js").Route} route
 * @property {import("./keys.js").Keys} keys
 * @property {import("./dialogs.js").Dialogs} dialogs
 * @property {AbortSignal} signal   ends every listener
 */
/**
 * @typedef {object} State
 * @property {Status|null} status
 * @property {Folder[]} folders
 * @property {Search[]} searches            in the order of saving
 * @property {import("../pure/timeline/timeline.js").Timeline|null} timeline
 * @property {boolean} loading              a timeline for another view is on its way
 * @property {Place} place
 * @property {View} view
 * @property {import("../pure/grid/selection.js").Selection|null} selection  indices of the current timeline; null: nothing selected
 * @property {number} focus                 index of the focused photo, -1: none
 * @property {boolean} dropping             a folder is held over the window
 * @property {boolean} fullscreen           the window fills the screen
 * @property {string|null} lost             a sentence: why the page has no server any more
 */
export {};
