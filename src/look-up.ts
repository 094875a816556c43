/** An entry of a table by a name that people gave: `constructor` is in none, although every object inherits one. */
export const lookUp = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
