/**
 * @file The shapes of what the server sends and takes: the lowest layer, so that every part may name them. Types
 * only; nothing runs here.
 */

/** One of the user's top folders. */
export interface Root {
  id: number;
  name: string;
  /** Absolute; not told on a site. */
  path?: string;
  /** Id of the folder that the root itself is. */
  folder: number;
  state: "online" | "offline";
  /** Why it is offline. */
  reason: string | null;
  /** How many it holds. */
  photos: number;
}

/** What the background work has done and has still to do; counts of photos. */
export interface Progress {
  stage: "idle" | "listing" | "reading" | "thumbnails";
  /** Files found. */
  listed: number;
  /** Photos whose details were read. */
  read: number;
  /** Photos whose details are still to be read. */
  unread: number;
  /** Thumbnails made. */
  thumbnails: number;
  /** Thumbnails still to be made. */
  unmade: number;
  /** The user has paused the work. */
  paused: boolean;
}

/** What the page wants remembered between launches (PUT /api/view). */
export interface ViewState {
  /** The folder shown; null: all photos. */
  folder: number | null;
  /** Include subfolders. */
  subfolders: boolean;
  order: Order;
  /** Row height in px from the size slider; null: the style sheet's. */
  row: number | null;
  theme: "system" | "light" | "dark";
  /** The photo open in the viewer. */
  photo: number | null;
  /** The photo to scroll to, and its distance from the top in px. */
  anchor: {photo: number, offset: number} | null;
  /** The sidebar is shown. */
  sidebar: boolean;
  /** The viewer's details panel is open. */
  info: boolean;
  /** Ids of the folders unfolded in the sidebar. */
  open: number[];
}

/** How photos are ordered; "-asc" and "-desc" turn the order round. */
export type Order =
  | "date" | "date-asc" | "name" | "name-desc" | "modified" | "modified-asc" | "size" | "size-asc";

/** GET /api/status */
export interface Status {
  version: string;
  /** False: a browser without Shoebox's window, so no dialog, no reveal, no window actions. */
  desktop: boolean;
  /** Of the library: another number means that something changed. */
  generation: number;
  roots: Root[];
  counts: {photos: number, problems: number};
  progress: Progress;
  view: ViewState;
  /** Sentences about the stores, for a banner ("The index was damaged …") */
  notices: string[];
}

/** GET /api/folders: one folder, in the order of the tree. */
export interface Folder {
  id: number;
  /** Id of the folder above; null: a root. */
  parent: number | null;
  /** Id of its root. */
  root: number;
  name: string;
  /** Photos directly in it. */
  photos: number;
  /** Photos in it and in all folders below. */
  total: number;
  /** Id of the photo shown beside its name. */
  cover: number | null;
  /** Of the cover. */
  version: number;
  /** The drive that it lies on is away. */
  offline: boolean;
  /** Why, as a sentence. */
  reason: string | null;
}

/** Why a file could not be shown, or only in part. */
export interface Problem {
  /** One of the server's problem codes. */
  code: string;
  /** A sentence for the user. */
  message: string;
}

/** GET /api/photos/<id>: the details of one photo. */
export interface Photo {
  id: number;
  name: string;
  folder: number;
  /** Names from the root down. */
  folders: string[];
  /** Absolute, for people to read and copy; not told on a site. */
  path?: string;
  /** "jpeg", "heif", … */
  format: string | null;
  /** Px. */
  width: number | null;
  /** Px. */
  height: number | null;
  /** Bytes. */
  size: number;
  /** Changes with the file; part of the address of its pictures. */
  version: number;
  taken: Taken;
  /** Local time. */
  modified: string;
  camera: Camera;
  /** Degrees; metres above the sea. */
  place: {latitude: number, longitude: number, altitude_m: number | null} | null;
  /** Stars, 1 to 5. */
  rating: number | null;
  title: string | null;
  caption: string | null;
  animated: boolean;
  /** Milliseconds of a video; null: a picture, or not known. */
  duration: number | null;
  /** Names of the codecs of a video: "h264", "aac". Empty: a picture, or not known. */
  codecs: string[];
  /** Of a RAW file: the size in px of the picture that its camera put into it, which is shown. */
  preview: {width: number, height: number} | null;
  offline: boolean;
  /** /media/…/original/ is the file itself; else a full-size JPEG made from it. */
  inline: boolean;
  /** Nothing of it can be shown; the problem says why. A photo with a problem that is not broken is shown in part. */
  broken: boolean;
  problem: Problem | null;
}

