import type { World } from "../world.ts";
import type { BooksError } from "./record.ts";
import type { Organization } from "./state.ts";

const invalid = (field: string): BooksError => ({ code: 2, message: `Invalid value passed for ${field}`, status: 400 });

/**
 * `POST /settings/custombuttons` (books.md 3.2): name, entity_type and page_view are required, action_type is
 * customfunction unless given. Which values these take is not documented; the setting says whether ours are taken.
 */
export function addButton(
  world: World,
  organization: Organization,
  fields: Record<string, unknown> | undefined,
): BooksError | { message: string; custom_button: { custom_button_id: string; name: string } } {
  const text = (name: string): string => (typeof fields?.[name] === "string" ? fields[name].trim() : "");
  const missing = ["name", "entity_type", "page_view"].find((name) => text(name) === "");
  if (missing) return invalid(missing);
  if (text("action_type") === "" || text("action_type") === "customfunction") return invalid("customfunction");
  if (world.settings.custom_buttons === "refused") return invalid("action_type");
  if (!URL.canParse(text("url"))) return invalid("url");
  const button = { id: world.ids.books(), name: text("name"), url: text("url") };
  organization.buttons.push(button);
  world.changed();
  return { message: "The button has been created.", custom_button: { custom_button_id: button.id, name: button.name } };
}
