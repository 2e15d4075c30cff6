import type { MouseEvent } from "react";

import { writeSelection, type ThreadSelection } from "../thread-selection.ts";

/** What {@link UserLink} takes. */
export interface UserLinkProps {
  user: string;
  /** What is listed now. */
  selection: ThreadSelection;
  onSelect: (selection: ThreadSelection) => void;
}

/**
 * An end user, with a flag of their own, so that one user's threads are found at a glance. It leads to all of them, unless
 * they are what is listed.
 */
export function UserLink({ user, selection, onSelect }: UserLinkProps) {
  const theirs = { ...selection, user };
  const follow = (event: MouseEvent) => {
    // With a key held, the browser opens a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    onSelect(theirs);
  };
  const domain = user.lastIndexOf("@");
  const name =
    domain === -1 ? (
      user
    ) : (
      <>
        {user.slice(0, domain)}
        {/* Before it breaks anywhere, an address breaks here. */}
        <wbr />
        {user.slice(domain)}
      </>
    );
  const hash = stir(user);
  const upper = `oklch(0.74 0.13 ${hash % 360})`;
  const lower = `oklch(0.52 0.13 ${(hash >>> 16) % 360})`;
  return (
    <span className="user">
      <span
        className="user-flag"
        style={{ backgroundImage: `linear-gradient(135deg, ${upper} 50%, ${lower} 50%)` }}
        aria-hidden="true"
      />
      {selection.user === user ? (
        <span className="user-name">{name}</span>
      ) : (
        <a className="user-name" href={writeSelection(theirs)} onClick={follow}>
          {name}
        </a>
      )}
    </span>
  );
}

/** FNV-1a with a last stir (of MurmurHash3), so that user_1 and user_2 do not look alike. */
function stir(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
