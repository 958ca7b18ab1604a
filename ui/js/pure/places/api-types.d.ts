/** @file The shapes of places and dates that are asked for before they are said. Types only; nothing runs here. */

/** GET /api/places?q=: a place that may be meant. */
export interface ProposedPlace {
  name: string;
  /** That it is a quarter of, or its own name. */
  city: string;
  region: string;
  country: string;
  latitude: number;
  longitude: number;
  /** Of the page alone: a point that was typed. */
  isPoint?: boolean;
}

/** POST /api/photos/dates: what photos have. */
export interface DatesOfPhotos {
  photos: number;
  /** How many of them have a time. */
  exact: number;
  first: DatedPhoto | null;
  last: DatedPhoto | null;
  /** Where most of them were taken. */
  places: { name: string; photos: number; latitude: number; longitude: number }[];
}

/** A photo with the date that counts. */
export interface DatedPhoto {
  id: number;
  name: string;
  /** Local time; of a date that is less exact its first moment. */
  taken: string;
  /** How exact it is: pure/dates/inexact.js. */
  precision: number;
}
