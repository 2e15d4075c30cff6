import { ORDERS, type ThreadOrder, type ThreadSelection } from "../thread-selection.ts";

/** What {@link ThreadFilter} takes. */
export interface ThreadFilterProps {
  selection: ThreadSelection;
  onSelect: (selection: ThreadSelection) => void;
}

/** Chooses whose threads are listed, and in which order. */
export function ThreadFilter({ selection, onSelect }: ThreadFilterProps) {
  const { user, order } = selection;
  const submit = (form: FormData) => {
    const typed = form.get("user");
    onSelect({ order, user: typeof typed === "string" && typed !== "" ? typed : undefined });
  };
  return (
    <search className="thread-filter">
      {/* A new form for each selection: going back in the browser's history also goes back in the field. */}
      <form key={user} action={submit} className="field-group">
        <label className="field">
          User
          <input name="user" type="text" defaultValue={user} placeholder="Everybody" />
        </label>
        <button type="submit" className="button">
          Filter
        </button>
        {user !== undefined && (
          <button
            type="button"
            className="button"
            onClick={() => onSelect({ order, user: undefined })}
          >
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
