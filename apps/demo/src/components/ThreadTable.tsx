// A narrow page lays the rows out as cards. Not every browser keeps a table's roles when its `display` changes.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import type { Thread } from "@chatkit-contract/client";

import { describeStatus } from "../describe-status.ts";
import { StatusBadge } from "./StatusBadge.tsx";
import { Timestamp } from "./Timestamp.tsx";
import { UserName } from "./UserName.tsx";

/** What {@link ThreadTable} takes. */
export interface ThreadTableProps {
  threads: Thread[];
  /** The current time, in ms since 1970. */
  nowMs: number;
}

/** Threads, one to a row. */
export function ThreadTable({ threads, nowMs }: ThreadTableProps) {
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
        </tr>
      </thead>
      <tbody role="rowgroup">
        {threads.map(({ id, title, user, status, created_at }) => (
          <tr key={id} role="row" className={`thread thread-${describeStatus(status).kind}`}>
            <th role="rowheader" scope="row" className="thread-title">
              {title ? <span>{title}</span> : <em className="untitled">Untitled</em>}
              <code className="thread-id">{id}</code>
            </th>
            <td role="cell" className="thread-user">
              <UserName user={user} />
            </td>
            <td role="cell" className="thread-status">
              <StatusBadge status={status} />
            </td>
            <td role="cell" className="thread-time">
              <Timestamp seconds={created_at} nowMs={nowMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
