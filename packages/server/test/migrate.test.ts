import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, it } from "vitest";

import { migrate } from "../src/store/migrate.ts";
import { migrations } from "../src/store/migrations/migrations.ts";
import { createSqliteStore } from "../src/store/open-store.ts";
import { openSqliteDatabase } from "../src/store/sqlite-database.ts";
import { thread } from "./records.ts";
import { openScratchStore, scratchFile } from "./scratch-store.ts";

it("applies each migration once, in order, and a newer one on top", async () => {
  const database = await openSqliteDatabase();
  const second = {
    number: 2,
    name: "colours",
    statements: ["CREATE TABLE colours (name text)", "INSERT INTO colours VALUES ('red')"],
  };

  const runs = [
    await migrate(database, migrations),
    await migrate(database, migrations),
    await migrate(database, [...migrations, second]),
    await migrate(database, [...migrations, second]),
  ];

  expect(runs.map((applied) => applied.map(({ number }) => number))).toEqual([[1], [], [2], []]);
  expect(await database.query("SELECT name FROM colours")).toEqual([["red"]]);
  expect(await database.query("SELECT number FROM migrations")).toEqual([[1], [2]]);
  await database.close();
});

it("applies nothing of what fails in the middle", async () => {
  const database = await openSqliteDatabase();
  const broken = { number: 2, name: "broken", statements: ["CREATE TABLE a (b text)", "NONSENSE"] };

  await expect(migrate(database, [...migrations, broken])).rejects.toThrow("NONSENSE");

  expect(await database.query("SELECT name FROM sqlite_master")).toEqual([]);
  await database.close();
});

it("numbers its migrations one by one", () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1));
});

it("refuses a database that a newer version made, and leaves it", async () => {
  const file = scratchFile();
  const database = await openSqliteDatabase(file);
  await migrate(database, [...migrations, { number: 99, name: "the future", statements: [] }]);
  await database.close();

  await expect(createSqliteStore({ file })).rejects.toThrow(
    `The database ${file} cannot be opened: it has migration 99 (the future), made by a newer version`,
  );
});

it("opens what it finds, and keeps it for its owner alone", async () => {
  const file = scratchFile();
  const first = await createSqliteStore({ file });
  await first.importRecords("p", [thread("a")]);
  await first.close();

  const second = await openScratchStore(file);

  expect(await second.findThread("p", "a")).toEqual(thread("a"));
  expect(["", "-wal", "-shm"].map((end) => statSync(`${file}${end}`).mode & 0o777)).toEqual([
    0o600, 0o600, 0o600,
  ]);
});

it("waits for the disk before it acknowledges", async () => {
  const database = await openSqliteDatabase(scratchFile());

  const settings = await Promise.all(
    ["journal_mode", "synchronous"].map((name) => database.query(`PRAGMA ${name}`)),
  );
  await database.close();

  // https://sqlite.org/pragma.html#pragma_synchronous: 2 is FULL.
  expect(settings).toEqual([[["wal"]], [[2]]]);
});

it("says why a database cannot be opened", async () => {
  const file = scratchFile();
  const folder = dirname(file);
  const text = join(folder, "notes.txt");
  writeFileSync(text, "These are notes, and no database at all. ".repeat(100));
  const directory = join(folder, "folder");
  mkdirSync(directory);
  const inNowhere = join(folder, "nowhere", "a.sqlite");

  await expect(createSqliteStore({ file: inNowhere })).rejects.toThrow(
    `The database ${inNowhere} cannot be opened: its folder does not exist.`,
  );
  await expect(createSqliteStore({ file: directory })).rejects.toThrow("it is a folder.");
  await expect(createSqliteStore({ file: text })).rejects.toThrow("file is not a database.");
  await expect(createSqliteStore({ file: "" })).rejects.toThrow("its name is empty.");
});

it("lets many processes open one new file at once", async () => {
  const file = scratchFile();
  const opener = join(import.meta.dirname, "open-at-once.ts");
  const children = Array.from({ length: 4 }, () =>
    fork(opener, [file], { execArgv: ["--conditions=@chatkit-contract/source"] }),
  );
  await Promise.all(children.map((child) => once(child, "message")));

  const ends = children.map((child) => once(child, "exit"));
  children.forEach((child) => child.send("open"));
  const codes = (await Promise.all(ends)).map(([code]) => code as number);

  expect(codes).toEqual([0, 0, 0, 0]);
  const database = new DatabaseSync(file);
  expect(database.prepare("SELECT count(*) AS count FROM migrations").get()).toEqual({
    count: migrations.length,
  });
  expect(database.prepare("SELECT count(*) AS count FROM threads").get()).toEqual({ count: 4 });
  database.close();
});
