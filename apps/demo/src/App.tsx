import { QueryClient, QueryClientProvider } from "@tanstack/react-query";

import { API_MOUNT } from "./api-mount.ts";
import { readNotice } from "./backend-notice.ts";
import { BackendTag } from "./components/BackendTag.tsx";
import { Mark } from "./components/Mark.tsx";
import { ThreadsScreen } from "./screens/ThreadsScreen.tsx";

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The backend may be on this machine: without a network there is an answer, or an error to show, all the same.
      networkMode: "always",
      staleTime: 30_000,
    },
  },
});

const notice = readNotice(document);

/** The whole page: its frame, and the one screen in it. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <a className="skip-link" href="#main">
        Skip to the threads
      </a>
      <header className="masthead">
        <Mark />
        <p className="masthead-name">
          Thread console <span>for ChatKit</span>
        </p>
        <BackendTag notice={notice} />
      </header>
      <main id="main" tabIndex={-1}>
        <ThreadsScreen notice={notice} />
      </main>
      <footer className="colophon">
        <p>
          Read through the typed client of <code>chatkit-contract</code>, at{" "}
          <code>{API_MOUNT}</code> of this page. A proxy adds the API key; the browser never has it.
        </p>
        <p>An independent project, not affiliated with OpenAI.</p>
      </footer>
    </QueryClientProvider>
  );
}
