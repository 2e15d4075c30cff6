// Compiled in the copy that holds the book shop's contract instead of ours.
import { createChatKit, UNKNOWN, type Book, type Order } from "@chatkit-contract/client";

const shop = createChatKit({ apiKey: "key" });

export const book: Book = await shop.books.open("978-1");
export const isbns: string[] = [];
for await (const { isbn } of shop.books.browse({ size: 3, direction: "asc", signed: true })) {
  isbns.push(isbn);
}
export const order: Order = await shop.shop.orders.place(
  { isbns },
  { giftMessage: "Many happy returns" },
);
export const gone: void = await shop.books.burn("978-1");

export function describeCover({ cover }: Book): string {
  switch (cover.kind) {
    case "hard":
      return cover.jacket?.color ?? "bare";
    case "soft":
      return "soft";
    case UNKNOWN:
      return JSON.stringify(cover.raw);
  }
}
