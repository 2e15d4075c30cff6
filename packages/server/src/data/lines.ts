/** One line of a stream, without its end; undefined text where it is not UTF-8 or too long. */
export type Line =
  | { readonly number: number; readonly text: string; readonly size: number }
  | { readonly number: number; readonly fault: string };

/** The most bytes that a line may have: as many as the body of a request. */
export const MAX_LINE_BYTES: number = 16 * 1024 * 1024;

/**
 * Cuts a stream of bytes into lines, counted from 1, and holds no more than one of them. A line ends with LF or CR LF, the
 * last one perhaps with neither.
 */
export async function* readLines(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<Line> {
  let number = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array): void => {
    size += part.length;
    if (size <= MAX_LINE_BYTES) {
      parts.push(part);
    } else {
      parts = [];
    }
  };
  const finish = (): Line => {
    const line = decode(number, parts, size);
    number += 1;
    parts = [];
    size = 0;
    return line;
  };
  for await (const chunk of source) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LF, start);
      if (end === -1) {
        break;
      }
      add(bytes.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < bytes.length) {
      // A copy, since a stream may use its buffer again.
      add(Uint8Array.from(bytes.subarray(start)));
    }
  }
  if (size > 0) {
    yield finish();
  }
}

const LF = 0x0a;

function decode(number: number, parts: Uint8Array[], size: number): Line {
  if (size > MAX_LINE_BYTES) {
    return { number, fault: `the line must be at most ${MAX_LINE_BYTES} bytes, not ${size}` };
  }
  try {
    const [first] = parts;
    const bytes = parts.length === 1 && first ? first : Buffer.concat(parts);
    // A byte order mark is dropped on the way, where one begins the stream.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: number > 1 }).decode(bytes);
    return { number, text: text.endsWith("\r") ? text.slice(0, -1) : text, size };
  } catch {
    return { number, fault: "the line is not valid UTF-8" };
  }
}
