import { unzipSync } from "fflate";
import { z } from "zod";

const Manifest = z.object({
  service: z.literal("FINANCE"),
  locale: z.array(z.string()).min(1),
  modules: z.object({
    widgets: z
      .array(
        z.object({
          location: z.string(),
          name: z.string(),
          url: z.string().startsWith("/app/"),
          logo: z.string().optional(),
          widget_type: z.string().optional(),
        }),
      )
      .min(1),
  }),
  cspDomains: z.object({ "connect-src": z.array(z.string()) }),
  usedConnections: z.array(z.object({ connectionLinkName: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;
export type Widget = Manifest["modules"]["widgets"][number];

/** An extension in an organization, with the credentials its Connection adds to requests. */
export type Installed = {
  /** The package as it was uploaded, base64. */
  zip: string;
  /** The value of the Authorization header. */
  authorization: string;
  manifest: Manifest;
  files: Map<string, Uint8Array>;
};

/** Unpacks what an administrator uploads; says what is wrong with it. */
export function install(zip: string, authorization: string): Installed | { reason: string } {
  try {
    const files = new Map(Object.entries(unzipSync(Uint8Array.from(Buffer.from(zip, "base64")))));
    const read = Manifest.safeParse(JSON.parse(new TextDecoder().decode(files.get("plugin-manifest.json"))));
    if (!read.success) return { reason: `plugin-manifest.json: ${read.error.issues[0]?.path.join(".")}` };
    const missing = read.data.modules.widgets.find(({ url }) => !files.has(url.slice(1)));
    if (missing) return { reason: `${missing.url} is not in the package` };
    return { zip, authorization, manifest: read.data, files };
  } catch {
    return { reason: "this is no extension's zip" };
  }
}

export const widgetAt = (installed: Installed | undefined, location: string): Widget | undefined =>
  installed?.manifest.modules.widgets.find((widget) => widget.location === location);
