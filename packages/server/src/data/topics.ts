/** What a conversation may be about. In its texts `{…}` stands for a slot, filled once for the whole conversation. */
export interface Topic {
  readonly titles: Texts;
  readonly questions: Texts;
  readonly thoughts: Texts;
  readonly answers: Texts;
  /** The tool that looks into it. */
  readonly tool: string;
  /** The file that answers cite. */
  readonly source: string;
}

export type Texts = readonly [string, ...string[]];

/** What may stand in each slot; a number is made where there is `#`. */
export const slots: Readonly<Record<string, Texts>> = {
  order: ["A-#", "B-#", "W-#"],
  product: ["standing desk", "espresso machine", "rain jacket", "bike light", "headphones", "tent"],
  plan: ["Starter", "Team", "Business"],
  city: ["Lisbon", "Utrecht", "Nairobi", "Osaka", "Medellín", "Tromsø", "臺北"],
  day: ["Monday", "Tuesday", "Thursday", "Friday", "Saturday"],
  amount: ["€#", "$#", "£#"],
  device: ["my phone", "the tablet", "my work laptop", "the desktop app"],
};

export const topics: readonly [Topic, ...Topic[]] = [
  {
    titles: ["Where is order {order}?", "Late delivery to {city}", "Tracking for {order}"],
    questions: [
      "My order {order} should have come on {day}. Where is it?",
      "The tracking page has said the same since {day}. Is the {product} lost?",
      "Can you send it to another address in {city}?",
      "And when will it be here, roughly?",
    ],
    thoughts: ["The customer asks about order {order}.", "The parcel has not moved since {day}."],
    answers: [
      "Order {order} left our warehouse and is on its way to {city}. It should be with you by {day}.",
      "The carrier reports a delay. If the {product} has not come by {day}, we send another one at no cost.",
      "Yes, the address can still be changed until the parcel reaches {city}.",
    ],
    tool: "track_parcel",
    source: "delivery-times.pdf",
  },
  {
    titles: ["Refund for {order}", "Return of a {product}", "Money back"],
    questions: [
      "I'd like to return the {product} from order {order}.",
      "It came damaged 😕. Do I get the {amount} back?",
      "How long does the refund take?",
      "Do I have to pay for the return myself?",
    ],
    thoughts: ["A return within thirty days is free.", "The amount in question is {amount}."],
    answers: [
      "I'm sorry about that. You can return the {product} within thirty days, and the return is free.",
      "The {amount} goes back to the card that you paid with, within five working days.",
      "I have prepared a label for order {order}: print it, and drop the parcel at any shop.",
    ],
    tool: "open_refund_form",
    source: "refund-policy.pdf",
  },
  {
    titles: ["Cannot sign in", "Password reset", "Locked out on {device}"],
    questions: [
      "I can't sign in on {device} any more.",
      "The reset link says that it has expired.",
      "It works in the browser, but not on {device}.",
      "Could somebody else have changed my password?",
    ],
    thoughts: ["The last sign-in was on {day}.", "Reset links expire after an hour."],
    answers: [
      "I have sent a new link. It works for one hour, so please open it on {device} soon.",
      "Nobody else has signed in: the last time was on {day}, from {city}.",
      "Please sign out everywhere in the settings, and then sign in on {device} again.",
    ],
    tool: "send_reset_link",
    source: "account-security.pdf",
  },
  {
    titles: ["Upgrade to {plan}", "What does {plan} include?", "Seats on the {plan} plan"],
    questions: [
      "What do we get if we go from our plan to {plan}?",
      "Is {amount} the price for a month or for a year?",
      "Can we add three people in the middle of the month?",
      "And what if we want to go back?",
    ],
    thoughts: ["The plan in question is {plan}.", "Seats are billed by the day."],
    answers: [
      "{plan} adds shared folders, single sign-on and a longer history. It costs {amount} a month.",
      "You can add seats at any time: you pay for the days that are left of the month.",
      "You can go back at the end of any month, and nothing is deleted.",
    ],
    tool: "compare_plans",
    source: "price-list.pdf",
  },
  {
    titles: ["Invoice from {day}", "Wrong amount on the invoice", "VAT number missing"],
    questions: [
      "The invoice says {amount}, but we agreed on less.",
      "Please put our VAT number on the invoice.",
      "Can the invoice go to our office in {city}?",
      "Thank you. And the one from the month before?",
    ],
    thoughts: ["The invoice is over {amount}.", "Invoices can be corrected for ninety days."],
    answers: [
      "You are right: {amount} included a seat that was removed on {day}. Here is the corrected invoice.",
      "I have added the number. The new invoice is in your account now.",
      "From now on invoices go to {city}. The earlier ones stay as they are.",
    ],
    tool: "correct_invoice",
    source: "billing-terms.pdf",
  },
  {
    titles: ["Table for {day}", "Opening hours in {city}", "Booking in {city}"],
    questions: [
      "Are you open in {city} on {day}?",
      "We are eight. Is there a table at seven?",
      "One of us is allergic to nuts.",
      "Can we bring a dog?",
    ],
    thoughts: ["The guests come on {day}.", "A table for eight is free at half past seven."],
    answers: [
      "In {city} we are open on {day} from noon to eleven.",
      "At seven we are full, but there is a table for eight at half past. Shall I book it?",
      "I have noted the allergy. The kitchen will show you what is safe.",
    ],
    tool: "find_table",
    source: "menu.pdf",
  },
  {
    titles: ["How to export data", "Import from a spreadsheet", "API limits"],
    questions: [
      "How do I get all our data out, as a file?",
      "The import stops at row #. What is wrong with it?",
      "Is there a limit to how many rows it takes?",
      "Could it run every {day}?",
    ],
    thoughts: ["The file has a date in another format.", "A scheduled export needs {plan}."],
    answers: [
      "Settings, Data, Export: you get one file per table, and a mail when they are ready.",
      "The row has a date that we cannot read. Dates are written as year, month, day.\n\nOnce that is mended, import the file again: what is there already is replaced.",
      "On {plan} an export can run by itself every {day}.",
    ],
    tool: "check_import",
    source: "data-guide.pdf",
  },
];
