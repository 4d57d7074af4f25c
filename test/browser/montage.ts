import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";

/** The story in four pictures side by side, as README shows it, from what `look` put into `folder`. */
export async function montage(context: BrowserContext, folder: string): Promise<void> {
  const steps = [
    ["1-invoice-narrow", "The invoice in Zoho Books"],
    ["2-collect-narrow", "Collect via POS: choose the counter"],
    ["4-terminal-narrow", "On the counter's terminal"],
    ["5-paid-narrow", "Paid, and recorded in Books"],
  ];
  const figures = await Promise.all(
    steps.map(async ([name, words]) => {
      const picture = await readFile(join(folder, `${name}.png`), "base64");
      return `<figure><figcaption>${words}</figcaption><img src="data:image/png;base64,${picture}"></figure>`;
    }),
  );
  const style = `body { margin: 0; padding: 16px; display: flex; gap: 16px; background: #dfe5e4; font: 600 15px sans-serif }
    figure { margin: 0 } figcaption { margin-bottom: 8px; text-align: center }
    img { display: block; width: 290px; height: 600px; object-fit: cover; object-position: top; border-radius: 8px }`;
  const page = await context.newPage();
  await page.setViewportSize({ width: 4 * 290 + 5 * 16, height: 660 });
  await page.setContent(`<style>${style}</style>${figures.join("")}`);
  const picture = (await page.screenshot()).toString("base64");
  await writeFile(join(folder, "story.webp"), Buffer.from(await page.evaluate(asWebp, picture), "base64"));
}

/** Runs in the browser, which can write WebP; a third of the PNG's size. */
async function asWebp(png: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.9).replace(/^.*,/, "");
}
