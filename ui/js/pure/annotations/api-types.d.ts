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
}

/** The answer to POST /api/undo, /api/redo and /api/history/<id>/undo. */
export interface UndoAnswer {
  /** Number of the act that was taken back or done again; null: there is none. */
  act: number | null;
  set: AnnotationChange;
  /** How many photos have their old words again. */
  photos: number;
  /** How many were changed since, and stay as they are. */
  kept: number;
  /** Timelines that follow it hold that; null: nothing was done. */
  revision: Revision | null;
  /** What the tiles of these photos show now. */
  marks: { set: AnnotationChange; ids: number[] }[];
}

/** GET /api/history: one act of the user, the newest first. */
export interface HistoryAct {
  id: number;
  /** Milliseconds since 1970. */
  at_ms: number;
  kind: "set" | "restore";
  set: AnnotationChange;
  photos: number;
  state: "done" | "undone";
  /** "sidecar": another program said it, in a file beside the photo. */
  by?: string | null;
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

/** GET /api/tags: a tag, with how many photos have it or one below it. */
export interface TagNode {
  name: string;
  count: number;
  children: TagNode[];
}
