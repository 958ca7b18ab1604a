/**
 * @file The shapes of what the server sends and takes: the lowest layer, so that every part may name them. Types
 * only; nothing runs here.
 */

import type { Camera, Taken } from "./viewer/api-types.js";

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
  language: "system" | "en" | "de"; // the page is loaded anew for another
  /** The photo open in the viewer. */
  photo: number | null;
  /** The photo to scroll to, and its distance from the top in px. */
  anchor: {photo: number, offset: number} | null;
  /** The sidebar is shown. */
  sidebar: boolean;
  /** Width of the sidebar in px, 200 to 800; null: the style sheet's. */
  side: number | null;
  /** The viewer's details panel is open. */
  info: boolean;
  /** Ids of the folders unfolded in the sidebar. */
  open: number[];
  /** How loud videos are, 0 to 100. */
  volume: number;
  /** Videos have no sound. */
  muted: boolean;
  /** A key that says something about a photo goes on to the next one by itself. */
  advance: boolean;
  /** Names of files stand below the tiles. */
  names: boolean;
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
  /** The copy of what is said beside the photos; not told on a site. */
  sidecars?: import("./annotations/api-types.js").SidecarStatus;
  /** The visit that was begun last, and its first photo; not told on a site. */
  visit?: {id: number, photo: number} | null;
  /** About how many photos is asked which file they are; not told on a site. */
  questions?: number;
  /** Keys that are not the usual ones, by command, and what is kept of hints; not told on a site. */
  keys?: import("./keys/commands.js").KeyChanges, hints?: import("./hints.js").KeptHints;
}

/** GET /api/visits/<id>: a folder that is shown without being in the library. */
export interface Visit {
  id: number;
  name: string;
  path: string;
  /** Of its timeline: another number means that something changed. */
  generation: number;
  /** Pictures found so far. */
  photos: number;
  /** The folder is listed to its end, or cannot be. */
  complete: boolean;
  /** Why it cannot, as a sentence. */
  problem: string | null;
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
  /** One of the server's problem codes; "": the page itself found it. */
  code: string;
  /** A sentence for the user. */
  message: string;
}

/** What the position of a photo is called. */
export interface PlaceName {
  /** The quarter, town or village. */
  name: string;
  /** The city that it is a quarter of, or its own name. */
  city: string;
  /** Empty where there is none. */
  region: string;
  country: string;
  /** Whether the photo is not there, only near it. */
  near: boolean;
}

/** GET /api/day-places: where the photos of a day were taken. */
export interface DayPlace {
  /** Days since 1970-01-01. */
  day: number;
  /** The most frequent ones. */
  places: {name: string, near: boolean}[];
  /** How many others there are. */
  more: number;
}

/** GET /api/stretches: where the photos of a timeline that is not by date begin to have another value. */
export interface Stretch {
  /** Index of the first photo. */
  index: number;
  /** Of names the first letter, "#": a digit or sign; of sizes the least of the step, bytes; of changes the month. */
  value: string | number;
}

/** GET /api/photos/<id>: the details of one photo. */
export interface Photo {
  id: number;
  name: string;
  /** 0: none of the library. */
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
  place: PhotoPlace | null;
  /** Stars, 1 to 5. */
  rating: number | null;
  title: string | null;
  caption: string | null;
  animated: boolean;
  /** How it has more light than white; null: it has not. */
  hdr: "gain map" | "pq" | "hlg" | null;
  /** Milliseconds of a video; null: a picture, or not known. */
  duration: number | null;
  /** Names of the codecs of a video: "h264", "aac". Empty: a picture, or not known. */
  codecs: string[];
  /** Of a RAW file: the size in px of its camera's own picture, which is shown first; null: there is none. */
  preview: {width: number, height: number} | null;
  /** Whether it is the RAW file of a camera. */
  raw: boolean;
  /** Of a document of several pages: width and height of each in px. Empty: there is one page, or it is no document. */
  pages: [number, number][];
  offline: boolean;
  /** /media/…/original/ is the file itself; else a full-size JPEG made from it. */
  inline: boolean;
  /** Nothing of it can be shown; the problem says why. A photo with a problem that is not broken is shown in part. */
  broken: boolean;
  problem: Problem | null;
  /** Such as "Places/Italy/Rome", with those above it. */
  tags: string[];
  /** Names of the people in the picture. */
  people: string[];
  /** Names of the files beside it that say something about it. */
  sidecars: string[];
  /** Which of them are not read, and why: sentences. */
  sidecar_problem: string | null;
  /** All files of the photo, that which is shown first; empty: it is one file. */
  group: import("./viewer/api-types.js").GroupFile[];
  /** There is a video of the moment: /media/…/motion/. */
  moves: boolean;
  /** What holds for it: what the user said, else what the file says. Absent on a site. */
  annotation?: import("./annotations/api-types.js").Annotation;
  /** The albums that hold it, each with the names of those above: "Trips/Italy". */
  albums?: { id: number; path: string }[];
  /** Names of its fields that the user said something about; the others are the file's. */
  said?: string[];
}

/** Where a photo was taken. */
export interface PhotoPlace {
  latitude: number;
  longitude: number;
  altitude_m: number | null;
  name: PlaceName | null;
  /** Who says so. */
  origin?: "said" | "file";
  /** The name by which the user chose it; "": none. */
  chosen?: string;
}

/** GET /api/labels?ids=1,2,3: what names one photo. */
export interface Label {
  id: number;
  name: string;
  /** Local time; "": not known yet, in a visit. */
  taken: string;
  /** How exact it is: pure/dates/inexact.js. */
  precision?: number;
  /** Milliseconds of a video; null: a picture, or not known. */
  duration: number | null;
  /** How many pictures its tile stands for; absent: one. */
  pictures?: number;
  /** The format of a picture that moves; absent: it does not. */
  moving?: string;
  /** What is wrong with it; one that is not broken is shown as far as it goes. */
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

/** What the page shows; the part of the address after #. */
export interface Place {
  folder: number | null; // null: all photos
  /** The album that is shown, of no folder then; null: none. */
  album: number | null;
  /** The photo open in the viewer; null: the grid. */
  photo: number | null;
  q: string; // "": none
  /** The visit whose folder is shown in place of the library; null: none. */
  visit: number | null;
  /** What is shown in place of photos: "history": what was said; "albums": all of them; "gone": what was said about
   * files that are gone; "backups": of what was said; "settings"; "": photos are shown. */
  page: "history" | "albums" | "gone" | "backups" | "settings" | "";
  /** What is shown of the photos in place of them: their months or years. */
  over?: "months" | "years" | undefined;
}
