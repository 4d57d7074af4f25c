import type { Statement } from "./sql-statements.ts";

// sqld refuses what would change the file's or the connection's nature behind its back; refusing the same here keeps a
// mistake from working on this machine and failing on Turso, and keeps the durability settings out of clients' reach.
const REFUSED_VERBS = new Set(["ATTACH", "DETACH", "VACUUM"]);

const PRAGMAS = new Set(
  `table_list index_list index_info table_info table_xinfo index_xinfo pragma_list compile_options database_list
   function_list module_list encoding defer_foreign_keys foreign_keys foreign_key_list foreign_key_check collation_list
   data_version freelist_count integrity_check legacy_file_format page_count quick_check stats user_version`
    .toUpperCase()
    .split(/\s+/),
);

const PRAGMAS_TO_READ_ONLY = new Set(
  `analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill cell_size_check
   checkpoint_fullfsync fullfsync hard_heap_limit journal_mode journal_size_limit legacy_alter_table locking_mode
   max_page_count mmap_size page_size query_only read_uncommitted recursive_triggers reverse_unordered_selects
   schema_version secure_delete soft_heap_limit synchronous temp_store threads trusted_schema wal_autocheckpoint`
    .toUpperCase()
    .split(/\s+/),
);

function isSupportedPragma(words: readonly string[]): boolean {
  const afterVerb = words.slice(words.indexOf("PRAGMA") + 1);
  const [name = "", next] = afterVerb[1] === "." ? afterVerb.slice(2) : afterVerb;
  if (PRAGMAS.has(name)) return true;
  return PRAGMAS_TO_READ_ONLY.has(name) && next === undefined;
}

function isTemporary(words: readonly string[]): boolean {
  const after = words[words.indexOf("CREATE") + 1];
  return after === "TEMP" || after === "TEMPORARY";
}

/** False for statements that sqld refuses as "unsupported statement". Text that is no SQL at all is left to the engine. */
export function isSupported({ verb, words }: Statement): boolean {
  if (REFUSED_VERBS.has(verb)) return false;
  if (verb === "PRAGMA") return isSupportedPragma(words);
  return !(verb === "CREATE" && isTemporary(words));
}
