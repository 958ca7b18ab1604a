/** @file The shape of what the server says about the files that one photo is made of. Types only. */

/** A file of a photo that is several files. */
export interface GroupFile {
  id: number;
  name: string;
  /** Bytes. */
  size: number;
  /** "jpeg", "heif", … */
  format: string | null;
  version: number;
  /** Px. */
  width: number | null;
  /** Px. */
  height: number | null;
  /** Milliseconds of a video; null: a picture, or not known. */
  duration: number | null;
}
