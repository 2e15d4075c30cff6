/** Bars of one measure: less is better. */
export interface Panel {
  title: string;
  bars: { name: string; value: number; label: string; isOurs: boolean }[];
}

const WIDTH = 860;
const COLUMNS = 2;
const GAP = 36;
const PANEL_WIDTH = (WIDTH - (COLUMNS - 1) * GAP) / COLUMNS;
const NAME_WIDTH = 104;
const LABEL_WIDTH = 74;
const BAR_WIDTH = PANEL_WIDTH - NAME_WIDTH - LABEL_WIDTH;
/** What a long label may take beyond its panel. */
const MARGIN = 16;
const BAR = 18;
const ROW = 25;
const HEAD = 34;
const GAP_BELOW = 22;

/** Draws panels of bars, the best first, readable on a light page and on a dark one. */
export function drawChart(panels: Panel[]): string {
  let height = 0;
  const drawn: string[] = [];
  for (let first = 0; first < panels.length; first += COLUMNS) {
    const row = panels.slice(first, first + COLUMNS);
    for (const [column, panel] of row.entries()) {
      const x = column * (PANEL_WIDTH + GAP);
      drawn.push(`<g transform="translate(${x} ${height})">\n${drawPanel(panel)}\n</g>`);
    }
    height += HEAD + Math.max(...row.map(({ bars }) => bars.length)) * ROW + GAP_BELOW;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + MARGIN} ${height}" width="${WIDTH + MARGIN}" height="${height}" role="img">
<title>${escape(panels.map(describePanel).join(" "))}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; fill: #1f2328 }
.ours { font-weight: 600; fill: #1f2328 }
rect { fill: #b6bfc9 }
rect.ours { fill: #0969da }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1 }
.title, .ours { fill: #f0f6fc }
rect { fill: #4a525c }
rect.ours { fill: #4493f8 }
}
</style>
${drawn.join("\n")}
</svg>
`;
}

function drawPanel({ title, bars }: Panel): string {
  const sorted = bars.toSorted((one, other) => one.value - other.value);
  // One bar that is many times as long as the others would make points of them: it is cut off, and its end says so.
  const [longest = 1, second = longest] = sorted.map(({ value }) => value).toReversed();
  const scale = bars.length > 2 && longest > 3 * second ? second * 1.25 : longest;
  const lines = sorted.flatMap(({ name, value, label, isOurs }, index) => {
    const y = HEAD + index * ROW;
    const width = Math.max(1, (Math.min(value, scale) / scale) * BAR_WIDTH);
    const ours = isOurs ? ' class="ours"' : "";
    const cut = NAME_WIDTH + width - 14;
    return [
      `<text${ours} x="${NAME_WIDTH - 8}" y="${y + 14}" text-anchor="end">${escape(name)}</text>`,
      value > scale
        ? `${drawBar(ours, NAME_WIDTH, y, width - 17)}${drawBar(ours, cut + 6, y, 8)}`
        : drawBar(ours, NAME_WIDTH, y, width),
      `<text${ours} x="${round(NAME_WIDTH + width + 8)}" y="${y + 14}">${escape(label)}</text>`,
    ];
  });
  return [`<text class="title" x="0" y="16">${escape(title)}</text>`, ...lines].join("\n");
}

function drawBar(ours: string, x: number, y: number, width: number): string {
  return `<rect${ours} x="${round(x)}" y="${y}" width="${round(width)}" height="${BAR}" rx="2"/>`;
}

function describePanel({ title, bars }: Panel): string {
  return `${title}: ${bars.map(({ name, label }) => `${name} ${label}`).join(", ")}.`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
