/** @file The shapes of what the server says about files that are not shown. Types only; nothing runs here. */

/** GET /api/left-out: how much of one kind is not shown, in all folders or in one. */
export interface LeftOutKind {
  /** "pdf", "video", "link", … */
  kind: string;
  group: "not_photos" | "not_opened" | "kept_out" | "copies";
  /** They are folders. */
  is_folder: boolean;
  count: number;
}

/** GET /api/left-out/folders: how much of one kind is not shown in one folder. */
export interface LeftOutRow {
  kind: string;
  folder: number;
  /** Absolute; on a site from a top folder on. */
  path: string;
  count: number;
}
