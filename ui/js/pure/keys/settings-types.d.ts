/** @file What the server tells the page of settings. Types only; nothing runs here. */

/** What thumbnails take and may take, bytes. */
export interface CacheState {
  bytes: number;
  limit: number;
  /** The limit that was chosen; null: a share of the free space. */
  chosen: number | null;
}

/** The network sockets of the program. */
export interface NetworkState {
  /** Whether the system tells; else only what Shoebox opened itself. */
  read: boolean;
  /** Addresses at which this computer alone can reach it. */
  listening: string[];
  /** Connections within this computer. */
  inside: number;
  /** Addresses that are of other computers, or open to them. */
  outside: string[];
  decoders: {processes: number, sockets: number} | null;
  /** Processes of which the system does not tell. */
  unread: number;
}

/** GET /api/settings */
export interface SettingsAnswer {
  cache: CacheState;
  network: NetworkState;
}
