/** @file The shapes of what the server says of searches. Types only; nothing runs here. */

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
  message: import("../text/api-types.js").Sentence | null;
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
