/** @file The shapes of what the user says about photos, as the server sends and takes it. Types only; nothing runs. */

export type Pick = "picked" | "rejected" | "none";
export type ColourLabel = "red" | "yellow" | "green" | "blue" | "purple" | "none";

/** What one act changes: POST /api/annotations, field "set". Fields that are left out stay as they are. */
export interface AnnotationChange {
  favourite?: boolean;
  /** Stars, 0 to 5; 0: none. */
  rating?: number;
  pick?: Pick;
  label?: ColourLabel;
  /** "": none. */
  title?: string;
  /** "": none. */
  caption?: string;
  /** Such as "travel/italy". */
  add_tags?: string[];
  remove_tags?: string[];
  /** Of ISO 8601-2: "2024-11-14T15:30:00", "1984-22"; "file": what the file says. */
  date?: string;
  /** Seconds by which dates are shifted. */
  shift_s?: number;
  /** Time zone of the clocks, minutes east of UTC. */
  offset_min?: number;
  /** "41.9,12.5 Rome"; "": none; "file": what the file says. */
  place?: string;
  /** A tag and what it became with those below it; only told, by the history. */
  moved_tag?: [string, string];
  /** What the history says in place of the fields, where they are not the same for all photos. Only told. */
  note?: string;
  /** What was done to an album; only in the history. */
  album?: import("../albums/api-types.js").AlbumAct;
}

/** What the tile of a photo shows of what was said about it. */
export interface SaidMarks {
  favourite: boolean;
  rating: number;
  pick: Pick;
  label: ColourLabel;
}

/** What holds for a photo: what the user said, else what its file says. */
export interface Annotation extends SaidMarks {
  title: string | null;
  caption: string | null;
  tags: string[];
  /** As it was said; null: nothing was. */
  date?: string | null;
  place?: string | null;
}

/** A state of library.db: which one it is (0: none), and the number of its newest act. */
export type Revision = [number, number];

/** The answer to POST /api/annotations. */
export interface SayAnswer {
  /** Number of the act in the history; null: nothing was changed by it. */
  act: number | null;
  photos: number;
  /** Timelines that follow it hold what was said. */
  revision: Revision;
  /** Photos that were left out, as it is not known yet what was said about them before; null: none. */
  undecided: { photos: number; name: string } | null;
}

/** The answer to POST /api/undo, /api/redo and /api/history/<id>/undo. */
export interface UndoAnswer {
  /** Number of the act that was taken back or done again; null: there is none. */
  act: number | null;
  set: AnnotationChange;
  /** What was taken over, where the act was an import. */
  from?: string;
  /** How many photos have their old words again. */
  photos: number;
  /** How many were changed since, and stay as they are. */
  kept: number;
  /** Timelines that follow it hold that; null: nothing was done. */
  revision: Revision | null;
  /** What the tiles of these photos show now. */
  marks: { set: AnnotationChange; ids: number[] }[];
  /** Of the act now; null: there is none. */
  state: "done" | "undone" | null;
}

/** The answer to POST /api/history/undo and /api/history/redo: the acts in the order in which that was done. */
export interface UndoneActs {
  acts: Omit<UndoAnswer, "revision" | "marks">[];
  revision: UndoAnswer["revision"];
  marks: UndoAnswer["marks"];
}

/** GET /api/history: one act of the user, the newest first. */
export interface HistoryAct {
  id: number;
  /** Milliseconds since 1970. */
  at_ms: number;
  kind: "set" | "restore" | "import";
  /** What was taken over, where the kind is import. */
  from?: string;
  set: AnnotationChange;
  photos: number;
  state: "done" | "undone";
  /** "sidecar": another program said it, in a file beside the photo. */
  by?: string | null;
  /** Of an act about one photo: what tells that photo from others. */
  item?: number | null;
}

/** Whether a copy of what is said is kept beside the photos. */
export interface SidecarStatus {
  /** null: it was not asked yet. later: it is not decided, and not asked again. */
  answer: "yes" | "no" | "later" | null;
  /** How many copies are still to be written. */
  waiting: number;
  /** How many fields are listed of which two programs said different things. */
  conflicts: number;
}

/** GET /api/sidecars/conflicts: a field of which two programs said different things. */
export interface SidecarConflict {
  id: number;
  /** null: it is not shown now. */
  photo: number | null;
  name: string;
  path: string;
  field: string;
  ours: string | number | boolean | null;
  theirs: string | number | boolean | null;
  /** Which of the two counts. */
  taken: "ours" | "theirs";
  at_ms: number;
}

/** POST /api/tags/of: a tag that some of the asked photos have, and how many. */
export interface TagCount {
  tag: string;
  count: number;
}

/** GET /api/tags: a tag, with how many photos have it or one below it. */
export interface TagNode {
  name: string;
  count: number;
  children: TagNode[];
}

/** What was said about a file; fields of which nothing was said are left out. */
export interface GoneSaid {
  favourite?: boolean;
  rating?: number;
  pick?: Pick;
  label?: ColourLabel;
  title?: string;
  caption?: string;
  tags?: string[];
  removed_tags?: string[];
}

/** A file that something was said about, and that is gone. */
export interface GoneFile {
  /** Number of it. */
  item: number;
  name: string;
  /** Where it was. */
  folder: string;
  bytes: number;
  /** When it was seen to be gone, milliseconds since 1970; null: not known. */
  gone_at_ms: number | null;
  said: GoneSaid;
}

/** A photo, and the files that it may be. */
export interface GoneQuestion {
  photo: number;
  version: number;
  name: string;
  folder: string;
  bytes: number;
  candidates: GoneFile[];
}

/** A folder that is not connected, whose files are elsewhere, too. */
export interface GoneFolder {
  /** Number of one of its files, which names it. */
  item: number;
  folder: string;
  photos: number;
}

/** GET /api/gone */
export interface GoneAnswer {
  /** The first of them. */
  files: GoneFile[];
  count: number;
  /** The first of them. */
  questions: GoneQuestion[];
  question_count: number;
  folders: GoneFolder[];
}

/** The answer to POST /api/gone/<item>/give and /api/questions/… */
export interface GivenAnswer {
  /** Number of the act; null: no words were given. */
  act: number | null;
  photos: number;
  /** What the history says of it. */
  note: string;
  generation: number;
}

/** GET /api/backups */
export interface Backup {
  name: string;
  /** "2026-11-29" */
  day: string;
  /** Milliseconds since 1970. */
  at_ms: number;
  bytes: number;
  /** What a backup has replaced, and not one of a day. */
  replaced: boolean;
}