/** When a photo was taken, and how that is known. */
export interface Taken {
  /** Local time: "2019-06-11T12:34:56.120" */
  local: string;
  /** From UTC: "+08:00", "Z"; null: not known. */
  offset: string | null;
  /** The camera, a photo program, the file's name, or its last change. */
  origin: "exif" | "xmp" | "iptc" | "movie" | "recording" | "recording_utc" | "text" | "changed" | "gps" | "name"
    | "file";
}

/** The camera and how it was set. */
export interface Camera {
  /** Maker and model as people write them, the maker once. */
  name: string | null;
  /** As the file has it. */
  make: string | null;
  model: string | null;
  lens: string | null;
  /** Seconds. */
  exposure_s: number | null;
  f_number: number | null;
  iso: number | null;
  /** Millimetres. */
  focal_mm: number | null;
}

/** GET /api/labels?ids=1,2,3: what names one photo. */
export interface Label {
  id: number;
  name: string;
  /** Local time. */
  taken: string;
  /** Milliseconds of a video; null: a picture, or not known. */
  duration: number | null;
  problem: Problem | null;
}

/** GET /api/problems: one file that could not be shown. */
export interface ProblemRow {
  /** Null: the file is in no index, only its path is known. */
  photo: number | null;
  name: string;
  path: string;
  code: string;
  message: string;
}

/** GET /api/searches: a search that the user keeps under a name. */
export interface SavedSearch {
  id: number;
  name: string;
  query: string;
}

/**
 * GET /api/suggest: a text that may take the place of the term at the cursor. Places are counted in characters, not
 * in UTF-16 units.
 */
export interface Suggestion {
  /** What to type. */
  text: string;
  /** What to show. */
  label: string;
  /** "filter" for the name of one, else the filter whose value it is: "camera", "folder", "date", … */
  kind: string;
  /** Photos found in the folder that is searched; null: the name of a filter, whose value follows. */
  count: number | null;
  /** Where the text begins that it replaces. */
  start: number;
  /** Where that text ends. */
  end: number;
}

/** GET /api/suggest: a part of the query that means nothing. Places are counted in characters. */
export interface Mistake {
  start: number;
  end: number;
  /** A sentence for the user. */
  message: string;
}

/** GET /api/explain: why a search finds nothing. */
export interface Explanation {
  parts: PartCount[];
  /** Photos found in all folders. */
  everywhere: number;
  mistakes: Mistake[];
}

/** What one part of a query finds; all parts must match. Places are counted in characters. */
export interface PartCount {
  start: number;
  end: number;
  text: string;
  /** The filter that it is; null: a word, or several things. */
  field: string | null;
  /** Photos found by it alone. */
  count: number;
  /** Photos found by the others. */
  without: number;
  /** A sentence without a point that says that it finds nothing; null: it finds some. */
  message: string | null;
  near: Correction[];
}

/** A query that may be meant. */
export interface Correction {
  query: string;
  /** What stands in it in place of the part. */
  term: string;
  /** Photos found by the whole query. */
  count: number;
}

/** What the page shows; the part of the address after #. */
export interface Place {
  /** Null: all photos. */
  folder: number | null;
  /** The photo open in the viewer; null: the grid. */
  photo: number | null;
  /** The query; "": none. */
  q: string;
}
