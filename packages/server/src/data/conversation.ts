import type { TaskGroupItem, ThreadItem } from "@chatkit-contract/types";

import type { Random } from "./random.ts";
import { slots, topics, type Texts, type Topic } from "./topics.ts";

/** A conversation about one topic, with the same order, place and amount all through. */
export class Conversation {
  readonly #random: Random;
  readonly #topic: Topic;
  readonly #filled = new Map<string, string>();

  constructor(random: Random) {
    this.#random = random;
    this.#topic = random.pick(topics);
  }

  /** A title; some threads never got one. */
  title(): string | null {
    return this.#random.happens(0.12) ? null : this.#say(this.#topic.titles);
  }

  /**
   * The items of a thread, oldest first: turns of a question, what was done about it and an answer.
   *
   * @param count How many; the last turn may be cut short, as where somebody is still waiting.
   * @param createId Makes the identifier of the next item.
   */
  *items(
    thread: { id: string; created_at: number },
    count: number,
    createId: () => string,
  ): Generator<ThreadItem> {
    let created_at = thread.created_at;
    let left = count;
    while (left > 0) {
      for (const { pauseSeconds, ...content } of this.#turn()) {
        if (left === 0) {
          return;
        }
        created_at += pauseSeconds;
        left -= 1;
        const id = createId();
        yield {
          id,
          object: "chatkit.thread_item",
          created_at,
          thread_id: thread.id,
          ...content,
        };
      }
    }
  }

  /** One turn. What the server does within a second shares its time. */
  *#turn(): Generator<ItemContent> {
    const random = this.#random;
    yield { ...this.#question(), pauseSeconds: random.tail(4, 86_400, 0.9) - 4 };
    if (random.happens(0.5)) {
      yield { ...this.#task(), pauseSeconds: random.between(0, 2) };
    }
    if (random.happens(0.35)) {
      yield { ...this.#toolCall(), pauseSeconds: random.between(0, 3) };
    }
    if (random.happens(0.2)) {
      yield { ...this.#taskGroup(), pauseSeconds: 0 };
    }
    if (random.happens(0.15)) {
      yield { ...this.#widget(), pauseSeconds: random.between(0, 1) };
    }
    yield { ...this.#answer(), pauseSeconds: random.between(1, 9) };
  }

  #question(): Content<"chatkit.user_message"> {
    const text = this.#say(this.#topic.questions);
    const quoted = { type: "quoted_text" as const, text: this.#say(this.#topic.answers) };
    const written = { type: "input_text" as const, text };
    const hasFile = this.#random.happens(0.06);
    return {
      type: "chatkit.user_message",
      content: this.#random.happens(0.05) ? [quoted, written] : [written],
      attachments: hasFile ? [this.#attachment()] : [],
      inference_options: this.#random.happens(0.03)
        ? { tool_choice: { id: this.#topic.tool }, model: null }
        : null,
    };
  }

  #attachment(): Content<"chatkit.user_message">["attachments"][number] {
    const number = this.#random.between(1, 9999);
    return this.#random.happens(0.7)
      ? {
          type: "image",
          id: `att_${number}`,
          name: `photo-${number}.jpg`,
          mime_type: "image/jpeg",
          preview_url: `https://files.example.com/att_${number}/preview.jpg`,
        }
      : {
          type: "file",
          id: `att_${number}`,
          name: `document-${number}.pdf`,
          mime_type: "application/pdf",
          preview_url: null,
        };
  }

  #answer(): Content<"chatkit.assistant_message"> {
    const cited = this.#random.happens(0.5)
      ? {
          type: "file" as const,
          source: { type: "file" as const, filename: this.#topic.source },
        }
      : {
          type: "url" as const,
          source: { type: "url" as const, url: `https://help.example.com/${this.#topic.tool}` },
        };
    const annotations = this.#random.happens(0.25) ? [cited] : [];
    return {
      type: "chatkit.assistant_message",
      content: [{ type: "output_text", text: this.#say(this.#topic.answers), annotations }],
    };
  }

  #task(): Content<"chatkit.task"> {
    const isThought = this.#random.happens(0.6);
    return {
      type: "chatkit.task",
      task_type: isThought ? "thought" : "custom",
      heading: isThought ? null : `Read ${this.#topic.source}`,
      summary: this.#say(this.#topic.thoughts),
    };
  }

  #taskGroup(): Content<"chatkit.task_group"> {
    const tasks: TaskGroupItem["tasks"] = [
      { type: "custom", heading: `Read ${this.#topic.source}`, summary: null },
      { type: "thought", heading: null, summary: this.#say(this.#topic.thoughts) },
      { type: "custom", heading: "Write an answer", summary: "The answer has been written." },
    ];
    return { type: "chatkit.task_group", tasks: tasks.slice(0, this.#random.between(1, 3)) };
  }

  #toolCall(): Content<"chatkit.client_tool_call"> {
    const isCompleted = this.#random.happens(0.92);
    return {
      type: "chatkit.client_tool_call",
      status: isCompleted ? "completed" : "in_progress",
      call_id: `call_${this.#random.between(1, 999_999)}`,
      name: this.#topic.tool,
      arguments: JSON.stringify({ order_id: this.#fill("{order}") }),
      output: isCompleted ? JSON.stringify({ found: this.#random.happens(0.9) }) : null,
    };
  }

  #widget(): Content<"chatkit.widget"> {
    const text = { type: "Text", value: this.#say(this.#topic.thoughts) };
    return {
      type: "chatkit.widget",
      widget: JSON.stringify({ type: "Card", children: [text] }),
    };
  }

  #say(texts: Texts): string {
    return this.#fill(this.#random.pick(texts));
  }

  #fill(text: string): string {
    return text.replaceAll(/\{(\w+)\}|#/g, (whole, slot: string | undefined) => {
      const known = this.#filled.get(whole);
      if (known !== undefined) {
        return known;
      }
      const options = slot === undefined ? undefined : slots[slot];
      const number = String(this.#random.between(10, 9999));
      const filled = options ? this.#random.pick(options).replace("#", number) : number;
      this.#filled.set(whole, filled);
      return filled;
    });
  }
}

/** What an item says, beside what every item has. */
type Content<Type extends ThreadItem["type"]> = Omit<
  Extract<ThreadItem, { type: Type }>,
  "id" | "object" | "created_at" | "thread_id"
>;

type ItemContent = { [Type in ThreadItem["type"]]: Content<Type> }[ThreadItem["type"]] & {
  pauseSeconds: number;
};
