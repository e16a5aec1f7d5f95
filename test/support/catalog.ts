import type { DataSource } from 'typeorm';

/** Every object of the schema `public`, one line each, in PostgreSQL's own words. */
const CATALOG = `
  SELECT format('column %s.%s %s %s default %s', c.table_name, c.column_name, c.udt_name, c.is_nullable, c.column_default) AS line
    FROM information_schema.columns c WHERE c.table_schema = 'public'
  UNION ALL
  SELECT format('relation %s %s %s %s', relname, relkind, relpersistence, reloptions)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S', 'm', 'p')
  UNION ALL
  SELECT format('constraint %s on %s %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL
  SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL
  SELECT format('view %s %s', viewname, definition) FROM pg_views WHERE schemaname = 'public'
  UNION ALL
  SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
   WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
  UNION ALL
  SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
  UNION ALL
  SELECT format('type %s', typname) FROM pg_type
   WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd') `;

export async function catalogOf(database: DataSource): Promise<string[]> {
  const rows = await database.query<{ line: string }[]>(CATALOG);
  return rows.map(({ line }) => line).toSorted();
}
