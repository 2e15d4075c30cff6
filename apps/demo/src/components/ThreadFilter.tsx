import { useEffect, useRef, type SubmitEvent } from "react";

import { ORDERS, type ThreadOrder, type ThreadSelection } from "../thread-selection.ts";

/** What {@link ThreadFilter} takes. */
export interface ThreadFilterProps {
  selection: ThreadSelection;
  onSelect: (selection: ThreadSelection) => void;
}

/** Chooses whose threads are listed, and in which order. */
export function ThreadFilter({ selection, onSelect }: ThreadFilterProps) {
  const { user, order } = selection;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The URL may change without the field: by the browser's back, or by Clear.
    if (field.current) {
      field.current.value = user ?? "";
    }
  }, [user]);
  const filter = (event: SubmitEvent) => {
    event.preventDefault();
    onSelect({ order, user: field.current?.value || undefined });
  };
  const clear = () => {
    onSelect({ order, user: undefined });
    // The button goes, and would take the keyboard's focus with it.
    field.current?.focus();
  };
  return (
    <search className="thread-filter">
      <form onSubmit={filter} className="field-group">
        <label className="field">
          User
          <input ref={field} type="text" defaultValue={user} placeholder="Everybody" />
        </label>
        <button type="submit" className="button">
          Filter
        </button>
        {user !== undefined && (
          <button type="button" className="button" onClick={clear}>
            Clear
          </button>
        )}
      </form>
      <label className="field">
        Order
        <select
          value={order}
          onChange={({ target }) => onSelect({ user, order: target.value as ThreadOrder })}
        >
          {Object.entries(ORDERS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
