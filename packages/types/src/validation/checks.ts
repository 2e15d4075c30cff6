/** The length of a string in code points, which is what `minLength` and `maxLength` count (JSON Schema, 6.3). */
export function countCodePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const isHighSurrogate = unit >= 0xd800 && unit <= 0xdbff;
    if (isHighSurrogate && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      index++;
    }
    count++;
  }
  return count;
}

/** What a URI may be written with (RFC 3986, appendix A). `URL` alone would encode or drop the rest in silence. */
const URI_CHARACTERS = /^[a-z][a-z\d+.-]*:(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i;

/** Whether a string is an absolute URI: the format `uri`. */
export function isUri(text: string): boolean {
  return URI_CHARACTERS.test(text) && URL.canParse(text);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a string is a day of the calendar: the format `date` (RFC 3339, section 5.6). */
export function isDate(text: string): boolean {
  const [, year = "", month = "", day = ""] = DATE.exec(text) ?? [];
  return Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
}

/** How many days a month has, none for a month that there is not (RFC 3339, section 5.7). */
function daysOf(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

const DATE_TIME =
  /^([\d-]{10})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** Whether a string is a moment, with its distance to UTC: the format `date-time` (RFC 3339, section 5.6). */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (!match) {
    return false;
  }
  const [, date = "", hour, minute, second, sign, offsetHour = 0, offsetMinute = 0] = match;
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  const minuteOfDay = (Number(hour) * 60 + Number(minute) - offset + DAY) % DAY;
  // A leap second is the last one of a day in UTC.
  return isDate(date) && (second !== "60" || minuteOfDay === DAY - 1);
}

/** The minutes of a day. */
const DAY = 24 * 60;

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether a string is a UUID of any version: the format `uuid` (RFC 9562, section 4). */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** Whether two JSON values are equal, as `uniqueItems` compares them (JSON Schema, 4.2.2). */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) {
    return true;
  }
  if (!isCompound(one) || !isCompound(other) || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name], other[name]))
  );
}

function isCompound(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
