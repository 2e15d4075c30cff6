// A narrow page lays the rows out as cards. Not every browser keeps a table's roles when its `display` changes.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import type { Thread } from "@chatkit-contract/client";

import { describeStatus } from "../describe-status.ts";
import type { ThreadSelection } from "../thread-selection.ts";
import { DeleteButton } from "./DeleteButton.tsx";
import { StatusBadge } from "./StatusBadge.tsx";
import { Timestamp } from "./Timestamp.tsx";
import { UserLink } from "./UserLink.tsx";

/** What {@link ThreadTable} takes. */
export interface ThreadTableProps {
  threads: Thread[];
  /** The current time, in ms since 1970. */
  nowMs: number;
  /** Which threads these are. */
  selection: ThreadSelection;
  /** Lists others: those of one user. */
  onSelect: (selection: ThreadSelection) => void;
  /** Asks to delete a thread; undefined where nothing may be deleted. */
  onDelete: ((thread: Thread) => void) | undefined;
}

/** Threads, one to a row. */
export function ThreadTable({ threads, ...rest }: ThreadTableProps) {
  return (
    <table className="sheet threads" role="table" aria-labelledby="threads-heading">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            Title
          </th>
          <th role="columnheader" scope="col">
            User
          </th>
          <th role="columnheader" scope="col">
            Status
          </th>
          <th role="columnheader" scope="col">
            Created
          </th>
          {rest.onDelete && (
            <th role="columnheader" scope="col" className="thread-actions">
              <span className="heard">Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {threads.map((thread) => (
          <ThreadRow key={thread.id} thread={thread} {...rest} />
        ))}
      </tbody>
    </table>
  );
}

interface ThreadRowProps extends Omit<ThreadTableProps, "threads"> {
  thread: Thread;
}

function ThreadRow({ thread, nowMs, selection, onSelect, onDelete }: ThreadRowProps) {
  const { id, title, user, status, created_at } = thread;
  return (
    <tr role="row" className={`thread thread-${describeStatus(status).kind}`}>
      <th role="rowheader" scope="row" className="thread-title">
        {title ? <span>{title}</span> : <em className="untitled">Untitled</em>}
        <code className="thread-id">{id}</code>
      </th>
      <td role="cell" className="thread-user">
        <UserLink user={user} selection={selection} onSelect={onSelect} />
      </td>
      <td role="cell" className="thread-status">
        <StatusBadge status={status} />
      </td>
      <td role="cell" className="thread-time">
        <Timestamp seconds={created_at} nowMs={nowMs} />
      </td>
      {onDelete && (
        <td role="cell" className="thread-actions">
          <DeleteButton name={title ?? id} onPress={() => onDelete(thread)} />
        </td>
      )}
    </tr>
  );
}
