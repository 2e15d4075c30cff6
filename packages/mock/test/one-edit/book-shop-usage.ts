// Compiled in the copy that holds the book shop's contract instead of ours.
import { createChatKit, UNKNOWN, type Book, type Order } from "@chatkit-contract/client";
import { createQueries } from "@chatkit-contract/client/query";

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

const queries = createQueries(shop);
export const browse: Promise<{ books: Book[] }> = queries.books.browse
  .infinite({ size: 3 })
  .queryFn({ pageParam: { after: "978-1" }, signal: new AbortController().signal });
export const burn: Promise<void> = queries.books.burn.mutation().mutationFn({ isbn: "978-1" });
export const place: Promise<Order> = queries.shop.orders.place
  .mutation()
  .mutationFn({ body: { isbns }, options: { giftMessage: "Many happy returns" } });
