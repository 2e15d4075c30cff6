export interface LineChart {
  readonly title: string;
  /** The names of the places on the x axis. */
  readonly places: readonly string[];
  /** The name of the values, with their unit. */
  readonly unit: string;
  /** A line each, with a value for each place. */
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  readonly values: readonly number[];
  /** What is shown for contrast is dashed and grey. */
  readonly isContrast?: boolean;
}

const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 190;
const TOP = 44;
const BOTTOM = 36;
/** The least distance between two names at the ends of lines. */
const NAME_HEIGHT = 15;

/** Draws lines over a logarithmic scale, as SVG that follows the reader's colour scheme. */
export function drawLineChart({ title, places, unit, lines }: LineChart): string {
  const values = lines.flatMap((line) => line.values);
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.ceil(Math.log10(Math.max(...values)));
  const x = (index: number): number =>
    LEFT + (index * (WIDTH - LEFT - RIGHT)) / Math.max(1, places.length - 1);
  const y = (value: number): number =>
    HEIGHT - BOTTOM - ((Math.log10(value) - first) * (HEIGHT - TOP - BOTTOM)) / (last - first || 1);
  const powers = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index));
  const grid = powers.map((power) => {
    const label = text(LEFT - 8, y(power) + 4, power.toLocaleString("en"), "end");
    return `<path class="grid" d="M${LEFT} ${round(y(power))}H${WIDTH - RIGHT}"/>${label}`;
  });
  const ends = spread(lines.map((line) => y(line.values.at(-1) ?? 1)));
  const drawn = lines.map((line, index) => {
    const points = line.values.map((value, place) => `${round(x(place))} ${round(y(value))}`);
    const kind = line.isContrast === true ? "contrast" : "own";
    const name = text(WIDTH - RIGHT + 10, (ends[index] ?? 0) + 4, line.name);
    return `<path class="${kind}" d="M${points.join("L")}"/>${name}`;
  });
  const below = places.map((place, index) => text(x(index), HEIGHT - 12, place, "middle"));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<style>${STYLE}</style>`,
    text(8, 18, title, "start", "title"),
    text(8, 34, unit),
    ...grid,
    ...drawn,
    ...below,
    "</svg>",
    "",
  ].join("\n");
}

const STYLE = [
  "text{font:12px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}",
  "path{fill:none;stroke-width:2}.grid{stroke:#d1d9e0;stroke-width:1}",
  ".own{stroke:#0969da}.contrast{stroke:#818b98;stroke-dasharray:5 4}",
  "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.grid{stroke:#3d444d}",
  ".own{stroke:#4493f8}.contrast{stroke:#9198a1}}",
].join("");

function text(x: number, y: number, content: string, anchor = "start", kind = ""): string {
  const style = kind === "" ? "" : ` class="${kind}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${style}>${escape(content)}</text>`;
}

/** Moves heights apart so that names do not cover each other. */
function spread(heights: readonly number[]): number[] {
  const order = heights
    .map((_, index) => index)
    .toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const moved = [...heights];
  let least = 0;
  for (const index of order) {
    moved[index] = Math.max(least, moved[index] ?? 0);
    least = (moved[index] ?? 0) + NAME_HEIGHT;
  }
  return moved;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
