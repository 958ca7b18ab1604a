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

/** The answer to POST /api/annotations. */
export interface SayAnswer {
  /** Number of the act in the history; null: nothing was changed by it. */
  act: number | null;
  photos: number;
  /** Of the library: from it on, timelines hold what was said. */
  generation: number;
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
}

/** GET /api/tags: a tag, with how many photos have it or one below it. */
export interface TagNode {
  name: string;
  count: number;
  children: TagNode[];
}
