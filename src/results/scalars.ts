/**
 * The types of the schema's scalars. Nothing is converted on the way in or out: each value is at
 * run time what stands in the JSON, and its type says what that looks like.
 *
 * Text from elsewhere (a form, a database, the environment) is a plain `string` to the compiler;
 * `toDateString`, `toDateTimeString` and `toUrlString` check it and give it its type.
 */

/**
 * A calendar day as text, such as `1988-04-17`. Not a `Date`, which is a moment and would be another
 * day in another time zone.
 */
export type DateString = `${number}-${number}-${number}`

/** A moment as ISO 8601 text with its offset, such as `2026-11-23T09:30:00Z`. */
export type DateTimeString = `${DateString}T${string}`

/** An absolute web address as text. */
export type UrlString = `${'http' | 'https'}://${string}`
