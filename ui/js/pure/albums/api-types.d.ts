/** @file The shapes of albums, as the server sends them. Types only; nothing runs. */

export type AlbumOrder = "hand" | "newest" | "oldest";

/** GET /api/albums: an album, behind the one it lies in and those before it there. */
export interface Album {
  id: number;
  /** The album that it lies in; null: none. */
  parent: number | null;
  name: string;
  order: AlbumOrder;
  /** Photos in it itself. */
  own: number;
  /** Photos in it and in those that lie in it, each once. */
  count: number;
  /** The photo that was chosen, else the first; null: it holds none. */
  cover: { photo: number; version: number } | null;
}

/** What an act did to an album, as the history has it. */
export interface AlbumAct {
  did: "create" | "rename" | "move" | "delete" | "sort" | "cover" | "add" | "remove" | "order";
  album: number;
  /** Its name before the act. */
  name: string;
  /** The new name, the new order, or the album into which it was moved; "": none. */
  to?: string;
  /** How many photos were put elsewhere. */
  photos?: number;
}
