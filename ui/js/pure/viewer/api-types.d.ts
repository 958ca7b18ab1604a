/** @file The shapes of what the details of a photo hold. Types only; nothing runs here. */

/** When a photo was taken, how that is known, and what else was found. */
export interface Taken extends FoundDate {
  /** How exact it is: pure/dates/inexact.js; left out: to the second. */
  precision?: number;
  /** As it was said, of ISO 8601-2; null: nothing was said. */
  date?: string | null;
  others: OtherDate[];
}

/** A date that is not believed. */
export interface OtherDate extends FoundDate {
  /** Whether it may be the same moment; null: one of the two does not say when the photo was taken. */
  agrees: boolean | null;
}

/** A date, and where it was found. */
export interface FoundDate {
  /** Local time: "2019-06-11T12:34:56.120" */
  local: string;
  /** From UTC: "+08:00", "Z"; null: not known. */
  offset: string | null;
  /** Where it was found: in the file, beside it, in its name, or its last change. */
  origin:
    | "exif" | "digitized" | "xmp" | "iptc" | "sidecar" | "recording" | "recording_utc" | "movie" | "text"
    | "google" | "upload" | "changed" | "gps" | "name" | "file" | "said";
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
