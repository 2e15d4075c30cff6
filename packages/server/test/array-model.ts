import type { Thread, ThreadItem, ThreadsListQuery } from "@chatkit-contract/types";

import type { Listed } from "../src/store/store.ts";

type Element = Thread | ThreadItem;

interface Entry<Kind extends Element> {
  element: Kind;
  position: number;
  isDeleted: boolean;
}

/** A listing as an array, after the laws of the contract word by word, without a thought of speed. */
export class ArrayModel<Kind extends Element> {
  readonly #entries = new Map<string, Entry<Kind>>();

  write(element: Kind): void {
    const position = this.#entries.get(element.id)?.position ?? this.#entries.size;
    this.#entries.set(element.id, { element, position, isDeleted: false });
  }

  remove(id: string): boolean {
    const entry = this.#entries.get(id);
    const isThere = entry !== undefined && !entry.isDeleted;
    if (isThere) {
      entry.isDeleted = true;
    }
    return isThere;
  }

  clear(): void {
    this.#entries.clear();
  }

  /** L: what is there, in the listing's order. */
  all({ user, order = "desc" }: Pick<ThreadsListQuery, "user" | "order"> = {}): Kind[] {
    return this.#sorted(order)
      .filter(({ isDeleted }) => !isDeleted)
      .map(({ element }) => element)
      .filter((element) => user === undefined || ("user" in element && element.user === user));
  }

  page(query: ThreadsListQuery): Listed<Kind> {
    const { after, before, limit = 20, order = "desc" } = query;
    if (after !== undefined && !this.#entries.has(after)) {
      return { unknownCursor: "after" };
    }
    if (before !== undefined && !this.#entries.has(before)) {
      return { unknownCursor: "before" };
    }
    if (limit === 0) {
      return { items: [], hasMore: false };
    }
    // Deleted elements and those of other users keep their places here, so that every cursor has one.
    const ids = this.#sorted(order).map(({ element }) => element.id);
    const start = after === undefined ? -1 : ids.indexOf(after);
    const end = before === undefined ? ids.length : ids.indexOf(before);
    const inWindow = this.all(query).filter(({ id }) => {
      const place = ids.indexOf(id);
      return place > start && place < end;
    });
    const isBackward = before !== undefined && after === undefined;
    return {
      items: isBackward ? inWindow.slice(-limit) : inWindow.slice(0, limit),
      hasMore: inWindow.length > limit,
    };
  }

  #sorted(order: "asc" | "desc"): Entry<Kind>[] {
    const ascending = [...this.#entries.values()].toSorted(
      (one, other) =>
        one.element.created_at - other.element.created_at || one.position - other.position,
    );
    return order === "asc" ? ascending : ascending.toReversed();
  }
}
