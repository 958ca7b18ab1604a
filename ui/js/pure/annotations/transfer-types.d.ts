/** @file The shapes of what comes in from other programs and goes out. Types only; nothing runs. */

/** What was read. */
export type Origin = "shoebox" | "table" | "digikam" | "lap" | "picasa" | "takeout";

/** What would come of one kind, in photos. */
export interface ImportKind {
  kind: string;
  /** That would get something. */
  new: number;
  /** Of which the user has said something else. */
  kept: number;
  /** That have it already. */
  same: number;
  /** Of tags, people and albums: how many there are. */
  values: number;
}

/** Lines of which the first are named. */
export interface ImportNotes {
  count: number;
  lines: string[];
}

/** The answer to POST /api/imports, field "preview". */
export interface ImportPreview {
  /** By which it is brought in. */
  import: number;
  from: Origin;
  /** Of the file. */
  name: string;
  photos: number;
  found: number;
  kinds: ImportKind[];
  missing: ImportNotes;
  ambiguous: ImportNotes;
  refused: ImportNotes;
  left: { what: string; count: number }[];
}

/** The answer to POST /api/imports/<number>/apply. */
export interface ImportAnswer {
  /** Number of the act in the history; null: all of it was so already. */
  act: number | null;
  from: Origin;
  photos: number;
  generation: number;
  /** Files that were left out, because it is not known yet what was said about them; null: none. */
  undecided: { photos: number; name: string } | null;
}
